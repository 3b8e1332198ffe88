"""Papers as a fund sends them: everything on them can be read, by people and by scanners."""

import io
import re
from collections.abc import Iterator

import pypdf
import pytest

from console.base.errors import ProgrammingError
from console.documents.paper import (
    Barcode,
    Blank,
    Boxes,
    Column,
    Heading,
    Line,
    Lines,
    LongText,
    Note,
    Rules,
    Table,
    Ticks,
    html_of,
    render_paper,
)
from tests.support.house import House
from tests.support.papers import MADE, REFERENCE, paper, picture, texts

SENTENCE = "Die Arbeitnehmerin war vom 1. März bis am 30. Juni im Ausland. "
WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"
CHILDREN = Table(
    "Kinder",
    (
        Column("Name"),
        Column("Vorname"),
        Column("Geburtsdatum"),
        Column("AHV-Nummer"),
        Column("Betrag", "figure"),
    ),
    tuple(("Đorđević", f"Zoë {n}", "01.02.2019", "756.9217.0769.85", f"{n}.00") for n in range(60)),
)


CROWDED = Table("", (Column(WORD),) * 8, (("a",) * 8,))


@pytest.fixture(autouse=True)
def speaks(lite_house: House) -> Iterator[None]:
    with lite_house.app.app_context():
        yield


def one_line(text: str) -> str:
    return " ".join(text.split())


def smallest_letters(pdf: bytes) -> float:
    """Give the size of the smallest letters in points."""
    sizes = []
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size: text.strip() and sizes.append(size * cm[3] * tm[3])
        )
    return min(sizes)


def test_each_page_carries_institution_title_reference_and_number() -> None:
    pages = texts(
        render_paper(paper(LongText("Begründung", (SENTENCE * 100,) * 3), footer="Postfach, 5000 Aarau"))
    )
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        for words in (
            "Ausgleichskasse Aaretal",
            "Anmeldung zum Bezug von Familienzulagen",
            f"Reference {REFERENCE}",
            f"Page {number} of {len(pages)}",
            "Postfach, 5000 Aarau",
        ):
            assert words in text


def test_every_kind_of_block_is_drawn() -> None:
    text = one_line(
        " ".join(
            texts(
                render_paper(
                    paper(
                        Heading("Person"),
                        Lines((Line("Name", "Müller & Söhne <AG>"), Line("Lohn", "4 850,00 €", "figure"), Line("Konto", "nicht angegeben", "none"))),
                        LongText("Begründung", ("Erster Absatz.", "Zweiter Absatz.")),
                        CHILDREN,
                        Blank("AHV-Nummer", "13 Ziffern", Boxes((3, 4, 4, 2), ".")),
                        Blank("Zivilstand", "", Ticks(("ledig", "verheiratet"))),
                        Blank("Bemerkungen", "", Rules(3)),
                        Note("Bitte in Grossbuchstaben."),
                        Barcode(REFERENCE),
                    )
                )
            )
        )
    )  # fmt: skip
    for words in (
        "Eingereicht am 22. November 2026", "Person", "Müller & Söhne <AG>", "4 850,00 €", "nicht angegeben",
        "Erster Absatz. Zweiter Absatz.", "Zoë 59", "AHV-Nummer 13 Ziffern", "ledig", "verheiratet", "Bemerkungen",
        "Bitte in Grossbuchstaben.",
    ):  # fmt: skip
        assert words in text


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert render_paper(paper(CHILDREN)) == render_paper(paper(CHILDREN))


def test_a_text_of_thirty_thousand_signs_keeps_its_size() -> None:
    made = render_paper(
        paper(Lines((Line("Kurz", "ja"), Line("Bemerkung", SENTENCE * 500), Line("Danach", "auch"))))
    )
    assert one_line(" ".join(texts(made))).count("Arbeitnehmerin") == 500
    assert len(texts(made)) > 6
    assert smallest_letters(made) > 7


def test_a_long_text_of_a_table_stands_below_it_under_its_number() -> None:
    rows = (("2024", SENTENCE * 10), ("2025", "kurz"), ("2026", SENTENCE * 11))
    html = html_of(paper(Table("", (Column("Jahr"), Column("Was")), rows)))
    cells = re.findall(r"<td class=\"text\">([^<]*)</td>", html)
    assert cells == ["2024", "See below: Text 1", "2025", "kurz", "2026", "See below: Text 2"]
    assert html.index("<h3>Text 1</h3>") < html.index("<h3>Text 2</h3>")


def test_the_titles_of_a_long_table_stand_on_each_of_its_pages() -> None:
    pages = [text for text in texts(render_paper(paper(CHILDREN))) if "Zoë" in text]
    assert len(pages) == 2
    assert all("Geburtsdatum" in text for text in pages)


def test_a_column_is_as_wide_as_its_content_asks_and_all_make_the_page() -> None:
    widths = CHILDREN.widths
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert widths[3] > widths[4]
    assert Table("", (Column("A"), Column("B")), ()).widths == [50, 50]


def test_no_word_runs_over_the_edge() -> None:
    made = render_paper(
        paper(Lines((Line(WORD, WORD * 2),)), LongText("x", (WORD * 20,)), Note(WORD * 3), CROWDED)
    )
    assert "".join(texts(made)[0].split()).count(WORD) == 34
    width, height = picture(made).size
    margin = picture(made).crop((round(width * 193 / 210), 0, width, height)).convert("L")
    assert margin.getextrema() == (255, 255)


def test_a_choice_of_many_lines_is_not_shrunk() -> None:
    assert smallest_letters(render_paper(paper(Blank("Wahl", "", Ticks((SENTENCE * 5, "nein")))))) > 7


@pytest.mark.parametrize("reference", [REFERENCE, "F-2026-ALFA-01", "A" * 24])
def test_a_scanner_reads_the_barcode(reference: str) -> None:
    import zxingcpp

    made = render_paper(paper(Barcode(reference), reference=reference))
    assert [found.text for found in zxingcpp.read_barcodes(picture(made))] == [reference]
    assert texts(made)[0].count(reference) == 2


@pytest.mark.parametrize("reference", ["", "Zoë-1", "A B", "A\n", "A" * 25])
def test_a_reference_that_no_barcode_carries_is_refused(reference: str) -> None:
    with pytest.raises(ProgrammingError):
        Barcode(reference)


def test_a_draft_says_so_on_every_page() -> None:
    pages = texts(render_paper(paper(CHILDREN, draft=True)))
    assert all("Draft" in text for text in pages)
    assert "proves nothing" in pages[0]
    assert "Draft" not in texts(render_paper(paper()))[0]


def test_a_paper_without_reference_names_none() -> None:
    text = texts(render_paper(paper(reference="")))[0]
    assert "Reference" not in text
    assert "Page 1 of 1" in text


def test_long_names_of_institution_and_form_fit_their_places() -> None:
    made = render_paper(
        paper(title="Formular " * 20, institution="Ausgleichskasse " * 10, footer="Strasse " * 50)
    )
    assert one_line(texts(made)[0]).count("Formular") > 20


def test_the_pdf_is_of_the_day_of_the_act() -> None:
    about = pypdf.PdfReader(io.BytesIO(render_paper(paper()))).metadata
    assert (about.creation_date, about.author) == (MADE, "Ausgleichskasse Aaretal")

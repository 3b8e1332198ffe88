"""Which words a page says: shipped or own, of which owner, and what the glossary knows of them."""

from pathlib import Path

import pytest

from console.base import clock
from console.languages.entries import Entry
from console.languages.glossary import Glossary, Term, glossary_of
from console.languages.models import OwnText
from console.languages.pofiles import po_bytes
from console.languages.queries import Brought, Wording, digest_of, matching, overrides, wordings
from tests.support.house import House

GLOSSARY = Path(__file__).resolve().parents[3] / "translations" / "glossary.csv"


def brought(folder: Path, owner: str, **texts: str) -> Brought:
    """Give an owner whose catalogue says these texts in German."""
    file = folder / owner / "de" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(
        po_bytes(owner, "de", [Entry(None, msgid, None, (text,)) for msgid, text in texts.items()])
    )
    return Brought(owner, folder / owner)


def own(owner: str, msgid: str, *texts: str) -> OwnText:
    return OwnText(
        language="de",
        owner=owner,
        key=digest_of(None, msgid),
        context="",
        msgid=msgid,
        texts=list(texts),
        changed_at=clock.now(),
        changed_by="",
    )


def test_the_own_text_of_a_plugin_is_not_said_on_another_plugins_page(
    lite_house: House, tmp_path: Path
) -> None:
    console = brought(tmp_path, "console", Close="Schliessen")
    fund = brought(tmp_path, "fund", Close="Abschliessen", Member="Mitglied")
    gate = brought(tmp_path, "gate", Member="Konto")
    with lite_house.writing() as session:
        session.add_all([own("fund", "Close", "Beenden"), own("fund", "Member", "Betrieb")])
        session.flush()

        on_fund = overrides(session, [gate, console, fund], "de")
        on_gate = overrides(session, [fund, console, gate], "de")
        on_console = overrides(session, [fund, gate, console], "de")

    assert on_fund == {(None, "Close"): "Beenden", (None, "Member"): "Betrieb"}
    assert on_gate == {}
    assert on_console == {}


def test_the_own_text_of_the_console_is_said_on_every_page_that_uses_it(
    lite_house: House, tmp_path: Path
) -> None:
    console, fund = (
        brought(tmp_path, "console", Save="Speichern"),
        brought(tmp_path, "fund", Member="Mitglied"),
    )
    with lite_house.writing() as session:
        session.add(own("console", "Save", "Sichern"))
        session.flush()

        assert overrides(session, [console, fund], "de") == {(None, "Save"): "Sichern"}


def test_a_swiss_institution_sees_its_german_as_pages_write_it(lite_house: House, tmp_path: Path) -> None:
    console = brought(tmp_path, "console", Close="Schließen")
    with lite_house.reading() as session:
        assert wordings(session, console, "de", "CH")[0].entry.texts == ("Schliessen",)
        assert wordings(session, console, "de", "BE")[0].entry.texts == ("Schließen",)


def test_an_own_text_for_a_message_that_got_a_plural_is_asked_for_again(
    lite_house: House, tmp_path: Path
) -> None:
    file = tmp_path / "de" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(po_bytes("demo", "de", [Entry(None, "%(num)s day", "%(num)s days", ())]))
    with lite_house.writing() as session:
        session.add(own("demo", "%(num)s day", "%(num)s Tag"))
        session.flush()

        assert wordings(session, Brought("demo", tmp_path), "de", "CH")[0].is_missing


def wording(msgid: str, text: str = "", own_text: str = "") -> Wording:
    entry = Entry(None, msgid, None, (text,) if text else ())
    return Wording(digest_of(None, msgid), entry, (own_text,) if own_text else ())


TEXTS = (
    wording("Add member", "Ajouter un membre"),
    wording("Save", "Enregistrer", "Sauver"),
    wording("Close"),
)
TERMS = Glossary(
    [
        Term("member", "", "CH", {"fr": "affilié"}, {"fr": ""}),
        Term("member", "", "all", {"fr": "membre"}, {"fr": ""}),
        Term("member account", "", "all", {"fr": "compte d’affilié"}, {"fr": ""}),
    ]
)


@pytest.mark.parametrize(
    ("show", "search", "found"),
    [
        ("missing", "", ["Close"]),
        ("own", "", ["Save"]),
        ("", "SAUV", ["Save"]),
        ("", "member", ["Add member"]),
        ("", "affilié", ["Add member"]),
        ("missing", "membre", []),
    ],
)
def test_texts_are_found_by_state_word_and_glossary(show: str, search: str, found: list[str]) -> None:
    shown = matching(TEXTS, show=show, search=search, glossary=TERMS, country="CH")
    assert [one.shipped.msgid for one in shown] == found


def test_the_glossary_prefers_the_longer_term_and_the_countrys_own_word() -> None:
    def words(source: str, country: str) -> list[str]:
        return [term.words["fr"] for term in TERMS.in_text(source, country)]

    assert words("All members", "CH") == ["affilié"]
    assert words("All members", "BE") == ["membre"]
    assert words("Open the member account", "CH") == ["compte d’affilié"]
    assert words("%(member)s <a member>x</a>", "CH") == []


def test_the_glossary_of_the_house_has_a_word_in_every_language() -> None:
    glossary = glossary_of(GLOSSARY)

    assert len(glossary) > 400
    (term,) = glossary.in_text("Delegations", "CH")
    assert (term.words["fr"], term.words["de"], term.words["nl"]) == ("délégation", "Delegation", "delegatie")

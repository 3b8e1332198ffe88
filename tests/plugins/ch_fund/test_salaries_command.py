"""`guichet ch_fund salaries`: what a list of salaries holds, and what a person must look at."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from console.cli.commands import guichet
from tests.support.fund_sheets import ALINE, BASTIEN, SALARY_TITLES, Formula, salary, sheet

Ask = Callable[..., dict[str, Any]]
BASTIENS = salary(
    avs=BASTIEN, name="Modèle", first_name="Bastien", birth=date(1995, 9, 30), first=date(2025, 4, 1),
    avs_income=52000, ac_income=52000,
)  # fmt: skip


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Give a function that asks for a list of salaries, and checks that answer and exit code agree."""

    def one(
        *rows: Sequence[object], titles: Sequence[object] = SALARY_TITLES, above: int = 0
    ) -> dict[str, Any]:
        file = tmp_path / "liste.xlsx"
        file.write_bytes(sheet(titles, rows, above=above))
        done = CliRunner().invoke(guichet, ["ch_fund", "salaries", str(file), "--json"])
        answer: dict[str, Any] = json.loads(done.stdout)
        assert done.exit_code == {"accepted": 0, "to_correct": 1, "unreadable": 2}[answer["verdict"]]
        return answer

    return one


def statuses(answer: dict[str, Any]) -> list[str]:
    return [row["status"] for row in answer["rows"]]


def found(answer: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    return [(f["row"], f["column"], f["control"]) for f in answer["findings"]]


def test_a_clean_list_is_answered_as_the_example_of_the_contract(ask: Ask) -> None:
    assert ask(salary(), BASTIENS) == {
        "verdict": "accepted",
        "rows": [
            {
                "row": 2, "status": "ok", "avs": ALINE, "name": "Exemple", "first_name": "Aline",
                "birth": "1988-04-12", "from": "2025-01-01", "until": "2025-12-31",
                "avs_income": "78000.00", "ac_income": "78000.00", "canton": "VD",
            },
            {
                "row": 3, "status": "ok", "avs": BASTIEN, "name": "Modèle", "first_name": "Bastien",
                "birth": "1995-09-30", "from": "2025-04-01", "until": "2025-12-31",
                "avs_income": "52000.00", "ac_income": "52000.00", "canton": "VD",
            },
        ],
        "totals": {"persons": 2, "avs": "130000.00", "ac": "130000.00"},
        "findings": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("54'000.00", "54000.00"),
        ("54’000.00", "54000.00"),
        ("54\u00a0000,00", "54000.00"),
        ("54.000,50", "54000.50"),
        ("CHF 54'000.–", "54000.00"),
        ("65.50", "65.50"),
        (" 65,5 ", "65.50"),
        (1234.5, "1234.50"),
        ("0", "0.00"),
    ],
)
def test_an_amount_is_understood_as_number_and_as_text(ask: Ask, written: object, amount: str) -> None:
    answer = ask(salary(avs_income=written, ac_income=written))

    assert (answer["rows"][0]["avs_income"], answer["rows"][0]["ac_income"]) == (amount, amount)
    assert answer["totals"] == {"persons": 1, "avs": amount, "ac": amount}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("abc", "abc"),
        ("1.234", "1234 or as 1.234"),
        ("5400.123", "5400.123"),
        (5416.666, "5416.666"),
        (-500, "-500.00"),
        ("-500.00", "-500.00"),
        (True, "True"),
        ("５４", "５４"),
        (10**12, "1000000000000"),
        (None, "missing"),
        ("9" * 300, "9" * 79 + "…”"),
    ],
)
def test_an_amount_that_is_none_or_doubtful_is_flagged_with_what_is_written(
    ask: Ask, written: object, words: str
) -> None:
    answer = ask(salary(avs_income=written))

    assert found(answer) == [(2, "Salaire AVS", "AMOUNT")]
    assert words in answer["findings"][0]["message"]
    assert statuses(answer) == ["flagged"]
    assert answer["totals"] == {"persons": 0, "avs": "0.00", "ac": "0.00"}


@pytest.mark.parametrize("written", [date(1985, 3, 12), "12.03.1985", "12/3/1985", "1985-03-12"])
def test_a_day_is_understood_as_date_and_as_text(ask: Ask, written: object) -> None:
    answer = ask(salary(birth=written, first="01.01.2025", until="2025-12-31"))

    (row,) = answer["rows"]
    assert (row["birth"], row["from"], row["until"]) == ("1985-03-12", "2025-01-01", "2025-12-31")
    assert answer["verdict"] == "accepted"


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"first": date(2025, 12, 31), "until": date(2025, 1, 1)}, "Au", "2025-01-01"),
        ({"first": date(2024, 7, 1), "until": date(2025, 6, 30)}, "Au", "2024-07-01"),
        ({"first": None}, "Du", "missing"),
        ({"until": "31.02.2025"}, "Au", "31.02.2025"),
        ({"first": 45658}, "Du", "45658"),
        ({"birth": "12.03.85"}, "Date de naissance", "12.03.85"),
    ],
)
def test_a_period_must_be_two_days_of_one_year(
    ask: Ask, cells: dict[str, object], column: str, words: str
) -> None:
    answer = ask(salary(**cells))

    assert found(answer) == [(2, column, "PERIOD")]
    assert words in answer["findings"][0]["message"]


def test_a_birth_that_is_not_known_is_null_and_no_fault(ask: Ask) -> None:
    answer = ask(salary(birth=None))

    assert (answer["verdict"], answer["rows"][0]["birth"]) == ("accepted", None)


@pytest.mark.parametrize("written", ["7560000000118", 7560000000118, "756 0000 0001 18", "756-0000-0001-18"])
def test_an_avs_number_is_printed_one_way_however_it_is_typed(ask: Ask, written: object) -> None:
    answer = ask(salary(avs=written))

    assert (answer["verdict"], answer["rows"][0]["avs"]) == ("accepted", ALINE)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("756.0000.0001.19", "756.0000.0001.19"),
        (7560000000119, "756.0000.0001.19"),
        ("7610000000112", "761.0000.0001.12"),
        ("756.0000.0001", "756.0000.0001"),
        ("７５６.0000.0001.18", "７５６.0000.0001.18"),
        ("inconnu", "inconnu"),
        (None, None),
    ],
)
def test_a_wrong_avs_number_is_flagged_and_shown_as_it_is(
    ask: Ask, written: object, shown: str | None
) -> None:
    answer = ask(salary(avs=written))

    assert found(answer) == [(2, "No AVS", "AVS_CHECK_DIGIT")]
    assert (shown or "missing") in answer["findings"][0]["message"]
    assert answer["rows"][0]["avs"] == shown


@pytest.mark.parametrize(
    ("first", "until", "ceiling"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "148200.00"),
        (date(2025, 4, 1), date(2025, 12, 31), "111150.00"),
        (date(2024, 2, 1), date(2024, 2, 29), "12350.00"),
        (date(2025, 6, 16), date(2025, 6, 30), "6175.00"),
    ],
)
def test_an_ac_income_is_measured_by_the_months_of_its_period(
    ask: Ask, first: date, until: date, ceiling: str
) -> None:
    at = {"first": first, "until": until, "avs_income": 200000}
    cent_more = f"{float(ceiling) + 0.01:.2f}"
    answer = ask(salary(**at, ac_income=ceiling), salary(**at, ac_income=cent_more))

    assert found(answer) == [(3, "Salaire AC", "AC_CEILING")]
    assert cent_more in answer["findings"][0]["message"]
    assert ceiling in answer["findings"][0]["message"]
    assert statuses(answer) == ["ok", "flagged"]


@pytest.mark.parametrize(("written", "canton"), [("VD", "VD"), (" zh ", "ZH"), ("Ju", "JU")])
def test_a_canton_is_known_by_its_two_letters(ask: Ask, written: str, canton: str) -> None:
    answer = ask(salary(canton=written))

    assert (answer["verdict"], answer["rows"][0]["canton"]) == ("accepted", canton)


@pytest.mark.parametrize("written", ["XX", "Vaud", "FL", None])
def test_another_canton_is_flagged(ask: Ask, written: str | None) -> None:
    answer = ask(salary(canton=written))

    assert found(answer) == [(2, "Canton", "CANTON")]
    assert (written or "missing") in answer["findings"][0]["message"]


@pytest.mark.parametrize("remembered", ["", 78000])
def test_a_formula_is_never_computed_nor_believed(ask: Ask, remembered: object) -> None:
    answer = ask(salary(ac_income=Formula("=G2", remembered)), BASTIENS)

    assert found(answer) == [(2, "Salaire AC", "FORMULA")]
    assert answer["rows"][0]["ac_income"] is None
    assert answer["totals"] == {"persons": 1, "avs": "52000.00", "ac": "52000.00"}


def test_a_row_that_says_the_same_again_is_left_out(ask: Ask) -> None:
    answer = ask(salary(), BASTIENS, salary(avs=7560000000118, avs_income="78'000.00", first="1.1.2025"))

    assert statuses(answer) == ["ok", "ok", "ignored"]
    assert found(answer) == [(4, None, "DUPLICATE")]
    assert answer["totals"] == {"persons": 2, "avs": "130000.00", "ac": "130000.00"}


def test_two_formulas_may_say_different_things(ask: Ask) -> None:
    assert statuses(ask(*[salary(ac_income=Formula("=G2", 78000))] * 2)) == ["flagged", "flagged"]


def test_two_rows_of_a_person_are_one_person(ask: Ask) -> None:
    answer = ask(salary(), salary(canton="GE", avs_income=1000, ac_income=1000))

    assert statuses(answer) == ["ok", "ok"]
    assert answer["totals"] == {"persons": 1, "avs": "79000.00", "ac": "79000.00"}


NOTHING = [None] * 6
TOTAL_LINES: dict[str, list[object]] = {
    "called total": ["Total", *NOTHING[1:], 130000, 130000],
    "called total elsewhere": [None, None, "TOTAUX :", *NOTHING[3:], "130'000.00", 130000],
    "called total with formulas": [
        None,
        "Total général",
        *NOTHING[2:],
        Formula("=SUM(G2:G3)", 1),
        Formula("=1"),
    ],
    "in German": [None, "Gesamtsumme", *NOTHING[2:], 130000, None],
    "wrongly added": ["Total", *NOTHING[1:], 99, 99],
    "only sums": [*NOTHING, 130000, 130000],
    "only formulas": [*NOTHING, Formula("=SUM(G2:G3)", 5), Formula("=SUM(H2:H3)", "")],
}


@pytest.mark.parametrize("kind", TOTAL_LINES)
def test_a_total_line_is_no_person(ask: Ask, kind: str) -> None:
    answer = ask(salary(), BASTIENS, [], TOTAL_LINES[kind])

    assert answer["verdict"] == "accepted"
    assert [(row["row"], row["status"]) for row in answer["rows"]] == [(2, "ok"), (3, "ok"), (5, "ignored")]
    assert [(row, control) for row, _, control in found(answer)] == [(5, "TOTAL_LINE")]
    assert answer["totals"] == {"persons": 2, "avs": "130000.00", "ac": "130000.00"}
    assert answer["rows"][2]["avs"] is None


@pytest.mark.parametrize(
    "row",
    [
        salary(name="Total"),
        salary(name="Total", avs=None),
        [*NOTHING, 129999, 130000],
    ],
)
def test_a_person_or_a_stray_amount_is_no_total_line(ask: Ask, row: list[object]) -> None:
    answer = ask(BASTIENS, row)

    assert "ignored" not in statuses(answer)


def test_blank_rows_are_left_out_and_do_not_change_the_numbers(ask: Ask) -> None:
    answer = ask([], salary(), ["", "  ", "\u00a0"], [], BASTIENS)

    assert [row["row"] for row in answer["rows"]] == [3, 6]


def test_columns_are_found_in_any_order_among_others_and_below_a_heading(ask: Ask) -> None:
    titles = ["Remarque", *reversed(SALARY_TITLES), "Matricule"]
    answer = ask(titles, ["bon", *reversed(salary()), 17], titles=["Salaires 2025"], above=2)

    assert answer["verdict"] == "accepted"
    assert (answer["rows"][0]["row"], answer["rows"][0]["avs"]) == (5, ALINE)


@pytest.mark.parametrize(
    "titles",
    [
        [title.upper() for title in SALARY_TITLES],
        [f" {title.replace(' ', chr(0xA0))}: " for title in SALARY_TITLES],
        ["N° AVS", "NOM", "Prenom", "Date de\nnaissance", "du", "au", "Salaire-AVS", "salaire  AC", "canton"],
        ["AHV-Nr.", "Name", "Vorname", "Geburtsdatum", "Von", "Bis", "AHV-Lohn", "ALV-Lohn", "Kanton"],
    ],
)
def test_titles_are_known_in_other_spellings(ask: Ask, titles: list[str]) -> None:
    answer = ask(salary(avs="756.0000.0001.19"), titles=titles)

    assert found(answer) == [(2, titles[0].strip(), "AVS_CHECK_DIGIT")]


@pytest.mark.parametrize("missing", SALARY_TITLES)
def test_a_sheet_without_one_of_the_columns_is_another_kind_of_file(ask: Ask, missing: str) -> None:
    answer = ask(salary(), titles=[title if title != missing else "Autre" for title in SALARY_TITLES])

    assert found(answer) == [(1, missing, "COLUMN_MISSING")]
    assert (answer["verdict"], answer["rows"]) == ("unreadable", [])


def test_a_column_that_stands_there_twice_is_not_chosen_by_guessing(ask: Ask) -> None:
    answer = ask([*salary(), 1], titles=[*SALARY_TITLES, "SALAIRE AC"])

    assert found(answer) == [(1, "Salaire AC", "COLUMN_TWICE")]


def test_a_list_without_rows_is_accepted_and_empty(ask: Ask) -> None:
    answer = ask()

    assert (answer["verdict"], answer["rows"], answer["findings"]) == ("accepted", [], [])


def test_a_sheet_without_a_single_cell_is_unreadable(ask: Ask) -> None:
    assert ask(titles=[])["verdict"] == "unreadable"


def test_no_message_repeats_more_than_eighty_characters_of_the_sheet(ask: Ask) -> None:
    long = "x%(s)s\n" * 400
    answer = ask(salary(avs=long, birth=long, first=long, avs_income=long, canton=long))

    assert len(answer["findings"]) == 5
    assert all(len(finding["message"]) < 160 for finding in answer["findings"])

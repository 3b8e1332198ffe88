"""`guichet ch_fund delegations`: whose training confirmation may go to which address."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from console.cli.commands import guichet
from tests.support.fund_sheets import (
    ALINE,
    BASTIEN,
    DELEGATION_TITLES,
    INES,
    NOE,
    SALARY_TITLES,
    Formula,
    delegation,
    salary,
    sheet,
)

Ask = Callable[..., dict[str, Any]]
BASTIENS = delegation(
    avs=BASTIEN,
    name="Modèle",
    first_name="Bastien",
    email="bastien@example.org",
    child_avs=INES,
    child="Inès",
)


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Give a function that asks for a list of addresses, and checks that answer and exit code agree."""

    def one(*rows: Sequence[object], titles: Sequence[object] = DELEGATION_TITLES) -> dict[str, Any]:
        file = tmp_path / "liste.xlsx"
        file.write_bytes(sheet(titles, rows))
        done = CliRunner().invoke(guichet, ["ch_fund", "delegations", str(file), "--json"])
        answer: dict[str, Any] = json.loads(done.stdout)
        assert done.exit_code == {"accepted": 0, "to_correct": 1, "unreadable": 2}[answer["verdict"]]
        return answer

    return one


def statuses(answer: dict[str, Any]) -> list[str]:
    return [row["status"] for row in answer["rows"]]


def found(answer: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    return [(f["row"], f["column"], f["control"]) for f in answer["findings"]]


def test_a_clean_list_is_answered_as_the_example_of_the_contract(ask: Ask) -> None:
    assert ask(delegation(), BASTIENS) == {
        "verdict": "accepted",
        "rows": [
            {
                "row": 2, "status": "ok", "avs": ALINE, "name": "Exemple", "first_name": "Aline",
                "email": "aline.exemple@example.org", "child_avs": NOE, "child": "Noé", "until": "2026-07-31",
            },
            {
                "row": 3, "status": "ok", "avs": BASTIEN, "name": "Modèle", "first_name": "Bastien",
                "email": "bastien@example.org", "child_avs": INES, "child": "Inès", "until": "2026-07-31",
            },
        ],
        "delegations": 2,
        "findings": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "written", ["personne", "a b@example.org", "a@example.org; b@example.org", "a@b", None]
)
def test_a_row_without_a_right_address_is_refused(ask: Ask, written: str | None) -> None:
    answer = ask(delegation(email=written), BASTIENS)

    assert statuses(answer) == ["refused", "ok"]
    assert found(answer) == [(2, "E-mail", "EMAIL")]
    assert (written or "missing") in answer["findings"][0]["message"]
    assert answer["rows"][0]["email"] == written
    assert answer["delegations"] == 1


@pytest.mark.parametrize("remembered", ["", "aline@example.org"])
def test_a_formula_is_refused_whatever_it_remembers(ask: Ask, remembered: str) -> None:
    answer = ask(delegation(email=Formula('=HYPERLINK("http://example.org")', remembered)))

    assert (statuses(answer), found(answer)) == (["refused"], [(2, "E-mail", "FORMULA")])
    assert answer["rows"][0]["email"] is None


def test_a_formula_in_any_of_the_columns_is_refused(ask: Ask) -> None:
    answer = ask(delegation(child=Formula('="No"&"é"', "Noé")))

    assert (statuses(answer), found(answer)) == (["refused"], [(2, "Prénom enfant", "FORMULA")])


def test_an_address_of_two_persons_is_flagged_for_both(ask: Ask) -> None:
    shared = delegation(avs=BASTIEN, email="Aline.Exemple@EXAMPLE.org", child_avs=INES)
    answer = ask(delegation(), shared, delegation(avs="756.0000.0002.17", email="c@example.org"))

    assert statuses(answer) == ["flagged", "flagged", "ok"]
    assert found(answer) == [(2, "E-mail", "SHARED_EMAIL"), (3, "E-mail", "SHARED_EMAIL")]
    assert "rows 2, 3" in answer["findings"][0]["message"]


def test_an_address_may_serve_two_children_of_one_person(ask: Ask) -> None:
    answer = ask(delegation(), delegation(avs=7560000000118, child_avs=INES, child="Inès"))

    assert (answer["verdict"], answer["delegations"]) == ("accepted", 2)


def test_a_row_that_says_the_same_again_is_left_out(ask: Ask) -> None:
    answer = ask(delegation(), delegation(until="31.07.2026"))

    assert (statuses(answer), answer["delegations"]) == (["ok", "ignored"], 1)
    assert found(answer) == [(3, None, "DUPLICATE")]
    assert answer["verdict"] == "accepted"


def test_a_faulty_row_that_is_repeated_is_said_once(ask: Ask) -> None:
    assert statuses(ask(delegation(email="x"), delegation(email="x"))) == ["refused", "ignored"]


@pytest.mark.parametrize(
    ("cells", "column", "control"),
    [
        ({"avs": "756.0000.0001.19"}, "No AVS collaborateur", "AVS_CHECK_DIGIT"),
        ({"child_avs": "756.0000.0011.16"}, "No AVS enfant", "AVS_CHECK_DIGIT"),
        ({"until": "juillet"}, "Formation jusqu’au", "PERIOD"),
    ],
)
def test_a_wrong_number_or_day_is_flagged(
    ask: Ask, cells: dict[str, object], column: str, control: str
) -> None:
    answer = ask(delegation(**cells))

    assert (statuses(answer), found(answer)) == (["flagged"], [(2, column, control)])


@pytest.mark.parametrize(
    "titles",
    [
        [title.replace("’", "'").replace(" ", "\u00a0").upper() for title in DELEGATION_TITLES],
        [
            "AHV-Nr. Mitarbeiter",
            "Name",
            "Vorname",
            "E-Mail",
            "AHV-Nr. Kind",
            "Vorname Kind",
            "Ausbildung bis",
        ],
    ],
)
def test_titles_are_known_in_other_spellings(ask: Ask, titles: list[str]) -> None:
    assert ask(delegation(), titles=titles)["delegations"] == 1


def test_a_list_of_salaries_is_another_kind_of_file(ask: Ask) -> None:
    answer = ask(salary(), titles=SALARY_TITLES)

    assert (answer["verdict"], answer["rows"], answer["delegations"]) == ("unreadable", [], 0)
    assert {control for _, _, control in found(answer)} == {"COLUMN_MISSING"}

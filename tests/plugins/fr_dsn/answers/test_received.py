"""Files as the hub hands them on: wrapped in a lot, enriched, and without what the receiver may not see."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.fr_dsn.sendings import MONTHLY, STOPPAGE, after, ask, changed, drop, put

OPEN = [
    "S05.G51.00.001,'V01R02'",
    "S05.G51.00.002,'LOT-2025-17'",
    "S05.G51.00.003,'DSN'",
    "S05.G51.00.004,'02042025'",
    "S05.G51.00.005,'101500'",
    "S05.G51.00.006,'1'",
    "S06.G51.00.001,'DSNOK'",
]
CLOSE = ["S96.G51.00.001,'FINSL'", "S96.G51.00.002,'1'", "S95.G51.00.001,'LOT-2025-17'", "S95.G51.00.002,'1'"]


def in_a_lot(text: str) -> str:
    return "\n".join([*OPEN, *text.splitlines(), *CLOSE]) + "\n"


def enriched(text: str) -> str:
    return changed(
        text,
        after("S10.G00.02.005", "S10.G00.95.001,'01'", "S10.G00.95.006,'20250402101500'"),
        after("S21.G00.06.002", "S21.G00.06.903,'EXEMPLE SA'"),
    )


def filtered(text: str) -> str:
    """Take away pay and addresses, as for an insurer, and keep the counts of what is left."""
    gone = ("S21.G00.51", "S21.G00.53", "S21.G00.58", "S21.G00.22", "S21.G00.23", "S21.G00.71", "S21.G00.86")
    lines = [
        line for line in text.splitlines() if not line.startswith((*gone, "S21.G00.40.00", "S21.G00.30.01"))
    ]
    return changed("\n".join(lines))


def test_a_lot_is_named_with_its_number_and_what_it_holds(tmp_path: Path) -> None:
    answer = ask(tmp_path, in_a_lot(STOPPAGE), profile="received")

    assert answer["lot"] == {"number": "LOT-2025-17", "declarations": 1}
    assert (answer["verdict"], len(answer["declarations"])) == ("accepted", 1)
    assert {one["severity"] for one in answer["findings"]} <= {"warning"}


def test_a_file_without_a_lot_has_none(tmp_path: Path) -> None:
    assert ask(tmp_path, STOPPAGE)["lot"] is None


def test_what_the_hub_adds_at_most_warns(tmp_path: Path) -> None:
    answer = ask(tmp_path, enriched(MONTHLY), profile="received")

    assert (answer["verdict"], answer["months"][0]["gross"]) == ("accepted", "6575.00")
    assert {one["severity"] for one in answer["findings"]} <= {"warning"}


def test_what_the_hub_takes_away_at_most_warns_and_the_rest_is_read(tmp_path: Path) -> None:
    answer = ask(tmp_path, filtered(MONTHLY), profile="received")

    (declared,) = answer["declarations"]
    assert answer["verdict"] == "accepted"
    assert {one["severity"] for one in answer["findings"]} <= {"warning"}
    assert (declared["individuals"], declared["gross"], declared["urssaf"]) == (2, "6575.00", "0.00")
    assert [(one["due"], one["paid"]) for one in declared["contracts"]] == [("98.62", "98.62")]
    assert [one["nir"] for one in declared["stoppages"]] == ["2620303003015"]


def test_the_same_file_is_refused_when_it_is_to_be_deposited(tmp_path: Path) -> None:
    assert ask(tmp_path, filtered(MONTHLY))["verdict"] == "refused"


@pytest.mark.parametrize(
    ("rubric", "value"),
    [
        ("S21.G00.06.001", "999000012"),
        ("S21.G00.11.001", "00019"),
        ("S21.G00.20.004", "FR7630006000011234567890188"),
        ("S21.G00.30.001", "1999999999999"),
    ],
)
def test_a_wrong_key_refuses_a_deposit_and_warns_when_received(
    tmp_path: Path, rubric: str, value: str
) -> None:
    text = changed(MONTHLY, put(rubric, value))

    assert ask(tmp_path, text)["verdict"] == "refused"
    received = ask(tmp_path, text, profile="received")
    assert received["verdict"] == "accepted"
    assert "warning" in {one["severity"] for one in received["findings"]}


@pytest.mark.parametrize("profile", ["file", "received"])
def test_the_control_of_a_wrong_key_is_named_by_its_official_number(tmp_path: Path, profile: str) -> None:
    answer = ask(
        tmp_path, changed(MONTHLY, put("S21.G00.20.004", "FR7630006000011234567890188")), profile=profile
    )

    assert "S21.G00.20.004/CSL-11" in {one["control"] for one in answer["findings"]}


def test_a_person_without_nir_is_known_by_the_technical_number(tmp_path: Path) -> None:
    text = changed(
        STOPPAGE,
        drop("S21.G00.30.001"),
        after("S21.G00.30.019", "S21.G00.30.020,'199900001100001'"),
    )
    answer = ask(tmp_path, text)

    assert answer["verdict"] == "accepted", answer["findings"]
    for stoppage in (answer["stoppages"][0], answer["declarations"][0]["stoppages"][0]):
        assert (stoppage["nir"], stoppage["technical_number"]) == (None, "199900001100001")


def test_lots_may_hold_several_sendings(tmp_path: Path) -> None:
    text = "\n".join([*OPEN, *MONTHLY.splitlines(), *STOPPAGE.splitlines(), *CLOSE]) + "\n"
    answer = ask(tmp_path, text, profile="received")

    assert [one["nature"] for one in answer["declarations"]] == ["01", "04"]
    assert (answer["verdict"], len(answer["months"]), len(answer["stoppages"])) == ("accepted", 1, 2)

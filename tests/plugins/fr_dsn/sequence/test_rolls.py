"""Who is in a file, and how two files of following months compare."""

from __future__ import annotations

from io import BytesIO

from plugins.fr_dsn.rules.facts.declarations import Person
from plugins.fr_dsn.rules.sequence.comparing import compare
from plugins.fr_dsn.rules.sequence.rolls import Roll, rolls_of
from tests.plugins.fr_dsn.sendings import MONTHLY, STOPPAGE, Change, after, changed, put, together

PAUL, AGNES = Person("1610202002008", None), Person("2620303003015", None)
APRIL = put("S20.G00.05.005", "01042025")


def roll(*changes: Change) -> Roll:
    (found,) = rolls_of(BytesIO(changed(MONTHLY, *changes).encode("iso-8859-1")))
    return found


def told(*changes: Change) -> list[tuple[str, Person, str | None, bool]]:
    return [
        (one.kind, one.person, one.contract or one.base, one.explained)
        for one in compare(roll(), roll(APRIL, *changes))
    ]


def test_a_roll_holds_people_with_contracts_and_bases() -> None:
    march = roll()

    assert list(march.entries) == [PAUL, AGNES]
    paul = march.entries[PAUL]
    assert (paul.name, list(paul.contracts)) == ("LEFÈVRE PAUL", ["00001"])
    assert paul.bases == {"02": 245_000, "03": 245_000, "31": 0}
    assert paul.contracts["00001"].as_mapping()["007"] == "01"


def test_each_declaration_has_its_own_roll() -> None:
    rolls = rolls_of(BytesIO(together(MONTHLY, STOPPAGE).encode("iso-8859-1")))

    assert [len(one.entries) for one in rolls] == [2, 1]
    assert [one.month is None for one in rolls] == [False, True]


def test_a_month_alike_has_no_change() -> None:
    assert told() == []


def test_a_person_under_another_number_left_and_appeared_unless_the_change_is_declared() -> None:
    renumbered = put("S21.G00.30.001", "1610202002016")
    new = Person("1610202002016", None)

    assert told(renumbered) == [("left", PAUL, None, False), ("appeared", new, None, False)]
    declared = after("S21.G00.30.019", "S21.G00.31.001,'01042025'", "S21.G00.31.008,'1610202002008'")
    assert told(declared, renumbered) == []


def test_a_wage_that_doubles_is_told_base_by_base() -> None:
    assert told(put("S21.G00.78.004", "4900.00"), put("S21.G00.78.004", "4900.00", nth=1)) == [
        ("base_jumped", PAUL, "02", False),
        ("base_jumped", PAUL, "03", False),
    ]


def test_a_contract_that_changed_is_explained_by_the_block_of_changes() -> None:
    fewer = put("S21.G00.40.013", "100.00")
    block = after("S21.G00.40.043", "S21.G00.41.001,'01042025'", "S21.G00.41.007,'151.67'")

    assert told(fewer) == [("contract_changed", PAUL, "00001", False)]
    assert told(block, fewer) == [("contract_changed", PAUL, "00001", True)]


def test_a_contract_that_ended_explains_who_left() -> None:
    ended = roll(after("S21.G00.40.043", "S21.G00.62.001,'31032025'", "S21.G00.62.002,'059'"))
    later = roll(APRIL)
    del later.entries[PAUL]

    assert [(one.kind, one.person, one.explained) for one in compare(ended, later)] == [("left", PAUL, True)]

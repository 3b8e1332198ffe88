"""Two months side by side: who appeared, who left, which contracts changed, which bases jumped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from plugins.fr_dsn.rules.facts.declarations import Person
from plugins.fr_dsn.rules.sequence.comparing import Jump, compare
from plugins.fr_dsn.rules.sequence.rolls import Entry, Roll, Terms

ALICE, BRUNO = Person("2620303003015", None), Person(None, "19990000110001")


def terms(start: str = "01032019", **more: str) -> Terms:
    values = {"001": start, "007": "01", "013": "151.67", **{key[1:]: value for key, value in more.items()}}
    return Terms(tuple(values), tuple(values.values()))


def entry(name: str = "ALICE", **more: Any) -> Entry:
    fields: dict[str, Any] = {"contracts": {"00001": terms()}, "bases": {"03": 250_000}, **more}
    return Entry(name, **fields)


def roll(month: int, entries: dict[Person, Entry]) -> Roll:
    return Roll("99900001100018", date(2025, month, 1), entries)


def changes(before: dict[Person, Entry], after: dict[Person, Entry]) -> list[tuple[str, Person, bool]]:
    return [(one.kind, one.person, one.explained) for one in compare(roll(2, before), roll(3, after))]


def test_two_months_alike_have_no_change() -> None:
    assert changes({ALICE: entry()}, {ALICE: entry()}) == []


def test_someone_who_appears_is_explained_by_a_contract_that_begins_in_the_month() -> None:
    hired = entry(contracts={"00001": terms("15032025")})

    assert changes({}, {ALICE: hired}) == [("appeared", ALICE, True)]
    assert changes({}, {BRUNO: entry()}) == [("appeared", BRUNO, False)]


def test_someone_who_left_is_explained_by_the_end_of_all_contracts() -> None:
    ended = entry(ended={"00001": date(2025, 2, 28)})
    half = entry(contracts={"00001": terms(), "00002": terms()}, ended={"00001": date(2025, 2, 28)})

    assert changes({ALICE: ended}, {}) == [("left", ALICE, True)]
    assert changes({ALICE: half}, {}) == [("left", ALICE, False)]
    assert changes({BRUNO: entry()}, {}) == [("left", BRUNO, False)]


def test_someone_with_a_new_number_neither_left_nor_appeared() -> None:
    found = entry(former_nir=ALICE.nir)

    assert changes({ALICE: entry()}, {Person("2620303003023", None): found}) == []


def test_contracts_begin_and_end() -> None:
    before = entry(contracts={"00001": terms()}, ended={"00001": date(2025, 2, 28)})
    after = entry(contracts={"00002": terms("01032025"), "00003": terms("01012020")})

    assert [
        (one.kind, one.contract, one.explained)
        for one in compare(roll(2, {ALICE: before}), roll(3, {ALICE: after}))
    ] == [
        ("contract_ended", "00001", True),
        ("contract_began", "00002", True),
        ("contract_began", "00003", False),
    ]


def test_a_contract_that_changed_is_told_with_both_values() -> None:
    after = entry(contracts={"00001": terms(n013="100.00", n010="31122025")})
    (change,) = compare(roll(2, {ALICE: entry()}), roll(3, {ALICE: after}))

    assert (change.kind, change.explained) == ("contract_changed", False)
    assert change.terms == {"013": ("151.67", "100.00"), "010": (None, "31122025")}


def test_a_change_that_is_declared_is_explained() -> None:
    after = entry(contracts={"00001": terms(n013="100.00")}, announced={"00001"})

    assert changes({ALICE: entry()}, {ALICE: after}) == [("contract_changed", ALICE, True)]


def test_a_contract_with_a_new_number_is_the_same() -> None:
    after = entry(contracts={"00009": terms()}, announced={"00009"}, renumbered={"00009": "00001"})

    assert changes({ALICE: entry()}, {ALICE: after}) == []


@pytest.mark.parametrize(
    ("before", "after", "jumped"),
    [
        (250_000, 250_000, False),
        (250_000, 325_000, False),
        (250_000, 325_001, True),
        (250_000, 174_999, True),
        (10_000, 29_999, False),
        (0, 20_000, True),
        (20_000, -100, True),
        (-100_000, -120_000, False),
    ],
)
def test_a_base_jumps_by_more_than_the_share_and_at_least_the_amount(
    before: int, after: int, jumped: bool
) -> None:
    old, new = entry(bases={"03": before}), entry(bases={"03": after})
    found = compare(roll(2, {ALICE: old}), roll(3, {ALICE: new}), Jump(percent=30, least=20_000))

    assert [(one.base, one.before, one.after) for one in found] == [("03", before, after)] * jumped


def test_a_base_that_is_new_or_gone_counts_from_nothing() -> None:
    found = compare(
        roll(2, {ALICE: entry(bases={"03": 250_000, "02": 250_000})}),
        roll(3, {ALICE: entry(bases={"03": 250_000, "07": 250_000})}),
    )

    assert [(one.base, one.before, one.after) for one in found] == [("02", 250_000, 0), ("07", 0, 250_000)]

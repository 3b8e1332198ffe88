"""What a declaration of stoppage must keep to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from plugins.fr_dsn.stoppages.checks import Spell, faults_of, faults_of_change
from plugins.fr_dsn.stoppages.declaration import Declaration, Kind, Subrogation, from_json, to_json
from tests.plugins.fr_dsn.stoppages.examples import IBAN, STOPPAGE, TODAY, spell, stoppage


def codes(one: Declaration, others: Sequence[Spell] = ()) -> list[tuple[str, str]]:
    """Give what is wrong, by field and code."""
    return [(fault.field, fault.code) for fault in faults_of(one, others, today=TODAY)]


def test_a_sound_stoppage_has_no_fault() -> None:
    assert codes(STOPPAGE) == []


def test_a_stoppage_is_the_same_after_it_was_stored() -> None:
    full = stoppage(
        reason="06", accident_on=date(2026, 3, 10), resumed_on=date(2026, 3, 20), resumption="01", nir="285036912345656"
    )  # fmt: skip

    assert from_json(to_json(full)) == full


LENT = STOPPAGE.subrogation
FAULTS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"siret": "99900001100017"}, [("siret", "siret")]),
    ({"nir": "9850369123456"}, [("nir", "nir")]),
    ({"nir": "285036912345600"}, [("nir", "nir")]),
    ({"nir": "2850369999999"}, [("nir", "nir_dummy")]),
    ({"reason": "15"}, [("reason", "reason")]),
    ({"contract": ""}, [("contract", "contract")]),
    ({"contract": "0" * 21}, [("contract", "contract")]),
    ({"family_name": ""}, [("family_name", "required")]),
    (
        {"planned_end": date(2026, 3, 9), "subrogation": None},
        [("planned_end", "before_last_day_worked")],
    ),
    ({"planned_end": date(2036, 3, 31)}, [("planned_end", "too_long")]),
    (
        {"last_day_worked": date(2016, 3, 10), "planned_end": date(2016, 3, 31), "subrogation": None},
        [("last_day_worked", "far_off")],
    ),
    (
        {"subrogation": Subrogation(date(2026, 3, 11), date(2026, 3, 31), "FR7630006000011234567890188")},
        [("subrogation.iban", "iban")],
    ),
    (
        {"subrogation": Subrogation(date(2026, 3, 20), date(2026, 3, 19), IBAN)},
        [("subrogation.until", "before_from")],
    ),
    (
        {"subrogation": Subrogation(date(2026, 3, 9), date(2026, 3, 19), IBAN)},
        [("subrogation.from", "before_last_day_worked")],
    ),
    ({"reason": "06"}, [("accident_on", "required")]),
    ({"accident_on": date(2026, 3, 1)}, [("accident_on", "not_asked")]),
    ({"reason": "04", "accident_on": date(2026, 3, 12)}, [("accident_on", "after_first_day")]),
    (
        {"reason": "04", "accident_on": date(2026, 3, 21)},
        [("accident_on", "future"), ("accident_on", "after_first_day")],
    ),
    ({"resumption": "01"}, [("resumed_on", "required")]),
    (
        {"resumed_on": date(2026, 3, 9), "resumption": "01"},
        [("resumed_on", "before_last_day_worked")],
    ),
    ({"resumed_on": date(2026, 3, 20)}, [("resumption", "resumption")]),
    ({"kind": Kind.RELAPSE}, [("kind", "nothing_before")]),
]


@pytest.mark.parametrize(("changed", "wrong"), FAULTS)
def test_each_fault_names_its_value(changed: dict[str, Any], wrong: list[tuple[str, str]]) -> None:
    assert codes(stoppage(**changed)) == wrong


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-03-01", "2026-03-11", "last_day_worked"),
        ("2026-03-31", "2026-04-10", "planned_end"),
        ("2026-03-15", "2026-03-16", "planned_end"),
        ("2026-03-01", "2026-04-30", "last_day_worked"),
    ],
)
def test_a_person_has_one_stoppage_of_a_contract_at_a_time(first: str, last: str, field: str) -> None:
    assert codes(STOPPAGE, [spell("OTHER", first, last)]) == [(field, "overlap")]


def test_after_an_early_return_the_days_left_are_free_for_another_stoppage() -> None:
    returned = stoppage(resumed_on=date(2026, 3, 16), resumption="01")

    assert (returned.is_early_return, returned.last_day, returned.days) == (True, date(2026, 3, 15), 5)
    assert codes(returned, [spell("LATER", "2026-03-16", "2026-04-10")]) == []


KINDS = [
    (Kind.PROLONGATION, "2026-03-10", "01", []),
    (Kind.PROLONGATION, "2026-03-07", "01", []),
    (Kind.PROLONGATION, "2026-03-06", "01", [("kind", "not_adjoining")]),
    (Kind.FIRST, "2026-03-10", "01", [("kind", "adjoining")]),
    (Kind.FIRST, "2026-03-10", "02", []),
    (Kind.RELAPSE, "2026-03-10", "01", [("kind", "adjoining")]),
    (Kind.RELAPSE, "2026-02-10", "01", []),
    (Kind.FIRST, "2026-02-10", "01", []),
]


@pytest.mark.parametrize(("kind", "ended", "reason", "wrong"), KINDS)
def test_the_kind_fits_the_stoppage_before(
    kind: Kind, ended: str, reason: str, wrong: list[tuple[str, str]]
) -> None:
    assert codes(stoppage(kind=kind), [spell("BEFORE", "2026-01-05", ended, reason)]) == wrong


def test_what_the_health_insurance_knows_a_stoppage_by_does_not_change() -> None:
    other = stoppage(
        siret="99900001100026", contract="2", last_day_worked=date(2026, 3, 9), nir="1850369123456"
    )

    assert [fault.field for fault in faults_of_change(STOPPAGE, other)] == [
        "siret", "contract", "last_day_worked", "nir",
    ]  # fmt: skip


def test_a_nir_with_its_key_is_the_same_person() -> None:
    assert faults_of_change(STOPPAGE, stoppage(nir="285036912345656", planned_end=date(2026, 4, 9))) == []

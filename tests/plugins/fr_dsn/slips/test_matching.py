"""Matching slips with stoppages: the person, the company, and a day in common."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.plugin import Asked
from plugins.fr_dsn.rules.slips.matching import StoppageOfPerson, Stoppages
from plugins.fr_dsn.rules.slips.periods import Period
from plugins.fr_dsn.slip_commands import bpij

from .conftest import Ask
from .writing import ANAIS, LEA, SIRET, Paid, slip_of

EXAMPLES = Path(__file__).parent / "examples"
SIREN = SIRET[:9]
MARCH = StoppageOfPerson(SIREN, ANAIS, date(2025, 3, 11), date(2025, 3, 28))


def period(first: date | None, until: date | None, nir: str = ANAIS, siret: str = SIRET) -> Period:
    return Period(siret, nir, None, None, None, first, until, ())


@pytest.mark.parametrize(
    ("first", "until", "match"),
    [
        (date(2025, 3, 12), date(2025, 3, 14), "matched"),
        (date(2025, 3, 1), date(2025, 3, 11), "to_be_matched"),
        (date(2025, 3, 1), date(2025, 3, 12), "matched"),
        (date(2025, 3, 28), date(2025, 4, 5), "matched"),
        (date(2025, 3, 29), date(2025, 4, 5), "to_be_matched"),
        (date(2025, 2, 1), date(2025, 5, 1), "matched"),
        (date(2025, 3, 20), None, "matched"),
        (None, date(2025, 3, 20), "matched"),
        (None, None, "to_be_matched"),
    ],
)
def test_a_period_matches_from_the_day_after_the_last_day_worked_to_the_end(
    first: date | None, until: date | None, match: str
) -> None:
    assert Stoppages([MARCH]).match(period(first, until)) == match


@pytest.mark.parametrize(
    ("nir", "siret", "match"),
    [
        (ANAIS, SIREN + "99999", "matched"),
        (ANAIS + "79", SIRET, "matched"),
        (LEA, SIRET, "to_be_matched"),
        (ANAIS, "99900002900010", "to_be_matched"),
    ],
)
def test_the_person_and_the_company_must_agree_not_the_establishment(
    nir: str, siret: str, match: str
) -> None:
    assert Stoppages([MARCH]).match(period(date(2025, 3, 15), date(2025, 3, 28), nir, siret)) == match


def test_a_stoppage_without_an_end_is_still_open() -> None:
    open_ = StoppageOfPerson(SIREN, ANAIS, date(2025, 3, 11), None)

    assert Stoppages([open_]).match(period(date(2031, 1, 1), date(2031, 1, 2))) == "matched"


def test_one_of_several_stoppages_is_enough() -> None:
    earlier = StoppageOfPerson(SIREN, ANAIS, date(2024, 3, 11), date(2024, 3, 28))

    assert Stoppages([earlier, MARCH]).match(period(date(2025, 3, 15), date(2025, 3, 28))) == "matched"


def test_without_the_option_nothing_is_said_of_matches(ask: Ask) -> None:
    assert ask(slip_of(Paid()))["periods"][0]["match"] is None


def test_with_the_option_each_period_says_whether_it_matches(ask: Ask) -> None:
    earlier = Paid("IJNOR", "2025-01-10+01:00", "2025-01-20+01:00", "10.00")

    answer = ask(slip_of(Paid(), earlier), stoppages=[MARCH])

    assert [one["match"] for one in answer["periods"]] == ["matched", "to_be_matched"]


def test_an_option_without_any_stoppage_leaves_all_to_be_matched(ask: Ask) -> None:
    assert ask(slip_of(Paid()), stoppages=[])["periods"][0]["match"] == "to_be_matched"


def test_a_dsn_that_cannot_be_read_is_named_and_the_slip_answered(tmp_path: Path) -> None:
    file = EXAMPLES / "bpij_maladie_subroge.xml"

    answer = bpij(Asked([file], {}, {"dsn": [tmp_path / "none.dsn", file]}))

    found = answer.document["findings"]
    assert isinstance(found, list)
    assert [(one["severity"], one["control"], one["file"]) for one in found] == [
        ("business", "DSN_FILE", "none.dsn"),
        ("business", "DSN_FILE", file.name),
    ]
    assert answer.exit_code == 0


DAYS = st.dates(date(2025, 1, 1), date(2025, 3, 31))


@given(DAYS, DAYS, DAYS, DAYS)
def test_a_match_is_a_day_in_common(a: date, b: date, c: date, d: date) -> None:
    (worked, until), (first, last) = sorted((a, b)), sorted((c, d))
    stoppage = StoppageOfPerson(SIREN, ANAIS, worked, until)
    in_stoppage = set(range(worked.toordinal() + 1, until.toordinal() + 1))
    in_period = set(range(first.toordinal(), last.toordinal() + 1))

    matched = Stoppages([stoppage]).match(period(first, last)) == "matched"

    assert matched == bool(in_stoppage & in_period)

"""Which language a reader finds, who reads what, and how she reaches the institution."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.information import queries
from console.information.models import ContactPoint
from console.information.queries import Outage, Reached, Said
from tests.support.house import House

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def said(*languages: str) -> dict[str, Said]:
    return {code: Said(code, code, "") for code in languages}


@pytest.mark.parametrize(
    ("there", "found"),
    [
        (("de", "fr", "nl"), "nl"),
        (("de", "fr"), "fr"),
        (("en", "de"), "de"),
        (("nl",), "nl"),
        (("en",), "en"),
    ],
)
def test_a_text_is_found_in_the_readers_language_then_in_the_institutions_order(
    there: tuple[str, ...], found: str
) -> None:
    text = queries.in_best_language(said(*there), "nl", ("fr", "de"))
    assert text is not None
    assert text.language == found


def test_companies_and_staff_read_what_is_for_them() -> None:
    assert [queries.reads(one, for_company=True) for one in ("all", "companies", "staff")] == [
        True,
        True,
        False,
    ]
    assert [queries.reads(one, for_company=False) for one in ("all", "companies", "staff")] == [
        True,
        False,
        True,
    ]


def test_an_outage_lasts_from_its_beginning_until_before_its_end() -> None:
    outage = Outage("all", START, START + timedelta(hours=1), at_sign_in=False, texts=said("de"))
    assert not outage.lasts(START - timedelta(seconds=1))
    assert outage.lasts(START)
    assert not outage.lasts(START + timedelta(hours=1))


def test_what_a_theme_leaves_empty_is_taken_from_the_general_contact(lite_house: House) -> None:
    with lite_house.writing() as session:
        session.add_all(
            [
                ContactPoint(theme="", phone="021 000 00 00", email="info@x.example", hours={"de": "8–12"}),
                ContactPoint(theme="ch_fund.apg", phone="021 000 00 01", hours={"fr": "9 h – 11 h"}),
            ]
        )
    key = lite_house.institution("CC Léman")
    with lite_house.reading() as session:
        apg = queries.reached(session, [key], "ch_fund.apg", "de", {key: ("fr", "de")})
        other = queries.reached(session, [key], "ch_fund.other", "de", {key: ("fr", "de")})
    assert apg == {key: Reached("021 000 00 01", "info@x.example", "9 h – 11 h")}
    assert other == {key: Reached("021 000 00 00", "info@x.example", "8–12")}


def test_contacts_of_another_institution_are_not_found(lite_house: House) -> None:
    with lite_house.writing("AK Aaretal") as session:
        session.add(ContactPoint(theme="", phone="062 000 00 00"))
    key = lite_house.institution("CC Léman")
    with lite_house.reading() as session:
        assert queries.reached(session, [key], "", "de", {key: ("fr",)}) == {}

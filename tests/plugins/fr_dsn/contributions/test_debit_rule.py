"""When a call can be debited, told as tables of sentences; SEPA letters; IBANs in part."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.fr_dsn.debits import settings
from plugins.fr_dsn.debits.letters import in_part, is_reference, latin
from plugins.fr_dsn.debits.rule import (
    Call,
    Mandate,
    Why,
    aside,
    earliest,
    handed_in,
    hinders,
    sequence,
    working_before,
    works,
)

DAY = date(2026, 12, 14)
SIGNED = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("day", "does"),
    [
        ("2026-12-14", True),
        ("2026-12-12", False),
        ("2026-12-25", False),
        ("2026-12-26", False),
        ("2027-01-01", False),
        ("2026-04-03", False),
        ("2026-05-01", False),
        ("2026-07-14", True),
        ("2026-11-11", True),
    ],
)
def test_banks_settle_by_the_days_of_target_and_not_by_french_holidays(day: str, does: bool) -> None:
    assert works(date.fromisoformat(day)) is does


def test_the_bank_takes_a_file_from_14_days_before_until_its_own_lead() -> None:
    assert handed_in(DAY, 1) == (date(2026, 11, 30), date(2026, 12, 11))
    assert working_before(date(2027, 1, 4), 2) == date(2026, 12, 30)
    assert working_before(DAY, 0) == DAY


@pytest.mark.parametrize(
    ("sentence", "today", "notice", "lead", "first"),
    [
        ("fourteen days later", "2026-11-30", 14, 1, "2026-12-14"),
        ("on a Saturday the Monday after", "2026-11-28", 14, 1, "2026-12-14"),
        ("on Christmas the Monday after", "2026-12-11", 14, 1, "2026-12-28"),
        ("without notice the bank still needs its day", "2026-12-14", 0, 1, "2026-12-15"),
        ("from a Friday on, two days of the bank", "2026-12-11", 1, 2, "2026-12-15"),
    ],
)
def test_the_first_day_of_collection(sentence: str, today: str, notice: int, lead: int, first: str) -> None:
    assert earliest(date.fromisoformat(today), notice, lead) == date.fromisoformat(first), sentence


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 60), st.integers(1, 10))
def test_no_collection_comes_before_notice_and_lead_are_over(today: date, notice: int, lead: int) -> None:
    day = earliest(today, notice, lead)

    assert works(day)
    assert (day - today).days >= notice
    assert working_before(day, lead) >= today


@pytest.mark.parametrize(
    ("sentence", "signed", "ended", "used", "why"),
    [
        ("signed before and never used", "2026-01-05", "", "", None),
        ("signed on the day itself", "2026-12-14", "", "", None),
        ("signed after the day", "2026-12-15", "", "", Why.SIGNED_LATER),
        ("ended on the day", "2026-01-05", "2026-12-14", "", Why.ENDED),
        ("ends the day after", "2026-01-05", "2026-12-15", "", None),
        ("used 36 months ago", "2020-01-05", "", "2023-12-14", None),
        ("used more than 36 months ago", "2020-01-05", "", "2023-12-13", Why.LAPSED),
    ],
)
def test_what_hinders_a_debit_on_14_december(
    sentence: str, signed: str, ended: str, used: str, why: Why | None
) -> None:
    days = [date.fromisoformat(one) if one else None for one in (signed, ended, used)]

    assert hinders(Mandate(*days), DAY) is why, sentence  # type: ignore[arg-type]


def test_36_months_from_a_leap_day_end_with_february() -> None:
    mandate = Mandate(SIGNED, None, date(2024, 2, 29))

    assert hinders(mandate, date(2027, 2, 28)) is None
    assert hinders(mandate, date(2027, 3, 1)) is Why.LAPSED


GOOD, OVER = Mandate(SIGNED, None, None), Mandate(SIGNED, SIGNED, None)


@pytest.mark.parametrize(
    ("sentence", "due", "remains", "mandates", "why"),
    [
        ("what remains is debited", "", "98.62", [GOOD], None),
        ("on its last day to pay", "2026-12-14", "98.62", [GOOD], None),
        ("not before its last day to pay", "2026-12-15", "98.62", [GOOD], Why.NOT_DUE),
        ("nothing is left", "", "0.00", [GOOD], Why.NOTHING),
        ("more was paid", "", "-0.01", [GOOD], Why.NOTHING),
        ("the smallest amount", "", "0.01", [GOOD], None),
        ("the largest amount", "", "999999999.99", [GOOD], None),
        ("more than the scheme knows", "", "1000000000.00", [GOOD], Why.TOO_MUCH),
        ("no mandate", "", "98.62", [], Why.NO_MANDATE),
        ("an ended one", "", "98.62", [OVER], Why.ENDED),
        ("an ended one and a good one", "", "98.62", [GOOD, OVER], None),
    ],
)
def test_which_calls_are_left_aside(
    sentence: str, due: str, remains: str, mandates: list[Mandate], why: Why | None
) -> None:
    call = Call(date.fromisoformat(due) if due else None, Decimal(remains))

    assert aside(call, mandates, DAY) is why, sentence


@pytest.mark.parametrize(
    ("sentence", "begins", "earlier", "found"),
    [
        ("the first one", "FRST", [], "FRST"),
        ("after one that is announced", "FRST", ["open"], "RCUR"),
        ("after one that was executed", "FRST", ["executed"], "RCUR"),
        ("after a rejected one it is the first again", "FRST", ["rejected", "withdrawn"], "FRST"),
        ("after a returned one it is not", "FRST", ["returned"], "RCUR"),
        ("used before elsewhere", "RCUR", [], "RCUR"),
    ],
)
def test_first_and_recurrent(sentence: str, begins: str, earlier: list[str], found: str) -> None:
    assert sequence(begins, earlier) == found, sentence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Société Générale d’Œuvres", "Societe Generale d'OEuvres"),
        ("Łódź & Fils; «x»", "Lodz + Fils, ((x))"),
        ("Ελλάς Ж_[x]", "Ellas Zh-(x)"),
        ("/a//b/", "a/b"),
        ("a\u00a0\n b@c", "a b.c"),
        ("", ""),
    ],
)
def test_names_are_written_in_sepa_letters(text: str, found: str) -> None:
    assert latin(text, 70) == found


@given(st.text(), st.integers(1, 140))
def test_whatever_is_written_banks_can_read_it(text: str, most: int) -> None:
    found = latin(text, most)

    assert len(found) <= most
    assert not set(found) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
    assert "//" not in found
    assert found == found.strip(" /")


@pytest.mark.parametrize(
    ("text", "good"),
    [("RUM-2026/001", True), ("A" * 35, True), ("A" * 36, False), ("", False), ("A B", False), ("É1", False),
     ("/A", False), ("A//B", False), ("A/", False)],
)  # fmt: skip
def test_references_of_mandates(text: str, good: bool) -> None:
    assert is_reference(text) is good


def test_an_iban_is_shown_in_part() -> None:
    assert in_part("FR7630006000011234567890189") == "FR•• •••• 0189"
    assert in_part("") == ""


GIVEN = {
    "sepa_ics": "FR72ZZZ123456",
    "sepa_name": "Hexalia Prévoyance",
    "sepa_iban": "FR76 3000 6000 0112 3456 7890 189",
    "sepa_notice_days": "14",
    "sepa_lead_days": "1",
}


def test_who_collects_is_written_as_the_bank_reads_it() -> None:
    found = settings.terms(GIVEN)

    assert found is not None
    assert (found.creditor.name, found.creditor.iban, found.notice, found.lead) == (
        "Hexalia Prevoyance", "FR7630006000011234567890189", 14, 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sepa_ics", ""),
        ("sepa_ics", "FR73ZZZ123456"),
        ("sepa_ics", "FR72ZZZ123457"),
        ("sepa_name", "…"),
        ("sepa_iban", "FR7630006000011234567890188"),
        ("sepa_notice_days", ""),
        ("sepa_notice_days", "61"),
        ("sepa_notice_days", "-1"),
        ("sepa_lead_days", "0"),
        ("sepa_lead_days", "x"),
    ],
)
def test_nothing_is_collected_while_a_setting_is_missing_or_wrong(key: str, value: str) -> None:
    values = GIVEN | {key: value}

    assert settings.terms(values) is None
    assert [one.key for one in settings.missing(values)] == [key]


def test_the_business_code_does_not_count_for_the_check_digits_of_a_creditor() -> None:
    assert settings.check_identifier("FR72ABC123456") is None


def test_a_bic_has_8_or_11_signs() -> None:
    assert settings.check_bic("AGRIFRPP") is None
    assert settings.check_bic("AGRIFRPPXX") is not None

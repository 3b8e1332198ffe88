"""Which ways lead in for whom, and what opens them."""

from __future__ import annotations

from datetime import date

import pytest

from console.base.figures import style_of
from console.forms.tongue import Tongue
from console.private.ways import Known, Shown, Way, is_right, known_of, ways_of
from plugins.ch_fund.forms.training_confirmation import TRAINING_CONFIRMATION

LEA, BORN = "7561234567897", date(2008, 5, 14)
EVERYTHING = Known(LEA, BORN, "+41791234567")


@pytest.mark.parametrize(
    ("known", "ways"),
    [
        (Known(), ()),
        (Known(number=LEA), (Way.CODE_EMAIL,)),
        (Known(number=LEA, birth=BORN), (Way.BIRTH_NUMBER, Way.CODE_EMAIL)),
        (Known(birth=BORN), ()),
        (Known(phone="+41791234567"), (Way.CODE_SMS,)),
        (EVERYTHING, (Way.CODE_SMS, Way.BIRTH_NUMBER, Way.CODE_EMAIL)),
    ],
)
def test_a_way_needs_something_that_the_institution_knows(known: Known, ways: tuple[Way, ...]) -> None:
    assert ways_of(known) == ways


def test_without_a_channel_no_code_is_offered() -> None:
    assert ways_of(EVERYTHING, sends_email=False, sends_sms=False) == (Way.BIRTH_NUMBER,)


def test_no_way_opens_by_the_code_of_an_email_alone() -> None:
    shown = Shown(code="123456")

    assert not any(is_right(way, EVERYTHING, shown, code_fits=True) for way in Way if way != Way.CODE_SMS)


@pytest.mark.parametrize(
    ("shown", "opens"),
    [
        (Shown("756.1234.5678.97", BORN), True),
        (Shown("756 1234 5678 97", BORN), True),
        (Shown(LEA, date(2008, 5, 15)), False),
        (Shown("7560000000000", BORN), False),
        (Shown(LEA), False),
        (Shown("", BORN), False),
    ],
)
def test_birth_and_number_must_both_be_right(shown: Shown, opens: bool) -> None:
    assert is_right(Way.BIRTH_NUMBER, EVERYTHING, shown, code_fits=False) is opens


def test_what_the_institution_does_not_know_is_never_right() -> None:
    assert not is_right(Way.BIRTH_NUMBER, Known(), Shown("", None), code_fits=True)
    assert not is_right(Way.CODE_EMAIL, Known(), Shown(""), code_fits=True)
    assert not is_right(Way.CODE_SMS, Known(LEA, BORN), Shown(LEA, BORN), code_fits=True)


@pytest.mark.parametrize(("number", "is_same"), [("756.1234.5678.97", True), ("7569217076985", False)])
def test_a_parent_is_known_by_her_number_and_the_birth_of_the_child(number: str, is_same: bool) -> None:
    prefill = {"avs": LEA, "birth": "14.5.2008"}

    known = known_of(TRAINING_CONFIRMATION, prefill, number, Tongue(style_of("fr", "CH")))

    assert (known.birth, known.is_same) == (BORN, is_same)


def test_what_the_institution_did_not_fill_in_is_not_known() -> None:
    known = known_of(TRAINING_CONFIRMATION, {"birth": "14.5.2008"}, "", Tongue(style_of("fr", "CH")))

    assert known == Known(is_same=False)

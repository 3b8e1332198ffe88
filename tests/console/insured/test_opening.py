"""An account is bound to an official number once, by two proofs, and what is wrong always answers the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from console.accounts.models import UserProfile
from console.audit.models import AuditEntry
from console.base import clock
from console.institutions.sessions import accounts
from console.insured import service as insured
from console.insured.models import InsuredAccount, InsuredLetter
from tests.conftest import SECRET
from tests.support.house import House
from tests.support.insured import (
    NUMBER,
    apprentice,
    choose,
    last_code,
    letter,
    open_account,
    open_page,
    proofs,
)
from tests.support.private import Phone, delegated, phone_of

WRONG = "This does not match what is known."


def bound(house: House) -> list[InsuredAccount]:
    with house.app.app_context():
        return list(accounts().scalars(select(InsuredAccount)))


def again(house: House, first: Phone, **more: str) -> Phone:
    """Hand one more request to the same person, who shows who she is."""
    phone = delegated(first.mailbox, first.mails, person="Aline Exemple", **more)
    phone.identify()
    return phone


def test_with_the_letter_and_a_code_to_her_address_she_opens_an_account(house: House) -> None:
    phone = apprentice(house)

    answer = open_account(phone)

    assert answer.location == "/login/"
    (row,) = bound(house)
    assert (row.country, row.way) == ("CH", "letter")
    assert NUMBER not in row.digest + row.sealed
    with house.app.app_context():
        profile = accounts().get_one(UserProfile, row.user_id)
        assert profile.kind == "insured"
        assert insured.insured_of(accounts(), SECRET, row.user_id) == insured.Insured(
            row.user_id, NUMBER, "CH"
        )


def test_without_a_letter_what_her_employer_knows_too_opens_nothing(lite_house: House) -> None:
    phone = apprentice(lite_house)

    answer = proofs(phone, letter="K7QF-2MXR-K7QF-2MXR")

    assert answer.status_code == 422
    assert WRONG in answer.text
    assert bound(lite_house) == []


def test_a_number_that_another_account_holds_is_refused_like_a_wrong_one(lite_house: House) -> None:
    first = apprentice(lite_house)
    open_account(first)
    second = again(lite_house, first)
    taken = proofs(second, letter=letter(lite_house), email="neu@exemple.example")
    third = again(lite_house, first)
    wrong = proofs(third, letter="ABCD", email="neu@exemple.example")

    assert taken.status_code == wrong.status_code == 422
    assert WRONG in taken.text
    assert _bare(taken.text) == _bare(wrong.text)


def test_an_address_with_an_account_gets_no_code_and_the_page_does_not_tell(lite_house: House) -> None:
    phone = apprentice(lite_house)
    answer = proofs(phone, letter=letter(lite_house), email="luca@guichet.example")

    assert answer.status_code == 200
    assert "on its way" in answer.text
    assert last_code(phone) == ""
    assert choose(phone, "000000").status_code == 422


def test_a_parent_is_not_bound_to_the_number_of_the_child_her_request_is_about(lite_house: House) -> None:
    phone = phone_of(lite_house)
    phone.identify()

    assert proofs(phone, letter=letter(lite_house)).status_code == 422


def test_five_wrong_tries_end_it_for_a_day(lite_house: House) -> None:
    phone = apprentice(lite_house)
    for _ in range(5):
        proofs(phone, letter="WRONG")

    assert proofs(phone, letter=letter(lite_house)).status_code == 429
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        phone.identify()
        assert proofs(phone, letter=letter(lite_house)).status_code == 200


def test_a_letter_counts_once_for_thirty_days_and_only_the_newest(lite_house: House) -> None:
    old, new = letter(lite_house), letter(lite_house)
    phone = apprentice(lite_house)

    assert proofs(phone, letter=old).status_code == 422
    assert proofs(phone, letter=new.lower().replace("-", " ")).status_code == 200
    choose(phone, last_code(phone))
    with lite_house.reading() as session:
        assert session.scalars(select(InsuredLetter.used_at)).one() is not None


def test_an_old_letter_opens_nothing(lite_house: House) -> None:
    with clock.at(clock.now() - timedelta(days=31)):
        code = letter(lite_house)

    assert proofs(apprentice(lite_house), letter=code).status_code == 422


def test_a_code_that_is_wrong_late_or_used_opens_nothing(lite_house: House) -> None:
    phone = apprentice(lite_house)
    proofs(phone, letter=letter(lite_house))
    code = last_code(phone)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    assert choose(phone, wrong).status_code == 422
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert choose(phone, code).status_code == 422
    assert bound(lite_house) == []


def test_a_weak_password_is_told_before_the_code_is_used_up(lite_house: House) -> None:
    phone = apprentice(lite_house)
    proofs(phone, letter=letter(lite_house))
    code = last_code(phone)

    assert choose(phone, code, "kurz").status_code == 422
    assert choose(phone, code).status_code == 303


def test_who_only_has_the_link_is_led_to_its_door(lite_house: House) -> None:
    phone = phone_of(lite_house, person="Aline Exemple")

    assert phone.browser.get(open_page(phone)).location == phone.door


def test_the_journal_tells_of_letter_and_account_and_names_no_number(lite_house: House) -> None:
    open_account(apprentice(lite_house))

    with lite_house.reading() as session:
        lines = list(
            session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("console.insured.")))
        )
    assert [one.action for one in lines] == ["console.insured.letter", "console.insured.opened"]
    assert NUMBER not in str([one.facts for one in lines])


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("756.1234.5678.97", "CH", "7561234567897"),
        ("85.07.30-033.28", "BE", "85073003328"),
        ("2 95 10 99 126 111 93", "FR", "295109912611193"),
        ("756.1234.5678.98", "CH", ""),
        ("756.1234.5678.97", "BE", ""),
        ("756.1234.5678.97", "XX", ""),
    ],
)
def test_a_number_is_read_with_its_check_digits(typed: str, country: str, kept: str) -> None:
    assert insured.number_of(typed, country) == kept


def _bare(page: str) -> str:
    """Give a page without its tokens and what was typed into it."""
    import re

    return re.sub(r'value="[^"]*"|/insured/open/[\w-]+|/private/[\w-]+', "", page)

"""Slips: kept once, checked, joined to their stoppage, and told to the employer and the insurer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from console.dispatch.models import Dispatch
from console.dispatch.webhook import service as webhooks
from console.parties.models import Company
from console.plugin import BadArgument
from plugins.fr_dsn.benefits.models import MATCHED, REPEAT, TO_MATCH
from plugins.fr_dsn.benefits.samples import slip
from plugins.fr_dsn.stoppages import service as stoppages
from plugins.fr_dsn.stoppages.exchange import INSURER
from tests.plugins.fr_dsn.benefits.service import NIR, PAYMENT, TAKEN_BACK, Slips
from tests.plugins.fr_dsn.stoppages.examples import stoppage
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA
from tests.support.outbox import work


def test_a_slip_is_joined_to_the_stoppage_of_its_person(slips: Slips) -> None:
    slips.gateway.declare()
    slips.paid()

    found = slips.benefit()
    assert (found.state, found.stoppage) == (MATCHED, slips.gateway.stoppage().reference)
    assert found.company_id == slips.gateway.company
    assert (found.kind, found.days, f"{found.net:.2f}") == ("payment", 18, "738.00")
    assert slips.gateway.trail()[-1] == "health paid"


def test_a_slip_before_its_stoppage_waits_and_is_joined_when_it_comes(slips: Slips) -> None:
    slips.paid()
    assert (slips.benefit().state, slips.benefit().company_id) == (TO_MATCH, None)

    slips.gateway.declare()

    assert slips.benefit().state == MATCHED
    assert slips.benefit().company_id == slips.gateway.company


def test_a_stoppage_found_in_a_declaration_gets_its_slip_too(lite: Slips) -> None:
    from plugins.fr_dsn.stoppages import matching

    lite.paid()
    with lite.gateway.house.writing(HEXALIA) as session:
        matching.found(
            session, lite.gateway.company, PAYMENT.siret, NIR, "1", date(2026, 3, 10), date(2026, 3, 31), None, "D-1"
        )  # fmt: skip

    assert lite.benefit().state == MATCHED


def test_a_change_of_the_days_lets_a_slip_find_its_stoppage(lite: Slips) -> None:
    later = replace(PAYMENT, first=date(2026, 4, 2), until=date(2026, 4, 9))
    lite.gateway.declare()
    lite.paid(later)
    assert lite.benefit().state == TO_MATCH

    lite.gateway.say("modify", stoppage(planned_end=date(2026, 4, 9)))

    assert lite.benefit().state == MATCHED


@pytest.mark.parametrize(
    "other",
    [
        replace(PAYMENT, nir="1790769123457"),
        replace(PAYMENT, siret="99900002900023"),
        replace(PAYMENT, first=date(2026, 5, 1), until=date(2026, 5, 9)),
    ],
    ids=["person", "company", "days"],
)
def test_a_slip_of_another_person_company_or_time_fits_no_stoppage(lite: Slips, other: object) -> None:
    lite.gateway.declare()
    lite.paid(other)  # type: ignore[arg-type]

    assert lite.benefit().state == TO_MATCH


def test_the_same_content_twice_is_kept_once(slips: Slips) -> None:
    first, second = slips.paid(), slips.paid()

    assert (first.is_new, second.is_new) == (True, False)
    assert [one.times for one in slips.slips()] == [2]
    assert len(slips.benefits()) == 1


def test_another_content_under_a_known_identification_is_refused(slips: Slips) -> None:
    slips.paid()
    slips.paid(replace(PAYMENT, unit="40.00"))

    assert [one.verdict for one in slips.slips()] == ["accepted", "refused"]
    assert slips.slips()[1].findings[-1]["control"] == "DUPLICATE"
    assert len(slips.benefits()) == 1


def test_the_same_payment_in_another_slip_counts_nowhere(slips: Slips) -> None:
    slips.gateway.declare()
    slips.paid()
    slips.paid(name="BPIJ-2")

    assert [one.state for one in slips.benefits()] == [MATCHED, REPEAT]
    assert slips.gateway.trail().count("health paid") == 1


def test_a_cancellation_takes_its_payment_back_and_a_new_one_stands(slips: Slips) -> None:
    slips.gateway.declare()
    slips.paid()
    slips.paid(TAKEN_BACK, name="BPIJ-2")
    slips.paid(replace(PAYMENT, booked_on=date(2026, 5, 5)), name="BPIJ-3")

    payment, cancellation, again = slips.benefits()
    assert (cancellation.kind, f"{cancellation.net:.2f}") == ("cancellation", "-738.00")
    assert (cancellation.reverses, payment.reversed_by) == (payment.reference, cancellation.reference)
    assert (again.state, again.reversed_by) == (MATCHED, "")


def test_a_cancellation_that_came_first_finds_its_payment(lite: Slips) -> None:
    lite.paid(TAKEN_BACK, name="BPIJ-2")
    lite.paid()

    cancellation, payment = lite.benefits()
    assert cancellation.reverses == payment.reference


def test_what_was_paid_beyond_an_early_return_is_taken_back_for_the_same_stoppage(lite: Slips) -> None:
    lite.gateway.declare()
    lite.gateway.say("close", date(2026, 3, 20), "01")
    lite.paid(replace(TAKEN_BACK, first=date(2026, 3, 21)))

    assert lite.benefit().state == MATCHED


def test_wrong_totals_refuse_a_slip_and_nothing_of_it_counts(slips: Slips) -> None:
    slips.gateway.declare()
    slips.take(slip("BPIJ-1", [PAYMENT], declared="1.00"))

    assert [one.verdict for one in slips.slips()] == ["refused"]
    assert slips.benefits() == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"<BPIJ>",
        b"<html/>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><BPIJ>&x;</BPIJ>',
        slip("BPIJ-1", [replace(PAYMENT, unit="9999999999")]),
    ],
    ids=["empty", "binary", "cut", "other", "entities", "amount"],
)
def test_a_file_that_is_no_slip_is_refused_in_words_and_leaves_nothing(lite: Slips, content: bytes) -> None:
    with pytest.raises(BadArgument) as fault:
        lite.take(content)

    assert str(fault.value)
    assert lite.slips() == []


def test_stoppages_of_two_accounts_leave_the_choice_to_a_person(lite: Slips) -> None:
    lite.gateway.declare()
    with lite.gateway.house.writing(HEXALIA) as session:
        other = Company(number="E-2", name="Autre atelier", town="Lyon", official_number=stoppage().siret[:9])
        session.add(other)
        session.flush()
        stoppages.declare(session, lite.gateway.call(company=other.id), stoppage(), "HR-2")
    lite.paid()

    assert lite.benefit().state == TO_MATCH


def test_what_the_person_got_herself_is_hidden_from_her_employer(slips: Slips) -> None:
    slips.gateway.declare()
    slips.paid(replace(PAYMENT, subrogated=False))

    assert (slips.benefit().state, slips.benefit().company_id) == (MATCHED, None)


def test_the_insurer_is_told_and_its_receipt_is_noted(slips: Slips) -> None:
    slips.gateway.declare()
    slips.paid()
    work(slips.gateway.house)

    told = [one for one in slips.gateway.got(INSURER) if one["event"] == "benefit"]
    assert [(one["net"], one["stoppage"]) for one in told] == [("738.00", slips.benefit().stoppage)]
    assert slips.benefit().told_at is not None


def test_the_employer_s_systems_are_told_references_and_nothing_of_the_person(lite: Slips) -> None:
    lite.gateway.declare()
    with lite.gateway.house.writing(HEXALIA) as session:
        webhooks.subscribe(session, "https://hr.example/hooks", ["module.news"], company=lite.gateway.company)
    lite.paid()

    (row,) = lite.gateway.all(select(Dispatch).where(Dispatch.channel == "webhook"))
    assert lite.benefit().reference in row.payload
    assert "fr_dsn.benefit.matched" in row.payload
    assert not any(secret in row.payload for secret in (NIR, "738", "MARCHAND"))

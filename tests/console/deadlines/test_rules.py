"""Rules of plugins: when they count, what they fill in, and what an administrator may change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base import clock
from console.base.errors import BadArgument, Conflict, ProgrammingError
from console.deadlines import service as deadlines
from console.deadlines.service import Kind
from console.dispatch.models import Dispatch
from console.hooks.checks import faults_of
from console.hooks.declarations import Contribution, DeadlineRule, Manifest
from console.mailbox.models import Message
from tests.support.deadlines import MONDAY, RULE, asked, confirmed, dispatch, listed, told
from tests.support.mailbox import ALLOWANCES, INSTALMENTS, Mailbox


@pytest.fixture(autouse=True)
def _monday() -> object:
    with clock.at(MONDAY):
        yield


Declare = Callable[..., None]


@pytest.fixture
def declare(request: pytest.FixtureRequest) -> Declare:
    """Let the fund bring one more rule, from a law, until the test ends."""

    def add(mailbox: Mailbox, **about: str) -> None:
        fund = mailbox.house.app.extensions["guichet_plugins"]["ch_fund"]
        own = fund.deadlines
        request.addfinalizer(lambda: object.__setattr__(fund, "deadlines", own))
        values = {"span": "P30D", "runs_from": "today", "source": "art. 1", **about}
        object.__setattr__(fund, "deadlines", (*own, DeadlineRule("ch_fund.test", "Test", **values)))

    return add


def due_of(mailbox: Mailbox, reference: str) -> date | None:
    """Give the last day of a message as stored."""
    with mailbox.house.reading() as session:
        return session.scalars(select(Message.due).where(Message.reference == reference)).one()


def test_a_rule_without_a_source_counts_once_it_is_confirmed(mailbox: Mailbox) -> None:
    before = asked(mailbox, None)
    confirmed(mailbox)
    after = asked(mailbox, None)

    assert (due_of(mailbox, before), due_of(mailbox, after)) == (None, date(2026, 3, 16))


def test_a_day_that_the_request_comes_with_stays(lite_mailbox: Mailbox) -> None:
    confirmed(lite_mailbox)

    assert due_of(lite_mailbox, asked(lite_mailbox, date(2026, 3, 5))) == date(2026, 3, 5)


def test_other_requests_and_questions_get_no_day(lite_mailbox: Mailbox) -> None:
    confirmed(lite_mailbox)

    assert due_of(lite_mailbox, asked(lite_mailbox, None, type_=INSTALMENTS)) is None
    assert due_of(lite_mailbox, asked(lite_mailbox, None, type_="query")) is None


def test_the_holidays_of_the_confirmed_canton_count(lite_mailbox: Mailbox) -> None:
    confirmed(lite_mailbox, "P1D working CH-VD")
    with clock.at(datetime.fromisoformat("2026-09-18T09:00:00+02:00")):
        reference = asked(lite_mailbox, None)

    assert due_of(lite_mailbox, reference) == date(2026, 9, 22)


def test_what_is_confirmed_stands_in_the_journal(lite_mailbox: Mailbox) -> None:
    confirmed(lite_mailbox, "P2W")
    with lite_mailbox.house.reading() as session:
        line = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "console.deadline.confirmed")
        ).one()

    assert (line.facts["span"], line.facts["law"]) == ("P14D", "Weisung")


def test_whoever_confirms_what_somebody_else_changed_meanwhile_is_told(lite_mailbox: Mailbox) -> None:
    confirmed(lite_mailbox)

    with pytest.raises(Conflict):
        confirmed(lite_mailbox, "P20D")


@pytest.mark.parametrize("span", ["soon", "PT5H", "P5D CH-QQ"])
def test_a_length_that_means_nothing_here_is_refused(lite_mailbox: Mailbox, span: str) -> None:
    with pytest.raises(BadArgument):
        confirmed(lite_mailbox, span)


def test_an_open_dossier_is_due_by_the_rule_of_its_kind(mailbox: Mailbox, declare: Declare) -> None:
    declare(mailbox, dossier="ch_fund.training_confirmation")
    asked(mailbox, None)

    assert told(listed(mailbox)) == [(Kind.DECISION, date(2026, 4, 1))]


def test_a_dispatch_gets_the_moments_of_its_rules(lite_mailbox: Mailbox, declare: Declare) -> None:
    declare(lite_mailbox, dispatch="ch_fund.news", answer="technical", span="PT1H")
    reference = dispatch(lite_mailbox, "with")
    other = dispatch(lite_mailbox, "other", kind="ch_fund.other")
    own = dispatch(lite_mailbox, "own", technical_by=clock.now())
    with lite_mailbox.house.reading() as session:
        found = dict(map(tuple, session.execute(select(Dispatch.public_id, Dispatch.technical_by))))

    assert found[reference] == MONDAY + timedelta(hours=1)
    assert (found[other], found[own]) == (None, MONDAY)


def test_a_plugin_asks_until_when_by_its_rule(lite_mailbox: Mailbox) -> None:
    with lite_mailbox.house.reading() as session:
        assert deadlines.by_rule(session, "ch_fund", "training_confirmation", MONDAY) is None
    confirmed(lite_mailbox)
    with lite_mailbox.house.reading() as session:
        assert deadlines.by_rule(session, "ch_fund", RULE, MONDAY) == date(2026, 3, 16)
        with pytest.raises(ProgrammingError):
            deadlines.by_rule(session, "ch_fund", "no_such", MONDAY)


def test_a_rule_of_one_institution_counts_in_no_other(lite_mailbox: Mailbox) -> None:
    confirmed(lite_mailbox)
    with lite_mailbox.house.reading("AK Aaretal") as session:
        assert not deadlines.rule(session, RULE).is_in_force


@pytest.mark.parametrize(
    ("about", "fault"),
    [
        ({"message": ALLOWANCES, "dossier": "x"}, "not about exactly one"),
        ({"message": "x", "span": "soon"}, "cannot be read"),
        ({"message": "x", "answer": "technical"}, "names technical or business"),
        ({"dispatch": "x"}, "names technical or business"),
        ({"message": "x", "span": "PT1H"}, "counts hours"),
        ({"message": "x", "key": "other.rule"}, "does not start with"),
    ],
)
def test_a_rule_that_makes_no_sense_stops_the_start(about: dict[str, str], fault: str) -> None:
    values = {"key": "mine.rule", "title": "T", "span": "P1D", "runs_from": "today", **about}
    contribution = Contribution(
        Manifest("mine", "Mine", "", "1", ">=0"), "mine", "mine 1", deadlines=(DeadlineRule(**values),)
    )

    assert any(fault in one for one in faults_of(contribution))

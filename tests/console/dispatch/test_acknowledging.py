"""What other systems answer: matched, heard once, never taken back, never another institution's."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import select

from console.base import clock
from console.base.errors import BadArgument
from console.base.sheets.phrases import Phrase
from console.dispatch import acknowledging
from console.dispatch.declarations import Arrival, Delivered, Later
from console.dispatch.models import DELIVERED, Acknowledgement, Dispatch
from console.dispatch.service import KEPT, sweep
from tests.support.house import House
from tests.support.outbox import claimed, later, put, receive, row_of, work


def said(verdict: str, token: str = "", **more: str) -> Arrival:
    return Arrival("test", f"{verdict} {token}", token, verdict, **more)


def hear(house: House, *arrivals: Arrival, institution: str = "CC Léman") -> list[str]:
    """Let the institution be told; give what came of each."""
    with house.writing(institution) as session:
        return [acknowledging.receive(session, one, "pushed").outcome for one in arrivals]


def delivered(house: House, key: str = "a") -> Dispatch:
    receive(house, lambda letter: Delivered("202", reference=f"T-{letter.envelope.key}"))
    put(house, key)
    work(house)
    return row_of(house, key)


def test_an_answer_is_matched_by_our_key_or_by_their_reference(house: House) -> None:
    delivered(house)

    outcomes = hear(house, said("received", "1", key="a"), said("accepted", "2", reference="T-a"))

    row = row_of(house, "a")
    assert (outcomes, row.answer) == (["applied", "applied"], "accepted")
    assert (row.technical_at is not None, row.business_at is not None) == (True, True)


def test_in_whatever_order_they_come_the_end_is_the_same(house: House) -> None:
    ends = set()
    for number, order in enumerate(itertools.permutations(("received", "accepted", "received"))):
        key = f"k{number}"
        delivered(house, key)
        hear(house, *(said(verdict, f"{key} {n}", key=key) for n, verdict in enumerate(order)))
        ends.add(row_of(house, key).answer)

    assert ends == {"accepted"}


def test_the_same_one_twice_is_one(house: House) -> None:
    delivered(house)

    hear(house, said("received", "1", key="a"))
    hear(house, said("received", "1", key="a"))

    with house.reading() as session:
        assert len(session.scalars(select(Acknowledgement)).all()) == 1


def test_one_without_a_mark_of_its_own_is_known_by_its_body(house: House) -> None:
    delivered(house)

    hear(house, Arrival("test", "<ok/>", verdict="received", key="a"))
    hear(house, Arrival("test", "<ok/>", verdict="received", key="a"))

    with house.reading() as session:
        assert len(session.scalars(select(Acknowledgement)).all()) == 1


def test_one_that_comes_late_changes_nothing(house: House) -> None:
    delivered(house)

    outcomes = hear(house, said("refused", "1", key="a"), said("received", "2", key="a"))

    assert (outcomes, row_of(house, "a").answer) == (["applied", "late"], "refused")


def test_the_contrary_of_what_was_answered_waits_for_a_person(house: House) -> None:
    delivered(house)

    outcomes = hear(house, said("accepted", "1", key="a"), said("refused", "2", key="a"))

    assert (outcomes, row_of(house, "a").answer) == (["applied", "contrary"], "accepted")


def test_one_that_matches_nothing_is_kept_and_matched_once_it_can_be(house: House) -> None:
    """An agency can be quicker than the commit in which we note what it calls our declaration."""
    assert hear(house, said("accepted", "1", reference="T-a")) == ["unmatched"]

    delivered(house)

    assert row_of(house, "a").answer == "accepted"


def test_another_institution_s_declaration_is_not_touched(house: House) -> None:
    delivered(house)

    outcomes = hear(house, said("refused", "1", key="a", reference="T-a"), institution="AK Aaretal")

    assert (outcomes, row_of(house, "a").answer) == (["unmatched"], "")


def test_what_is_answered_has_arrived_whatever_we_knew(house: House) -> None:
    """The connection broke after the agency had taken it: its answer ends our trying."""
    receive(house, lambda letter: Later(Phrase("It broke off.")))
    put(house, "a")
    work(house)

    hear(house, said("received", "1", key="a"))

    assert (row_of(house, "a").state, claimed(house)) == (DELIVERED, 0)


def test_a_reference_that_two_declarations_have_decides_nothing(lite_house: House) -> None:
    receive(lite_house, lambda letter: Delivered("202", reference="T"))
    put(lite_house, "a", "b")
    work(lite_house)

    assert hear(lite_house, said("accepted", "1", reference="T")) == ["unmatched"]


def test_an_answer_that_nobody_knows_is_refused(lite_house: House) -> None:
    with pytest.raises(BadArgument, match="does not know"):
        hear(lite_house, said("perhaps", "1", key="a"))


def test_the_reply_itself_may_be_the_answer(house: House) -> None:
    receive(house, lambda letter: Delivered("201", reference="T", answer="accepted"))
    put(house, "a")

    work(house)

    assert row_of(house, "a").answer == "accepted"


def test_a_late_mark_ends_with_the_answer(house: House) -> None:
    delivered(house)
    with house.writing("CC Léman") as session:
        session.scalars(select(Dispatch)).one().overdue = "technical"

    hear(house, said("received", "1", key="a"))

    assert row_of(house, "a").overdue == ""


def test_a_moment_that_is_still_to_come_is_not_believed(lite_house: House) -> None:
    delivered(lite_house)
    tomorrow = clock.now() + timedelta(days=1)

    hear(lite_house, Arrival("test", "x", "1", "accepted", key="a", said_at=tomorrow))

    answered = row_of(lite_house, "a").business_at
    assert answered is not None
    assert answered < tomorrow


def test_one_laid_aside_says_by_whom(lite_house: House) -> None:
    hear(lite_house, said("accepted", "1", reference="T-x"))
    with lite_house.writing("CC Léman") as session:
        row = session.scalars(select(Acknowledgement)).one()
        acknowledging.lay_aside(session, row, "Petra")
        acknowledging.lay_aside(session, row, "Marc")

        assert (row.seen_by, row.seen_at is not None) == ("Petra", True)


def test_what_never_fitted_anything_is_deleted_in_the_end(lite_house: House) -> None:
    hear(lite_house, said("accepted", "1", reference="T-x"))

    with later(KEPT + timedelta(days=1)):
        hear(lite_house, said("accepted", "2", reference="T-y"))
        with lite_house.writing("CC Léman") as session:
            sweep(session)

    with lite_house.reading() as session:
        assert [row.token for row in session.scalars(select(Acknowledgement))] == ["2"]


class Teller:
    """A channel whose other side says things unasked."""

    key = "ch_fund.teller"

    def take(self, arrival: Arrival) -> bool:
        """Take everything but what it does not know, and fail at what it cannot read."""
        if arrival.body == "unreadable":
            raise BadArgument("This cannot be read.")
        return arrival.body == "known"


@pytest.mark.parametrize(
    ("body", "outcome"), [("known", "applied"), ("strange", "unmatched"), ("unreadable", "failed")]
)
def test_what_comes_unasked_goes_to_its_channel_and_waits_unless_that_settles_it(
    lite_house: House, monkeypatch: pytest.MonkeyPatch, body: str, outcome: str
) -> None:
    channels = lite_house.app.extensions["guichet_outbox"].channels
    monkeypatch.setitem(channels, Teller.key, Teller())

    assert hear(lite_house, Arrival(Teller.key, body)) == [outcome]

"""The calendar of one's own deadlines: a secret address, today's rights, and nothing about anybody."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import delete, select, update

from console.accounts.models import Membership, ThemeRight, User
from console.audit.models import AuditEntry
from console.base import clock, ids
from console.deadlines.models import CalendarFeed
from console.institutions.sessions import accounts
from tests.support.deadlines import asked, dispatch, promise, sent
from tests.support.house import House, post
from tests.support.mailbox import Mailbox
from tests.support.notices import posting_mailbox
from tests.support.post import mail_server


@pytest.fixture
def mailbox(house: House) -> object:
    """Give the mailbox of the demonstration's companies, on both databases in turn."""
    with mail_server() as server:
        yield posting_mailbox(house, server)


def today() -> date:
    """Give the day it is where the fund is."""
    return clock.today("Europe/Zurich")


def address_of(mailbox: Mailbox, person: str) -> str:
    """Let somebody make an address; gives its path."""
    page = post(mailbox.house.browser(person), "/deadlines/calendar/renew").text
    return urlsplit(page.split('spellcheck="false">', 1)[1].split("<", 1)[0]).path


def read(mailbox: Mailbox, path: str) -> Calendar:
    """Read a calendar as a program does: without a cookie."""
    answer = mailbox.house.stranger().get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.data)


def change(mailbox: Mailbox, statement: object) -> None:
    """Change accounts as an administrator would."""
    with mailbox.house.app.test_request_context():
        accounts().execute(statement)  # type: ignore[call-overload]
        accounts().commit()


def test_a_calendar_holds_the_readers_deadlines_as_days_and_says_nothing_of_persons(mailbox: Mailbox) -> None:
    reference = asked(mailbox, today(), person="Lea Exemple", person_number="7561234567897", subject="Lea")
    path = address_of(mailbox, "luca")
    raw = mailbox.house.stranger().get(path).text
    [event] = read(mailbox, path).walk("VEVENT")

    assert event["dtstart"].dt == today()
    assert event["dtend"].dt == today() + timedelta(days=1)
    assert reference in event["summary"]
    assert event["url"] == f"https://console.example/mailbox/message/{reference}"
    assert "Allocations familiales" in event["description"]
    assert "Lea" not in raw
    assert "756" not in raw


def test_the_staff_have_promises_and_administrators_transmissions_with_their_hour(mailbox: Mailbox) -> None:
    promise(mailbox, 5)
    sent(mailbox)
    moment = clock.now().replace(microsecond=0) + timedelta(hours=1)
    dispatch(mailbox, "d", technical_by=moment)

    claire = read(mailbox, address_of(mailbox, "claire")).walk("VEVENT")
    marc = read(mailbox, address_of(mailbox, "marc")).walk("VEVENT")

    assert sorted(str(one["uid"]).partition("-")[0] for one in claire) == ["answer", "technical"]
    assert moment in [one["dtstart"].dt for one in claire]
    assert [str(one["uid"]).partition("-")[0] for one in marc] == ["answer"]


def test_an_unchanged_calendar_is_answered_with_its_tag_alone(mailbox: Mailbox) -> None:
    asked(mailbox, today())
    path = address_of(mailbox, "luca")
    stranger = mailbox.house.stranger()
    tag = stranger.get(path).headers["ETag"]
    again = stranger.get(path, headers={"If-None-Match": tag})
    asked(mailbox, today())
    changed = stranger.get(path, headers={"If-None-Match": tag})

    assert (again.status_code, again.data, changed.status_code) == (304, b"", 200)


def test_only_a_digest_of_the_address_is_stored(mailbox: Mailbox) -> None:
    token = address_of(mailbox, "luca").rpartition("/")[2].removesuffix(".ics")
    with mailbox.house.app.test_request_context():
        row = accounts().scalars(select(CalendarFeed)).one()

        assert row.digest == ids.digest(token)
    assert token not in mailbox.house.browser("luca").get("/deadlines/calendar/").text


def test_a_new_address_closes_the_old_one_and_withdrawing_closes_both(mailbox: Mailbox) -> None:
    old, new = address_of(mailbox, "luca"), address_of(mailbox, "luca")
    stranger = mailbox.house.stranger()

    assert (stranger.get(old).status_code, stranger.get(new).status_code) == (404, 200)
    post(mailbox.house.browser("luca"), "/deadlines/calendar/withdraw")
    assert stranger.get(new).status_code == 404


def _membership_ends(key: int, user: int) -> object:
    return update(Membership).where(Membership.id == key).values(active=False)


def _account_ends(key: int, user: int) -> object:
    return update(User).where(User.id == user).values(active=False)


@pytest.mark.parametrize("end", [_membership_ends, _account_ends])
def test_a_calendar_is_shut_once_its_person_has_left(mailbox: Mailbox, end: object) -> None:
    path = address_of(mailbox, "luca")
    member = mailbox.house.membership("luca")
    change(mailbox, end(member.id, member.user_id))  # type: ignore[operator]

    assert mailbox.house.stranger().get(path).status_code == 404


def test_a_lost_right_empties_the_calendar_at_its_next_reading(mailbox: Mailbox) -> None:
    asked(mailbox, today())
    path = address_of(mailbox, "luca")
    member = mailbox.house.membership("luca").id
    change(mailbox, delete(ThemeRight).where(ThemeRight.membership_id == member))

    assert read(mailbox, path).walk("VEVENT") == []


def test_an_address_nobody_made_opens_nothing(mailbox: Mailbox) -> None:
    stranger = mailbox.house.stranger()

    for name in ("x", "a" * 500, "..%2f"):
        assert stranger.get(f"/deadlines/feed/{name}.ics").status_code == 404


def test_it_is_made_and_ended_in_the_journal(mailbox: Mailbox) -> None:
    address_of(mailbox, "claire")
    post(mailbox.house.browser("claire"), "/deadlines/calendar/withdraw")

    with mailbox.house.reading() as session:
        actions = [one for one in session.scalars(select(AuditEntry.action)) if "feed" in one]
    assert actions == ["console.deadline.feed_made", "console.deadline.feed_ended"]

"""Secret addresses of personal calendars: made, found again, withdrawn. Only a digest is stored; it is shown once.

Functions take the unscoped session and never commit.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.accounts.models import Membership, User
from console.base import clock, ids
from console.deadlines.models import CalendarFeed

READ_EVERY = timedelta(hours=1)
"""How exactly it is noted when a calendar was last read."""


def feed_of(session: Session, membership: int) -> CalendarFeed | None:
    """Give the calendar of a mandate, if it has an address."""
    return session.get(CalendarFeed, membership)


def renew(session: Session, membership: int, factor: str) -> str:
    """Make an address for a mandate; gives its secret. An earlier address of this mandate opens nothing any more."""
    token = ids.token()
    # Locked, so that of two clicks at once the later one finds the row of the first.
    session.execute(select(Membership.id).where(Membership.id == membership).with_for_update())
    row = session.get(CalendarFeed, membership) or CalendarFeed(membership_id=membership)
    row.digest, row.factor, row.made_at, row.read_at = ids.digest(token), factor, clock.now(), None
    session.add(row)
    session.flush()
    return token


def withdraw(session: Session, membership: int) -> None:
    """Close the calendar of a mandate; one that has none stays as it is."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.membership_id == membership))


def found(session: Session, token: str) -> tuple[CalendarFeed, User] | None:
    """Give the calendar behind an address and its person; nothing once she or her mandate is not active any more."""
    asked = (
        select(CalendarFeed, User)
        .join(Membership, Membership.id == CalendarFeed.membership_id)
        .join(User, User.id == Membership.user_id)
        .where(
            CalendarFeed.digest == ids.digest(token),
            Membership.active,
            Membership.pending.is_(False),
            User.active,
        )
    )
    row = session.execute(asked).first()
    return None if row is None else (row[0], row[1])


def note_read(feed: CalendarFeed) -> bool:
    """Note that a calendar is read, once an hour at most; give whether it was noted."""
    moment = clock.now()
    if feed.read_at is not None and moment - feed.read_at < READ_EVERY:
        return False
    feed.read_at = moment
    return True

"""Browsers that are not asked for the second factor again for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from console.accounts.models import User
from console.accounts.service import note
from console.base import clock, ids
from console.factors.models import RememberedBrowser


@dataclass(frozen=True, slots=True)
class Remembered:
    """A remembered browser as its owner sees it."""

    id: int
    agent: str
    added_at: datetime
    last_used: datetime
    expires_at: datetime


def remember(session: Session, user_id: int, days: int, agent: str = "") -> str:
    """Remember the browser at hand for so many days; gives the token for its cookie, of which a digest is stored."""
    token, moment = ids.token(), clock.now()
    session.add(
        RememberedBrowser(
            digest=ids.digest(token),
            user_id=user_id,
            stamp=_stamp(session, user_id),
            agent=agent[:200],
            added_at=moment,
            last_used=moment,
            expires_at=moment + timedelta(days=days),
        )
    )
    note(session, "browser_remembered", user_id, days=days)
    return token


def is_remembered(session: Session, user_id: int, token: str, days: int) -> bool:
    """Say whether this browser passed a second factor of this person within `days`, what her policies allow today.

    A new password and a removed factor end it.
    """
    moment = clock.now()
    found = session.execute(
        update(RememberedBrowser)
        .where(
            RememberedBrowser.digest == ids.digest(token),
            RememberedBrowser.user_id == user_id,
            RememberedBrowser.stamp == _stamp(session, user_id),
            RememberedBrowser.expires_at > moment,
            RememberedBrowser.added_at > moment - timedelta(days=days),
        )
        .values(last_used=moment)
        .execution_options(synchronize_session=False)
    )
    return bool(found.rowcount == 1)  # type: ignore[attr-defined]


def remembered(session: Session, user_id: int) -> tuple[Remembered, ...]:
    """Give the browsers of a person that still count, oldest first."""
    asked = select(RememberedBrowser).where(
        RememberedBrowser.user_id == user_id,
        RememberedBrowser.stamp == _stamp(session, user_id),
        RememberedBrowser.expires_at > clock.now(),
    )
    return tuple(
        Remembered(row.id, row.agent, row.added_at, row.last_used, row.expires_at)
        for row in session.scalars(asked.order_by(RememberedBrowser.id))
    )


def forget(session: Session, user_id: int, browser_id: int | None = None) -> int:
    """Forget one browser of a person, or all of them; give how many."""
    gone = delete(RememberedBrowser).where(RememberedBrowser.user_id == user_id)
    if browser_id is not None:
        gone = gone.where(RememberedBrowser.id == browser_id)
    count: int = session.execute(gone).rowcount  # type: ignore[attr-defined]
    note(session, "browser_forgotten", user_id, ended=count)
    return count


def _stamp(session: Session, user_id: int) -> str:
    """Give what changes with the password."""
    return ids.digest(session.scalar(select(User.password).where(User.id == user_id)) or "")

"""Adding, verifying and removing establishments, and their authorisation for priming data.

Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.plugin import Conflict, clock, record
from console.plugin import lazy_gettext as _l

from .models import (
    ASKED,
    BY_DEPOSIT,
    ENDED,
    GRANTED,
    NEVER,
    NOT_ASKED,
    REFUSED,
    REMOVED,
    TO_VERIFY,
    VERIFIED,
    Establishment,
)

SUBJECT: Final = "fr_dsn.establishment"
Step = Literal["ask", "grant", "refuse", "end"]
STEPS: Final[Mapping[Step, tuple[frozenset[str], str]]] = {
    "ask": (frozenset({NOT_ASKED, REFUSED, ENDED}), ASKED),
    "grant": (frozenset({ASKED}), GRANTED),
    "refuse": (frozenset({ASKED}), REFUSED),
    "end": (frozenset({GRANTED}), ENDED),
}
"""From which states an act on the authorisation for priming data leads to which."""
AT_ONCE: Final = 500


def with_sirets(session: Session, company: int, sirets: Collection[str]) -> dict[str, Establishment]:
    """Give the establishments of an account by SIRET, removed ones too."""
    found: dict[str, Establishment] = {}
    wanted = sorted(sirets)
    for first in range(0, len(wanted), AT_ONCE):
        asked = select(Establishment).where(
            Establishment.company_id == company, Establishment.siret.in_(wanted[first : first + AT_ONCE])
        )
        found |= {one.siret: one for one in session.scalars(asked)}
    return found


def of_deposit(session: Session, company: int, months: Mapping[str, date]) -> dict[str, Establishment]:
    """Give the establishments of a deposit by SIRET; new ones, and those removed before, are added to be verified.

    `months` says from which month on each is declared for.
    """
    known = with_sirets(session, company, months)
    for siret, month in months.items():
        one = known.get(siret)
        if one is None:
            known[siret] = _come(session, company, siret, month)
        elif one.removed_at is not None:
            add_again(session, one, month)
            one.state, one.came = TO_VERIFY, BY_DEPOSIT
    session.flush()
    return known


def _come(session: Session, company: int, siret: str, month: date) -> Establishment:
    one = Establishment(
        company_id=company, siret=siret, state=TO_VERIFY, came=BY_DEPOSIT, expected_from=month
    )
    try:
        with session.begin_nested():
            session.add(one)
            session.flush()
    except IntegrityError:
        # Another file of the account names it for the first time in this moment.
        return with_sirets(session, company, [siret])[siret]
    _journal(session, "came", one)
    return one


def add_again(session: Session, one: Establishment, month: date) -> None:
    """Put an establishment that was removed back; what is known of it is there again."""
    one.removed_at, one.state, one.expected_from, one.added_at = None, VERIFIED, month, clock.now()
    # Of the months from another one on it is not known any more; the next deposit says it anew.
    one.accepted_until = NEVER
    _journal(session, "added_again", one)


def verify(session: Session, one: Establishment) -> None:
    """Note that somebody has looked at what is known of an establishment; raises `Conflict` while something lacks."""
    if not one.name or not one.due_day:
        raise Conflict(_l("Enter the name and the due day of the establishment first."))
    if one.state == TO_VERIFY:
        one.state = VERIFIED
        _journal(session, "verified", one)
    session.flush()


def remove(session: Session, one: Establishment) -> None:
    """Take an establishment out of the portfolio; its deposits and returns stay until their time is over."""
    if one.removed_at is None:
        one.removed_at, one.state = clock.now(), REMOVED
        if one.priming in (ASKED, GRANTED):
            one.priming, one.priming_ended = ENDED, clock.today("Europe/Paris")
        _journal(session, "removed", one)
    session.flush()


def prime(session: Session, one: Establishment, step: Step) -> None:
    """Move the authorisation for priming data; raises `Conflict` when its state does not allow that."""
    before, after = STEPS[step]
    if one.priming not in before:
        raise Conflict(_l("The authorisation has moved on meanwhile. Look at its state again."))
    today = clock.today("Europe/Paris")
    if step == "ask":
        one.priming_asked, one.priming_decided, one.priming_ended = today, None, None
    elif step == "end":
        one.priming_ended = today
    else:
        one.priming_decided = today
    one.priming = after
    _journal(session, f"priming_{after}", one)
    session.flush()


def _journal(session: Session, act: str, one: Establishment) -> None:
    record(session, f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=one.id, name=one.siret)

"""Which second factors a person has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.accounts.service import note
from console.base import clock
from console.base.errors import BadArgument, Conflict, NotFound
from console.factors.models import Factor, Kind, RecoveryCode, RememberedBrowser


@dataclass(frozen=True, slots=True)
class Held:
    """A second factor as its owner sees it."""

    id: int
    kind: str
    """`totp`, `sms`, `passkey` or `certificate`."""
    name: str
    added_at: datetime
    last_used: datetime | None
    hint: str = ""
    """The last figures of a telephone number, or the subject of a certificate."""
    valid_until: datetime | None = None
    """Until when a certificate counts."""


def held(session: Session, user_id: int) -> tuple[Held, ...]:
    """Give the second factors of a person, oldest first; a telephone number only once it is proved."""
    return tuple(seen(row) for row in rows(session, user_id))


def has_any(session: Session, user_id: int) -> bool:
    """Say whether a person has a second factor. Recovery codes alone are none."""
    asked = select(Factor.id).where(Factor.user_id == user_id, Factor.proved).limit(1)
    return session.scalar(asked) is not None


def remove(session: Session, user_id: int, factor_id: int) -> Held:
    """Take a second factor from a person and forget her browsers; with the last one her recovery codes end too.

    Raises `NotFound` for what is not hers.
    """
    row = owned(session, user_id, factor_id)
    if row is None:
        raise NotFound(_l("There is nothing at this address."))
    gone = seen(row)
    session.delete(row)
    session.flush()
    session.execute(delete(RememberedBrowser).where(RememberedBrowser.user_id == user_id))
    if not has_any(session, user_id):
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    note(session, "factor_removed", user_id, factor=gone.kind)
    return gone


def remove_all(session: Session, user_id: int) -> int:
    """Take everything from a person who is locked out: factors, recovery codes, browsers; give how many factors."""
    kept = session.scalars(select(Factor.id).where(Factor.user_id == user_id)).all()
    for model in (Factor, RecoveryCode, RememberedBrowser):
        session.execute(delete(model).where(model.user_id == user_id))
    note(session, "factors_removed", user_id, factors=len(kept))
    return len(kept)


def rows(session: Session, user_id: int, kind: Kind | None = None) -> Sequence[Factor]:
    """Give the rows that count, of one kind or all."""
    asked = select(Factor).where(Factor.user_id == user_id, Factor.proved).order_by(Factor.id)
    return session.scalars(asked if kind is None else asked.where(Factor.kind == kind)).all()


def owned(session: Session, user_id: int, factor_id: int) -> Factor | None:
    """Give a factor of this person, proved or not."""
    return session.scalars(select(Factor).where(Factor.id == factor_id, Factor.user_id == user_id)).first()


def add(session: Session, row: Factor) -> Held:
    """Store a new factor; raises `BadArgument` without a name, `Conflict` for one that an account has already."""
    row.name = row.name.strip()[:80]
    if not row.name:
        raise BadArgument(_l("Give it a name by which you recognise it."), place="name")
    row.added_at = clock.now()
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise Conflict(_l("This is in use with a user account already.")) from None
    if row.proved:
        note(session, "factor_added", row.user_id, factor=row.kind)
    return seen(row)


def answered(session: Session, user_id: int, factor: str, right: bool) -> bool:
    """Note that an answer was right or wrong, and give which."""
    note(session, "factor_passed" if right else "factor_refused", user_id, factor=factor)
    return right


def seen(row: Factor) -> Held:
    """Give what its owner sees of a row."""
    return Held(row.id, row.kind, row.name, row.added_at, row.last_used, row.hint, row.valid_until)

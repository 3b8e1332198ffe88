"""The last step of a restore: what left or ended after the backup must neither leave nor open anything again.

It works on the connection of the role that owns the tables, in the transaction that makes the database usable. The rows
say how things were when the set was taken; nobody here knows what happened since. So every way in that is handed out
ends, every channel is held until a person lets it go, and what stays as it was is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.orm import Session

from console.accounts.models import ApiKey, ApiToken, OneTimeLink, PasswordRequest, SignIn
from console.accounts.service import note
from console.audit.service import record
from console.base import clock
from console.base.sheets.phrases import N_
from console.cli.keeping.manifest import Manifest
from console.deadlines.models import CalendarFeed
from console.dispatch import holding
from console.dispatch.models import GIVEN_UP, PARKED, WAITING, Dispatch, DispatchClaim
from console.dispatch.service import outbox
from console.factors.models import RememberedBrowser, SmsCode
from console.institutions.models import Institution
from console.insured.models import InsuredLetter, InsuredOpening
from console.mailbox.models import Delegation
from console.private.models import PrivateVisit
from console.sso.models import SsoFlow, SsoSession

BY = "guichet restore"
RESTORED = N_("Restored from a backup: look first which of these had left already, then let the channel go.")
ENDED = N_("It carried a link or a code that ended when a backup was restored. Make a new one.")
_ENDS = (
    SsoSession,
    SignIn,
    OneTimeLink,
    ApiToken,
    PasswordRequest,
    SmsCode,
    RememberedBrowser,
    SsoFlow,
    PrivateVisit,
    InsuredOpening,
    CalendarFeed,
)
"""Rows that open something to whoever holds a secret: any of them may have ended after the set was taken."""


@dataclass(frozen=True)
class Held:
    """A channel that an institution must let go."""

    institution: str
    channel: str
    waiting: int
    """Envelopes that were still to leave when the set was taken."""


@dataclass(frozen=True)
class Settled:
    """What was ended and held, and what a person must look at."""

    ended: int
    given_up: int
    held: tuple[Held, ...]
    keys: tuple[str, ...]
    """The live API keys, as lines: one that was ended after the set was taken works again."""


def settle(app: Flask, connection: Connection, manifest: Manifest) -> Settled:
    """End, hold and note; the caller's transaction makes it count together with the rows."""
    with app.app_context(), Session(connection) as session:
        ended = sum(session.execute(delete(model)).rowcount for model in _ENDS)  # type: ignore[attr-defined]
        ended += _expired(session)
        given_up = _given_up(session)
        institutions = session.scalars(select(Institution).order_by(Institution.short_name)).all()
        held = tuple(one for tenant in institutions for one in _held(session, tenant, manifest))
        for tenant in institutions:
            line = record(session, "console.restored", made=_moment(manifest))
            line.institution_id = tenant.id
        note(session, "restored", None, made=_moment(manifest))
        keys = tuple(_keys(session))
        session.flush()
        return Settled(ended, given_up, held, keys)


def _expired(session: Session) -> int:
    """End links of persons and codes of letters by their own term, so that those who gave them are told."""
    moment = clock.now()
    count = 0
    for model in (Delegation, InsuredLetter):
        done = session.execute(update(model).where(model.expires_at > moment).values(expires_at=moment))
        count += done.rowcount  # type: ignore[attr-defined]
    return count


def _given_up(session: Session) -> int:
    """Give up the console's own letters with links and codes: what they open has just ended."""
    open_letters = select(Dispatch.id).where(
        Dispatch.secret, Dispatch.plugin == "console", Dispatch.state.in_((WAITING, PARKED))
    )
    session.execute(delete(DispatchClaim).where(DispatchClaim.dispatch_id.in_(open_letters)))
    done = session.execute(
        update(Dispatch)
        .where(Dispatch.id.in_(open_letters))
        .values(
            state=GIVEN_UP,
            payload="",
            next_at=None,
            ended_at=clock.now(),
            why={"message": ENDED, "params": {}},
        )
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _held(session: Session, tenant: Institution, manifest: Manifest) -> Sequence[Held]:
    """Hold every channel of an institution, also those by which nothing waits: what made a row may make it again."""
    asked = (
        select(DispatchClaim.channel, func.count())
        .where(DispatchClaim.institution_id == tenant.id)
        .group_by(DispatchClaim.channel)
    )
    waiting: dict[str, int] = dict(list(session.execute(asked)))
    found = []
    for channel in sorted({*outbox().channels, *waiting}):
        holding.hold(session, tenant.id, channel, by=f"{BY} ({_moment(manifest)})", reason=RESTORED)
        found.append(Held(tenant.short_name, channel, waiting.get(channel, 0)))
    return found


def _keys(session: Session) -> Sequence[str]:
    asked = (
        select(Institution.short_name, ApiKey.name, ApiKey.plugin)
        .join(Institution, Institution.id == ApiKey.institution_id)
        .where(ApiKey.ended_at.is_(None), ApiKey.expires_at > clock.now())
        .order_by(Institution.short_name, ApiKey.name)
    )
    return [f"{tenant}: {name} ({plugin})" for tenant, name, plugin in session.execute(asked)]


def _moment(manifest: Manifest) -> str:
    return f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"

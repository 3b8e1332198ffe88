"""What people do about gaps: write to the company, note its answer, look again on a day, close and reopen.

Functions take the scoped session to work with and never commit; rows that are changed come locked (`locked`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from console.plugin import (
    BadArgument,
    Conflict,
    Letter,
    NotFound,
    clock,
    public_url,
    record,
    write_to_company,
)
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio.due import PARIS
from plugins.fr_dsn.portfolio.models import Profile, ProfileEstablishment, ProfilePerson
from plugins.fr_dsn.portfolio.sight import MANAGES

from . import wordings
from .finding import SUBJECT, note
from .models import ANSWERED, CLOSED, HEALED, LONGEST_TEXT, OPEN, UNSETTLED, WRITTEN, Gap, GapStep

THEME: Final = "fr_dsn.declarations"
REASONS: Final[Mapping[str, Any]] = {
    "explained": _l("The company has explained it"),
    "elsewhere": _l("It is settled outside the declarations"),
    "unexpected": _l("Nothing was expected for this month"),
    "mistaken": _l("There is nothing missing"),
    "other": _l("Another reason"),
}
"""Why a gap is closed."""
MOST: Final = 500
"""Gaps that one act may be about."""


@dataclass(frozen=True)
class Written:
    """To how many people of how many accounts an e-mail went, and how many accounts could not be reached."""

    people: int
    accounts: int
    unreached: int


def locked(session: Session, keys: Collection[int], *conditions: ColumnElement[bool]) -> Sequence[Gap]:
    """Give gaps by their keys, to be changed; raises `NotFound` when one is not there for these conditions."""
    wanted = {key for key in keys if 0 < key < 2**31}
    asked = select(Gap).where(Gap.id.in_(wanted), *conditions).order_by(Gap.id)
    found = session.scalars(asked.with_for_update(), execution_options={"populate_existing": True}).all()
    if len(found) != len(set(keys)) or not found:
        raise NotFound(_l("There is no such gap."))
    return found


def history(session: Session, gap: Gap) -> Sequence[GapStep]:
    """Give what happened to a gap, oldest first."""
    return session.scalars(select(GapStep).where(GapStep.gap_id == gap.id).order_by(GapStep.id)).all()


def write(session: Session, gaps: Sequence[Gap], answer_by: date, by: str) -> Written:
    """Write to the companies of some gaps, one e-mail for all of each, and look again after the day of the answer.

    Raises `Conflict` when one is settled or was written about today, or when nobody could be reached at all.
    """
    _demand_unsettled(gaps)
    _demand_future(answer_by)
    today = clock.today("Europe/Paris")
    people = accounts = unreached = 0
    for company, group in groupby(sorted(gaps, key=lambda one: (one.company_id, one.id)), _company):
        rows = list(group)
        if any(one.state == WRITTEN and _last_day(session, one) == today for one in rows):
            raise Conflict(_l("The company was written to about this today already."))
        count = write_to_company(session, _letter(session, company, rows, answer_by, today))
        if not count:
            unreached += 1
            continue
        people, accounts = people + count, accounts + 1
        for one in rows:
            one.state, one.follow_up = WRITTEN, answer_by
            note(session, one, "written", day=answer_by, count=count, by=by[:130])
            _journal(session, "written", one)
    if not accounts:
        raise Conflict(
            _l(
                "Nobody of the account can be written to: no right, no address, or no e-mails leave this console."
            )
        )
    session.flush()
    return Written(people, accounts, unreached)


def answer(session: Session, gap: Gap, text: str, by: str) -> None:
    """Note what the company says; somebody looks at it at once. Raises `Conflict` once it is settled."""
    _demand_unsettled([gap])
    said = _said(text)
    if not said:
        raise BadArgument(_l("Write down the answer."), place="text")
    gap.state, gap.follow_up = ANSWERED, clock.today("Europe/Paris")
    note(session, gap, "answered", text=said, by=by[:130])
    _journal(session, "answered", gap)
    session.flush()


def look_again(session: Session, gaps: Sequence[Gap], day: date, by: str) -> None:
    """Have some gaps looked at again on a day to come; raises `Conflict` when one is settled."""
    _demand_unsettled(gaps)
    _demand_future(day)
    for one in gaps:
        one.follow_up = day
        note(session, one, "followed", day=day, by=by[:130])
        _journal(session, "followed", one)
    session.flush()


def close(session: Session, gaps: Sequence[Gap], reason: str, text: str, by: str) -> None:
    """Close some gaps with a reason: they are not opened again by themselves. Raises `Conflict` when one is settled."""
    _demand_unsettled(gaps)
    if reason not in REASONS:
        raise BadArgument(_l("Choose a reason."), place="reason")
    said = _said(text)
    if reason == "other" and not said:
        raise BadArgument(_l("Say which reason."), place="text")
    for one in gaps:
        one.state, one.follow_up, one.settled_at = CLOSED, None, clock.now()
        note(session, one, "closed", reason=reason, text=said, by=by[:130])
        _journal(session, "closed", one)
    session.flush()


def reopen(session: Session, gap: Gap, by: str) -> None:
    """Open a gap again that was closed or went away by itself; raises `Conflict` while it is open."""
    if gap.state not in (CLOSED, HEALED):
        raise Conflict(_l("This gap is open."))
    gap.state, gap.follow_up, gap.settled_at = OPEN, clock.today("Europe/Paris"), None
    note(session, gap, "reopened", by=by[:130])
    _journal(session, "reopened", gap)
    session.flush()


def _letter(session: Session, company: int, rows: Sequence[Gap], answer_by: date, today: date) -> Letter:
    names = ",".join(one.reference for one in rows)
    if len(rows) == 1:
        template, about = wordings.OF_KIND[rows[0].kind], rows[0].reference
        link = public_url("fr_dsn__GapView.show", pk=rows[0].id)
    else:
        template, about = wordings.SEVERAL, ""
        link = public_url("fr_dsn__GapView.index", state=WRITTEN)
    return Letter(
        template=template,
        company=company,
        theme=THEME,
        link=link,
        key=f"fr_dsn.gap.{hashlib.sha256(names.encode()).hexdigest()[:24]}.{today}",
        day=answer_by,
        subject=SUBJECT,
        subject_id=about,
        users=_entrusted(session, company, {one.establishment_id for one in rows}),
        or_with=MANAGES,
    )


def _entrusted(session: Session, company: int, establishments: Collection[int]) -> set[int]:
    """Give the people of an account whose profiles let them see all of these establishments."""
    asked = (
        select(ProfilePerson.user_id, ProfileEstablishment.establishment_id, Profile.covers_all)
        .join(Profile, Profile.id == ProfilePerson.profile_id)
        .outerjoin(ProfileEstablishment, ProfileEstablishment.profile_id == Profile.id)
        .where(
            Profile.company_id == company,
            or_(Profile.covers_all, ProfileEstablishment.establishment_id.in_(establishments)),
        )
    )
    seen: dict[int, set[int]] = {}
    for user, establishment, covers_all in session.execute(asked):
        mine = seen.setdefault(user, set())
        mine |= set(establishments) if covers_all else {establishment}
    return {user for user, mine in seen.items() if mine >= set(establishments)}


def _last_day(session: Session, gap: Gap) -> date | None:
    """Give the day on which the company was last written to about it."""
    asked = select(GapStep.at).where(GapStep.gap_id == gap.id, GapStep.what == "written")
    moment = session.scalars(asked.order_by(GapStep.id.desc()).limit(1)).first()
    return None if moment is None else moment.astimezone(PARIS).date()


def _company(gap: Gap) -> int:
    return gap.company_id


def _demand_unsettled(gaps: Sequence[Gap]) -> None:
    if any(one.state not in UNSETTLED for one in gaps):
        raise Conflict(_l("This gap is settled meanwhile. Look at its state again."))


def _demand_future(day: date) -> None:
    if day < clock.today("Europe/Paris"):
        raise BadArgument(_l("Choose a day that is still to come."), place="day")


def _said(text: str) -> str:
    return "".join(sign for sign in text.strip() if sign.isprintable() or sign == "\n")[:LONGEST_TEXT]


def _journal(session: Session, act: str, gap: Gap) -> None:
    """Note the act by the reference and the SIRET: nothing about a person stands in the journal."""
    record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=gap.reference,
        name=f"{gap.reference} {gap.siret}",
    )

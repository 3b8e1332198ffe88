"""What the staff keep: standard answers, absences, how a theme is worked in, and which pages have done their act."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.base.errors import BadArgument, Conflict, NotAllowed, NotFound
from console.base.sheets.phrases import N_, Phrase
from console.desk.models import Absence, SpentKey, StandardAnswer, ThemeOption
from console.desk.promises import Promise
from console.hooks.declarations import Level
from console.mailbox.service import Actor

SUBJECT = "console.desk"
ANSWER = f"{SUBJECT}.answer"
"""The subject of the journal's lines about standard answers, by which their history is found."""
KEYS_KEPT = timedelta(days=7)
LONGEST_ABSENCE = timedelta(days=366)
MOST_PROMISED = 365


@dataclass(frozen=True)
class Option:
    """How an institution works in a theme."""

    needs_second: bool = False
    promise: Promise | None = None


PLAIN = Option()


def options(session: Session, themes: Collection[str] = ()) -> Mapping[str, Option]:
    """Give how these themes, or all of them, are worked in; those that nobody set up are left out."""
    wanted = select(ThemeOption)
    rows = session.scalars(wanted.where(ThemeOption.theme.in_(themes)) if themes else wanted)
    return {row.theme: Option(row.needs_second, _promise(row)) for row in rows}


def option_of(session: Session, theme: str) -> Option:
    """Give how a theme is worked in."""
    return options(session, (theme,)).get(theme, PLAIN)


def set_option(session: Session, theme: str, name: str, option: Option) -> None:
    """Set up how a theme is worked in; `name` is its title for the journal."""
    row = session.scalar(select(ThemeOption).where(ThemeOption.theme == theme).with_for_update())
    if row is None:
        row = ThemeOption(theme=theme)
        session.add(row)
    promise = option.promise
    row.needs_second = option.needs_second
    row.promised_days = promise.days if promise else None
    row.working_days = promise.working if promise else True
    changes = audit.changes_of(row, skip=frozenset({"version", "institution_id", "theme"}))
    session.flush()
    if changes:
        audit.record(
            session, f"{SUBJECT}.theme_changed", subject=SUBJECT, subject_id=theme, name=name, changes=changes
        )


def answers(session: Session, themes: Collection[str]) -> Sequence[StandardAnswer]:
    """Give the standard answers of these themes, by theme, title and language."""
    order = (StandardAnswer.theme, StandardAnswer.title, StandardAnswer.language)
    wanted = select(StandardAnswer).where(StandardAnswer.theme.in_(sorted(themes))).order_by(*order)
    return session.scalars(wanted).all()


def answer_of(session: Session, actor: Actor, key: int, *, lock: bool = False) -> StandardAnswer:
    """Give a standard answer of a theme the actor works in; raises `NotFound`."""
    wanted = select(StandardAnswer).where(StandardAnswer.id == key)
    found: StandardAnswer | None = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None or not actor.level(found.theme):
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    return found


def may_keep(actor: Actor, theme: str) -> bool:
    """Say whether an actor may write the standard answers of a theme: they go out as what she sends does."""
    return actor.level(theme) >= Level.SEND


def keep_answer(session: Session, actor: Actor, row: StandardAnswer, values: Mapping[str, str]) -> None:
    """Add or change a standard answer; raises `NotAllowed`, and `Conflict` for a title that exists already."""
    if not may_keep(actor, values["theme"]) or (row.theme and not may_keep(actor, row.theme)):
        raise NotAllowed(Phrase(N_("Standard answers are kept by those who may send in the theme.")))
    act = "changed" if row.id else "added"
    try:
        with session.begin_nested(), session.no_autoflush:
            for name in ("theme", "language", "title", "text"):
                if getattr(row, name) != values[name]:
                    setattr(row, name, values[name])
            session.add(row)
            changes = audit.changes_of(row)
            session.flush()
    except IntegrityError as fault:
        text = N_(
            "There is a standard answer with this title in this theme and language. Choose another title."
        )
        raise Conflict(Phrase(text), place="title") from fault
    if changes:
        _record(session, f"answer_{act}", row.id, row.title, ANSWER, changes=changes)


def delete_answer(session: Session, actor: Actor, row: StandardAnswer) -> None:
    """Delete a standard answer; raises `NotAllowed`. What was written with it stays as it was sent."""
    if not may_keep(actor, row.theme):
        raise NotAllowed(Phrase(N_("Standard answers are kept by those who may send in the theme.")))
    _record(session, "answer_deleted", row.id, row.title, ANSWER)
    session.delete(row)
    session.flush()


def absences(session: Session, day: date) -> Sequence[Absence]:
    """Give the absences that last on a day or come later, in the order of their days."""
    wanted = select(Absence).where(Absence.last_day >= day).order_by(Absence.first_day, Absence.id)
    return session.scalars(wanted).all()


def stands_in_for(session: Session, user_id: int, day: date) -> list[int]:
    """Give the colleagues for whom somebody stands in on a day."""
    wanted = select(Absence.user_id).where(
        Absence.substitute_id == user_id, Absence.first_day <= day, Absence.last_day >= day
    )
    return sorted(set(session.scalars(wanted)))


def be_absent(
    session: Session, actor: Actor, first: date, last: date, substitute: int, today: date
) -> Absence:
    """Enter one's own absence; raises `BadArgument` naming the field, and `Conflict` for days entered already.

    Whoever checks that the substitute is a colleague is the caller.
    """
    if last < first:
        raise BadArgument(Phrase(N_("The last day is before the first.")), place="last_day")
    if last < today or last - first > LONGEST_ABSENCE:
        text = N_("Enter an absence that is not over yet and lasts a year at most.")
        raise BadArgument(Phrase(text), place="last_day")
    if substitute == actor.user_id:
        raise BadArgument(Phrase(N_("Choose a colleague.")), place="substitute")
    # Whoever is away on the same days cannot stand in, and one's own days are entered once.
    away = or_(Absence.user_id == actor.user_id, Absence.user_id == substitute)
    same = select(Absence).where(away, Absence.first_day <= last, Absence.last_day >= first)
    if (other := session.scalars(same.limit(1)).first()) is not None:
        if other.user_id == substitute:
            raise BadArgument(
                Phrase(N_("This colleague is away herself on some of these days.")), place="substitute"
            )
        raise Conflict(
            Phrase(N_("You have entered an absence for some of these days already.")), place="first_day"
        )
    row = Absence(user_id=actor.user_id, first_day=first, last_day=last, substitute_id=substitute)
    session.add(row)
    session.flush()
    _record(session, "absence_added", row.id, actor.name)
    return row


def own_absence(session: Session, actor: Actor, key: int) -> Absence:
    """Give one's own absence; raises `NotFound` for any other."""
    wanted = select(Absence).where(Absence.id == key, Absence.user_id == actor.user_id)
    found: Absence | None = session.scalar(wanted)
    if found is None:
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    return found


def come_back(session: Session, actor: Actor, key: int) -> None:
    """Delete one's own absence; raises `NotFound` for any other."""
    session.delete(own_absence(session, actor, key))
    _record(session, "absence_deleted", key, actor.name)
    session.flush()


def leave(session: Session, user_id: int, today: date) -> None:
    """End the absences of somebody who leaves, and those in which she would stand in, as far as they last."""
    session.execute(
        delete(Absence).where(
            or_(Absence.user_id == user_id, Absence.substitute_id == user_id), Absence.last_day >= today
        )
    )


def spend(session: Session, actor: Actor, key: str) -> SpentKey | None:
    """Use up the one-time key of a page; nothing when its act was done already, also at this very moment."""
    made = SpentKey(digest=ids.digest(f"{actor.user_id}:{key}"), at=clock.now())
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:
        return None
    return made


def spent(session: Session, actor: Actor, key: str) -> SpentKey | None:
    """Give what a page did with its one-time key."""
    wanted = select(SpentKey).where(SpentKey.digest == ids.digest(f"{actor.user_id}:{key}"))
    found: SpentKey | None = session.scalar(wanted)
    return found


def sweep(session: Session) -> None:
    """Forget the keys of pages that nobody has open any more."""
    session.execute(delete(SpentKey).where(SpentKey.at < clock.now() - KEYS_KEPT))


def _promise(row: ThemeOption) -> Promise | None:
    return None if row.promised_days is None else Promise(row.promised_days, row.working_days)


def _record(session: Session, act: str, key: int, name: str, subject: str = SUBJECT, **facts: Any) -> None:
    audit.record(session, f"{SUBJECT}.{act}", subject=subject, subject_id=key, name=name, **facts)

"""How long each rule lasts in an institution: what a source proves, or what an administrator confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.base.calendar import End, Span, Unit, count, is_known_region, span_of, text_of
from console.base.errors import BadArgument, Conflict, NotFound, ProgrammingError
from console.deadlines.journal import SUBJECT
from console.deadlines.models import DeadlineLength
from console.hooks.declarations import Text
from console.hooks.manager import Plugins
from console.hooks.times import DeadlineRule
from console.institutions.models import Institution
from console.institutions.sessions import scope_of


@dataclass(frozen=True)
class Rule:
    """A declared rule and how long it lasts here."""

    declared: DeadlineRule
    span: Span
    ground: Text
    source: str
    """Where the law says so, for a length that nobody had to confirm."""
    version: int
    """Of the confirmation; 0 where there is none."""
    confirmed_at: datetime | None = None
    confirmed_by: str = ""

    @property
    def key(self) -> str:
        """Give the rule's key."""
        return self.declared.key

    @property
    def is_in_force(self) -> bool:
        """Say whether it counts: it is proven, or somebody confirmed it."""
        return bool(self.source) or self.confirmed_at is not None


def declared() -> Mapping[str, DeadlineRule]:
    """Give the rules of all installed plugins by key."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    return {one.key: one for plugin in plugins for one in plugin.deadlines}


def rules(session: Session) -> Mapping[str, Rule]:
    """Give each rule as it stands in the session's institution, by key."""
    known = declared()
    rows = {row.key: row for row in session.scalars(select(DeadlineLength))} if known else {}
    return {key: _rule(one, rows.get(key)) for key, one in known.items()}


def rule(session: Session, key: str) -> Rule:
    """Give one of them; raises `NotFound`."""
    found = rules(session).get(key)
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found


def confirm(session: Session, key: str, span: str, ground: str, *, version: int, by: str) -> None:
    """Put a length in force; `version` is that of the confirmation which the administrator saw.

    Raises `NotFound`, `BadArgument` for a length that cannot be read, has no meaning here or names an unknown region,
    and for an empty ground, and `Conflict` when somebody else confirmed meanwhile. What has its day already keeps it.
    """
    found, read = rule(session, key), span_of(span)
    if read.unit is Unit.HOURS and not found.declared.dispatch:
        raise BadArgument(_l("Hours are for transmissions. Write days or months here."), place="span")
    if read.region and not is_known_region(read.region):
        text = _l(
            "The holidays of %(region)s are not known. Write a country such as CH, or a part such as CH-VD.",
            region=read.region,
        )
        raise BadArgument(text, place="region")
    if not ground.strip():
        raise BadArgument(_l("Say by which law or for which reason it lasts so long."), place="ground")
    if found.version != version:
        raise Conflict(_l("Somebody else has changed this meanwhile. Look at it again."))
    asked = select(DeadlineLength).where(DeadlineLength.key == key).with_for_update()
    row = session.scalars(asked).first() or DeadlineLength(key=key)
    row.span, row.ground = text_of(read), ground.strip()
    row.confirmed_at, row.confirmed_by = clock.now(), by
    session.add(row)
    session.flush()
    audit.record(
        session,
        f"{SUBJECT}.confirmed",
        subject=SUBJECT,
        subject_id=key,
        deadline=key,
        span=row.span,
        law=row.ground,
    )
    session.flush()


def by_rule(session: Session, plugin: str, key: str, start: date | datetime) -> date | datetime | None:
    """Give until when something may take that began with an event: the last day, or for hours the moment in UTC.

    `key` is the rule's with or without its plugin. Nothing where the rule is not in force. Raises `ProgrammingError`
    for a rule the plugin does not have.
    """
    full = key if key.startswith(f"{plugin}.") else f"{plugin}.{key}"
    if full not in declared():
        raise ProgrammingError(f"the plugin {plugin} has no deadline rule {key}")
    found = rule(session, full)
    if not found.is_in_force:
        return None
    end = end_of(session, found, start)
    return end.at if end.is_moment else end.day


def end_of(session: Session, found: Rule, start: date | datetime) -> End:
    """Give when a rule that began with an event ends, with each step."""
    zone, home = place_of(session)
    return count(found.span, start, zone, home)


def place_of(session: Session) -> tuple[str, str]:
    """Give the time zone of the session's institution and the country whose holidays it keeps."""
    wanted = select(Institution.zone, Institution.country)
    row = session.execute(wanted.where(Institution.id == scope_of(session).institution)).one()
    return row.zone, row.country


def _rule(one: DeadlineRule, row: DeadlineLength | None) -> Rule:
    if row is not None:
        return Rule(one, span_of(row.span), row.ground, "", row.version, row.confirmed_at, row.confirmed_by)
    return Rule(one, span_of(one.span), one.ground, one.source, 0)

"""The retention classes of the console and of all plugins, and which of their rows are past their time.

Words: a *holding* is a retention class with what the console must know to find and erase its rows; a row is *past* when
its day lies before that of its class, and *free* when no legal hold stands in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Date, Select, String, and_, cast, false, func, or_, select, true
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.audit.models import AuditEntry
from console.audit.verifying import ERASED
from console.dossiers.models import Dossier
from console.forms.models import Draft, Submission
from console.hooks.declarations import RetentionClass
from console.hooks.manager import Plugins
from console.mailbox.models import Delegation, Message, PrivatePart
from console.proofs.models import Proof
from console.retention import removing
from console.retention.people import Held, People


@dataclass(frozen=True)
class Holding:
    """Rows of one retention class."""

    declared: RetentionClass
    erase: Callable[[Session, Sequence[int]], None]
    """Erases rows by their keys."""
    only: ColumnElement[bool] | None = None
    """Which rows of the model belong to the class."""
    mentions: tuple[str, ...] = ()
    """Columns of JSON in which official numbers may stand."""
    by_digest: bool = False
    """Whether the columns of persons hold digests."""
    piece: int = 200
    """Rows that are erased in one transaction: on SQLite nobody else writes meanwhile."""

    @property
    def key(self) -> str:
        """Give the key of the class."""
        return self.declared.key

    def past(self, before: date, zone: str, held: Held, of: People | None = None) -> Select[Any]:
        """Give the keys of free rows whose time began before a day of the zone; with `of` those of these persons."""
        wanted = and_(self._is_past(before, zone), self._is_free(held), self._is_of(of))
        return select(self.declared.model.id).where(wanted).order_by(self.declared.model.id)

    def of(self, people: People) -> Select[Any]:
        """Give the keys of all rows of these persons."""
        return select(self.declared.model.id).where(self._whole(), self._is_of(people))

    def _whole(self) -> ColumnElement[bool]:
        return true() if self.only is None else self.only

    def _is_past(self, before: date, zone: str) -> ColumnElement[bool]:
        since = getattr(self.declared.model, self.declared.since)
        is_day = isinstance(since.type, Date)
        limit = before if is_day else datetime.combine(before, time(), ZoneInfo(zone))
        return and_(self._whole(), since.is_not(None), since < limit)

    def _is_of(self, people: People | None) -> ColumnElement[bool]:
        if people is None:
            return true()
        return or_(false(), *self._names(people))

    def _is_free(self, held: Held) -> ColumnElement[bool]:
        free = [~named for named in self._names(held.people)]
        if self.declared.model is Dossier and held.dossiers:
            free.append(Dossier.reference.not_in(held.dossiers))
        return and_(true(), *free)

    def _names(self, people: People) -> list[ColumnElement[bool]]:
        """Give one condition per way in which a row names somebody; nothing for nobody."""
        model, wanted = self.declared.model, people.digests if self.by_digest else people.numbers
        if not wanted:
            return []
        named = [getattr(model, column).in_(wanted) for column in self.declared.persons]
        named += [
            func.coalesce(cast(getattr(model, column), String), "").contains(number, autoescape=True)
            for column in self.mentions
            for number in sorted(people.numbers)
        ]
        if model is Dossier:
            about = select(Message.id).where(
                Message.dossier_id == Dossier.id, Message.person_number.in_(wanted)
            )
            handed = (
                select(Delegation.id)
                .join(Message, Message.id == Delegation.message_id)
                .where(Message.dossier_id == Dossier.id, Delegation.person_number.in_(wanted))
            )
            named += [about.exists(), handed.exists()]
        return named


def _erase_lines(session: Session, keys: Sequence[int]) -> None:
    audit.empty(session, session.scalars(select(AuditEntry).where(AuditEntry.id.in_(keys))).all())


CONSOLE: Final[tuple[Holding, ...]] = (
    Holding(
        RetentionClass(
            "console.dossiers",
            _l("Closed dossiers"),
            _l(
                "The dossier with its messages, answers, private parts, documents, proofs of what was sent, and "
                "the notes of the staff."
            ),
            _l("the day on which the dossier was closed"),
            Dossier,
            since="closed_at",
            persons=("person_number",),
        ),
        removing.remove_dossiers,
        piece=20,
    ),
    Holding(
        RetentionClass(
            "console.unsent",
            _l("Messages that were never sent"),
            _l("What a company began and neither sent nor threw away."),
            _l("the last change"),
            Message,
            since="moved_at",
            persons=("person_number",),
        ),
        removing.remove_messages,
        only=Message.dossier_id.is_(None),
        mentions=("raw",),
        piece=50,
    ),
    Holding(
        RetentionClass(
            "console.drafts",
            _l("Drafts"),
            _l("What somebody is filling in, as it was typed."),
            _l("the last change"),
            Draft,
            since="changed_at",
        ),
        removing.remover(Draft),
        mentions=("raw",),
    ),
    Holding(
        RetentionClass(
            "console.submissions",
            _l("Announcements without a dossier"),
            _l("What was sent and stands in no dossier: what was taken back, and what came in before the mailbox."),
            _l("the day on which it was sent"),
            Submission,
            since="sent_at",
        ),
        removing.remove_submissions,
        only=and_(
            *(
                ~select(model.id).where(model.submission_id == Submission.id).exists()
                for model in (Message, PrivatePart, Proof)
            )
        ),
        mentions=("content",),
    ),
    Holding(
        RetentionClass(
            "console.journal",
            _l("Personal parts of the journal"),
            _l("Who was concerned, and the facts of each entry. The entry itself stays, and the chain over it."),
            _l("the day of the entry"),
            AuditEntry,
            since="at",
            persons=("person",),
        ),
        _erase_lines,
        only=and_(AuditEntry.number.is_not(None), AuditEntry.salt.is_not(None), AuditEntry.action != ERASED),
        by_digest=True,
        piece=500,
    ),
)  # fmt: skip


def holdings() -> Mapping[str, Holding]:
    """Give all holdings by key: the console's, then those of each installed plugin, switched on or not."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    theirs = (
        Holding(one, removing.remover(one.model), mentions=one.mentions)
        for plugin in plugins
        for one in plugin.retention
    )
    return {one.key: one for one in (*CONSOLE, *theirs)}

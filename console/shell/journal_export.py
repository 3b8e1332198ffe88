"""The journal as a sheet: every line that was asked for, with what its place in the chain says."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from flask import Response, g, send_file
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from console.audit.models import CONSULTATION, AuditEntry
from console.base import clock
from console.base.errors import BadArgument
from console.base.sheets import Value, write_csv, write_xlsx
from console.institutions.sessions import db
from console.shell import consulting, journal_sentences
from console.shell.crud.exporting import MOST_ROWS, TYPES
from console.shell.crud.listing import Asked
from console.shell.journal_filters import JOURNAL

SUBJECT: Final = "console.journal"
_AT_ONCE = 1_000


def export(asked: Asked, kind: str) -> Response:
    """Give the file, and note it before it leaves; raises `BadArgument` when it has too many lines."""
    count = _count(asked)
    name = f"journal_{clock.now().astimezone(g.style.zone).date().isoformat()}.{kind}"
    content = (
        write_csv(_titles(), _rows(asked))
        if kind == "csv"
        else write_xlsx(_("Journal"), _titles(), _rows(asked), g.style.locale, created=clock.now())
    )
    consulting.note(SUBJECT, act="exported", name=name, count=count, filters=dict(asked.filters))
    return send_file(io.BytesIO(content), mimetype=TYPES[kind], as_attachment=True, download_name=name)


def _count(asked: Asked) -> int:
    some = select(AuditEntry.id).where(*JOURNAL.conditions(asked, g.style)).limit(MOST_ROWS + 1)
    count: int = db.session.scalar(select(func.count()).select_from(some.subquery())) or 0
    if count > MOST_ROWS:
        raise BadArgument(
            _l(
                "This list has more than %(most)s entries, too many for one file. Narrow it with filters and"
                " export it in parts.",
                most=g.style.show_number(MOST_ROWS),
            )
        )
    return count


def _titles() -> list[str]:
    return [
        _("No."),
        _("When"),
        _("Person"),
        _("Kind"),
        _("What happened"),
        _("Details"),
        _("Action"),
        _("Reference of the request"),
        _("Sealed"),
        _("Digest"),
    ]


def _rows(asked: Asked) -> Iterator[list[Value]]:
    entries = db.session.scalars(
        JOURNAL.every(asked, g.style).limit(MOST_ROWS), execution_options={"yield_per": _AT_ONCE}
    )
    for entry in entries:
        yield [
            entry.number,
            g.style.show_moment(entry.at),
            entry.actor_name,
            _("Consultation") if entry.kind == CONSULTATION else _("Act"),
            journal_sentences.of_entry(entry),
            journal_sentences.details(entry),
            entry.action,
            entry.request_id,
            g.style.show_moment(entry.sealed_at) if entry.sealed_at is not None else "",
            entry.digest or "",
        ]

"""A list as a file: all its rows as filtered and sorted, all columns of the view, safe to open."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from flask import Response, g, request, send_file
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from console.audit import service as audit
from console.audit.models import ACT, CONSULTATION
from console.base import clock
from console.base.errors import BadArgument
from console.base.sheets import Value, write_csv, write_xlsx
from console.institutions.scope import Scope
from console.institutions.sessions import acting, db, scope_of
from console.shell.crud.columns import Column
from console.shell.crud.listing import Asked

if TYPE_CHECKING:
    from console.shell.crud.view import CrudView

MOST_ROWS = 50_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_AT_ONCE = 1_000
"""Rows held as objects at a time."""


def export(view: CrudView, kind: str) -> Response:
    """Give the file of the list that the address asks for; raises `BadArgument` when it has too many rows."""
    asked = view.listing.asked(request.args)
    _refuse_too_many(view, asked)
    per_institution: Counter[int] = Counter()
    file = sheet_file(view, kind, view.columns, _cells(view, asked, per_institution))
    _journal(view, asked, per_institution, name=_file_name(view, kind))
    return file


def sheet_file(
    view: CrudView, kind: str, columns: Iterable[Column], rows: Iterable[Sequence[Value]]
) -> Response:
    """Give a download with the titles of these columns and rows under them."""
    titles = [str(column.label) for column in columns]
    content = (
        write_csv(titles, rows)
        if kind == "csv"
        else write_xlsx(str(view.rows), titles, rows, g.style.locale, created=clock.now())
    )
    return send_file(
        io.BytesIO(content),
        mimetype=TYPES[kind],
        as_attachment=True,
        download_name=_file_name(view, kind),
    )


def _file_name(view: CrudView, kind: str) -> str:
    day = clock.now().astimezone(g.style.zone).date()
    return f"{view.key}_{day.isoformat()}.{kind}"


def _refuse_too_many(view: CrudView, asked: Asked) -> None:
    some = select(view.model.id).where(*view.listing.conditions(asked, g.style)).limit(MOST_ROWS + 1)
    if (db.session.scalar(select(func.count()).select_from(some.subquery())) or 0) > MOST_ROWS:
        raise BadArgument(
            _l(
                "This list has more than %(most)s entries, too many for one file. Narrow it with filters and"
                " export it in parts.",
                most=g.style.show_number(MOST_ROWS),
            )
        )


def _cells(view: CrudView, asked: Asked, per_institution: Counter[int]) -> Iterator[list[Value]]:
    """Give each row as cells, counting whose rows they are."""
    rows = db.session.scalars(
        view.listing.every(asked, g.style).limit(MOST_ROWS), execution_options={"yield_per": _AT_ONCE}
    )
    for row in rows:
        per_institution[row.institution_id] += 1
        yield [column.to_cell(column.value(row), g.style) for column in view.columns]


def _journal(view: CrudView, asked: Asked, per_institution: Counter[int], *, name: str) -> None:
    """Note in each institution's journal what left it, in a session of its own: this one only reads."""
    actor, request_id = g.actor, g.request_id
    narrowed = {"search": asked.search} if asked.search else {}
    for institution in scope_of(db.session()).institutions:
        with acting(Scope((institution,), purpose="journal"), writes=True) as session:
            g.actor, g.request_id = actor, request_id
            line = audit.record(
                session,
                f"{view.class_permission_name}.exported",
                subject=view.class_permission_name,
                name=name,
                count=per_institution[institution],
                filters={**asked.filters, **narrowed},
            )
            line.kind = CONSULTATION if view.personal is not None else ACT

"""Returns of the hub and of the organisations: what is to handle, each anomaly in words, their documents as a zip."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any, ClassVar

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased, undefer

from console.plugin import (
    BadArgument,
    NotFound,
    PageView,
    db,
    matching,
    note_consultation,
    say_done,
    visitor,
)
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.deposits import returns
from plugins.fr_dsn.deposits.models import Deposit, DepositDeclaration, HubReturn, ReturnLine
from plugins.fr_dsn.deposits.returns import SUBJECT
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.portfolio.models import Establishment
from plugins.fr_dsn.views.asking import page_of
from plugins.fr_dsn.views.returns_showing import Listed, line_page, list_page

PER_PAGE = 50
MOST_DOCUMENTS = 500
"""Documents of one zip."""
STATES = ("open", "handled", "")
"""What is listed: to handle, handled, or with an empty value everything."""
_SEEN = sight.entrusted("see", ReturnLine.establishment_id)


class ReturnView(PageView):
    """Lines of returns about establishments that the visitor sees."""

    key = "return"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "documents": "read",
        "handle": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List returns, those to handle first."""
        page, state, search = page_of(request.args), _state(), request.args.get("search", "").strip()[:60]
        asked = (
            select(ReturnLine, HubReturn, DepositDeclaration, Establishment)
            .join(HubReturn, HubReturn.id == ReturnLine.return_id)
            .join(DepositDeclaration, DepositDeclaration.id == ReturnLine.declaration_id)
            .join(Establishment, Establishment.id == ReturnLine.establishment_id)
            .where(*_conditions(state, search))
            .order_by(ReturnLine.came_at.desc(), ReturnLine.id.desc())
        )
        rows = db.session.execute(asked.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)).all()
        found = [Listed(*row) for row in rows[:PER_PAGE]]
        shown = list_page(found, state, search, page, has_more=len(rows) > PER_PAGE)
        return render_template("guichet/list.html", page=shown)

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show what a return says of a declaration."""
        row = _found(pk)
        deposit = db.session.get_one(Deposit, row.declaration.deposit_id)
        note_consultation(
            SUBJECT,
            act="consulted",
            subject_id=pk,
            institution=row.line.institution_id,
            name=row.declaration.siret,
        )
        may_handle = sight.may(db.session(), "returns", row.line.establishment_id) and self._may_write()
        return render_template("guichet/show.html", page=line_page(row, deposit, may_handle=may_handle))

    @expose("/handle/<int:pk>", methods=("POST",))
    @has_access
    def handle(self, pk: int) -> ResponseReturnValue:
        """Note that somebody has seen to a return."""
        row = _found(pk)
        sight.demand(db.session(), "returns", row.line.establishment_id)
        returns.handle(db.session(), row.line, visitor().name)
        say_done(_("The return is handled."))
        return redirect(url_for(".index"), 303)

    @expose("/documents.zip")
    @has_access
    def documents(self) -> ResponseReturnValue:
        """Give the documents of the returns asked for; one that also speaks of what is not the visitor's stays out."""
        state, search = _state(), request.args.get("search", "").strip()[:60]
        wanted = select(ReturnLine.return_id).where(*_conditions(state, search, joined=False))
        foreign = aliased(ReturnLine)
        asked = (
            select(HubReturn, Deposit.reference)
            .join(Deposit, Deposit.id == HubReturn.deposit_id)
            .where(
                HubReturn.id.in_(wanted),
                HubReturn.document != "",
                ~exists().where(foreign.return_id == HubReturn.id, ~_is_seen(foreign)),
            )
            .options(undefer(HubReturn.document))
            .order_by(HubReturn.id.desc())
            .limit(MOST_DOCUMENTS)
        )
        found = db.session.execute(asked).all()
        if not found:
            raise NotFound(_l("None of these returns has a document that you may take along."))
        content = _zipped([(row, reference) for row, reference in found])
        note_consultation(
            SUBJECT,
            act="exported",
            subject_id="",
            institution=found[0][0].institution_id,
            name=state or "all",
            count=len(found),
        )
        return send_file(
            io.BytesIO(content), "application/zip", as_attachment=True, download_name=f"{_('Returns')}.zip"
        )

    def _may_write(self) -> bool:
        return bool(self.appbuilder.sm.has_access("can_write", self.class_permission_name))


def _is_seen(line: Any) -> ColumnElement[bool]:
    places = select(Establishment.id).where(sight.VISIBLE)
    condition: ColumnElement[bool] = line.establishment_id.in_(places)
    return condition


def _state() -> str:
    state = request.args.get("state", "open")
    if state not in STATES:
        raise BadArgument(_l("The list cannot be narrowed to this value."), place="state")
    return state


def _conditions(state: str, search: str, *, joined: bool = True) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_SEEN]
    if state == "open":
        found.append(ReturnLine.to_handle.is_(True))
    elif state == "handled":
        found.append(ReturnLine.handled_at.is_not(None))
    if not search:
        return found
    deposit = select(Deposit.id).where(Deposit.reference == search.upper()).scalar_subquery()
    of_deposit = select(HubReturn.id).where(HubReturn.deposit_id == deposit)
    if len(search) == 9 and search[4] == "-":
        found.append(ReturnLine.return_id.in_(of_deposit))
    else:
        places = select(Establishment.id).where(*matching(Establishment, Establishment.id, search))
        found.append(ReturnLine.establishment_id.in_(places))
    return found


def _found(pk: int) -> Listed:
    asked = (
        select(ReturnLine, HubReturn, DepositDeclaration, Establishment)
        .join(HubReturn, HubReturn.id == ReturnLine.return_id)
        .join(DepositDeclaration, DepositDeclaration.id == ReturnLine.declaration_id)
        .join(Establishment, Establishment.id == ReturnLine.establishment_id)
        .where(ReturnLine.id == pk, _SEEN)
        .options(undefer(ReturnLine.anomalies))
    )
    row = db.session.execute(asked).first() if pk < 2**31 else None
    if row is None:
        raise NotFound(_l("There is no such return."))
    return Listed(*row)


def _zipped(found: list[tuple[HubReturn, str]]) -> bytes:
    """Put documents into an archive, each named by its deposit, its nature and who says it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for row, reference in found:
            parts = (reference, row.nature, "".join(c for c in row.organisation if c.isalnum()), str(row.id))
            name = "-".join(part for part in parts if part)
            archive.writestr(_entry(name, row.came_at), row.document.encode("iso-8859-1", "replace"))
    return file.getvalue()


def _entry(name: str, moment: datetime) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(f"{name}.xml", moment.timetuple()[:6])
    found.compress_type = zipfile.ZIP_DEFLATED
    return found

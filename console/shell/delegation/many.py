"""Delegating many requests at once, with a sheet of e-mail addresses: template, look, confirmation."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from console.base import clock
from console.base.errors import BadArgument
from console.base.sheets import SheetRefused, read_upload
from console.base.sheets.xlsx_writing import write_xlsx
from console.institutions.sessions import db
from console.mailbox import queries, service
from console.mailbox.addressing import MOST, Line, Request, lines_of
from console.mailbox.headings import LONGEST_PERSON
from console.mailbox.service import Person
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.delegation.forms import AgreementForm, ManyForm
from console.shell.delegation.page_data import ManyPage, Matched
from console.shell.delegation.pages import require_email
from console.shell.mailbox.actors import actor
from console.shell.page_view import PageView, visitor
from console.shell.pages import Crumb, ImportPage


@dataclass(frozen=True)
class Chosen:
    """A request with the address it goes to."""

    reference: str
    email: str


class DelegationsView(PageView):
    """Delegating by sheet: nothing is stored between the look and the confirmation, which carries the addresses."""

    key = "message"
    route_base = "/delegations"
    keeps_typed: ClassVar[bool] = True
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "write",
        "template": "write",
        "send": "write",
    }
    default_view = "index"

    @expose("/", methods=("GET", "POST"))
    @has_access
    def index(self) -> ResponseReturnValue:
        """Ask for a sheet, and show what it would delegate."""
        form = ManyForm()
        if form.validate_on_submit():
            try:
                sheet = read_upload(form.file.data.read(), str(form.file.data.filename))
            except SheetRefused as refused:
                form.file.errors = [str(refused)]
            else:
                if len(sheet.rows) <= MOST:
                    return _look(lines_of(sheet, _requests()), AgreementForm(formdata=None, data=_today()))
                form.file.errors = [_("The sheet has more than %(most)s rows. Divide it.", most=MOST)]
        page = _file_page(form, len(_requests()))
        return render_template("guichet/import.html", page=page), 422 if form.is_submitted() else 200

    @expose("/template.xlsx")
    @has_access
    def template(self) -> ResponseReturnValue:
        """Give the open requests as a sheet, in which only the addresses are missing."""
        titles = (_("Reference"), _("Subject"), _("Person"), _("E-mail"))
        rows = [(one.reference, one.subject, one.person, "") for one in _requests()]
        content = write_xlsx(
            _("Delegations"), titles, rows, g.style.locale.replace("-", "_"), created=clock.now()
        )
        return send_file(io.BytesIO(content), as_attachment=True, download_name="delegations.xlsx")

    @expose("/send", methods=("POST",))
    @has_access
    def send(self) -> ResponseReturnValue:
        """Delegate all that was confirmed, or, when a request is not open any more, nothing, and say so."""
        chosen = _chosen()
        form, session, who = AgreementForm(), db.session(), actor()
        if all(queries.goes_to(session, who, one.reference, one.email) for one in chosen):
            return redirect(url_for("MailboxView.folder", folder="delegated"), 303)
        requests = {one.reference: one for one in _requests()}
        lines = [
            Line(number, one.email, requests.get(one.reference), None)
            for number, one in enumerate(chosen, start=1)
        ]
        if not form.validate() or not all(line.request for line in lines):
            return _look(lines, form)
        confirming.require(visitor())
        for one in chosen:
            _delegate(one, form)
        say_done(
            ngettext(
                "%(num)s request delegated. An e-mail with a link goes to each person.",
                "%(num)s requests delegated. An e-mail with a link goes to each person.",
                len(lines),
            )
        )
        return redirect(url_for("MailboxView.folder", folder="delegated"), 303)


def _requests() -> list[Request]:
    require_email()
    return queries.delegable(db.session(), actor(), most=MOST)


def _delegate(one: Chosen, form: AgreementForm) -> None:
    session, who = db.session(), actor()
    message, _sight = queries.message_of(session, who, one.reference)
    name = (message.person or one.email)[:LONGEST_PERSON]
    person = Person(one.email, name, message.person_number, agreed_by=name, agreed_on=form.day)
    service.delegate(session, who, message.reference, person, part_complete=True)


def _chosen() -> list[Chosen]:
    references, emails = request.form.getlist("reference"), request.form.getlist("email")
    if not references or len(references) != len(emails) or len(references) > MOST:
        raise BadArgument(_l("Choose the sheet once more: the list of addresses is incomplete."))
    return [Chosen(*pair) for pair in zip(references, emails, strict=True)]


def _today() -> dict[str, str]:
    return {"agreed_on": g.style.show_day(clock.today(str(g.style.zone)))}


def _look(lines: Sequence[Line], form: AgreementForm) -> ResponseReturnValue:
    good = [line for line in lines if line.request is not None and line.problem is None]
    pairs = [
        pair
        for line in good
        if line.request
        for pair in (("reference", line.request.reference), ("email", line.email))
    ]
    page = ManyPage(
        title=_("Delegate to many persons"),
        lead=_("Look at each line: who reads at this address receives the request of this person."),
        crumbs=(Crumb(_("Mailbox"), url_for("MailboxView.index")),),
        url=url_for(".send"),
        rows=tuple(_matched(line) for line in lines),
        good=g.style.show_number(len(good)),
        faulty=g.style.show_number(len(lines) - len(good)),
        form=form,
        hidden=tuple(pairs),
        submit=str(
            ngettext("Delegate %(num)s request", "Delegate %(num)s requests", len(good)) if good else ""
        ),
        cancel_url=url_for(".index"),
    )
    refused = form.is_submitted() and bool(form.errors or len(good) < len(lines))
    return render_template("guichet/delegation/many.html", page=page), 422 if refused else 200


def _matched(line: Line) -> Matched:
    gone = _("This request is not open any more.") if line.request is None else ""
    return Matched(
        line.row,
        line.request.subject if line.request else "",
        line.request.person if line.request else "",
        line.email,
        str(line.problem) if line.problem else str(gone),
    )


def _file_page(form: ManyForm, waiting: int) -> ImportPage:
    return ImportPage(
        title=_("Delegate to many persons"),
        lead=ngettext(
            "%(num)s open request can be delegated. Fill in the e-mail addresses in the sheet and bring it back.",
            "%(num)s open requests can be delegated. Fill in the e-mail addresses in the sheet and bring it back.",
            waiting,
        ),
        form=form,
        submit=_("Look at the sheet"),
        cancel_url=url_for("MailboxView.index"),
        crumbs=(Crumb(_("Mailbox"), url_for("MailboxView.index")),),
        template_url=url_for(".template"),
        promise=_("Nothing is sent yet: you look at every line first."),
    )

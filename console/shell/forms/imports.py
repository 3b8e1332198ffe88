"""Entries of a form out of a sheet: the empty sheet, the file, what is wrong in it, and sending what is in order."""

from __future__ import annotations

from typing import ClassVar

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from console.base import clock
from console.base.errors import Conflict, NotAllowed, NotFound
from console.base.sheets import SheetRefused
from console.documents.names import disposition
from console.documents.refusals import FileRefused
from console.forms import imports, service
from console.forms.import_models import FormImport
from console.forms.revisions import Revision
from console.forms.sheets import without_column
from console.forms.template import template_of
from console.institutions.sessions import db, enter, scope_of
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.forms import current
from console.shell.forms.import_file import faulty_rows, keep_sheet
from console.shell.forms.import_page import UploadForm, crumbs, file_page, sheet_page
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, ConfirmPage, MessagePage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_url(form: current.Offered) -> str | None:
    """Give where entries of a form come from a sheet; nothing for a form that needs a document with each entry."""
    return None if without_column(form.form) else url_for("FormSheetsView.add", form=form.form.key)


class FormSheetsView(PageView):
    """Sheets of entries. Whoever may fill in a form may check a sheet; who may send it may send its entries."""

    key = "form"
    route_base = "/forms/sheet"
    default_view = "add"
    is_basic: ClassVar[bool] = True
    method_permission_name = dict.fromkeys(("add", "template", "show", "faults", "go_on", "send"), "write")

    @expose("/<form>/", methods=("GET", "POST"))
    @has_access
    def add(self, form: str) -> ResponseReturnValue:
        """Ask for the sheet; keep it and start its check."""
        offered = _offered(form)
        if missing := without_column(offered.form):
            return render_template("guichet/message.html", page=_no_sheet(offered, missing)), 409
        upload = UploadForm()
        if upload.validate_on_submit():
            sender = _sender()
            enter(scope_of(db.session()), writes=True)
            session = db.session()
            try:
                file = keep_sheet(session, upload.file.data, sender)
            except (SheetRefused, FileRefused) as refused:
                upload.file.errors = [str(refused)]
            else:
                found = imports.begin(session, offered.revision, sender, file)
                return redirect(url_for("TasksView.show", reference=found.task), 303)
        page = file_page(offered.revision, upload)
        return render_template("guichet/import.html", page=page), 422 if upload.is_submitted() else 200

    @expose("/<form>/template.xlsx")
    @has_access
    def template(self, form: str) -> ResponseReturnValue:
        """Give the empty sheet in the reader's language."""
        offered = _offered(form)
        content = template_of(offered.revision, current.tongue(offered.revision), created=clock.now())
        return _download(content, offered.form.key)

    @expose("/checked/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show what came of a sheet."""
        found, offered, revision = _found(reference)
        idle = imports.is_idle(db.session(), found)
        page = sheet_page(found, revision, may_send=_may_send(offered), idle=idle)
        return render_template("guichet/forms/sheet.html", page=page)

    @expose("/checked/<reference>/faults.xlsx")
    @has_access
    def faults(self, reference: str) -> ResponseReturnValue:
        """Give the faulty rows with what to do about them."""
        found, _offered_form, revision = _found(reference)
        return _download(faulty_rows(found, revision), f"{found.form_key}-{found.reference}")

    @expose("/checked/<reference>/go-on", methods=("POST",))
    @has_access
    def go_on(self, reference: str) -> ResponseReturnValue:
        """Let stopped work go on where it was."""
        found, offered, _revision = _found(reference, lock=True)
        if found.sent and not _may_send(offered):
            raise NotAllowed(_l("Sending needs the right to send in this theme."))
        imports.go_on(db.session(), found)
        return redirect(url_for("TasksView.show", reference=found.task), 303)

    @expose("/checked/<reference>/send", methods=("GET", "POST"))
    @has_access
    def send(self, reference: str) -> ResponseReturnValue:
        """Ask before all entries of a sheet are sent."""
        found, offered, revision = _found(reference, lock=request.method == "POST")
        if not _may_send(offered):
            raise NotAllowed(_l("Sending needs the right to send in this theme."))
        if offered.revision.shape != revision.shape:
            raise Conflict(_l("The form has changed since this sheet was checked. Add the sheet again."))
        if request.method == "POST":
            confirming.require(visitor())
            imports.start_sending(db.session(), found)
            say_done(_("The entries are being sent."))
            return redirect(url_for("TasksView.show", reference=found.task), 303)
        return render_template("guichet/confirm.html", page=_question(found, revision))


def _offered(key: str) -> current.Offered:
    """Give a form that the person may fill in under one mandate."""
    visit = visitor()
    found = current.find(visit, key)
    if found is None:
        raise NotFound(_l("There is no such form, or it is not open to you."))
    if visit.everywhere or visit.mandate is None:
        raise NotAllowed(_l("All companies at once can only be read. Change to one mandate first."))
    return found


def _found(reference: str, *, lock: bool = False) -> tuple[FormImport, current.Offered, Revision]:
    """Give the visitor's own sheet of the mandate at hand, its form in use, and the one it was checked with."""
    visit = visitor()
    found = imports.import_of(db.session(), reference, visit.user_id, lock=lock)
    offered = _offered(found.form_key)
    if visit.mandate is None or visit.mandate.company != found.company_id:
        raise NotFound(_l("This sheet was added under another mandate. Change to that one first."))
    return found, offered, service.revision_of(db.session(), found.revision_id)


def _may_send(offered: current.Offered) -> bool:
    return bool(current.mandates(visitor(), offered, "can_send"))


def _sender() -> service.Sender:
    visit = visitor()
    return service.Sender(
        visit.user_id, visit.name, visit.mandate.company if visit.mandate else None, g.language
    )


def _question(found: FormImport, revision: Revision) -> ConfirmPage:
    count = g.style.show_number(found.good)
    send = ngettext("Send %(count)s entry", "Send %(count)s entries", found.good, count=count)
    return ConfirmPage(
        title=_("Send the entries of this sheet?"),
        lead=current.tongue(revision).say(revision.form.title),
        consequences=(
            ngettext("%(count)s entry is sent.", "%(count)s entries are sent.", found.good, count=count),
            _("What is sent cannot be changed any more."),
        ),
        submit=send,
        cancel_url=url_for(".show", reference=found.reference),
        crumbs=crumbs(),
    )


def _no_sheet(offered: current.Offered, missing: tuple[str, ...]) -> MessagePage:
    say = current.tongue(offered.revision).say
    return MessagePage(
        title=_("This form cannot come from a sheet"),
        text=_(
            "Each entry needs a document: %(fields)s. Fill in the form itself.",
            fields=", ".join(map(say, missing)),
        ),
        tone="warn",
        actions=(Action(_("Back to the forms"), url_for("FormsView.index"), "main"),),
    )


def _download(content: bytes, name: str) -> Response:
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": disposition(f"{name}.xlsx")})

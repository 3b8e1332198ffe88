"""The pages of dossiers and their documents, for both sides."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import select

from console.dossiers import service
from console.dossiers.models import Dossier
from console.institutions.sessions import db
from console.mailbox.models import Message
from console.mailbox.states import State
from console.shell import contact
from console.shell.boundary import say_done
from console.shell.dispatch import trail
from console.shell.dossiers import adding, handing, here
from console.shell.dossiers.dossier_page import dossier_crumbs, dossier_page
from console.shell.dossiers.evidence import evidence_page, evidence_paper
from console.shell.dossiers.forms import EndForm, ReopenForm
from console.shell.dossiers.listing import theme_page, themes_page
from console.shell.dossiers.messages import messages_in
from console.shell.forms.papers import pdf
from console.shell.page_view import PageView
from console.shell.pages import Action, ConfirmPage, Fieldset, FormPage, MessagePage


class DossiersView(PageView):
    """Dossiers by theme: a company's people see their own, staff those of their themes."""

    key = "dossier"
    route_base = "/dossiers"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "dossier": "read",
        "archive": "read",
        "document": "read",
        "file": "read",
        "evidence": "read",
        "add": "write",
        "extend": "write",
        "close": "write",
        "reopen": "write",
        "close_document": "write",
    }

    @expose("/")
    @expose("/<theme>")
    @has_access
    def index(self, theme: str = "") -> ResponseReturnValue:
        """List the visitor's themes, or the dossiers of one."""
        actor = here.reader()
        if not theme:
            return render_template("guichet/list.html", page=themes_page(actor))
        contact.about(theme)
        page, status = theme_page(actor, here.theme_at(actor, theme))
        return render_template("guichet/dossiers/theme.html", page=page.list, theme=page), status

    @expose("/dossier/<reference>")
    @has_access
    def dossier(self, reference: str) -> ResponseReturnValue:
        """Show one dossier."""
        actor = here.reader()
        found = here.dossier_at(actor, reference)
        contact.about(found.theme, reference)
        here.note_dossier(found, "consulted")
        messages = messages_in(actor, found)
        page = dossier_page(actor, found, messages)
        left = trail.of_dossier(db.session(), found, messages, by_staff=here.is_staff(actor))
        return render_template("guichet/dossiers/dossier.html", page=page, trail=left)

    @expose("/dossier/<reference>/documents.zip")
    @has_access
    def archive(self, reference: str) -> ResponseReturnValue:
        """Give all documents of a dossier."""
        actor = here.reader()
        return handing.every(actor, here.dossier_at(actor, reference))

    @expose("/dossier/<reference>/add", methods=("GET", "POST"))
    @has_access
    def add(self, reference: str) -> ResponseReturnValue:
        """Ask for a document and put it into the dossier."""
        return adding.add(here.reader(), reference)

    @expose("/dossier/<reference>/extend", methods=("GET", "POST"))
    @has_access
    def extend(self, reference: str) -> ResponseReturnValue:
        """Ask for the day until which holds what was decided."""
        dossier = here.dossier_at(here.reader(), reference, changes=True)
        form = EndForm()
        if form.validate_on_submit() and (day := form.read_day(g.style)) is not None:
            service.extend(db.session(), dossier, day)
            say_done(_("The end date is set."))
            return _to(dossier)
        if request.method == "GET" and dossier.valid_until:
            form.valid_until.data = g.style.show_day(dossier.valid_until)
        return _form(form, dossier, _("Set end date"), _("Set"))

    @expose("/dossier/<reference>/close", methods=("GET", "POST"))
    @has_access
    def close(self, reference: str) -> ResponseReturnValue:
        """Ask, then close a dossier in which nothing is open any more."""
        dossier = here.dossier_at(here.reader(), reference, changes=True)
        if _has_open_message(dossier):
            return render_template("guichet/message.html", page=_not_yet(dossier)), 409
        if request.method == "POST":
            service.close(db.session(), dossier)
            say_done(_("The dossier is closed."))
            return _to(dossier)
        page = ConfirmPage(
            title=_("Close this dossier?"),
            lead=here.title_of(dossier),
            consequences=(
                _("It moves to the closed dossiers of its theme; everything in it stays readable."),
                _("Its documents are closed too, also those that nobody has opened."),
            ),
            submit=pgettext("dossier", "Close"),
            cancel_url=url_for(".dossier", reference=reference),
            crumbs=dossier_crumbs(dossier),
        )
        return render_template("guichet/confirm.html", page=page)

    @expose("/dossier/<reference>/reopen", methods=("GET", "POST"))
    @has_access
    def reopen(self, reference: str) -> ResponseReturnValue:
        """Ask why, then work on a closed dossier again."""
        dossier = here.dossier_at(here.reader(), reference, changes=True)
        form = ReopenForm()
        if form.validate_on_submit():
            service.reopen(db.session(), dossier, form.reason.data.strip())
            say_done(_("The dossier is open again."))
            return _to(dossier)
        return _form(form, dossier, _("Reopen this dossier"), _("Reopen"))

    @expose("/document/<reference>")
    @has_access
    def document(self, reference: str) -> ResponseReturnValue:
        """Show a document and how it reached the company."""
        actor = here.reader()
        found = here.document_at(actor, reference)
        contact.about(found.theme, reference)
        here.note_document(found, "consulted")
        page = evidence_page(actor, found)
        return render_template("guichet/show.html", page=page)

    @expose("/document/<reference>/file")
    @has_access
    def file(self, reference: str) -> ResponseReturnValue:
        """Give a document."""
        actor = here.reader()
        return handing.one(actor, here.document_at(actor, reference))

    @expose("/document/<reference>/evidence.pdf")
    @has_access
    def evidence(self, reference: str) -> ResponseReturnValue:
        """Give the delivery evidence on paper."""
        found = here.document_at(here.reader(), reference)
        here.note_document(found, "consulted")
        return pdf(evidence_paper(found), f"delivery-{reference}")

    @expose("/document/<reference>/close", methods=("POST",))
    @has_access
    def close_document(self, reference: str) -> ResponseReturnValue:
        """Close a document of which nothing more is expected."""
        actor = here.reader()
        service.close_document(db.session(), here.document_at(actor, reference, changes=True), by=actor.name)
        say_done(_("The document is closed."))
        return redirect(url_for(".document", reference=reference), 303)


def _to(dossier: Dossier) -> ResponseReturnValue:
    return redirect(url_for(".dossier", reference=dossier.reference), 303)


def _form(form: EndForm | ReopenForm, dossier: Dossier, title: str, submit: str) -> ResponseReturnValue:
    names = tuple(field.name for field in form if field.name != "csrf_token")
    page = FormPage(
        title=title,
        form=form,
        fieldsets=(Fieldset(None, names),),
        submit=submit,
        cancel_url=url_for(".dossier", reference=dossier.reference),
        crumbs=dossier_crumbs(dossier),
        lead=here.title_of(dossier),
    )
    return render_template("guichet/form.html", page=page), 422 if form.errors else 200


def _has_open_message(dossier: Dossier) -> bool:
    """Say whether a message of the dossier waits for one of the two sides."""
    waits = select(Message.id).where(
        Message.dossier_id == dossier.id, Message.desk.in_((State.INBOX, State.DELEGATED, State.SENT))
    )
    return db.session.scalar(waits.limit(1)) is not None


def _not_yet(dossier: Dossier) -> MessagePage:
    return MessagePage(
        title=_("This dossier cannot be closed yet"),
        text=_("A message of it is still open. Settle it or withdraw the request, then close the dossier."),
        tone="warn",
        actions=(Action(_("Back to the dossier"), url_for(".dossier", reference=dossier.reference), "main"),),
    )

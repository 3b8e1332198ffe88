"""Putting a document into a dossier: its form, the checks of its file, its place in the dossier."""

from __future__ import annotations

from typing import BinaryIO, Final, cast

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from console.base.errors import NotAllowed
from console.documents import service as files
from console.documents.models import StoredFile
from console.documents.refusals import FileRefused
from console.dossiers import service
from console.dossiers.models import Dossier
from console.institutions.sessions import acting, db, scope_of
from console.mailbox.states import Actor
from console.shell.boundary import say_done
from console.shell.dossiers import here
from console.shell.dossiers.dossier_page import dossier_crumbs
from console.shell.dossiers.forms import DocumentForm
from console.shell.pages import Fieldset, FormPage

LIMITS: Final = files.FileLimits(frozenset({"pdf"}), 20 * 1024 * 1024)
"""What a document may be: a company that receives by post gets it printed."""


def add(actor: Actor, reference: str) -> ResponseReturnValue:
    """Answer with the form, or store what it brings and lead back to the dossier."""
    form = DocumentForm()
    if request.method == "POST":
        # Checking a file takes its time: it comes before the writing session's first statement.
        company = _company(actor, reference)
        sound = form.validate()
        day = form.read_day(g.style)
        if sound and not form.errors and (file := _kept(form, actor, company)) is not None:
            dossier = here.dossier_at(actor, reference, changes=True)
            new = service.NewDocument(form.kind.data, " ".join(form.title.data.split()), day)
            service.add_document(db.session(), dossier, new, file, by=actor.name)
            say_done(_("The document is available to the company."))
            return redirect(url_for(".dossier", reference=reference), 303)
    dossier = here.dossier_at(actor, reference, changes=True)
    page = render_template("guichet/form.html", page=_page(form, dossier))
    return page, 422 if form.errors else 200


def _company(actor: Actor, reference: str) -> int:
    with acting(scope_of(db.session())) as session:
        found = service.dossier_of(session, reference)
        if not actor.level(found.theme):
            raise here.unknown()
        company, theme = found.company_id, found.theme
    if not here.may_change(actor, theme):
        raise NotAllowed(here.WHO_MAY)
    return company


def _kept(form: DocumentForm, actor: Actor, company: int) -> StoredFile | None:
    """Store the file for the dossier's company; a refused one stands as a fault on its field."""
    upload = form.file.data
    try:
        return files.keep(
            db.session(),
            cast(BinaryIO, upload.stream),
            upload.filename or "",
            LIMITS,
            user_id=actor.user_id,
            company_id=company,
        )
    except FileRefused as refused:
        form.file.errors = [str(refused)]
        return None


def _page(form: DocumentForm, dossier: Dossier) -> FormPage:
    return FormPage(
        title=_("Add a document"),
        form=form,
        fieldsets=(Fieldset(None, ("file", "kind", "title", "valid_until")),),
        submit=_("Make available"),
        cancel_url=url_for(".dossier", reference=dossier.reference),
        crumbs=dossier_crumbs(dossier),
        lead=here.title_of(dossier),
        note=_("The company sees it at once."),
    )

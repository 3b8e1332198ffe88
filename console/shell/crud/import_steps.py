"""The steps of an import: the file, what it would do, and doing it.

A file is read in a limited child, and compared before anything is written, in a reading session: the database is locked
only for the comparison that counts and for the writing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from console.base.sheets import Sheet, SheetRefused, read_upload
from console.imports import service as uploads
from console.institutions.sessions import db, enter, scope_of
from console.shell.boundary import say_done
from console.shell.crud import exporting, import_pages
from console.shell.crud.importing import Importer, Plan

if TYPE_CHECKING:
    from console.shell.crud.view import CrudView


def upload(view: CrudView) -> ResponseReturnValue:
    """Ask for a sheet; keep a clean one and lead to its preview, show what is wrong in another and keep nothing."""
    form = import_pages.UploadForm()
    if form.validate_on_submit():
        name, content = str(form.file.data.filename), form.file.data.read()
        try:
            sheet = read_upload(content, name)
        except SheetRefused as refused:
            form.file.errors = [str(refused)]
        else:
            return _keep(view, sheet, name, content)
    page = import_pages.file_page(view, form)
    return render_template("guichet/import.html", page=page), 422 if form.is_submitted() else 200


def template(view: CrudView) -> Response:
    """Give an empty sheet with the titles."""
    return exporting.sheet_file(view, "xlsx", view.editable(), ())


def preview(view: CrudView, pk: int) -> ResponseReturnValue:
    """Show what a kept file would do; when posted, do it, unless our rows have changed since the page was shown."""
    kept = uploads.kept(_session(writes=False), pk, **_whose(view))
    name, sheet = kept.name, read_upload(kept.content, kept.name)
    if request.method != "POST":
        importer = Importer(view, db.session(), g.style)
        plan = importer.plan(sheet)
        return _shown(importer, sheet, name, plan, 200)
    session = _session(writes=True)
    importer = Importer(view, session, g.style)
    plan = importer.plan(sheet, lock=True)
    if not plan.found.is_clean or plan.found.digest != request.form.get("digest"):
        return _shown(importer, sheet, name, plan, 409)
    try:
        with session.begin_nested():
            importer.carry_out(plan)
            session.delete(uploads.kept(session, pk, **_whose(view)))
    except (IntegrityError, StaleDataError):
        return render_template("guichet/message.html", page=import_pages.overtaken(pk)), 409
    say_done(import_pages.done(plan))
    return redirect(url_for(".index"), 303)


def _keep(view: CrudView, sheet: Sheet, name: str, content: bytes) -> ResponseReturnValue:
    importer = Importer(view, _session(writes=False), g.style)
    plan = importer.plan(sheet)
    if not plan.found.is_clean:
        return _shown(importer, sheet, name, plan, 422)
    kept = uploads.keep(_session(writes=True), name=name, content=content, **_whose(view))
    return redirect(url_for(".import_preview", pk=kept.id), 303)


def _shown(importer: Importer, sheet: Sheet, name: str, plan: Plan, status: int) -> ResponseReturnValue:
    page = import_pages.preview_page(importer, sheet, name, plan, changed_meanwhile=status == 409)
    return render_template("guichet/import_preview.html", page=page), status


def _session(*, writes: bool) -> Session:
    """Give the page session of this scope anew, for reading or for writing."""
    enter(scope_of(db.session()), writes=writes)
    session: Session = db.session()
    return session


def _whose(view: CrudView) -> dict[str, Any]:
    return {"user_id": g.visit.user_id, "view": view.class_permission_name}

"""The rights of a person: to be given what is held of her, and to have it erased."""

from __future__ import annotations

from typing import ClassVar

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import Conflict, NotFound
from console.documents import service as files
from console.institutions.sessions import db
from console.jobs.tasks import start_task, task_of
from console.retention import service as retention
from console.retention.journal import PERSON
from console.shell import confirming, consulting
from console.shell.forms.attachments import handed_out
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, Fieldset, FormPage
from console.shell.retention import showing
from console.shell.retention.export_task import KIND
from console.shell.retention.forms import ExportForm, PersonEraseForm
from console.shell.staff import institution_at_hand
from console.shell.tasks.page_data import task_url


class PersonView(PageView):
    """What is held of one person, for administrators."""

    key = "person"
    route_base = "/person"
    default_view = "export"
    method_permission_name: ClassVar[dict[str, str]] = {
        "export": "export",
        "download": "export",
        "erase": "erase",
    }

    @expose("/export", methods=("GET", "POST"))
    @has_access
    def export(self) -> ResponseReturnValue:
        """Ask for the number of a person, and let a worker put together what is held of her."""
        institution_at_hand()
        form = ExportForm()
        if form.is_submitted():
            confirming.require(visitor())
        if form.validate_on_submit():
            params = {"number": retention.sealed(form.number.data)}
            return redirect(task_url(start_task(db.session(), KIND, params, total=1)), 303)
        return render_template("guichet/form.html", page=_export_page(form)), 422 if form.errors else 200

    @expose("/export/<reference>")
    @has_access
    def download(self, reference: str) -> ResponseReturnValue:
        """Hand the archive out to the administrator who asked for it."""
        institution_at_hand()
        visit = visitor()
        confirming.require(visit, is_file=True)
        task = task_of(db.session(), reference, user_id=visit.user_id)
        if task.kind != KIND or not task.result.get("file"):
            raise NotFound(_l("There is nothing at this address."))
        file = files.find(db.session(), task.result["file"])
        number = retention.opened(task.params["number"])
        consulting.note(PERSON, act="handed_out", subject_id=reference, concerning=number)
        return handed_out(file)

    @expose("/erase", methods=("GET", "POST"))
    @has_access
    def erase(self) -> ResponseReturnValue:
        """Ask for a person and a reason, say what goes and what stays, then let a worker erase."""
        institution_at_hand()
        form = PersonEraseForm()
        if form.is_submitted():
            confirming.require(visitor())
        if not form.validate_on_submit():
            return render_template("guichet/form.html", page=_erase_page(form)), 422 if form.errors else 200
        number, reason = form.number.data, form.reason.data
        if form.sure.data == "yes":
            try:
                return redirect(task_url(retention.decide_person(db.session(), number, reason)), 303)
            except Conflict as fault:
                form.form_errors.append(str(fault))
                return render_template("guichet/form.html", page=_erase_page(form)), 422
        consulting.note(PERSON, concerning=number)
        shares = retention.shares(db.session(), number)
        if not shares:
            form.form_errors.append(_("Nothing is held of a person with this number."))
            return render_template("guichet/form.html", page=_erase_page(form)), 422
        if not any(one.past for one in shares):
            return render_template("guichet/show.html", page=showing.kept_page(shares))
        page = showing.person_page(shares, {"number": number, "reason": reason})
        return render_template("guichet/confirm.html", page=page)


def _export_page(form: ExportForm) -> FormPage:
    return FormPage(
        title=_("What is held of a person"),
        lead=_(
            "A worker puts together one file: a page to read, the same data for programs, and the documents. Check "
            "who asks before you hand it out."
        ),
        form=form,
        fieldsets=(Fieldset(None, ("number",)),),
        submit=_("Put together"),
        cancel_url=url_for("HomeView.home"),
        actions=(Action(_("Erase a person’s data"), url_for(".erase")),),
    )


def _erase_page(form: PersonEraseForm) -> FormPage:
    return FormPage(
        title=_("Erase a person’s data"),
        lead=_("Before anything is erased you are shown what is erased, what has to be kept, and why."),
        form=form,
        fieldsets=(Fieldset(None, ("number", "reason")),),
        submit=_("Continue"),
        cancel_url=url_for(".export"),
    )

"""How long what is kept, what is past its time, and what must not be erased."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument, Conflict, NotFound
from console.institutions.sessions import db
from console.retention import service as retention
from console.retention.journal import SUBJECT
from console.shell import confirming, consulting
from console.shell.boundary import say_done
from console.shell.page_view import PageView, visitor
from console.shell.pages import Fieldset, FormPage
from console.shell.retention import showing
from console.shell.retention.forms import EraseForm, HoldForm, KeepForm, erase_form
from console.shell.staff import institution_at_hand
from console.shell.tasks.page_data import task_url


class RetentionView(PageView):
    """Retention classes and legal holds, for administrators."""

    key = "retention"
    route_base = "/retention"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "holds": "read",
        "edit": "write",
        "erase": "write",
        "add_hold": "write",
        "release": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the classes."""
        institution_at_hand()
        session = db.session()
        page = showing.index_page(retention.keepings(session), retention.proposals(session))
        return render_template("guichet/list.html", page=page)

    @expose("/class/<retention_class>")
    @has_access
    def show(self, retention_class: str) -> ResponseReturnValue:
        """Show one class with the first rows that are past their time."""
        institution_at_hand()
        session = db.session()
        found = retention.keeping(session, retention_class)
        proposal = next((one for one in retention.proposals(session) if one.key == retention_class), None)
        rows = retention.samples(session, proposal, found, showing.SHOWN) if proposal is not None else ()
        if rows:
            consulting.note(SUBJECT, subject_id=retention_class, retention=retention_class, count=len(rows))
        return render_template("guichet/show.html", page=showing.class_page(found, proposal, rows))

    @expose("/class/<retention_class>/edit", methods=("GET", "POST"))
    @has_access
    def edit(self, retention_class: str) -> ResponseReturnValue:
        """Ask how long a class is kept, and why."""
        institution_at_hand()
        found = retention.keeping(db.session(), retention_class)
        form = KeepForm(
            data={
                "version": str(found.version),
                "months": found.months or found.holding.declared.months,
                "ground": str(found.ground),
            }
        )
        status = 200
        if form.is_submitted():
            confirming.require(visitor())
            status = 422
            if form.validate() and _is_confirmed(form, retention_class):
                say_done(_("The retention is confirmed. What is past its time is counted each day."))
                return redirect(url_for(".show", retention_class=retention_class), 303)
        return render_template("guichet/form.html", page=_keep_page(form, found)), status

    @expose("/erase", methods=("GET", "POST"))
    @has_access
    def erase(self) -> ResponseReturnValue:
        """Ask which classes are erased and why, and let a worker do it."""
        institution_at_hand()
        session = db.session()
        keepings = retention.keepings(session)
        form = erase_form([(one, keepings[one.key]) for one in retention.proposals(session)])
        status = 200
        if form.is_submitted():
            confirming.require(visitor())
            status = 422
            if form.validate():
                try:
                    return redirect(task_url(retention.decide(session, form.seen(), form.reason.data)), 303)
                except Conflict as fault:
                    form.form_errors.append(str(fault))
        return render_template("guichet/form.html", page=_erase_page(form)), status

    @expose("/holds")
    @has_access
    def holds(self) -> ResponseReturnValue:
        """List the legal holds that stand."""
        institution_at_hand()
        found = retention.standing(db.session())
        if found:
            consulting.note(SUBJECT, act="holds_consulted", count=len(found))
        return render_template("guichet/list.html", page=showing.holds_page(found))

    @expose("/holds/add", methods=("GET", "POST"))
    @has_access
    def add_hold(self) -> ResponseReturnValue:
        """Ask for a person or a dossier, and put it under a hold."""
        institution_at_hand()
        form = HoldForm()
        if form.is_submitted():
            confirming.require(visitor())
        if form.validate_on_submit() and _is_held(form):
            say_done(_("The legal hold stands: nothing of it is erased."))
            return redirect(url_for(".holds"), 303)
        return render_template("guichet/form.html", page=_hold_page(form)), 422 if form.errors else 200

    @expose("/holds/<int:pk>/end", methods=("GET", "POST"))
    @has_access
    def release(self, pk: int) -> ResponseReturnValue:
        """Ask before a hold ends, then end it."""
        institution_at_hand()
        session = db.session()
        if request.method == "GET":
            if pk not in {one.id for one in retention.standing(session)}:
                raise NotFound(_l("There is no such legal hold."))
            return render_template("guichet/confirm.html", page=showing.release_page(pk))
        confirming.require(visitor())
        retention.release(session, pk, by=g.visit.name)
        say_done(_("The legal hold has ended."))
        return redirect(url_for(".holds"), 303)


def _is_confirmed(form: KeepForm, key: str) -> bool:
    """Put the months in force; gives whether that worked, else the fault stands at its field."""
    typed = form.version.data or ""
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else -1
    try:
        retention.confirm(
            db.session(), key, form.months.data, form.ground.data, version=version, by=g.visit.name
        )
    except BadArgument as fault:
        field = form[fault.place or "months"]
        field.errors = [*field.errors, str(fault)]
        return False
    except Conflict as fault:
        form.form_errors.append(str(fault))
        return False
    return True


def _is_held(form: HoldForm) -> bool:
    """Set the hold; gives whether that worked, else the fault stands at its field."""
    try:
        retention.hold(
            db.session(),
            typed=(form.number.data or "").strip(),
            dossier=(form.dossier.data or "").strip().upper(),
            reason=form.reason.data,
            by=g.visit.name,
        )
    except BadArgument as fault:
        field = form[fault.place or "number"]
        field.errors = [*field.errors, str(fault)]
        return False
    return True


def _keep_page(form: KeepForm, found: retention.Keeping) -> FormPage:
    declared = found.holding.declared
    return FormPage(
        title=_("How long it is kept: %(name)s", name=declared.title),
        lead=_("%(holds)s Its time is counted from %(day)s.", holds=declared.holds, day=declared.runs_from),
        form=form,
        fieldsets=(Fieldset(None, ("months", "ground")),),
        submit=_("Confirm"),
        cancel_url=url_for(".show", retention_class=declared.key),
        crumbs=showing.crumbs(),
    )


def _erase_page(form: EraseForm) -> FormPage:
    return FormPage(
        title=_("Erase what is past its time"),
        lead=_(
            "What is erased cannot be brought back. Legal holds are asked once more while it is done; the journal "
            "keeps how much was erased, and no name."
        ),
        form=form,
        fieldsets=(Fieldset(None, ("classes", "reason")),),
        submit=_("Erase for ever"),
        cancel_url=url_for(".index"),
        crumbs=showing.crumbs(),
    )


def _hold_page(form: HoldForm) -> FormPage:
    return FormPage(
        title=_("Set a legal hold"),
        lead=_("A hold on a dossier keeps its person too."),
        form=form,
        fieldsets=(Fieldset(None, ("number", "dossier", "reason")),),
        submit=_("Set the hold"),
        cancel_url=url_for(".holds"),
        crumbs=showing.crumbs(),
    )

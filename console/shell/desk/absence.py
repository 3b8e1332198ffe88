"""Who is away, until when, and who stands in for her; everybody enters her own absences."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from console.base import clock
from console.base.errors import BadArgument, Conflict
from console.desk import keeping
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.mailbox.service import Actor
from console.shell.boundary import say_done
from console.shell.desk.act_forms import NEEDED, day_in
from console.shell.desk.doors import for_staff, staff
from console.shell.desk.people import colleagues, names
from console.shell.page_view import PageView
from console.shell.pages import (
    Cell,
    Column,
    ConfirmPage,
    Crumb,
    DataTable,
    Empty,
    Fieldset,
    FormPage,
    ListPage,
    Pager,
    Row,
)


class AbsenceForm(FlaskForm):
    """One's own absence; both days belong to it."""

    first_day = StringField(_l("First day"), [NEEDED], render_kw={"data-width": "short"})
    last_day = StringField(_l("Last day"), [NEEDED], render_kw={"data-width": "short"})
    substitute = SelectField(_l("Substitute"), [NEEDED], choices=[])


class DeskAbsenceView(PageView):
    """Absences with their substitutes."""

    key = "desk"
    route_base = "/desk/absence"
    default_view = "index"
    method_permission_name = {"index": "read", "add": "write", "delete": "write"}

    @expose("/")
    @for_staff
    @has_access
    def index(self) -> ResponseReturnValue:
        """List who is away now and later."""
        actor, tenant = staff()
        return render_template("guichet/list.html", page=_list(actor, tenant))

    @expose("/add", methods=("GET", "POST"))
    @for_staff
    @has_access
    def add(self) -> ResponseReturnValue:
        """Enter one's own absence."""
        actor, tenant = staff()
        form = AbsenceForm()
        others = [one for one in colleagues(tenant, actor.themes) if one.id != actor.user_id]
        form.substitute.choices = [
            SelectChoice("", _("Choose a colleague.")),
            *(SelectChoice(str(one.id), one.label) for one in others),
        ]
        if form.validate_on_submit() and _entered(actor, tenant, form):
            say_done(_("Your absence is entered. What is assigned to you shows among your substitute's own."))
            return redirect(url_for(".index"), 303)
        page = FormPage(
            title=_("My absence"),
            lead=_("While you are away, your substitute finds your messages among her own."),
            form=form,
            fieldsets=(Fieldset(None, (("first_day", "last_day"), "substitute")),),
            submit=_("Save"),
            cancel_url=url_for(".index"),
            crumbs=_crumbs(),
        )
        return render_template("guichet/form.html", page=page), 422 if form.errors else 200

    @expose("/<int:pk>/delete", methods=("GET", "POST"))
    @for_staff
    @has_access
    def delete(self, pk: int) -> ResponseReturnValue:
        """Ask, then delete one's own absence."""
        actor, _tenant = staff()
        if request.method == "POST":
            keeping.come_back(db.session(), actor, pk)
            say_done(_("The absence is deleted."))
            return redirect(url_for(".index"), 303)
        keeping.own_absence(db.session(), actor, pk)
        page = ConfirmPage(
            title=_("Delete this absence?"),
            consequences=(_("Your messages show among your own only."),),
            submit=_("Delete"),
            cancel_url=url_for(".index"),
            crumbs=_crumbs(),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)


def _entered(actor: Actor, tenant: Tenant, form: AbsenceForm) -> bool:
    try:
        first, last = day_in(form.first_day), day_in(form.last_day)
        assert first is not None and last is not None  # noqa: S101, PT018
        today = clock.today(tenant.zone)
        keeping.be_absent(db.session(), actor, first, last, int(form.substitute.data), today)
    except (BadArgument, Conflict) as fault:
        field = form[fault.place or "first_day"]
        field.errors = [*field.errors, str(fault)]
        return False
    return True


def _list(actor: Actor, tenant: Tenant) -> ListPage:
    rows = keeping.absences(db.session(), clock.today(tenant.zone))
    named = names({key for row in rows for key in (row.user_id, row.substitute_id)})
    return ListPage(
        title=_("Absences"),
        lead=_("Who is away now or soon. Her messages show among those of her substitute meanwhile."),
        table=DataTable(
            _("Absences"),
            (
                Column(_("Person")),
                Column(_("First day"), "day"),
                Column(_("Last day"), "day"),
                Column(_("Substitute")),
                Column(_("Action")),
            ),
            tuple(
                Row(
                    (
                        Cell(named.get(row.user_id, "")),
                        Cell(g.style.show_day(row.first_day)),
                        Cell(g.style.show_day(row.last_day)),
                        Cell(named.get(row.substitute_id, "")),
                        Cell(_("Delete"), url=url_for(".delete", pk=row.id))
                        if row.user_id == actor.user_id
                        else Cell(""),
                    )
                )
                for row in rows
            ),
        ),
        empty=Empty(
            _("Nobody is away"), _("Enter your own absence, so that a colleague sees your messages.")
        ),
        pager=Pager(""),
        add_url=url_for(".add"),
        crumbs=(Crumb(_("Work queue"), url_for("DeskView.queue")),),
    )


def _crumbs() -> tuple[Crumb, ...]:
    return (Crumb(_("Work queue"), url_for("DeskView.queue")), Crumb(_("Absences"), url_for(".index")))

"""The rules behind deadlines and when people are told of them; for administrators."""

from __future__ import annotations

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from console.base import clock
from console.base.calendar import text_of
from console.base.errors import BadArgument, Conflict, NotFound
from console.deadlines import service as deadlines
from console.deadlines.options import USUAL
from console.institutions.sessions import db
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.deadlines import showing
from console.shell.deadlines.forms import AlertForm, RuleForm, alert_form, rule_form
from console.shell.desk.doors import for_staff
from console.shell.page_view import PageView, visitor
from console.shell.pages import Fieldset, FormPage
from console.shell.users.themes import themes_in_use


class DeadlineRulesView(PageView):
    """Deadline rules, confirmed here, and the alerts of each theme."""

    key = "deadline"
    route_base = "/deadlines/rules"
    default_view = "index"
    method_permission_name = {"index": "setup", "show": "setup", "edit": "setup", "alerts": "setup"}

    @expose("/")
    @for_staff
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the rules and the alerts."""
        session = db.session()
        page = showing.index_page(_rules_in_use(), deadlines.alerts(session), themes_in_use())
        return render_template("guichet/show.html", page=page)

    @expose("/<deadline_rule>")
    @for_staff
    @has_access
    def show(self, deadline_rule: str) -> ResponseReturnValue:
        """Show one rule with an example."""
        rule = _rule(deadline_rule)
        example = deadlines.end_of(db.session(), rule, clock.now())
        return render_template("guichet/show.html", page=showing.rule_page(rule, example))

    @expose("/<deadline_rule>/edit", methods=("GET", "POST"))
    @for_staff
    @has_access
    def edit(self, deadline_rule: str) -> ResponseReturnValue:
        """Ask how long a rule lasts, and why."""
        rule = _rule(deadline_rule)
        form = rule_form(rule)
        if form.is_submitted():
            confirming.require(visitor())
        if form.validate_on_submit() and _is_confirmed(form, deadline_rule):
            say_done(_("The deadline is confirmed. What has its day already keeps it."))
            return redirect(url_for(".show", deadline_rule=deadline_rule), 303)
        return render_template("guichet/form.html", page=_rule_page(form, rule)), 422 if form.errors else 200

    @expose("/alerts/<theme>", methods=("GET", "POST"))
    @for_staff
    @has_access
    def alerts(self, theme: str) -> ResponseReturnValue:
        """Set up the alerts of a theme."""
        column = next((one for one in themes_in_use() if one.code == theme), None)
        if column is None:
            raise NotFound(_("There is nothing at this address."))
        form = alert_form(deadlines.alerts(db.session(), (theme,)).get(theme, USUAL))
        if form.validate_on_submit():
            deadlines.set_alerts(db.session(), theme, str(column.title), form.alerts)
            say_done(_("%(name)s is saved.", name=column.title))
            return redirect(url_for(".index"), 303)
        page = _alert_page(form, str(column.title))
        return render_template("guichet/form.html", page=page), 422 if form.errors else 200


def _rules_in_use() -> dict[str, deadlines.Rule]:
    """Give the rules of the modules that are switched on."""
    mandate = visitor().mandate
    plugins = visitor().uses[mandate.tenant.id].plugins if mandate else frozenset()
    found = deadlines.rules(db.session())
    return {key: one for key, one in found.items() if key.partition(".")[0] in plugins}


def _rule(key: str) -> deadlines.Rule:
    found = _rules_in_use().get(key)
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    return found


def _is_confirmed(form: RuleForm, key: str) -> bool:
    """Confirm what was typed; a fault goes to its field."""
    try:
        version = int(form.version.data or 0)
    except ValueError:
        version = -1
    try:
        span = text_of(form.span)
        deadlines.confirm(db.session(), key, span, form.ground.data, version=version, by=g.visit.name)
    except (BadArgument, Conflict) as fault:
        if isinstance(fault, Conflict):
            form.form_errors.append(str(fault))
        else:
            field = {"ground": form.ground, "region": form.region}.get(fault.place or "", form.number)
            field.errors = [*field.errors, str(fault)]
        return False
    return True


def _rule_page(form: RuleForm, rule: deadlines.Rule) -> FormPage:
    declared = rule.declared
    return FormPage(
        title=_("How long it lasts: %(name)s", name=declared.title),
        lead=_("Counted from: %(event)s.", event=declared.runs_from),
        form=form,
        fieldsets=(
            Fieldset(_("Length"), (("number", "unit"), "region")),
            Fieldset(_("Counting"), ("first_day", "month_end", "moves")),
            Fieldset(_("Why"), ("ground",)),
        ),
        submit=_("Confirm"),
        cancel_url=url_for(".show", deadline_rule=rule.key),
        crumbs=showing.crumbs(),
    )


def _alert_page(form: AlertForm, title: str) -> FormPage:
    return FormPage(
        title=_("Alerts: %(name)s", name=title),
        lead=_(
            "Companies are told of what they owe, whoever holds the theme or the message of what you owe. E-mails say "
            "the theme and the day, and nothing about anybody."
        ),
        form=form,
        fieldsets=(
            Fieldset(_("Alerts"), ("before", "on_day", "after")),
            Fieldset(_("Escalation"), ("escalate",)),
        ),
        submit=_("Save"),
        cancel_url=url_for(".index"),
        crumbs=showing.crumbs(),
    )

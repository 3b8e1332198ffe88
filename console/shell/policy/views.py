"""The institution's rules for signing in: who needs a second factor, and how long what lasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from flask import current_app, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from config import Settings
from console.accounts import policies
from console.accounts.policies import AccessPolicy
from console.audit import service as audit
from console.audit.models import AuditEntry
from console.base.errors import BadArgument, Conflict
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.shell import confirming, gate
from console.shell.boundary import say_done
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, Crumb, Fieldset, FormPage, ShowPage, TimelineEntry
from console.shell.policy import telling
from console.shell.policy.forms import PolicyForm, field_of, policy_class, typed_of
from console.shell.staff import institution_at_hand
from console.shell.users.themes import ThemeColumn, themes_in_use

SUBJECT = "console.policy"


class PolicyView(PageView):
    """What the institution asks of its own and its companies' people, for administrators."""

    key = "policy"
    route_base = "/policy"
    default_view = "show"
    method_permission_name: ClassVar[dict[str, str]] = {"show": "read", "edit": "write"}

    @expose("/")
    @has_access
    def show(self) -> ResponseReturnValue:
        """Show the rules and how they came to be."""
        tenant = institution_at_hand()
        row = policies.stored(db.session(), tenant.id)
        history = audit.history_of(db.session(), SUBJECT, tenant.id)
        return render_template("guichet/show.html", page=_show_page(row, history))

    @expose("/edit", methods=("GET", "POST"))
    @has_access
    def edit(self) -> ResponseReturnValue:
        """Ask for changes and store them; what somebody else changed meanwhile is not overwritten."""
        tenant, themes = institution_at_hand(), themes_in_use()
        settings: Settings = current_app.extensions["guichet_settings"]
        row = policies.stored(db.session(), tenant.id)
        form = policy_class(themes, settings)(
            data=typed_of(policies.policy_of(row), row.version if row else 0)
        )
        status = 200
        if form.is_submitted():
            confirming.require(visitor())
            status = 422
            if form.validate() and _is_stored(form, tenant, themes, row):
                say_done(_("The rules for signing in are saved. They hold from the next page on."))
                return redirect(url_for(".show"), 303)
        return render_template("guichet/form.html", page=_form_page(form, themes)), status


def _is_stored(
    form: PolicyForm, tenant: Tenant, themes: Sequence[ThemeColumn], row: AccessPolicy | None
) -> bool:
    """Store sound rules; gives whether that worked, else the fault stands at its field."""
    typed = form.version.data or ""
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else -1
    wanted = form.policy(themes, policies.policy_of(row))
    try:
        policies.change(db.session(), tenant.id, wanted, version=version)
    except BadArgument as fault:
        field = form[field_of(fault.place or "")]
        field.errors = [*field.errors, str(fault)]
        return False
    except Conflict as fault:
        form.form_errors.append(str(fault))
        return False
    return True


def _show_page(row: AccessPolicy | None, history: Sequence[AuditEntry]) -> ShowPage:
    policy = policies.policy_of(row)
    may_write = gate.allows(g.visit, "can_write", SUBJECT)
    return ShowPage(
        title=_("Rules for signing in"),
        groups=telling.groups(policy, [theme.code for theme in themes_in_use()]),
        actions=(Action(_("Edit"), url_for(".edit"), kind="main"),) if may_write else (),
        timeline=tuple(_event(entry) for entry in history),
    )


def _event(entry: AuditEntry) -> TimelineEntry:
    return TimelineEntry(
        when=g.style.show_moment(entry.at),
        moment=entry.at.isoformat(),
        title=_("Changed"),
        who=entry.actor_name,
        changes=telling.changes_told(entry.facts.get("changes", {})),
    )


def _form_page(form: PolicyForm, themes: Sequence[ThemeColumn]) -> FormPage:
    own = tuple(field_of(theme.code) for theme in themes)
    return FormPage(
        title=_("Edit the rules for signing in"),
        lead=_(
            "They hold for your own staff and for your companies' people. Your own staff never work with a "
            "password only: for them that level means required."
        ),
        form=form,
        fieldsets=(
            Fieldset(_("Second factor"), ("factor",)),
            *((Fieldset(_("More in single themes"), own),) if own else ()),
            Fieldset(_("Sessions"), ("remember_days", "confirm_minutes", ("idle_minutes", "session_hours"))),
        ),
        submit=_("Save"),
        cancel_url=url_for(".show"),
        crumbs=(Crumb(_("Rules for signing in"), url_for(".show")),),
    )

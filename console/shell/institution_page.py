"""The institution's own data: name, address, languages, time zone, colour and logo."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from config import LANGUAGES
from console.audit import service as audit
from console.base.errors import NotFound
from console.dispatch.models import Dispatch
from console.institutions.models import Institution
from console.institutions.sessions import db
from console.mailbox.models import Message
from console.shell import gate
from console.shell.boundary import say_done
from console.shell.institution_form import InstitutionForm, form_for, texts_of
from console.shell.page_view import PageView
from console.shell.pages import Action, Crumb, Fact, FactGroup, Fieldset, FormPage, ShowPage
from console.shell.staff import institution_at_hand

SUBJECT = "console.institution"


class InstitutionView(PageView):
    """What the institution says of itself."""

    key = "institution"
    route_base = "/institution"
    default_view = "show"
    method_permission_name = {"show": "read", "edit": "write"}

    @expose("/")
    @has_access
    def show(self) -> ResponseReturnValue:
        """Show the institution's data."""
        return render_template("guichet/show.html", page=_show_page(_row()))

    @expose("/edit", methods=("GET", "POST"))
    @has_access
    def edit(self) -> ResponseReturnValue:
        """Ask for changes and store them; what somebody else changed meanwhile is not overwritten."""
        posted = request.method == "POST"
        row = _row(lock=posted)
        form = form_for(row, posted=posted, at_work=_is_at_work())
        status = 200
        if posted and form.version.data != str(row.version):
            _show_newer(form, row)
            status = 409
        elif posted:
            values = form.read(g.style)
            if values is not None and _store(form, row, values):
                return redirect(url_for(".show"), 303)
            status = 422
        return render_template("guichet/form.html", page=_form_page(form)), status


def _row(*, lock: bool = False) -> Institution:
    statement = select(Institution).where(Institution.id == institution_at_hand().id)
    row: Institution | None = db.session.scalars(statement.with_for_update() if lock else statement).first()
    if row is None:
        raise NotFound(_("There is no such institution."))
    return row


def _is_at_work() -> bool:
    """Say whether the institution has written a message, or anything has been sent from it."""
    asked = select(exists(select(Message.id)) | exists(select(Dispatch.id)))
    return bool(db.session.scalar(asked))


def _store(form: InstitutionForm, row: Institution, values: dict[str, Any]) -> bool:
    """Put sound values into the row; gives whether that worked, else the fault stands at its field."""
    before = _digest(row.logo) if "logo" in values else None
    try:
        with db.session.begin_nested(), db.session.no_autoflush:
            for name, value in values.items():
                if getattr(row, name) != value:
                    setattr(row, name, value)
            changes = audit.changes_of(row, skip=frozenset({"version", "logo"}))
            db.session.flush()
    except IntegrityError:
        form.number.errors = [*form.number.errors, _("Another institution has this name and number.")]
        return False
    if "logo" in values and before != _digest(values["logo"]):
        changes["logo"] = [before, _digest(values["logo"])]
    if changes:
        audit.record(
            db.session(),
            f"{SUBJECT}.changed",
            subject=SUBJECT,
            subject_id=row.id,
            name=row.name,
            changes=changes,
        )
    say_done(_("The institution's data are saved."))
    return True


def _digest(logo: bytes | None) -> str | None:
    """Give the beginning of a logo's SHA-256, by which the journal tells pictures apart."""
    return hashlib.sha256(logo).hexdigest()[:16] if logo else None


def _show_newer(form: InstitutionForm, row: Institution) -> None:
    """Keep what was typed and say beside each field what stands there now; saving again overwrites knowingly."""
    form.read(g.style)
    for name, now in texts_of(row).items():
        if (form[name].data or "") != now:
            fault = _("Changed meanwhile by somebody else to: %(now)s", now=now or "–")
            form[name].errors = [*form[name].errors, fault]
    form.form_errors.append(
        _("Somebody changed these data meanwhile. Check the marked fields and save again to overwrite them.")
    )
    form.version.data = str(row.version)


def _show_page(row: Institution) -> ShowPage:
    languages = ", ".join(LANGUAGES.get(code, code) for code in row.languages.split(","))
    return ShowPage(
        title=row.name,
        groups=(
            FactGroup(
                _("Institution"),
                (
                    Fact(_("Name"), row.name),
                    Fact(_("Short name"), row.short_name),
                    Fact(_("Official number"), row.number, "code"),
                    Fact(_("Country"), row.country, "code"),
                    Fact(_("Practice institution"), _("Yes") if row.is_practice else _("No")),
                ),
            ),
            FactGroup(
                _("Address"),
                (
                    Fact(_("Street"), " ".join(filter(None, (row.street, row.house_number)))),
                    Fact(_("Town"), " ".join(filter(None, (row.postcode, row.town)))),
                ),
            ),
            FactGroup(
                _("Language and time"), (Fact(_("Languages"), languages), Fact(_("Time zone"), row.zone))
            ),
            FactGroup(
                _("Appearance"),
                (
                    Fact(_("Accent colour"), row.accent, "code"),
                    Fact(_("Logo"), _("present") if row.logo_type else ""),
                ),
            ),
        ),
        actions=(Action(_("Edit"), url_for(".edit"), kind="main"),)
        if gate.allows(g.visit, "can_write", SUBJECT)
        else (),
    )


def _form_page(form: InstitutionForm) -> FormPage:
    logo = ("logo", "delete_logo") if "delete_logo" in form else ("logo",)
    return FormPage(
        title=_("Edit the institution's data"),
        form=form,
        fieldsets=(
            Fieldset(_("Institution"), ("name", ("short_name", "number"))),
            Fieldset(_("Address"), (("street", "house_number"), ("postcode", "town"))),
            Fieldset(
                _("Language and time"), (("language_1", "language_2"), ("language_3", "language_4"), "zone")
            ),
            Fieldset(_("Appearance"), ("accent", *logo)),
            *((Fieldset(_("Practice"), ("is_practice",)),) if "is_practice" in form else ()),
        ),
        submit=_("Save"),
        cancel_url=url_for(".show"),
        crumbs=(Crumb(_("Institution"), url_for(".show")),),
    )

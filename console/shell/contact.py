"""Whom to ask about the page at hand: its theme and its reference, carried to the page of contacts.

A page that knows more than its view's theme says so with `about`; the frame's link takes it from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import current_app, g, request, url_for
from flask_babel import gettext as _

from console.accounts.visits import Visit
from console.base import clock
from console.base.sheets.phrases import N_
from console.forms.declarations import Form
from console.forms.fields import Text
from console.forms.prefill import Prefilled
from console.hooks.manager import Plugins
from console.shell import gate
from console.shell.forms import current

SUBJECT = "subject"
"""The field of a question's form that takes the reference."""
ORIGIN = N_("the page from which you asked")
_REFERENCE = re.compile(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){1,2}")


@dataclass(frozen=True)
class Contact:
    """What the page at hand is about; empty where nothing is known."""

    theme: str = ""
    """With its plugin: `ch_fund.accounting`."""
    reference: str = ""


def about(theme: str, reference: str = "") -> None:
    """Say what the page at hand is about."""
    g.contact = Contact(theme, reference)


def url() -> str:
    """Give the address of the contact for the page at hand."""
    found: Contact = g.get("contact") or Contact(_theme_of_view())
    # A value that is empty is left out of the address.
    return url_for("InformationView.contact", theme=found.theme or None, reference=found.reference or None)


def reference_in(typed: str) -> str:
    """Give a reference as it came back in an address; nothing for what cannot be one."""
    return typed if _REFERENCE.fullmatch(typed) else ""


def question_form(visit: Visit, theme: str) -> str | None:
    """Give the key of the form with which a company asks about a theme, if this person may fill it in."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    declared = [
        (f"{plugin.name}.{one.key}", one.contact_form)
        for plugin in plugins
        for one in plugin.themes
        if one.contact_form
    ]
    # Without a theme, any plugin's question will do; one that is not open to her is passed over.
    keys = dict.fromkeys(key for code, key in declared if theme in ("", code))
    return next((key for key in keys if current.find(visit, key) is not None), None)


def referring(form: Form, typed: str) -> dict[str, Prefilled]:
    """Give a question's subject with the reference it is about; nothing without one, or without such a field."""
    reference = reference_in(typed)
    known = any(field.key == SUBJECT and isinstance(field, Text) for field in form.fields())
    if not reference or not known:
        return {}
    text = _("Reference %(reference)s", reference=reference)
    return {SUBJECT: Prefilled(text, ORIGIN, clock.today(str(g.style.zone)).isoformat())}


def _theme_of_view() -> str:
    view = gate.guards().by_blueprint.get(request.blueprint or "")
    guard = gate.guards().by_view[view] if view else None
    return f"{guard.plugin}.{guard.theme}" if guard and guard.plugin and guard.theme else ""

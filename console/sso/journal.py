"""Sentences of the journal about providers and the people linked to them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

SUBJECT = "console.sso"
ACTIONS = (
    AuditAction("console.sso.added", _l("Provider for sign-ins added: %(name)s")),
    AuditAction("console.sso.changed", _l("Provider for sign-ins changed: %(name)s")),
    AuditAction("console.sso.switched_on", _l("Provider for sign-ins switched on: %(name)s")),
    AuditAction("console.sso.switched_off", _l("Provider for sign-ins switched off: %(name)s")),
    AuditAction("console.sso.deleted", _l("Provider for sign-ins deleted: %(name)s")),
    AuditAction("console.sso.identity_linked", _l("Sign-in through %(name)s linked: %(person)s")),
    AuditAction("console.sso.identity_unlinked", _l("Sign-in through %(name)s taken away: %(person)s")),
)

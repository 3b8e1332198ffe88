"""The sentences of the journal's lines about terms and the rules for coming in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

ACTIONS = (
    AuditAction("console.terms.published", _l("Terms of use published: version %(version)s")),
    AuditAction("console.terms.accepted", _l("Terms of use accepted for %(company)s: version %(version)s")),
    AuditAction("console.policy.changed", _l("Rules for signing in changed")),
)

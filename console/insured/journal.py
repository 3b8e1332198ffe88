"""The sentences of the journal's lines about accounts of insured persons."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

ACTIONS = (
    AuditAction("console.provider.added", _l("Provider added: %(name)s")),
    AuditAction("console.insured.letter", _l("Code for an insured person's letter made")),
    AuditAction(
        "console.insured.failed", _l("An account could not be opened from message %(reference)s: wrong proof")
    ),
    AuditAction("console.insured.opened", _l("The person of message %(reference)s has opened an account")),
    AuditAction(
        "console.insured.came", _l("The person of message %(reference)s has opened it in her account")
    ),
)

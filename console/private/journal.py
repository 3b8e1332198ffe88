"""The sentences of the journal's lines about persons without an account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

ACTIONS = (
    AuditAction("console.private.opened", _l("Link to message %(reference)s opened for the first time")),
    AuditAction("console.private.code_sent", _l("Code sent to the person of message %(reference)s")),
    AuditAction(
        "console.private.identified", _l("The person of message %(reference)s has identified herself")
    ),
    AuditAction("console.private.failed", _l("Identification failed for message %(reference)s")),
    AuditAction("console.private.locked", _l("Link to message %(reference)s locked after too many tries")),
    AuditAction(
        "console.private.agreed", _l("The person of message %(reference)s has agreed to what she sends")
    ),
)

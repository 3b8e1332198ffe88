"""The sentences of the journal's lines about notices."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

ACTIONS = (
    AuditAction("console.delegation.mailed", _l("Link to message %(reference)s written to the person")),
    AuditAction(
        "console.delegation.not_mailed", _l("Link to message %(reference)s not sent: no e-mails leave here")
    ),
    AuditAction("console.notice.chosen", _l("Notifications changed: %(themes)s")),
)

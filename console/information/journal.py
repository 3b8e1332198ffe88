"""The sentences of the journal's lines about information."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

ACTIONS = (
    AuditAction("console.information.added", _l("Information added: %(name)s")),
    AuditAction("console.information.changed", _l("Information changed: %(name)s")),
    AuditAction("console.information.text_changed", _l("Information changed: %(name)s (%(language)s)")),
    AuditAction("console.information.published", _l("Information published: %(name)s")),
    AuditAction("console.information.withdrawn", _l("Information withdrawn: %(name)s")),
    AuditAction("console.information.deleted", _l("Information deleted: %(name)s")),
    AuditAction("console.information.contact_changed", _l("Contact changed: %(name)s")),
)

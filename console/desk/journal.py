"""The sentences of the journal's lines about the desk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

ACTIONS = (
    AuditAction("console.message.proposed", _l("Settling of message %(reference)s proposed")),
    AuditAction(
        "console.message.proposal_dropped", _l("Proposal to settle message %(reference)s taken back")
    ),
    AuditAction("console.desk.answer_added", _l("Standard answer added: %(name)s")),
    AuditAction("console.desk.answer_changed", _l("Standard answer changed: %(name)s")),
    AuditAction("console.desk.answer_deleted", _l("Standard answer deleted: %(name)s")),
    AuditAction("console.desk.absence_added", _l("Absence of %(name)s entered")),
    AuditAction("console.desk.absence_deleted", _l("Absence of %(name)s deleted")),
    AuditAction("console.desk.theme_changed", _l("Work in the theme %(name)s set up")),
)

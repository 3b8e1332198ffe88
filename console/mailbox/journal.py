"""The sentences of the journal's lines about messages and dossiers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

ACTIONS = (
    AuditAction("console.message.fund_request", _l("Request %(reference)s sent to the company")),
    AuditAction("console.message.open", _l("Message %(reference)s opened for the first time")),
    AuditAction("console.message.save", _l("Message %(reference)s saved")),
    AuditAction("console.message.delete", _l("Draft of message %(reference)s deleted")),
    AuditAction("console.message.send", _l("Message %(reference)s sent")),
    AuditAction("console.message.delegate", _l("Message %(reference)s delegated")),
    AuditAction("console.message.delegate_in_dossier", _l("Message %(reference)s begun and delegated")),
    AuditAction("console.message.withdraw", _l("Delegation of message %(reference)s withdrawn")),
    AuditAction("console.message.person_save", _l("Message %(reference)s saved by the person")),
    AuditAction("console.message.person_send", _l("Message %(reference)s sent by the person")),
    AuditAction(
        "console.message.expire_or_bounce", _l("Delegation of message %(reference)s expired or undeliverable")
    ),
    AuditAction("console.message.resend", _l("Link to message %(reference)s sent again")),
    AuditAction("console.message.correct_address", _l("E-mail address for message %(reference)s corrected")),
    AuditAction("console.message.recall", _l("Message %(reference)s recalled")),
    AuditAction("console.message.take", _l("Message %(reference)s taken in hand")),
    AuditAction("console.message.assign", _l("Message %(reference)s assigned")),
    AuditAction("console.message.query", _l("Question asked about message %(reference)s")),
    AuditAction("console.message.settle", _l("Message %(reference)s settled")),
    AuditAction("console.message.reopen", _l("Message %(reference)s reopened")),
    AuditAction("console.message.withdraw_request", _l("Request %(reference)s withdrawn")),
    AuditAction("console.message.due_date_passed", _l("Message %(reference)s is past its due date")),
    AuditAction("console.message.register", _l("Message %(reference)s registered on behalf of the company")),
    AuditAction("console.message.put_away", _l("Notice %(reference)s put away")),
    AuditAction("console.message.noted", _l("Internal note on message %(reference)s")),
    AuditAction("console.dossier.opened", _l("Dossier %(reference)s opened")),
    AuditAction("console.dossier.closed", _l("Dossier %(reference)s closed")),
    AuditAction("console.dossier.extended", _l("New end date of dossier %(reference)s")),
)

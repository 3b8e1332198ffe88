"""The sentences of the journal's lines about retention. None of them names a person."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

SUBJECT = "console.retention"
PERSON = "console.person"
ACTIONS = (
    AuditAction(
        "console.retention.confirmed",
        _l("Retention confirmed: %(retention)s, months: %(months)s, %(law)s"),
    ),
    AuditAction(
        "console.retention.decided",
        _l("Erasing decided at the end of retention: %(retention)s, entries: %(count)s. Reason: %(reason)s"),
    ),
    AuditAction(
        "console.retention.erased", _l("Erased at the end of retention: %(retention)s, entries: %(count)s")
    ),
    AuditAction(
        "console.retention.consulted",
        _l("Looked at what is past its time: %(retention)s, entries: %(count)s"),
    ),
    AuditAction("console.retention.held", _l("Legal hold %(number)s set. Reason: %(reason)s")),
    AuditAction("console.retention.released", _l("Legal hold %(number)s ended")),
    AuditAction("console.retention.holds_consulted", _l("Legal holds consulted: %(count)s")),
    AuditAction("console.person.asked", _l("A person’s data is to be erased. Reason: %(reason)s")),
    AuditAction("console.person.consulted", _l("Looked at what is held of a person")),
    AuditAction("console.person.erased", _l("A person’s data erased: %(retention)s, entries: %(count)s")),
    AuditAction("console.person.exported", _l("What is held of a person put together for her")),
    AuditAction("console.person.handed_out", _l("What is held of a person handed out")),
)

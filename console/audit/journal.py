"""The sentences of the journal's lines about who consulted what, and about the journal itself."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

ACTIONS = (
    AuditAction("console.message.consulted", _l("Message %(reference)s consulted (person: %(name)s)")),
    AuditAction("console.message.fetched", _l("Messages fetched by another system: %(count)s")),
    AuditAction("console.message.searched", _l("Messages searched: “%(typed)s”, found: %(count)s")),
    AuditAction(
        "console.message.file_handed_out", _l("Document of message %(reference)s handed out: %(name)s")
    ),
    AuditAction("console.submission.consulted", _l("Sent announcement %(reference)s consulted: %(form)s")),
    AuditAction("console.dossier.consulted", _l("Dossier %(reference)s consulted (person: %(name)s)")),
    AuditAction(
        "console.dossier.handed_out",
        _l("All documents of dossier %(reference)s handed out (person: %(name)s)"),
    ),
    AuditAction("console.document.consulted", _l("Delivery of document %(reference)s consulted: %(name)s")),
    AuditAction("console.document.handed_out", _l("Document %(reference)s handed out: %(name)s")),
    AuditAction("console.proof.handed_out", _l("Proof %(number)s of message %(reference)s handed out")),
    AuditAction("console.journal.exported", _l("Journal exported: %(name)s, entries: %(count)s")),
    AuditAction("console.journal.erased", _l("Personal parts of old journal entries erased: %(count)s")),
)

"""The sentences of the journal's lines about documents, receipts and print runs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

ACTIONS = (
    AuditAction("console.dossier.reopened", _l("Dossier %(reference)s reopened")),
    AuditAction("console.document.added", _l("Document %(reference)s made available: %(name)s")),
    AuditAction("console.document.opened", _l("Document %(reference)s opened by the company: %(name)s")),
    AuditAction("console.document.closed", _l("Document %(reference)s closed: %(name)s")),
    AuditAction("console.document.reminded", _l("Reminder of unopened document %(reference)s: %(name)s")),
    AuditAction("console.document.to_print", _l("Unopened document %(reference)s goes by post: %(name)s")),
    AuditAction("console.receipt.changed", _l("Receipt of documents changed: %(name)s")),
    AuditAction("console.print_run.made", _l("Print run %(reference)s made, documents: %(count)s")),
    AuditAction("console.print_run.posted", _l("Print run %(reference)s posted, documents: %(count)s")),
)

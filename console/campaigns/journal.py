"""The sentences of the journal's lines about campaigns."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

ACTIONS = (
    AuditAction("console.campaign.planned", _l("Campaign %(reference)s planned")),
    AuditAction("console.campaign.addressed", _l("Campaign %(reference)s: recipients chosen: %(count)s")),
    AuditAction("console.campaign.sent", _l("Campaign %(reference)s sent, requests: %(count)s")),
    AuditAction("console.campaign.withdrawn", _l("Campaign %(reference)s withdrawn")),
    AuditAction("console.campaign.dropped", _l("Campaign %(reference)s thrown away")),
)

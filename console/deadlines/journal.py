"""The sentences of the journal's lines about deadlines. None of them names a person."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import AuditAction

SUBJECT = "console.deadline"
ACTIONS = (
    AuditAction("console.deadline.confirmed", _l("Deadline confirmed: %(deadline)s, %(span)s, %(law)s")),
    AuditAction("console.deadline.alerts_changed", _l("Alerts changed in the theme %(name)s")),
    AuditAction("console.deadline.unacknowledged", _l("Not acknowledged in time: %(name)s")),
    AuditAction("console.deadline.feed_made", _l("Calendar address made")),
    AuditAction("console.deadline.feed_ended", _l("Calendar address withdrawn")),
)

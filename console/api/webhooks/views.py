"""What the addresses of webhooks answer: a company's key sees and changes its company's, the institution's its own."""

from __future__ import annotations

from typing import Any

from flask import Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from console.api import bodies, cursors
from console.base.errors import BadArgument
from console.dispatch.webhook import service
from console.dispatch.webhook.models import WebhookSubscription
from console.institutions.sessions import db

MOST_EVENTS = 20


def listed() -> ResponseReturnValue:
    """Give all subscriptions."""
    found = service.subscriptions(db.session(), g.reach.company)
    return jsonify(items=[_told(one) for one in found], next=None)


def shown(reference: str) -> ResponseReturnValue:
    """Give one subscription, never its secret."""
    return jsonify(_told(service.of(db.session(), reference, g.reach.company)))


def create() -> Response:
    """Add a subscription and give its secret, once."""
    asked = bodies.members(url=str, events=list)
    events = asked["events"]
    if len(events) > MOST_EVENTS or not all(isinstance(one, str) for one in events):
        raise BadArgument(_l("Choose kinds of news from the list."), place="events")
    row, secret = service.subscribe(
        db.session(),
        asked["url"],
        events,
        company=g.reach.company,
        client=g.client,
        language=g.language,
    )
    answer = jsonify(_told(row) | {"secret": secret})
    answer.status_code = 201
    answer.headers["Location"] = f"{request.base_url}/{row.reference}"
    return answer


def rotate(reference: str) -> ResponseReturnValue:
    """Give a new secret, once; the one before signs too for a day."""
    secret = service.rotate(db.session(), reference, g.reach.company)
    return jsonify(_told(service.of(db.session(), reference, g.reach.company)) | {"secret": secret})


def remove(reference: str) -> ResponseReturnValue:
    """Remove a subscription."""
    service.unsubscribe(db.session(), reference, g.reach.company)
    return "", 204


def try_out(reference: str) -> ResponseReturnValue:
    """Tell a subscription that this is a test."""
    service.test(db.session(), reference, g.reach.company)
    return jsonify(_told(service.of(db.session(), reference, g.reach.company))), 202


def _told(row: WebhookSubscription) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "url": row.url,
        "events": row.events,
        "state": row.state,
        "made_at": cursors.told_moment(row.made_at),
        "changed_at": cursors.told_moment(row.changed_at),
    }

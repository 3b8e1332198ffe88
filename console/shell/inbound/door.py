"""`POST /inbound/<institution>/<channel>`: what an agency tells an institution, signed by the agency.

No cookie is looked at. An address that is not there, a channel nobody calls and a module that is switched off answer
alike; a forged call learns no more than that its signature is wrong, and the journal says so once an hour. Whatever is
refused is answered as a problem (RFC 9457), and nothing of it is kept.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Blueprint, Flask, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.audit.service import record
from console.base import clock
from console.base.errors import ConsoleError, NoKey, NotFound, Unavailable
from console.dispatch import acknowledging
from console.dispatch.declarations import Pushed
from console.dispatch.inbound import uses
from console.dispatch.webhook.signatures import Forged
from console.institutions.sessions import acting

LARGEST = 1_000_000
"""Bytes of a call."""
FORGED = "console.acknowledgement.forged"
log = logging.getLogger("guichet.dispatch")


def install(app: Flask) -> None:
    """Add the address, outside the tokens of our forms and outside sign-in."""
    blueprint = Blueprint("inbound", __name__, url_prefix="/inbound")
    blueprint.add_url_rule("/<int:institution>/<channel>", "hear", hear, methods=("POST",))
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
    app.extensions["guichet_plain"] |= {"inbound.hear"}


def hear(institution: int, channel: str) -> ResponseReturnValue:
    """Keep what is told; 200 once it is committed, also for what was told before."""
    found = next((one for one in _heard() if one.key == channel), None)
    if found is None or (institution, channel) not in uses.users_of([channel]):
        raise NotFound(_l("There is nothing at this address."))
    if (request.content_length or 0) > LARGEST:
        abort(413)
    body = request.get_data()
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        settings, _ = uses.settings_of(institution, channel)
        arrivals = found.hear(headers, body, settings)
    except Forged as fault:
        _note_forged(institution, channel, str(fault))
        raise NoKey(_l("The signature of this call is not valid.")) from fault
    except ConsoleError:
        raise
    except Exception as fault:
        log.exception("channel %s fails at a call", channel)
        raise Unavailable(_l("The console cannot take this now. Tell it again later.")) from fault
    with acting(uses.scope(institution), writes=True) as session:
        for arrival in arrivals:
            acknowledging.receive(session, arrival, "pushed")
    return jsonify(taken=len(arrivals))


def _note_forged(institution: int, channel: str, why: str) -> None:
    """Write a line into the journal, one an hour: whoever forges calls must not fill it."""
    log.warning("a call to %s of institution %s is forged: %s", channel, institution, why)
    lately = select(AuditEntry.id).where(
        AuditEntry.action == FORGED,
        AuditEntry.subject_id == channel,
        AuditEntry.at > clock.now() - timedelta(hours=1),
    )
    with acting(uses.scope(institution)) as session:
        if session.scalar(lately.limit(1)) is not None:
            return
    with acting(uses.scope(institution), writes=True) as session:
        record(session, FORGED, subject=acknowledging.SUBJECT, subject_id=channel, name=channel)


def _heard() -> list[Pushed]:
    return uses.channels(Pushed)  # type: ignore[type-abstract]

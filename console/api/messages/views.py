"""What the addresses of messages answer."""

from __future__ import annotations

from flask import Response, g, jsonify, request
from flask.typing import ResponseReturnValue

from console.api import actors, bodies, cursors, etags
from console.api.messages import reading, sending
from console.api.repeats import HEADER
from console.base.errors import NotFound
from console.institutions.sessions import db
from console.mailbox import service
from console.mailbox.models import Message
from console.mailbox.moving import SUBJECT
from console.mailbox.states import Actor, Role
from console.shell import service as shell


def listed() -> ResponseReturnValue:
    """Give a page of a folder."""
    who, asked = actors.reader(), g.arguments
    folder = reading.FOLDERS[cursors.choice_of(asked, "folder", tuple(reading.FOLDERS), "inbox")]
    size = cursors.size_of(asked)
    themes = list(actors.theme_named(asked, who))
    since, after = cursors.moment_of(asked, "since"), cursors.place_of(asked)
    rows = reading.messages(db.session(), who, folder, themes, since, after, size)
    page, last = cursors.cut(rows, size)
    items = reading.lines_of(db.session(), folder, list(page))
    return jsonify(items=items, next=cursors.place_token(last.moment, last.id) if last else None)


def shown(reference: str) -> Response:
    """Give one message, and note that it was read."""
    one = reading.seen(db.session(), actors.reader(), reference)
    body = reading.told(db.session(), one)
    if body["folder"] is None:
        raise NotFound(actors.NOTHING)
    shell.note(
        SUBJECT,
        subject_id=one.message.id,
        concerning=body["person_number"],
        reference=reference,
        name=body["person"],
    )
    return etags.answered(body, one.tag if one.actor.role is not Role.FUND else etags.of_body(body))


def file(reference: str, file: str) -> Response:
    """Hand out a file that was sent with a message; raises `NotFound`."""
    session = db.session()
    one = reading.seen(session, actors.reader(), reference)
    sent = reading.submission_of(session, one)
    found = reading.files_of(session, sent).get(file) if sent is not None else None
    if found is None:
        raise NotFound(actors.NOTHING)
    answer = shell.handed_out(found)
    shell.note(
        SUBJECT,
        subject_id=one.message.id,
        concerning=one.message.person_number,
        reference=reference,
        name=one.message.person,
    )
    return answer


def create() -> Response:
    """Send a new message for the company."""
    asked = bodies.members(form=str, values=dict)
    who = actors.sender()
    message = sending.send(who, asked["form"], asked["values"], request.headers[HEADER])
    answer = _answered(who, message, 201)
    answer.headers["Location"] = f"{request.base_url}/{message.reference}"
    return answer


def reply(reference: str) -> Response:
    """Answer a request, or send a draft."""
    asked = bodies.members(values=dict)
    who = actors.sender()
    one = reading.seen(db.session(), who, reference, lock=True)
    etags.demand(one.tag)
    return _answered(who, sending.answer(who, one.message, asked["values"], request.headers[HEADER]))


def recall(reference: str) -> Response:
    """Take back what the company sent."""
    who = actors.sender()
    one = reading.seen(db.session(), who, reference, lock=True)
    etags.demand(one.tag)
    return _answered(who, service.recall(db.session(), who, reference))


def _answered(who: Actor, message: Message, status: int = 200) -> Response:
    one = reading.seen(db.session(), who, message.reference)
    return etags.answered(reading.told(db.session(), one), one.tag, status)

"""Requests that change something, answered once: the same key again gives the same answer and does nothing.

The header is that of draft-ietf-httpapi-idempotency-key-header-07. The answer is stored in the transaction of the act,
so that there is none without the other. Two requests with one key at the same moment both act, and the second one is
rolled back whole: it is told to come again, and gets the answer then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from flask import Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.api.errors import Faulty
from console.api.models import Repeat
from console.base import clock, ids
from console.base.errors import BadArgument, Conflict
from console.base.sealing import Unreadable, seal, unseal
from console.institutions.sessions import acting, db, scope_of

HEADER: Final = "Idempotency-Key"
REPEATED: Final = "Idempotency-Replayed"
KEPT: Final = timedelta(hours=24)
LONGEST: Final = 255
PURPOSE = "answer of the open API"
_HEADERS = ("Content-Type", "Content-Language", "ETag", "Location")


def once(act: Callable[[], ResponseReturnValue], *, demanded: bool = True) -> Response:
    """Do `act` and keep its answer under the key of this request, or give the answer that is kept there.

    Comes before the first statement of the page session. Refusals are not kept: what was refused may be sent again,
    corrected, with the same key. Raises `BadArgument` for a missing key where one is `demanded`, `Faulty` for a key
    that another request has, and `Conflict` for one whose request is being worked on.
    """
    given = _given(demanded)
    if not given:
        return make_response(act())
    key, shape = ids.digest(given), _shape()
    if (found := _found(key)) is not None:
        return _again(found, shape)
    answer = make_response(act())
    if answer.status_code < 400:
        _keep(db.session(), key, shape, answer)
    return answer


def sweep(session: Session) -> None:
    """Forget the answers of an institution whose time is over."""
    session.execute(delete(Repeat).where(Repeat.at < clock.now() - KEPT))


def _given(demanded: bool) -> str:
    found = request.headers.get(HEADER, "")
    if HEADER not in request.headers and not demanded:
        return ""
    if not found:
        text = _l(
            "Send the header %(header)s with a value of your own that no other request has.", header=HEADER
        )
        raise BadArgument(text, place=HEADER)
    if len(found) > LONGEST or " " in found or not (found.isascii() and found.isprintable()):
        text = _l(
            "The header %(header)s takes 1 to %(longest)s printable ASCII signs.",
            header=HEADER,
            longest=LONGEST,
        )
        raise BadArgument(text, place=HEADER)
    return found


def _shape() -> str:
    """Give the digest of what is asked for: method, address with arguments, body."""
    digest = hashlib.sha256()
    for part in (request.method.encode(), request.full_path.encode(), request.get_data(cache=True)):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _found(key: str) -> Repeat | None:
    """Look in a short session of its own: the page session must not have begun when a file is checked."""
    wanted = select(Repeat).where(
        Repeat.client == g.client, Repeat.key == key, Repeat.at > clock.now() - KEPT
    )
    with acting(scope_of(db.session())) as session:
        found: Repeat | None = session.scalars(wanted).first()
        if found is not None:
            session.expunge(found)
        return found


def _again(found: Repeat, shape: str) -> Response:
    if found.request != shape:
        raise Faulty(
            _l(
                "Another request was sent with this %(header)s. Give each request a value of its own.",
                header=HEADER,
            )
        )
    try:
        body = unseal(current_app.extensions["guichet_settings"].secret_key, PURPOSE, found.body)
    except Unreadable:
        raise Conflict(_l("This was done already; its answer cannot be read any more.")) from None
    return Response(body, found.status, {**found.headers, REPEATED: "true"})


def _keep(session: Session, key: str, shape: str, answer: Response) -> None:
    secret: str = current_app.extensions["guichet_settings"].secret_key
    session.execute(
        delete(Repeat).where(Repeat.client == g.client, Repeat.key == key, Repeat.at <= clock.now() - KEPT)
    )
    row = Repeat(
        client=g.client,
        key=key,
        request=shape,
        status=answer.status_code,
        headers={name: answer.headers[name] for name in _HEADERS if name in answer.headers},
        body=seal(secret, PURPOSE, answer.get_data(as_text=True)),
        at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise Conflict(
            _l("A request with this %(header)s is being worked on. Send it again in a moment.", header=HEADER)
        ) from None

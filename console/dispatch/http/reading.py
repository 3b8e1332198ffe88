"""What the answer of another system means before anybody looks into it."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from console.base import clock
from console.base.sheets.phrases import N_, Phrase
from console.dispatch.declarations import Delivered, Later, Misconfigured, Outcome, Rejected
from console.dispatch.outward import Answer

AGAIN = frozenset({408, 409, 421, 423, 425, 429})
"""Answers of 4xx by which a system asks to come back; 409 only where it does not mean `KNOWN`."""
SETTINGS = frozenset({401, 403, 404, 405, 407, 426})
"""Answers of 4xx that say that we call at the wrong address, or as the wrong one."""
KNOWN = frozenset({409})
"""The answer to a key that was sent before."""
LONGEST_WAIT = timedelta(hours=6)

BUSY = N_("The other system cannot take it now. It is tried again by itself.")
MOVED = N_(
    "The other system sends us to another address. Ask it for the right one, and enter that in the settings."
)
NOT_LET_IN = N_(
    "The other system refuses the console. Check its address and the access data in the settings."
)
NO = N_("The other system refuses it as it is. What it says stands below.")
STRANGE = N_("The other system answers something that the console does not understand. It is tried again.")
A_PAGE = N_(
    "A web page came instead of an answer: something before the other system answers. It is tried again."
)
TOO_LONG = N_("The answer of the other system is too long to be read. It is tried again.")


class Strange(Exception):
    """An answer is not what it should be; the text says what is missing, without data of anybody."""


def by_status(answer: Answer, *, own: Collection[int] = (), known: Collection[int] = KNOWN) -> Outcome | None:
    """Say what the status means; nothing for an answer that has to be looked into.

    `own` are statuses besides 2xx whose meaning the channel says itself, `known` those by which the other side says
    that it has this key already.
    """
    status, said = answer.status, said_of(answer)
    if status in own:
        return None
    if status in known:
        return Delivered(said)
    if status in AGAIN or status >= 500:
        return Later(Phrase(BUSY), said, after=asked_to_wait(answer), away=status >= 500)
    if 300 <= status < 400:
        return Misconfigured(Phrase(MOVED), said)
    if status in SETTINGS:
        return Misconfigured(Phrase(NOT_LET_IN), said)
    if 400 <= status < 500:
        return Rejected(Phrase(NO), said)
    if not 200 <= status < 300:
        return Later(Phrase(STRANGE), said)
    if answer.is_cut:
        return Later(Phrase(TOO_LONG), said)
    if media_type(answer) in ("text/html", "application/xhtml+xml"):
        return Later(Phrase(A_PAGE), said, away=True)
    return None


def json_of(answer: Answer) -> dict[str, Any]:
    """Give the object that an answer is in JSON; raises `Strange`."""
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as fault:
        raise Strange("no JSON") from fault
    if not isinstance(found, dict):
        raise Strange("no object in JSON")
    return found


def asked_to_wait(answer: Answer) -> timedelta | None:
    """Give how long the other side asks us to wait (RFC 9110, Retry-After: seconds or a moment), at most six hours."""
    typed = answer.headers.get("retry-after", "").strip()
    if typed.isascii() and typed.isdecimal() and len(typed) < 10:
        return min(timedelta(seconds=int(typed)), LONGEST_WAIT)
    from email.utils import parsedate_to_datetime

    try:
        moment: datetime = parsedate_to_datetime(typed)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - clock.now(), timedelta()), LONGEST_WAIT)


def said_of(answer: Answer) -> str:
    """Give status and kind of an answer in one line; its text stands in the record of the exchange."""
    return f"{answer.status} {media_type(answer)}".strip()


def media_type(answer: Answer) -> str:
    """Give what kind of content an answer says to be."""
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()[:80]

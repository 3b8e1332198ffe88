"""The slip service: it takes enrolments with Prest'IJ, and gives answers (ARL, CR) and slips of daily benefits (BPIJ).

What is exchanged are files whose kinds are known (`formats/slips`); no description of the transport is public, so that
this one is our own, and this class alone changes with an agreement:

    POST <address>/enrolments            Authorization: Bearer <key>, Idempotency-Key, a zip of header and document
    202 {"reference": "...", "status": "received"}            it has the file
    422                                                        it does not take it
    GET  <address>/deliveries?since=<cursor>
    200 {"items": [{"id", "name", "content" in base64, "said_at"}], "cursor"}

Such an item may also be pushed, signed as Standard Webhooks are; files may be left as they are (XML).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from console.plugin import N_, BadArgument, Phrase, db, dispatch
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.benefits import receiving
from plugins.fr_dsn.benefits.models import BY_CHANNEL
from plugins.fr_dsn.benefits.service import Came, digest_of
from plugins.fr_dsn.enrolments import returns
from plugins.fr_dsn.enrolments.service import CHANNEL, content_of
from plugins.fr_dsn.formats.slips.returns import Returns

from .places import access, an_object, moment, next_cursor

KEY: Final = CHANNEL
NAME: Final = "slips"
FILE, VERDICT = "fr_dsn.slip_file", "fr_dsn.slip_verdict"
"""Kinds of what the channel gives: a file for us, and what it means for the transmission."""
_GONE = N_("The file of this enrolment is not kept any more.")


class SlipService(dispatch.HttpChannel):
    """Hands enrolments over, and asks for answers and slips."""

    key = KEY
    title = _l("Slip service (Prest’IJ and BPIJ)")
    every = timedelta(minutes=10)
    pace = dispatch.Pace(first=timedelta(minutes=1), longest=timedelta(hours=1), tries=60)
    own_statuses = frozenset({422})
    """It does not take this file: its lines are refused."""
    known_statuses = frozenset[int]()
    largest = 40_000_000

    def peer(self, envelope: dispatch.Envelope) -> str:
        """Give its host and port."""
        return envelope.target

    def call(self, letter: dispatch.Letter) -> dispatch.Call:
        """Post the zip."""
        address, auth = access(letter.settings, NAME)
        with dispatch.reading(letter.institution) as session:
            content = content_of(session, str(letter.envelope.payload["sending"]))
        if content is None:
            raise BadArgument(Phrase(_GONE))
        headers = {"Content-Type": "application/zip"}
        return dispatch.Call(f"{address}/enrolments", content, headers=headers, auth=auth)

    def understand(self, letter: dispatch.Letter, answer: dispatch.Answer) -> dispatch.Outcome:
        """It has the file once it gives its reference; it may also say at once that it does not take it."""
        if answer.status in self.own_statuses:
            return dispatch.Delivered(f"{answer.status}", answer="refused")
        reference = dispatch.json_of(answer).get("reference")
        if not isinstance(reference, str) or not reference:
            raise dispatch.Strange
        return dispatch.Delivered(reference, reference=reference, answer="received")

    def fetch(self, institution: int, settings: Mapping[str, str], cursor: str) -> dispatch.Fetched:
        """Ask what it has since the last time."""
        if not settings.get(f"{NAME}_url"):
            return dispatch.Fetched((), cursor)
        address, auth = access(settings, NAME)
        said = dispatch.json_of(
            self.look(f"{address}/deliveries?{urlencode({'since': cursor or '0'})}", auth)
        )
        items = said.get("items")
        found = [one for item in items for one in _of_item(item)] if isinstance(items, list) else []
        return dispatch.Fetched(found, next_cursor(said, cursor))

    def hear(
        self, headers: Mapping[str, str], body: bytes, settings: Mapping[str, str]
    ) -> Sequence[dispatch.Arrival]:
        """Check the signature of what it pushes."""
        secret = settings.get(f"{NAME}_signing", "")
        if not secret:
            raise dispatch.Forged("no secret is set for its signatures")
        dispatch.verify([secret], headers, body)
        return _of_item(an_object(body))

    def read_file(self, name: str, content: bytes, settings: Mapping[str, str]) -> Sequence[dispatch.Arrival]:
        """Take a slip or a return that was left as a file."""
        return _arrivals(name, content, "", None)

    def take(self, arrival: dispatch.Arrival) -> bool:
        """Take a file that answers nothing that left: a slip, or a return about something unknown."""
        if arrival.kind == FILE:
            taken(arrival.body)
        return True


CHANNEL_OF_SLIPS = SlipService()


def taken(body: str) -> None:
    """Take a file as the console keeps it; raises `BadArgument` for one that cannot be read."""
    name, content = receiving.unpacked(body)
    receiving.take(db.session(), content, Came(name, BY_CHANNEL))


def _of_item(item: Any) -> list[dispatch.Arrival]:
    told: dict[str, Any] = item if isinstance(item, dict) else {}
    try:
        content = base64.b64decode(str(told.get("content", "")), validate=True)
    except ValueError:
        content = b""
    return _arrivals(str(told.get("name", "")), content, str(told.get("id", "")), moment(told.get("said_at")))


def _arrivals(name: str, content: bytes, token: str, said_at: Any) -> list[dispatch.Arrival]:
    """Give a file, and what it means for the enrolment that it answers."""
    mark = (token or digest_of(content))[:100]
    about = ""
    try:
        found = receiving.read(content)
    except BadArgument:
        found = None  # The module says why when it is to take it.
    if isinstance(found, Returns):
        about = returns.sending_in(found)
    body = receiving.packed(name[-100:] or "?", content)
    file = dispatch.Arrival(KEY, body, mark, "", FILE, key=about, said_at=said_at)
    if not isinstance(found, Returns) or not about:
        return [file]
    verdict = "accepted" if found.kind == returns.CR else _verdict_of(found)
    return [file, dispatch.Arrival(KEY, "", f"{mark} v", verdict, VERDICT, key=about, said_at=said_at)]


def _verdict_of(found: Returns) -> str:
    """Say whether an acknowledgement lets anything of the file pass."""
    return "refused" if any(one.state == "R" for one in found.answers) else "received"

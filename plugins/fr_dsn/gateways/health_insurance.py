"""The health insurance, machine to machine: it gets stoppages as soon as they are declared, and answers twice.

No schema of its service is public. This shape is our own, so that the rest of the gateway works and can be tried; the
day the institution has its agreement, this class alone changes:

    POST <address>/declarations     Authorization: Bearer <key>, Idempotency-Key
    {"act": "open|change|close|cancel|documents", "stoppage", "version", "declaration": {...},
     "documents": {"files": [{"name", "media_type", "sha256", "content" in base64}], "note"}}
    202 {"reference": "...", "status": "received"}            the technical acknowledgement
    200 {"status": "refused", "code", "text": "..."}          the technical refusal
    GET  <address>/acknowledgements?since=<cursor>
    200 {"items": [{"id", "type", "reference", "verdict", "code", "text", "documents", "said_at"}],
         "cursor"}

A business answer has the type `business` with the verdict `accepted` or `refused`, or the type `documents` with what is
asked for; a refusal may name its cause by a code (`stoppages/measures.py`). It may also be pushed, signed as Standard
Webhooks are, or be left as a file.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from console.plugin import dispatch
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.stoppages.exchange import HEALTH

from .places import access, an_object, as_it_came, moment, next_cursor

KEY = HEALTH
NAME = "health"
_VERDICTS = frozenset({"received", "accepted", "refused"})
_PROCESSED = "processed"
"""Said instead of `accepted` where the service only confirms that it did its work."""


class HealthInsurance(dispatch.HttpChannel):
    """Declares stoppages and asks what became of them."""

    key = KEY
    title = _l("Health insurance (work stoppages)")
    every = timedelta(minutes=5)
    pace = dispatch.Pace(first=timedelta(seconds=20), longest=timedelta(hours=1), tries=60)
    known_statuses = frozenset[int]()

    def peer(self, envelope: dispatch.Envelope) -> str:
        """Give its host and port."""
        return envelope.target

    def call(self, letter: dispatch.Letter) -> dispatch.Call:
        """Post what was declared."""
        address, auth = access(letter.settings, NAME)
        return dispatch.json_call(f"{address}/declarations", _with_files(letter), auth=auth)

    def understand(self, letter: dispatch.Letter, answer: dispatch.Answer) -> dispatch.Outcome:
        """It has the declaration once it gives its reference; it may also say at once that it cannot take it."""
        said = dispatch.json_of(answer)
        if said.get("status") == "refused":
            return dispatch.Delivered("refused", answer="refused")
        reference = said.get("reference")
        if not isinstance(reference, str) or not reference or said.get("status") != "received":
            raise dispatch.Strange
        return dispatch.Delivered(reference, reference=reference, answer="received")

    def fetch(self, institution: int, settings: Mapping[str, str], cursor: str) -> dispatch.Fetched:
        """Ask what it said since the last time."""
        if not settings.get(f"{NAME}_url"):
            return dispatch.Fetched((), cursor)
        address, auth = access(settings, NAME)
        url = f"{address}/acknowledgements?{urlencode({'since': cursor or '0'})}"
        said = dispatch.json_of(self.look(url, auth))
        items = said.get("items")
        found = [_arrival(item) for item in items] if isinstance(items, list) else []
        return dispatch.Fetched(found, next_cursor(said, cursor))

    def hear(
        self, headers: Mapping[str, str], body: bytes, settings: Mapping[str, str]
    ) -> Sequence[dispatch.Arrival]:
        """Check the signature of what it pushes."""
        secret = settings.get(f"{NAME}_signing", "")
        if not secret:
            raise dispatch.Forged("no secret is set for its signatures")
        dispatch.verify([secret], headers, body)
        return self.read_file("", body, settings)

    def read_file(self, name: str, content: bytes, settings: Mapping[str, str]) -> Sequence[dispatch.Arrival]:
        """Read one answer, pushed or left as a file."""
        return [_arrival(an_object(content))]


CHANNEL = HealthInsurance()


def _with_files(letter: dispatch.Letter) -> dict[str, Any]:
    """Give what is posted, the files that were handed in with their bytes."""
    payload = dict(letter.envelope.payload)
    if "documents" in payload:
        files = [dispatch.enclosed(letter, one) for one in payload["documents"]["files"]]
        told = [
            {
                "name": one.name,
                "media_type": one.media_type,
                "sha256": one.sha256,
                "content": base64.b64encode(one.content).decode(),
            }
            for one in files
        ]
        payload["documents"] = {**payload["documents"], "files": told}
    return payload


def _arrival(said: Any) -> dispatch.Arrival:
    item: dict[str, Any] = said if isinstance(said, dict) else {}
    verdict = str(item.get("verdict", ""))
    verdict = "accepted" if verdict == _PROCESSED else verdict
    return dispatch.Arrival(
        channel=KEY,
        body=as_it_came(said),
        token=str(item.get("id", "")),
        verdict=verdict if verdict in _VERDICTS else "",
        kind=str(item.get("type", "")) or "business",
        reference=str(item.get("reference", "")),
        said_at=moment(item.get("said_at")),
    )

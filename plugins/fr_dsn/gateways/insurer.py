"""The insurer, or whoever manages its contracts: it gets what it needs to pay, and asks the employer for nothing more.

    POST <address>/declarations     Authorization: Bearer <key>, Idempotency-Key
    {"event", "stoppage", "version", "state", "declaration": {...}, "wages": [...], "guarantee": {"from", "until"}}
    202 {"reference": "...", "status": "received"}

The shape is our own: each insurer agrees on one with its gateway. Nothing leaves as long as no address is set.
"""

from __future__ import annotations

from datetime import timedelta

from console.plugin import dispatch
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.stoppages.exchange import INSURER

from .places import access

KEY = INSURER
NAME = "insurer"


class Insurer(dispatch.HttpChannel):
    """Tells the insurer of stoppages, of what the health insurance answers, and of the opening of guarantees."""

    key = KEY
    title = _l("Insurer (work stoppages)")
    pace = dispatch.Pace(first=timedelta(seconds=20), longest=timedelta(hours=1), tries=60)
    known_statuses = frozenset[int]()

    def peer(self, envelope: dispatch.Envelope) -> str:
        """Give its host and port."""
        return envelope.target

    def call(self, letter: dispatch.Letter) -> dispatch.Call:
        """Post the news."""
        address, auth = access(letter.settings, NAME)
        return dispatch.json_call(f"{address}/declarations", letter.envelope.payload, auth=auth)

    def understand(self, letter: dispatch.Letter, answer: dispatch.Answer) -> dispatch.Outcome:
        """It has the news once it gives its reference."""
        reference = dispatch.json_of(answer).get("reference")
        if not isinstance(reference, str) or not reference:
            raise dispatch.Strange
        return dispatch.Delivered(reference, reference=reference, answer="received")


CHANNEL = Insurer()

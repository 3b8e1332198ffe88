"""An agency that speaks JSON over HTTP. It has no model: it shows everything that an agency can do.

    POST /declarations        Authorization: Bearer simulated-key:<sender>, Idempotency-Key, a JSON object
    202 {"reference": "AG-1", "status": "received"}
    GET /acknowledgements?since=<cursor>
    200 {"items": [{"id", "type", "key", "reference", "verdict", "said_at"}], "cursor": "2"}

To a sender with an address it pushes the same items, signed as Standard Webhooks are; into a folder it drops them.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

from console.testing.simulators.acknowledgements import Acknowledgement, Acknowledgements
from console.testing.simulators.http import LOOPBACK, HttpSimulator, Reply, Request, as_json
from console.testing.simulators.ledger import NEW, Ledger, Line
from console.testing.simulators.scenarios import Behaviour, Scenario
from console.testing.simulators.signing import signed

KEY = "simulated-key"
_FORGED = "whsec_bm90IHRoZSBzZWNyZXQgb2YgYW55Ym9keQ=="
LONGEST = 10.0
"""Seconds the console may take for an acknowledgement that is pushed."""


class Agency(HttpSimulator):
    """Takes declarations and says later what became of them."""

    def __init__(self, key: str, ledger: Ledger, scenario: Scenario, port: int) -> None:
        super().__init__(key, ledger, scenario, port)
        self.acknowledgements = Acknowledgements()
        self.doors: dict[str, tuple[str, str]] = {}
        """By sender: the loopback address to which acknowledgements are pushed, and the secret that signs them."""
        self.folder: Path | None = None
        """Where acknowledgements are dropped as files, if they are."""

    def fault(self, request: Request) -> Reply | None:
        """Check who sends, the idempotency key and the body."""
        if request.path != "/declarations":
            return as_json(404, {"error": "declarations are posted to /declarations"})
        if self._sender(request) is None:
            return as_json(401, {"error": "this key is not known"})
        if not self.key_of(request):
            return as_json(400, {"error": "Idempotency-Key is missing"})
        try:
            said = json.loads(request.body)
        except ValueError:
            said = None
        return None if isinstance(said, dict) else as_json(400, {"error": "a declaration is a JSON object"})

    def taken(self, request: Request, line: Line, behaviour: Behaviour) -> Reply:
        """Answer with the agency's reference, the same one for the same key."""
        reference = f"AG-{line.digest[:12].upper()}"
        if line.effect == NEW:
            sender = self._sender(request) or ""
            self.acknowledgements.answer(behaviour, sender, line.key, reference)
        return as_json(202, {"reference": reference, "status": "received"})

    def look(self, request: Request) -> Reply:
        """Answer what was said since a cursor."""
        parts, sender = urlsplit(request.path), self._sender(request)
        if parts.path != "/acknowledgements":
            return super().look(request)
        if sender is None:
            return as_json(401, {"error": "this key is not known"})
        typed = parse_qs(parts.query).get("since", ["0"])[0]
        if not typed.isdecimal():
            return as_json(400, {"error": "since is a cursor that was given before"})
        found, cursor = self.acknowledgements.since(sender, int(typed))
        return as_json(200, {"items": [one.value for one in found], "cursor": str(cursor)})

    def release(self) -> None:
        """Let go of connections, and say what was held back."""
        super().release()
        self.acknowledgements.release()

    def push(self) -> int:
        """Hand over what was said meanwhile, by address or as files; give how many were taken."""
        return self.acknowledgements.hand_out(self._hand)

    def _hand(self, one: Acknowledgement) -> bool:
        if self.folder is not None:
            part = self.folder / f".{one.token}.part"
            part.write_bytes(one.body)
            part.replace(self.folder / f"{one.token}.json")
        url, secret = self.doors.get(one.sender, ("", ""))
        if not url:
            return True
        if urlsplit(url).hostname not in (LOOPBACK, "localhost"):
            raise ValueError(f"a simulator calls nobody but this machine, not {url}")
        headers = signed(_FORGED if one.forged else secret, one.token, one.body)
        asked = UrlRequest(url, one.body, {"Content-Type": "application/json", **headers})  # noqa: S310 - loopback
        try:
            with urlopen(asked, timeout=LONGEST):  # noqa: S310 - loopback
                return True
        except URLError as fault:
            # What is refused for good is not said again; what fails is, at the next push.
            return 400 <= getattr(fault, "code", 0) < 500

    def _sender(self, request: Request) -> str | None:
        """Give who sends: what follows the key; nothing for a key that is not known."""
        key, _, sender = request.headers.get("authorization", "").removeprefix("Bearer ").partition(":")
        return sender if key == KEY else None

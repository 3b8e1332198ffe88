"""The gateway for SMS, as `console.dispatch.sms` speaks to it."""

from __future__ import annotations

import json

from console.testing.simulators.http import HttpSimulator, Reply, Request, as_json
from console.testing.simulators.ledger import Line
from console.testing.simulators.scenarios import Behaviour

KEY = "simulated-sms-key"
"""What the console must present."""


class SmsGateway(HttpSimulator):
    """Takes `POST /sms`; the same idempotency key sends one SMS."""

    def fault(self, request: Request) -> Reply | None:
        """Check the key, the idempotency key and the body."""
        if request.path != "/sms":
            return as_json(404, {"error": "SMS are posted to /sms"})
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return as_json(401, {"error": "this key is not known"})
        try:
            said = json.loads(request.body)
            texts = [said[name] for name in ("to", "from", "text", "reference")]
        except (ValueError, KeyError, TypeError):
            return as_json(400, {"error": "an SMS has the texts to, from, text and reference"})
        if not all(isinstance(text, str) and text for text in texts) or not said["to"].startswith("+"):
            return as_json(
                400, {"error": "an SMS has the texts to, from, text and reference, none of them empty"}
            )
        if not self.key_of(request) or self.key_of(request) != said["reference"]:
            return as_json(400, {"error": "Idempotency-Key and reference must be the same"})
        return None

    def taken(self, request: Request, line: Line, behaviour: Behaviour) -> Reply:
        """Answer with the number of the SMS, the same one for the same key."""
        return as_json(201, {"id": f"sms-{line.digest[:16]}"})

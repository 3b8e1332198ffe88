"""A receiver of our webhooks: takes what is signed by the secret that it was given, once."""

from __future__ import annotations

from console.testing.simulators.http import HttpSimulator, Reply, Request, as_json
from console.testing.simulators.ledger import Line
from console.testing.simulators.scenarios import Behaviour
from console.testing.simulators.signing import fault_of

SECRET = "whsec_c2ltdWxhdGVkLXdlYmhvb2stc2VjcmV0LTAx"  # noqa: S105 - invented, known to everybody
"""The secret of a receiver that was given no other."""


class WebhookReceiver(HttpSimulator):
    """Takes any `POST` whose signature is sound; the key is the `webhook-id`."""

    secret = SECRET

    def key_of(self, request: Request) -> str:
        """Give the id, which a repetition carries again."""
        return request.headers.get("webhook-id", "")

    def fault(self, request: Request) -> Reply | None:
        """Check signature and time."""
        wrong = fault_of(self.secret, request.headers, request.body)
        return as_json(401, {"error": wrong}) if wrong else None

    def taken(self, request: Request, line: Line, behaviour: Behaviour) -> Reply:
        """Answer without a body, as most receivers do."""
        return Reply(204)

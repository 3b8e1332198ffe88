"""A stand-in for the health insurance: acknowledges at once, decides later, rejects, refuses, asks for documents."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from console.plugin import Simulator, simulators
from console.plugin import lazy_gettext as _l

from .health_insurance import KEY

CODES = {"refused": "days"}
WORDS = {
    "refused": "The stoppage was certified for other days.",
    "documents": "The certificate cannot be read.",
}
WANTED = ["Medical certificate, part 3", "Wage slip of the last month"]


class HealthInsurance(simulators.Agency):
    """Says why it rejects, and which documents it wants."""

    def rejected(self, request: simulators.Request) -> simulators.Reply:
        """Refuse with its machine: the declaration is received by nobody."""
        del request
        return simulators.as_json(
            200, {"status": "refused", "code": "schema", "text": "The schema of the declaration is wrong."}
        )

    def look(self, request: simulators.Request) -> simulators.Reply:
        """Answer what was said, with sentences."""
        reply = super().look(request)
        if urlsplit(request.path).path != "/acknowledgements" or reply.status != 200:
            return reply
        said = json.loads(reply.body)
        for item in said["items"]:
            item["text"] = WORDS.get(item["verdict"] or item["type"], "")
            item["code"] = CODES.get(item["verdict"], "")
            item["documents"] = WANTED if item["type"] == "documents" else []
        return simulators.as_json(200, said)


def make(ledger: simulators.Ledger, scenario: simulators.Scenario, port: int) -> HealthInsurance:
    """Make one on a port."""
    return HealthInsurance(KEY, ledger, scenario, port)


SIMULATOR = Simulator(
    key=KEY,
    title=_l("Health insurance (work stoppages)"),
    protocol=_l("POST of JSON, acknowledged at once; the decision is asked for, pushed or left as files"),
    port=8630,
    make=make,
    settings={"health_url": "http://127.0.0.1:{port}", "health_key": "simulated-key:{institution}"},
)

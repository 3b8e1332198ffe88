"""The acts of the French module in the open API under schemathesis, on the rows of an account of the gateway.

`python -m tests.plugins.fr_dsn.fuzz_api --examples 60` prints what was answered, and what was not as the document says.
"""

from __future__ import annotations

import argparse
import base64
import logging
import sys
from datetime import timedelta
from random import Random
from typing import Any, Final

from console.accounts import keys
from console.base import clock
from console.institutions.scope import Scope
from plugins.fr_dsn import samples
from plugins.fr_dsn.stoppages import shapes
from tests.console.api.fuzz import Outcome, Seeds, houses, run
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY, account
from tests.support.api import System
from tests.support.house import House, acting_in

OPERATIONS: Final = (
    "fr_dsn.stoppages:read", "fr_dsn.stoppages:write", "fr_dsn.files:read", "fr_dsn.files:write",
    "benefits:read", "deposits:read", "months:read", "establishments:read",
)  # fmt: skip
OWN: Final = "fr_dsn__"
"""How the names of the module's addresses begin."""
STANDING: Final = 40
"""Stoppages that are declared before."""


def seed(house: House) -> Seeds:
    """Give a key of an account that has deposits and stoppages, and lead half of the requests to them."""
    tenant = house.institution(GATEWAY)
    with acting_in(house.app, Scope((tenant,), purpose="test"), writes=True) as session:
        _row, secret = keys.create(
            session, institution=tenant, plugin="fr_dsn", name="Software", operations=OPERATIONS,
            per_minute=6000, lasts=timedelta(days=30), created_by="Test", company=account(session),
        )  # fmt: skip
    system = System(house, secret)
    for number in range(STANDING):
        made = system._ask("PUT", f"/fr_dsn/stoppages/F-{number}", declared(number), {})
        assert made.status_code == 200, made.json
    files = list(samples.files().values())
    taken = system.post("/fr_dsn/files", _file(files[0])).json["reference"]

    def lead(case: Any, name: str, chance: Random) -> None:
        parts, act = case.path_parameters or {}, name.removeprefix(OWN)
        number = chance.randrange(STANDING)
        if "named" in parts:
            parts["named"] = f"F-{number}"
        if "reference" in parts:
            parts["reference"] = taken
        bodies: dict[str, Any] = {
            "stoppages_declare": declared(number),
            "stoppages_change": {**declared(number), "reason": "02"},
            "stoppages_close": {"resumed_on": declared(number)["planned_end"], "resumption": "01"},
            "stoppages_cancel": {},
            "files_deposit": _file(chance.choice(files)),
        }
        if act in bodies:
            case.body = bodies[act]

    return Seeds(secret, (), (), (), (), (), is_complete=True, of_module=lead)


def declared(number: int) -> dict[str, Any]:
    """Give a stoppage that began some days ago, each number that of another person."""
    begun = clock.today("Europe/Paris") - timedelta(days=20)
    return {
        "siret": shapes.EXAMPLE["siret"],
        "nir": f"28503691{number:05}",
        "family_name": "MARCHAND",
        "given_name": "LUCIE",
        "contract": "00001",
        "reason": "01",
        "last_day_worked": begun.isoformat(),
        "planned_end": (begun + timedelta(days=10)).isoformat(),
        "wages": shapes.EXAMPLE["wages"],
    }


def fuzzed(house: House, examples: int, numbered: int = 1, *, quick: bool = False) -> Outcome:
    """Send what schemathesis makes of the module's addresses."""
    return run(house, seed(house), examples, numbered, quick=quick, only=OWN)


def _file(content: bytes) -> dict[str, str]:
    return {"name": "mars.dsn", "content": base64.b64encode(content).decode()}


def main() -> int:
    """Run it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    for house in houses():
        found = fuzzed(house, asked.examples, asked.seed)
        print(f"{sum(found.answers.values())} requests")
        for (name, status), number in sorted(found.answers.items()):
            print(f"  {name:32} {status} {number:6}")
        print(*found.failures[:20], sep="\n\n")
        print(f"  failures: {len(found.failures)}")
    return 1 if found.failures else 0


if __name__ == "__main__":
    sys.exit(main())

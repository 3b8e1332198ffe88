"""The desk of the simulators: an HTTP address at which tests and people look into the ledger and steer.

GET  /ledger                                          every request, and how often each key had its effect
POST /scenario {"simulator", "usual", "script", "mix", "seed"}
POST /release  {"simulator"}                          let go of what is held back, of one or of all
POST /push     {}                                     hand over the acknowledgements that wait
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from console.testing.simulators.http import HttpSimulator, Reply, Request, as_json
from console.testing.simulators.running import Simulators
from console.testing.simulators.scenarios import Behaviour, Scenario, step_of

PORT = 8600


class Desk(HttpSimulator):
    """Steers simulators; it is none itself."""

    def __init__(self, simulators: Simulators, port: int) -> None:
        super().__init__("desk", simulators.ledger, Scenario(), port)
        self._simulators = simulators

    def meet(self, request: Request) -> tuple[Reply, Behaviour]:
        """Answer; what is wrong with a request is said in one sentence."""
        try:
            return self._answer(request), Behaviour.ACCEPT
        except (ValueError, TypeError, AttributeError) as fault:
            return as_json(400, {"error": str(fault)}), Behaviour.ACCEPT

    def _answer(self, request: Request) -> Reply:
        told = json.loads(request.body or b"{}")
        match request.method, request.path:
            case "GET", "/ledger":
                return as_json(200, self._ledger())
            case "POST", "/scenario":
                direct(self._simulators.scenarios, told)
                return as_json(200, {})
            case "POST", "/release":
                self._simulators.release(told.get("simulator", ""))
                return as_json(200, {})
            case "POST", "/push":
                return as_json(200, {"taken": self._simulators.push()})
        return as_json(404, {"error": "there are /ledger, /scenario, /release and /push"})

    def _ledger(self) -> Mapping[str, Any]:
        found = self.ledger
        effects = {key: found.effects(key) for key in self._simulators.scenarios}
        return {"lines": [asdict(line) for line in found.lines], "effects": effects}


def direct(scenarios: Mapping[str, Scenario], told: Mapping[str, Any]) -> None:
    """Say how one simulator, or each of them, behaves from now on; raises `ValueError` for what it cannot."""
    name = told.get("simulator", "")
    if name and name not in scenarios:
        raise ValueError(f"there is no simulator {name!r}; there are: {', '.join(scenarios)}")
    mix = {Behaviour(key): float(weight) for key, weight in told.get("mix", {}).items()}
    steps = [step_of(one) for one in told.get("script", ())]
    usual = step_of(told["usual"]) if "usual" in told else None
    for key, scenario in scenarios.items():
        if name in ("", key):
            scenario.usual = usual or scenario.usual
            scenario.script(*steps)
            if "mix" in told:
                scenario.mix(mix, int(told.get("seed", 0)))

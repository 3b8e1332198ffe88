"""A stand-in for the insurer: takes what it is told."""

from __future__ import annotations

from functools import partial

from console.plugin import Simulator, simulators
from console.plugin import lazy_gettext as _l

from .insurer import KEY

SIMULATOR = Simulator(
    key=KEY,
    title=_l("Insurer (work stoppages)"),
    protocol=_l("POST of JSON, acknowledged at once"),
    port=8631,
    make=partial(simulators.Agency, KEY),
    settings={"insurer_url": "http://127.0.0.1:{port}", "insurer_key": "simulated-key:{institution}"},
)

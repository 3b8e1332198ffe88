"""A stand-in for the fund's core system, for practice and for tests: it takes what it gets and follows scenarios."""

from __future__ import annotations

from functools import partial

from console.plugin import Simulator, simulators
from console.plugin import lazy_gettext as _l

from .core_system import KEY

SIMULATOR = Simulator(
    key=KEY,
    title=_l("Core system of the fund"),
    protocol=_l("POST of JSON; what became of it is asked for, pushed or left as files"),
    port=8610,
    make=partial(simulators.Agency, KEY),
    settings={"core_url": "http://127.0.0.1:{port}", "core_key": "simulated-key:{institution}"},
)

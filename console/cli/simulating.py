"""Running the simulators: in this process until told to end, or in a child of `guichet run --demo`."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from config import settings_from
from console.cli.simulate_command import LEDGER, shown
from console.hooks.declarations import Simulator
from console.hooks.manager import load
from console.testing.simulators.ledger import Ledger
from console.testing.simulators.own import every
from console.testing.simulators.running import PortTaken, Simulators, free_ports, settings_for

PUSH_EVERY = 0.5
"""Seconds between two looks whether an acknowledgement is to be handed over."""


@dataclass(frozen=True)
class Plan:
    """Which simulators a child will run, and where."""

    declared: Sequence[Simulator]
    ports: Mapping[str, int]

    @property
    def settings(self) -> dict[str, dict[str, str]]:
        """Give the settings that lead there, by plugin; those of the console are variables of the environment."""
        return settings_for(self.declared, self.ports)

    @property
    def environment(self) -> dict[str, str]:
        """Give the variables with which the console uses them."""
        return {"GUICHET_SIMULATE": "yes", **self.settings["console"]} if self.declared else {}


NONE = Plan((), {})
"""No simulators."""


def plan(plugins: Sequence[str] | None = None) -> Plan:
    """Choose the usual ports, or free ones where they are taken."""
    declared = every(load(plugins))
    return Plan(declared, free_ports(declared))


@contextmanager
def beside(chosen: Plan) -> Iterator[None]:
    """Run the simulators of a plan in a child until the block ends, however it ends."""
    ports = [f"--port={key}={port}" for key, port in chosen.ports.items()]
    command = [sys.executable, "-m", "console.cli.simulating", "--with-parent", "--port=desk=0", *ports]
    # Ctrl-C is for the server, whose end is the child's.
    child = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - ours
    try:
        yield
    finally:
        child.terminate()
        child.wait()


def serve(
    data: Path,
    ports: Mapping[str, int],
    scenario: Path | None,
    told: Sequence[Mapping[str, Any]],
    *,
    with_parent: bool,
) -> None:
    """Run the simulators until told to end; raises `ValueError` for a scenario or port that cannot be.

    They write their ledger anew into the folder of the data.
    """
    from console.testing.simulators import desk

    file = data / LEDGER
    file.unlink(missing_ok=True)
    declared = every(load(settings_from(os.environ).plugins))
    ledger = Ledger(file, lambda line: click.echo(shown(line)))
    with ExitStack() as ends:
        try:
            running = ends.enter_context(Simulators(declared, ledger, ports))
        except PortTaken as fault:
            raise ValueError(str(fault)) from fault
        for one in [*_read(scenario), *told]:
            desk.direct(running.scenarios, one)
        steering = desk.Desk(running, ports.get("desk", desk.PORT))
        steering.start()
        for line in _announced(running, steering.address):
            click.echo(line)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        with suppress(KeyboardInterrupt):
            while not _ended(with_parent):
                running.push()
        steering.stop()


def _announced(running: Simulators, desk: str) -> Iterator[str]:
    for one in running.declared:
        yield f"{one.key:<10} {running.servers[one.key].address:<28} {one.title}: {one.protocol}"
    yield f"{'desk':<10} {desk:<28} GET /ledger, POST /scenario, /release, /push"
    ports = {key: server.port for key, server in running.servers.items()}
    for owner, values in settings_for(running.declared, ports).items():
        for name, value in values.items():
            yield f"setting of {owner}: {name}={value}"


def _ended(with_parent: bool) -> bool:
    """Wait a little, and say whether standard input has ended."""
    found, _, _ = select.select([sys.stdin] if with_parent else [], [], [], PUSH_EVERY)
    return bool(found) and not os.read(sys.stdin.fileno(), 1)


def _read(file: Path | None) -> Iterator[Mapping[str, Any]]:
    """Give the tables of a scenario: one per simulator, `all` for every one."""
    for name, table in (tomllib.loads(file.read_text(encoding="utf-8")) if file else {}).items():
        yield {"simulator": "" if name == "all" else name, **table}


if __name__ == "__main__":
    from console.cli.simulate_command import simulate

    simulate()

"""Starting simulators, and what can be asked of all of them."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import Self

from console.hooks.declarations import Simulator, SimulatorServer
from console.testing.simulators.http import LOOPBACK
from console.testing.simulators.ledger import Ledger
from console.testing.simulators.scenarios import Scenario


class PortTaken(Exception):
    """A simulator cannot stand where it should."""

    def __init__(self, key: str, port: int) -> None:
        super().__init__(f"the port {port} is taken: choose another one with --port {key}=PORT")


class Simulators:
    """Some simulators with one ledger; a context that starts and stops them."""

    def __init__(
        self, declared: Sequence[Simulator], ledger: Ledger, ports: Mapping[str, int] | None = None
    ) -> None:
        """`ports` gives the port of some of them; 0 is any free one, and the declared one is used without."""
        self.ledger, self.declared = ledger, tuple(declared)
        self.scenarios = {one.key: Scenario() for one in declared}
        self.servers: dict[str, SimulatorServer] = {}
        self._ports, self._ends = dict(ports or {}), ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as ends:
            for one in self.declared:
                port = self._ports.get(one.key, one.port)
                try:
                    server = one.make(self.ledger, self.scenarios[one.key], port)
                except OSError as fault:
                    raise PortTaken(one.key, port) from fault
                self.servers[one.key] = server
                server.start()
                ends.callback(server.stop)
            self._ends = ends.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def release(self, key: str = "") -> None:
        """Let go of what one of them holds back, or all of them."""
        for name, server in self.servers.items():
            if key in ("", name):
                server.release()

    def push(self) -> int:
        """Let those that call the console do so; give how much was taken."""
        return sum(push() for one in self.servers.values() if (push := getattr(one, "push", None)))


def settings_for(declared: Iterable[Simulator], ports: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """Give the settings that lead to simulators, by plugin; those of the console itself stand under `console`."""
    found: dict[str, dict[str, str]] = {}
    for one in declared:
        owner, point, _ = one.key.partition(".")
        values = found.setdefault(owner if point else "console", {})
        values |= {name: text.replace("{port}", str(ports[one.key])) for name, text in one.settings.items()}
    return found


def free_ports(declared: Iterable[Simulator]) -> dict[str, int]:
    """Give each simulator the port it usually has, or a free one where that is taken."""
    return {one.key: one.port if _is_free(one.port) else _free() for one in declared}


def _is_free(port: int) -> bool:
    try:
        socket.create_server((LOOPBACK, port)).close()
    except OSError:
        return False
    return True


def _free() -> int:
    with socket.create_server((LOOPBACK, 0)) as found:
        port: int = found.getsockname()[1]
        return port

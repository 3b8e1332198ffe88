"""What the simulators of services over long connections have in common: an event loop in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
from threading import Thread
from typing import Any

from console.testing.simulators.http import LOOPBACK
from console.testing.simulators.ledger import Ledger, Line
from console.testing.simulators.scenarios import TAKES, Behaviour, Scenario


class LoopSimulator:
    """One service on one loopback port; `serve` makes it out of a bound socket."""

    scheme = "tcp"

    def __init__(self, key: str, ledger: Ledger, scenario: Scenario, port: int) -> None:
        self.key, self.ledger, self.scenario = key, ledger, scenario
        self._socket = socket.create_server((LOOPBACK, port))
        self.port: int = self._socket.getsockname()[1]
        self.address = f"{self.scheme}://{LOOPBACK}:{self.port}"
        self._loop = asyncio.new_event_loop()
        self._released = asyncio.Event()
        self._server: Any = None
        self._thread = Thread(target=self._loop.run_forever, daemon=True)

    async def serve(self, bound: socket.socket) -> Any:
        """Give the running server: something with `close` and `wait_closed`."""
        raise NotImplementedError

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self.serve(self._socket), self._loop).result()

    def stop(self) -> None:
        """End the service and let go of what it holds."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._socket.close()

    def release(self) -> None:
        """Let go of everything that is held back."""
        self._loop.call_soon_threadsafe(self._let_go)

    async def met(self, key: str, text: str, body: bytes, headers: dict[str, str]) -> tuple[Behaviour, Line]:
        """Decide how a request is met and note it; one that is never answered comes back when it is released."""
        behaviour = self.scenario.behaviour(key, text)
        line = self.ledger.take(self.key, key, body, headers, behaviour, takes=behaviour in TAKES)
        if behaviour == Behaviour.NEVER:
            await self._released.wait()
        return behaviour, line

    def _let_go(self) -> None:
        released, self._released = self._released, asyncio.Event()
        released.set()

    async def _end(self) -> None:
        self._let_go()
        self._server.close()
        rest = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
        for one in rest:
            one.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await self._server.wait_closed()

"""Calling another system over HTTP: only where we mean to, and only the address that was looked at.

A name is resolved once, every address it gives is checked, and the connection goes to one of those: nobody can answer
the check with one address and the call with another. Redirects are answers like any other; nothing follows them.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from console.dispatch.limits import at_most
from console.dispatch.settings import OutwardSettings

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection

SILENCE, LONGEST = 10.0, 30.0
"""Seconds the other side may say nothing, and seconds a call may take as a whole."""
LARGEST = 256 * 1024
"""Bytes of an answer that are read."""


class Refused(Exception):
    """We do not call this address; the text says why, for the person who set it."""


class Unreachable(Exception):
    """The other side did not answer, or not to its end: nobody knows whether it acted."""


class NotTrusted(Exception):
    """The other side's certificate is not valid for its name."""


@dataclass(frozen=True)
class Answer:
    """What the other side said; `body` is cut at `LARGEST`."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes


class Outward:
    """Makes calls to a fixed list of hosts."""

    def __init__(self, hosts: Iterable[str], settings: OutwardSettings) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)
        self._inside = settings.inside
        self._trust = ssl.create_default_context()
        if settings.ca_file:
            self._trust.load_verify_locations(settings.ca_file)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post a body and give the answer; raises `Refused`, `NotTrusted` or `Unreachable`."""
        return self._call("POST", url, body, headers)

    def reach(self, url: str) -> None:
        """Look whether the other side may be called and answers a connection; raises as `post` does."""
        with self._connected(urlsplit(url)):
            return

    def _call(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        told = {**headers, "Host": parts.netloc}
        with self._connected(parts) as connection:
            connection.request(method, path, body=body, headers=told, preload_content=False)
            answer = connection.getresponse()
            read = answer.read(LARGEST, decode_content=False)
            return Answer(
                answer.status, {name.lower(): value for name, value in answer.headers.items()}, read
            )

    @contextmanager
    def _connected(self, parts: SplitResult) -> Iterator[HTTPConnection]:
        """Give a connection to the first of the checked addresses that takes one, within the time limit."""
        # Loaded at the first call: the start does not wait for it.
        from http.client import HTTPException

        from urllib3.exceptions import HTTPError

        addresses = self._checked(parts)
        opened: list[HTTPConnection] = []
        with ExitStack() as ends:
            ends.enter_context(at_most(LONGEST, lambda: opened[-1].sock if opened else None))
            for address in addresses:
                opened.append(self._connection(parts, address))
                ends.callback(opened[-1].close)
                try:
                    opened[-1].connect()
                    break
                except (HTTPError, OSError) as fault:
                    if address == addresses[-1]:
                        raise _said(fault) from fault
            try:
                yield opened[-1]
            except (HTTPError, HTTPException, OSError) as fault:
                raise _said(fault) from fault

    def _checked(self, parts: SplitResult) -> list[str]:
        """Resolve the host and give its addresses, all of which may be called."""
        host = (parts.hostname or "").lower()
        if parts.scheme not in ("https", "http") or host not in self._hosts:
            raise Refused(
                f"{host or 'an empty host'} is not on the list of systems that the console may call"
            )
        if parts.scheme == "http" and host not in self._inside:
            raise Refused(f"{host} is outside: it is called by https only")
        try:
            found = socket.getaddrinfo(host, _port(parts), type=socket.SOCK_STREAM)
        except OSError as fault:
            raise Unreachable(f"the name {host} is not found") from fault
        addresses = [str(one[4][0]) for one in found]
        for address in addresses:
            if host not in self._inside and not ipaddress.ip_address(address.partition("%")[0]).is_global:
                raise Refused(f"{host} leads into the own network: name it in GUICHET_INSIDE_HOSTS if it may")
        return list(dict.fromkeys(addresses))

    def _connection(self, parts: SplitResult, address: str) -> HTTPConnection:
        from urllib3.connection import HTTPConnection, HTTPSConnection

        if parts.scheme == "http":
            return HTTPConnection(address, _port(parts), timeout=SILENCE)
        return HTTPSConnection(
            address,
            _port(parts),
            timeout=SILENCE,
            ssl_context=self._trust,
            server_hostname=parts.hostname,
            assert_hostname=parts.hostname,
        )


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _said(fault: Exception) -> Exception:
    """Give our word for what the library raised."""
    text = " ".join(str(fault).split())[:300] or type(fault).__name__
    causes: list[BaseException | None] = [fault, fault.__cause__, fault.__context__, *fault.args[:1]]
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return NotTrusted(text)
    return Unreachable(text)

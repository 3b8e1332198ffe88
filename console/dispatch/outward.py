"""Calling another system over HTTP: only where we mean to, and only the address that was looked at (`places`).

Redirects are answers like any other; nothing follows them. A limit of time holds for the exchange as a whole, and one
of size for the answer.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.dispatch.limits import at_most
from console.dispatch.places import Place, Refused, Unreachable, connected, place_of
from console.dispatch.settings import OutwardSettings
from console.dispatch.trust import Identity, NotAnIdentity, presenting, trusting

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

__all__ = ["LARGEST", "LONGEST", "Answer", "NotTrusted", "Outward", "Refused", "Unreachable"]
LONGEST = 30.0
"""Seconds a call may take as a whole."""
LARGEST = 256 * 1024
"""Bytes of an answer that are read unless the caller says otherwise."""


class NotTrusted(Exception):
    """The other side's certificate is not valid for its name, or it does not take ours."""


@dataclass(frozen=True)
class Answer:
    """What the other side said."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes
    is_cut: bool = False
    """The other side said more than is read."""


class Outward:
    """Makes calls to a fixed list of hosts, as somebody with a certificate or as nobody."""

    def __init__(
        self, hosts: Iterable[str], settings: OutwardSettings, identity: Identity | None = None
    ) -> None:
        self._hosts, self._settings = frozenset(host.lower() for host in hosts), settings
        self._identity = identity

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Read an address; raises as `call` does."""
        return self.call("GET", url, None, headers)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post a body and give the answer; raises as `call` does."""
        return self.call("POST", url, body, headers)

    def call(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        largest: int = LARGEST,
    ) -> Answer:
        """Ask and give the answer; raises `Refused`, `NotTrusted` or `Unreachable`."""
        place = place_of(url)
        with self._connected(place) as connection:
            told = {**headers, "Host": place.authority, "Connection": "close"}
            connection.request(method, place.path, body=body, headers=told)
            return _read(connection.getresponse(), largest)

    def reach(self, url: str) -> None:
        """Look whether the other side may be called and answers a connection; raises as `call` does."""
        with self._connected(place_of(url)):
            return

    @contextmanager
    def _connected(self, place: Place) -> Iterator[HTTPConnection]:
        """Give a connection within the time limit, encrypted where the address says so."""
        # Loaded at the first call: the start does not wait for it.
        from http.client import HTTPConnection, HTTPException

        context = self._context(place)
        with ExitStack() as ends:
            # Of its own, since the encrypting takes the other one over: cutting this cuts both.
            plain = ends.enter_context(connected(place.host, place.port, self._settings))
            cutting = ends.enter_context(plain.dup())
            over = ends.enter_context(at_most(LONGEST, lambda: cutting))
            try:
                talk: socket.socket = plain
                if context is not None:
                    talk = ends.enter_context(context.wrap_socket(plain, server_hostname=place.host))
                connection = HTTPConnection(place.host, place.port)
                connection.sock = talk
                yield connection
                if over.is_set():
                    raise TimeoutError(f"it took longer than {LONGEST:.0f} seconds")
            except ssl.SSLCertVerificationError as fault:
                raise NotTrusted(_in_one_line(fault)) from fault
            except (HTTPException, OSError) as fault:
                raise (NotTrusted if _is_about_us(fault) else Unreachable)(_in_one_line(fault)) from fault
            except (
                ValueError
            ) as fault:  # The library quotes the header in what it says, and that may be a key.
                raise Refused("the address, a key or a header has signs that HTTP does not take") from fault

    def _context(self, place: Place) -> ssl.SSLContext | None:
        """Give how a call is encrypted, nothing where it need not be; raises `Refused` for what we do not call."""
        if place.host not in self._hosts:
            raise Refused(f"{place.host} is not on the list of systems that the console may call")
        if place.scheme == "https":
            try:
                ca_file = self._settings.ca_file
                return presenting(self._identity, ca_file) if self._identity else trusting(ca_file)
            except NotAnIdentity as fault:
                raise Refused(str(fault)) from fault
        if self._settings.strict:
            raise Refused(f"{place.host} is called by https only, as everything in production")
        if place.host not in self._settings.inside:
            raise Refused(f"{place.host} is outside: it is called by https only")
        return None


def _read(answer: HTTPResponse, largest: int) -> Answer:
    """Read an answer to its end or to the limit; raises `Unreachable` when it breaks off before."""
    body = answer.read(largest + 1)
    if len(body) <= largest and answer.length:
        raise Unreachable(f"the answer broke off: {answer.length} bytes of it are missing")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status, headers, body[:largest], is_cut=len(body) > largest)


def _is_about_us(fault: BaseException) -> bool:
    """Say whether the other side ended the encrypting because of our certificate, or for the lack of one."""
    return isinstance(fault, ssl.SSLError) and any(
        word in str(fault.reason or "") for word in ("CERTIFICATE", "UNKNOWN_CA", "ACCESS_DENIED")
    )


def _in_one_line(fault: Exception) -> str:
    return " ".join(str(fault).split())[:300] or type(fault).__name__

"""Where the console may call: which hosts, and which of their addresses.

A name is resolved once, every address it gives is checked, and the connection goes to one of those: nobody can answer
the check with one address and the call with another.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from console.dispatch import practice
from console.dispatch.settings import OutwardSettings

SILENCE = 10.0
"""Seconds the other side, or who knows its name, may say nothing."""
MOST = 4
"""Addresses of one name that are tried."""
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_HANDED_OUT = ipaddress.ip_network("2000::/3")
"""Where all public addresses of IPv6 lie: what is beside them leads inwards, or to IPv4 by ways of its own."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of IPv6 by which a router reaches those of IPv4 (RFC 6052)."""


class Refused(Exception):
    """We do not call this address; the text says why, for the person who set it."""


class Unreachable(Exception):
    """The other side did not answer, or not to its end: nobody knows whether it acted."""


@dataclass(frozen=True)
class Place:
    """An address of HTTP in its parts."""

    scheme: str
    host: str
    port: int
    path: str
    """With what follows the question mark."""

    @property
    def authority(self) -> str:
        """Give host and port as the header `Host` has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


_PORTS = {"https": 443, "http": 80}


def place_of(url: str) -> Place:
    """Take an address apart; raises `Refused` for what is none of HTTP, or has a password in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise Refused(f"this is not an address: {fault}") from fault
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Refused("this is not an address that begins with https://")
    if parts.username is not None or parts.password is not None:
        raise Refused("a password does not belong into an address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, parts.hostname.lower(), port or _PORTS[parts.scheme], path)


def connected(host: str, port: int, settings: OutwardSettings) -> socket.socket:
    """Give a connection to the first of the checked addresses that takes one; raises `Refused` or `Unreachable`."""
    found = addresses_of(host, port, settings)[:MOST]
    for address in found:
        try:
            return socket.create_connection((address, port), timeout=SILENCE)
        except OSError as fault:
            if address == found[-1]:
                raise Unreachable(f"{host} does not take a connection: {fault}") from fault
    raise Unreachable(f"the name {host} has no address")


def addresses_of(host: str, port: int, settings: OutwardSettings) -> list[str]:
    """Resolve a host and give its addresses, all of which may be called; raises `Refused` or `Unreachable`."""
    if settings.only and not any(_is_below(host, one) for one in settings.only):
        raise Refused(
            f"{host} is not among the systems that this installation may call (GUICHET_OUTWARD_HOSTS)"
        )
    found = list(dict.fromkeys(str(one[4][0]) for one in _resolved(host, port)))
    for one in found:
        address = _meant(ipaddress.ip_address(one.partition("%")[0]))
        if settings.strict and address.is_loopback:
            raise Refused(f"{host} leads to this machine itself, which production never calls")
        if practice.refusal(str(address)):
            raise Refused(f"{host} is no simulator, and a practice institution calls nothing else")
        if host not in settings.inside and not _is_public(address):
            raise Refused(f"{host} leads into the own network: name it in GUICHET_INSIDE_HOSTS if it may")
    return found


def _is_below(host: str, allowed: str) -> bool:
    """Say whether a host is the allowed one, or below it when that begins with a point."""
    return host == allowed or (allowed.startswith(".") and host.endswith(allowed))


def _is_public(address: _Address) -> bool:
    """Say whether an address lies in the internet."""
    if isinstance(address, ipaddress.IPv6Address) and address not in _HANDED_OUT:
        return False
    return address.is_global and not address.is_multicast


def _meant(address: _Address) -> _Address:
    """Give the address of IPv4 that one of IPv6 stands for, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _resolved(host: str, port: int) -> list[Any]:
    """Ask for the addresses of a name, within the time limit that the system's own function does not have."""
    found: Future[list[Any]] = Future()

    def look() -> None:
        try:
            found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as fault:
            found.set_exception(fault)

    threading.Thread(target=look, daemon=True).start()
    try:
        return found.result(SILENCE)
    except (OSError, UnicodeError) as fault:  # The first is the end of the time limit, too.
        raise Unreachable(f"the name {host} is not found") from fault

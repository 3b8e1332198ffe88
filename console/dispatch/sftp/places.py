"""A folder on somebody's SFTP server, and a conversation with it."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from console.dispatch.outward import NotTrusted, Refused, Unreachable
from console.dispatch.places import connected
from console.dispatch.settings import OutwardSettings

if TYPE_CHECKING:
    from asyncssh import SFTPClient, SSHKey

T = TypeVar("T")
LONGEST = 90.0
"""Seconds a conversation may take as a whole."""


@dataclass(frozen=True)
class SftpPlace:
    """Where files go and come from, and who we are there."""

    host: str
    user: str
    host_key: str
    """The server's key, as `ssh-keyscan` gives it (`ssh-ed25519 AAAA...`) or as its fingerprint (`SHA256:...`)."""
    port: int = 22
    password: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    """Our private key in OpenSSH form without a passphrase, or in PKCS#8 form with or without."""
    passphrase: str = field(default="", repr=False)
    folder: str = "."
    """Where we put files."""
    answers: str = ""
    """Where the other side puts its own; empty: nowhere."""
    archive: str = ""
    """Where we lay them aside once they are stored here; empty: a folder `archive` in theirs."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give what must not be kept."""
        return tuple(filter(None, (self.password, self.key, self.passphrase)))


def talk(place: SftpPlace, settings: OutwardSettings, act: Callable[[SFTPClient], Awaitable[T]]) -> T:
    """Let something be done on the server, within the time limit.

    Raises `Refused`, `NotTrusted` or `Unreachable`, and the library's `SFTPError` for what the server refuses.
    """
    # It tells of each connection, and so would every look.
    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    return asyncio.run(_talk(place, settings, act))


async def _talk(place: SftpPlace, settings: OutwardSettings, act: Callable[[SFTPClient], Awaitable[T]]) -> T:
    import asyncssh

    host = place.host.strip().lower()
    connection = await asyncio.to_thread(connected, host, place.port, settings)
    connection.setblocking(False)
    try:
        async with asyncio.timeout(LONGEST):
            options = {"sock": connection, "client_factory": lambda: _pinning(place), **_options(place)}
            async with asyncssh.connect(host, place.port, **options) as ssh, ssh.start_sftp_client() as sftp:
                return await act(sftp)
    except asyncssh.SFTPError:
        raise
    except asyncssh.HostKeyNotVerifiable as fault:
        raise NotTrusted("the server shows another key than the settings name") from fault
    except asyncssh.PermissionDenied as fault:
        raise Refused("the server does not let us in: check user, password or key") from fault
    except (asyncssh.Error, OSError) as fault:  # The end of the time limit is an `OSError`, too.
        raise Unreachable(" ".join(str(fault).split())[:300] or type(fault).__name__) from fault
    finally:
        connection.close()


def _options(place: SftpPlace) -> dict[str, Any]:
    """Give what the library shall know: nothing from files of this machine, and no key from an agent."""
    return {
        "username": place.user,
        "password": place.password or None,
        "client_keys": [_own_key(place)] if place.key else None,
        "known_hosts": b"",
        "config": None,
        "agent_path": None,
        "preferred_auth": "publickey,password" if place.key else "password",
        "login_timeout": LONGEST,
    }


def _own_key(place: SftpPlace) -> SSHKey:
    import asyncssh

    try:
        return asyncssh.import_private_key(place.key, place.passphrase or None)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as fault:
        raise Refused(
            "the private key cannot be read: give it without a passphrase, or in PKCS#8 form with the right one"
        ) from fault


def _pinning(place: SftpPlace) -> Any:
    """Give a client that believes one key and no other."""
    import asyncssh

    class Pinning(asyncssh.SSHClient):
        def validate_host_public_key(self, host: str, addr: str, port: int, key: SSHKey) -> bool:
            return hmac.compare_digest(_fingerprint(place.host_key).encode(), key.get_fingerprint().encode())

    return Pinning()


def _fingerprint(typed: str) -> str:
    """Give the fingerprint of a typed key; an empty one matches none."""
    import asyncssh

    text = typed.strip()
    if text.startswith("SHA256:"):
        return text
    try:
        return str(asyncssh.import_public_key(text).get_fingerprint())
    except asyncssh.KeyImportError:
        return ""

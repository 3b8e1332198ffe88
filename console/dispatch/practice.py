"""Practice: institutions that may use simulators only, and the settings by which an installation has simulators.

Simulators stand on this machine itself. Whoever calls a channel says for whom by `sending`, and every door outwards
asks `refusal` about the host it is about to call. Production has no simulators: no address of this machine can be set
there, and none is called.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from console.base.sheets.phrases import N_, Phrase
from console.dispatch.settings import OutwardSettings

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_TO_PEOPLE = frozenset({"email", "sms"})
"""Channels by which something reaches people instead of an agency."""
_AGENCY = N_(
    "This is a practice institution: it sends to simulators only, and %(host)s is none. "
    "Correct the address in the settings of the module, or give it up."
)
_PEOPLE = N_(
    "This is a practice institution: its e-mails and SMS stay here. "
    "Give it up, or ask the operator to let them leave with GUICHET_PRACTICE_MAIL."
)


@dataclass(frozen=True)
class PracticeSettings:
    """What an installation does without the outside world."""

    simulate: bool = False
    """Simulators on this machine stand for the outside services; never in production."""
    mail: bool = False
    """E-mails and SMS of practice institutions reach people."""


@dataclass(frozen=True)
class _Sender:
    """For whom a channel is called in this thread."""

    is_practice: bool = False
    channel: str = ""
    mail: bool = False


_sender: ContextVar[_Sender] = ContextVar("sender", default=_Sender())  # noqa: B039 - frozen


@contextmanager
def sending(is_practice: bool, channel: str, *, mail: bool = False) -> Iterator[None]:
    """Say for whom a channel is called inside the block; `mail` as for `may_leave`."""
    before = _sender.set(_Sender(is_practice, channel, mail))
    try:
        yield
    finally:
        _sender.reset(before)


def refusal(host: str) -> Phrase | None:
    """Say why the sender at hand must not reach a host; nothing when she may."""
    now = _sender.get()
    return may_leave(now.is_practice, now.channel, host, mail=now.mail)


def may_leave(is_practice: bool, channel: str, host: str, *, mail: bool = False) -> Phrase | None:
    """Say why something of an institution must not go to a host by a channel; nothing when it may.

    `host` is a name or an address, with or without a port. `mail` says that e-mails and SMS of practice institutions
    may reach people.
    """
    if not is_practice or is_this_machine(host):
        return None
    if channel in _TO_PEOPLE:
        return None if mail else Phrase(_PEOPLE)
    return Phrase(_AGENCY, {"host": host})


def is_this_machine(host: str) -> bool:
    """Say whether a host, with or without a port, is this machine itself by its name or number."""
    name = (urlsplit(f"//{host}").hostname or "") if host.count(":") < 2 or "[" in host else host
    name = name.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_loopback or mapped.is_unspecified)


def leads_here(url: str) -> bool:
    """Say whether an address of any kind leads to this machine itself; a text that is none does not."""
    try:
        return is_this_machine(urlsplit(url).hostname or "")
    except ValueError:
        return False


def practice_from(environment: Mapping[str, str], kind: str, faults: list[str]) -> PracticeSettings:
    """Read the settings; in production every way to a simulator is a fault. `kind` is the kind of installation."""
    simulate, mail = (
        _yes_no(environment, name, faults) for name in ("GUICHET_SIMULATE", "GUICHET_PRACTICE_MAIL")
    )
    if kind == "production":
        if simulate:
            faults.append(
                "GUICHET_SIMULATE must not be yes in production: simulators accept what no agency gets"
            )
        faults += [
            f"{name} must not lead to this machine itself in production, where simulators could stand: not {host}"
            for name, host in _hosts_of(environment)
            if is_this_machine(host)
        ]
    return PracticeSettings(simulate, mail)


def reaching(outward: OutwardSettings, practice: PracticeSettings) -> OutwardSettings:
    """Let calls reach this machine itself where simulators stand on it."""
    return replace(outward, inside=outward.inside | _LOOPBACK) if practice.simulate else outward


def _hosts_of(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the hosts that settings name, with the name of the setting."""
    found = [
        (name, host.strip())
        for name in ("GUICHET_INSIDE_HOSTS", "GUICHET_OUTWARD_HOSTS", "GUICHET_SMTP_HOST")
        for host in environment.get(name, "").split(",")
        if host.strip()
    ]
    with suppress(ValueError):  # Said where the address itself is read.
        found.append(("GUICHET_SMS_URL", urlsplit(environment.get("GUICHET_SMS_URL", "")).hostname or ""))
    return found


def _yes_no(environment: Mapping[str, str], name: str, faults: list[str]) -> bool:
    typed = environment.get(name, "no")
    if typed not in ("yes", "no"):
        faults.append(f"{name} must be one of yes, no, not {typed!r}")
    return typed == "yes"

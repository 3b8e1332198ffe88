"""How e-mails and SMS leave this installation, read from the environment and checked at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,180}")
"""An address of ours, which goes into headers as it stands."""
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True)
class MailSettings:
    """`kind` is `smtp`, `file` (kept in a folder for a newcomer to look at) or `off`."""

    kind: str = "off"
    sender: str = "guichet@guichet.example"
    host: str = ""
    port: int = 587
    security: str = "starttls"
    """`starttls`, `tls` from the first byte, or `none` on a machine of one's own."""
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class SmsSettings:
    """An HTTP gateway for SMS; without an address there is none."""

    url: str = ""
    key: str = field(default="", repr=False)
    sender: str = "Guichet"


@dataclass(frozen=True)
class OutwardSettings:
    """What holds for every call to another system."""

    inside: frozenset[str] = frozenset()
    """Hosts that may lie in the own network; every other one must have a public address."""
    ca_file: str = ""
    """Certificates to trust besides those of the system."""
    only: frozenset[str] = frozenset()
    """The only hosts that may be called, whatever an institution's settings say; one that begins with a point means
    those below it. Empty: no such limit."""
    strict: bool = False
    """Production: never without encryption, never this machine itself."""


def mail_from(environment: Mapping[str, str], kind: str, faults: list[str]) -> MailSettings:
    """Read how e-mails leave; `kind` is the kind of installation: production has no default."""
    default = {"development": "file", "test": "off"}.get(kind, "")
    chosen = environment.get("GUICHET_MAIL", default)
    allowed = ("smtp", "off") if kind == "production" else ("smtp", "file", "off")
    if chosen not in allowed:
        faults.append(f"GUICHET_MAIL must be one of {', '.join(allowed)}, not {chosen!r}")
        return MailSettings()
    if chosen != "smtp":
        return MailSettings(kind=chosen)
    security = environment.get("GUICHET_SMTP_SECURITY", "starttls")
    user, password = environment.get("GUICHET_SMTP_USER", ""), environment.get("GUICHET_SMTP_PASSWORD", "")
    sender, host = environment.get("GUICHET_MAIL_FROM", ""), environment.get("GUICHET_SMTP_HOST", "")
    if security not in _PORTS:
        faults.append(f"GUICHET_SMTP_SECURITY must be one of {', '.join(_PORTS)}, not {security!r}")
    if security == "none" and (kind == "production" or user):
        faults.append("GUICHET_SMTP_SECURITY must not be none in production, nor with a password")
    if not re.fullmatch(r"[A-Za-z0-9.:-]{1,253}", host):
        faults.append("GUICHET_SMTP_HOST must name the mail server that takes our e-mails")
    if not ADDRESS.fullmatch(sender):
        faults.append(
            "GUICHET_MAIL_FROM must be the address our e-mails come from, such as console@fund.example"
        )
    if bool(user) != bool(password):
        faults.append("GUICHET_SMTP_USER and GUICHET_SMTP_PASSWORD must be set together")
    port = environment.get("GUICHET_SMTP_PORT", str(_PORTS.get(security, 587)))
    if not port.isdecimal() or not 0 < int(port) < 65536:
        faults.append(f"GUICHET_SMTP_PORT must be a whole number from 1 to 65535, not {port!r}")
        port = "587"
    return MailSettings("smtp", sender, host, int(port), security, user, password)


def address_from(
    environment: Mapping[str, str], kind: str, hosts: Collection[str], mail: MailSettings, faults: list[str]
) -> str:
    """Read the public address of the console, with which links in e-mails begin; without a slash at its end."""
    typed = environment.get("GUICHET_ADDRESS", "").rstrip("/")
    production = kind == "production"
    if not typed:
        if production and mail.kind != "off":
            faults.append(
                "GUICHET_ADDRESS must be the public address of the console, such as https://console.fund.example: "
                "links in e-mails begin with it"
            )
        return ""
    found = re.fullmatch(r"(https?)://([A-Za-z0-9.-]{1,253})(:[0-9]{1,5})?", typed)
    if found is None or (production and found[1] != "https"):
        scheme = "https" if production else "https or http"
        faults.append(f"GUICHET_ADDRESS must be an address of {scheme} without a path, not {typed[:80]!r}")
    elif production and hosts and not any(_is_host(found[2].lower(), host) for host in hosts):
        faults.append(f"GUICHET_HOSTS must name {found[2]}, with which GUICHET_ADDRESS leads to the console")
    return typed


def _is_host(name: str, allowed: str) -> bool:
    """Say whether a host is one of those the console answers to; one that begins with a point means those below it."""
    host = allowed.lower().partition(":")[0]
    return name == host.lstrip(".") or (host.startswith(".") and name.endswith(host))


def sms_from(environment: Mapping[str, str], kind: str, faults: list[str]) -> SmsSettings:
    """Read how SMS leave; nothing is set by default."""
    url, key = environment.get("GUICHET_SMS_URL", ""), environment.get("GUICHET_SMS_KEY", "")
    sender = environment.get("GUICHET_SMS_SENDER", "Guichet")
    if not url:
        if key:
            faults.append(
                "GUICHET_SMS_URL must be the address of the gateway that GUICHET_SMS_KEY belongs to"
            )
        return SmsSettings()
    schemes = ("https",) if kind == "production" else ("https", "http")
    try:
        parts = urlsplit(url)
        is_sound = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound or not url.isascii() or not url.isprintable() or parts.username is not None:
        faults.append(
            f"GUICHET_SMS_URL must be an address beginning with {schemes[0]}://, without a password in it"
        )
    if len(key) < 8 or not key.isascii() or not key.isprintable():
        faults.append("GUICHET_SMS_KEY must be the key of the SMS gateway, at least 8 characters long")
    if not re.fullmatch(r"[A-Za-z0-9 ]{1,11}|\+[1-9][0-9]{6,14}", sender):
        faults.append(
            "GUICHET_SMS_SENDER must be at most 11 letters and digits, or a telephone number like +4121..."
        )
    return SmsSettings(url, key, sender)


def outward_from(environment: Mapping[str, str], kind: str, faults: list[str]) -> OutwardSettings:
    """Read what holds for every call to another system; `kind` is the kind of installation."""
    inside, only = (
        _hosts_in(environment, name, faults) for name in ("GUICHET_INSIDE_HOSTS", "GUICHET_OUTWARD_HOSTS")
    )
    ca_file = environment.get("GUICHET_CA_FILE", "")
    if ca_file and not Path(ca_file).is_file():
        faults.append("GUICHET_CA_FILE must name a file with certificates in PEM form; there is no such file")
    return OutwardSettings(inside, ca_file, only, strict=kind == "production")


def _hosts_in(environment: Mapping[str, str], name: str, faults: list[str]) -> frozenset[str]:
    """Read a list of hosts joined by commas."""
    found = frozenset(host.strip().lower() for host in environment.get(name, "").split(",") if host.strip())
    if wrong := sorted(host for host in found if not re.fullmatch(r"[a-z0-9.:_-]{1,253}", host)):
        faults.append(
            f"{name} must name hosts, joined by commas, without https:// or a path: not {wrong[0][:80]!r}"
        )
    return found

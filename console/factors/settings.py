"""From where a client certificate is believed, read from the environment and checked at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network


@dataclass(frozen=True)
class CertificateSettings:
    """Without a header, certificates are no second factor here."""

    header: str = ""
    """In which the reverse proxy hands the verified certificate on, as URL-encoded PEM."""
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """The addresses of the machines that are believed."""


def certificates_from(environment: Mapping[str, str], faults: list[str]) -> CertificateSettings:
    """Read both settings; they are set together or not at all."""
    header = environment.get("GUICHET_CERTIFICATE_HEADER", "").strip()
    named = [p.strip() for p in environment.get("GUICHET_CERTIFICATE_PROXIES", "").split(",") if p.strip()]
    if not header and not named:
        return CertificateSettings()
    if not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)+", header):
        faults.append(
            "GUICHET_CERTIFICATE_HEADER must name the header with the client certificate, such as X-Client-Certificate"
        )
    networks = tuple(_network(one, faults) for one in named)
    if not named:
        faults.append(
            "GUICHET_CERTIFICATE_PROXIES must give the addresses of the proxies that set the header"
        )
    return CertificateSettings(header, tuple(one for one in networks if one is not None))


def _network(text: str, faults: list[str]) -> IPv4Network | IPv6Network | None:
    """Give an address or a network; one that takes in half the world is a mistake."""
    try:
        found = ip_network(text)
    except ValueError:
        found = None
    if found is None or found.prefixlen < 8:
        faults.append(
            f"GUICHET_CERTIFICATE_PROXIES must give addresses such as 10.0.0.5 or 10.0.0.0/28, not {text[:60]!r}"
        )
        return None
    return found

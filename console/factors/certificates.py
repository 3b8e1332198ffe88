"""Client certificates, as the reverse proxy in front hands them on after the handshake."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote_to_bytes

from flask_babel import lazy_gettext as _l
from sqlalchemy import update
from sqlalchemy.orm import Session

from console.base import clock
from console.base.errors import BadArgument
from console.factors import holding
from console.factors.holding import Held
from console.factors.models import Factor, Kind
from console.factors.settings import CertificateSettings

LONGEST = 30_000
"""Characters of the header; a usual one has two to five thousand."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What counts of a certificate that somebody proved to hold."""

    fingerprint: str
    """SHA-256 over its DER form, in hexadecimal."""
    subject: str
    not_before: datetime
    not_after: datetime

    def counts(self, moment: datetime) -> bool:
        """Say whether it is valid at this moment."""
        return self.not_before <= moment <= self.not_after


def peer_of(environ: Mapping[str, Any]) -> str:
    """Give the address of the machine really connected, whatever forwarding headers say (`environ` is WSGI's)."""
    before = environ.get("werkzeug.proxy_fix.orig", environ)
    return str(before.get("REMOTE_ADDR") or "")


def certificate_of(
    settings: CertificateSettings, headers: Mapping[str, str], remote_addr: str
) -> Certificate | None:
    """Give the certificate in the configured header; nothing when anybody but a configured proxy sends it.

    `remote_addr` is the machine really connected (`peer_of`). The header holds one PEM, URL-encoded, as
    `$ssl_client_escaped_cert` of nginx. The proxy did the handshake and replaces what a client sends.
    """
    if not settings.header or not _is_proxy(settings, remote_addr):
        return None
    typed = headers.get(settings.header, "")
    return _read(unquote_to_bytes(typed)) if 0 < len(typed) <= LONGEST else None


def add_certificate(session: Session, user_id: int, certificate: Certificate, name: str) -> Held:
    """Add the certificate shown with this request; raises `BadArgument` for one that is not valid, or `Conflict`."""
    if not certificate.counts(clock.now()):
        raise BadArgument(
            _l("This certificate is not valid today. Renew it, or choose another one."), place="certificate"
        )
    row = Factor(
        user_id=user_id,
        kind=Kind.CERTIFICATE,
        name=name,
        hint=certificate.subject[:80],
        mark=certificate.fingerprint,
        valid_until=certificate.not_after,
    )
    return holding.add(session, row)


def check_certificate(session: Session, user_id: int, certificate: Certificate) -> bool:
    """Say whether the certificate shown with this request is one of the person's, and valid."""
    mine = (
        Factor.user_id == user_id,
        Factor.kind == Kind.CERTIFICATE,
        Factor.mark == certificate.fingerprint,
    )
    moment, right = clock.now(), False
    if certificate.counts(moment):
        found = session.execute(
            update(Factor).where(*mine).values(last_used=moment).execution_options(synchronize_session=False)
        )
        right = found.rowcount == 1  # type: ignore[attr-defined]
    return holding.answered(session, user_id, Kind.CERTIFICATE, right)


def _is_proxy(settings: CertificateSettings, remote_addr: str) -> bool:
    try:
        address = ip_address(remote_addr)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in settings.proxies)


def _read(pem: bytes) -> Certificate | None:
    """Read exactly one certificate; nothing for anything else."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        found = x509.load_pem_x509_certificates(pem)
        if len(found) != 1:
            return None
        one = found[0]
        return Certificate(
            hashlib.sha256(one.public_bytes(Encoding.DER)).hexdigest(),
            one.subject.rfc4514_string(),
            one.not_valid_before_utc,
            one.not_valid_after_utc,
        )
    except (ValueError, x509.InvalidVersion):
        return None

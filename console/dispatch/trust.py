"""Whom we believe over TLS, and who we are there."""

from __future__ import annotations

import secrets
import ssl
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory


class NotAnIdentity(ValueError):
    """The texts are no certificate and key that belong together; the text says what is wrong."""


@dataclass(frozen=True)
class Identity:
    """A certificate with its key, both in PEM form."""

    certificate: str
    """With the ones between it and its authority, if there are any."""
    key: str = field(repr=False)
    passphrase: str = field(default="", repr=False)

    def key_in_pem(self, passphrase: bytes) -> bytes:
        """Give the key, locked by another passphrase; raises `NotAnIdentity`."""
        from cryptography.hazmat.primitives import serialization as forms

        own = self.passphrase.encode() or None
        try:
            key = forms.load_pem_private_key(self.key.encode(), own)
        except (ValueError, TypeError) as fault:
            raise NotAnIdentity("the key is none in PEM form, or its passphrase is another one") from fault
        lock = forms.BestAvailableEncryption(passphrase) if passphrase else forms.NoEncryption()
        return key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, lock)


@lru_cache(maxsize=4)
def trusting(ca_file: str) -> ssl.SSLContext:
    """Give what believes the system's authorities and those of a file; shared by threads, so never change it."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def presenting(identity: Identity, ca_file: str) -> ssl.SSLContext:
    """Give what besides says who we are; raises `NotAnIdentity`.

    The library reads files only: the key lies in one for a moment, locked by a passphrase that is nowhere else.
    """
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    passphrase = secrets.token_bytes(24).hex().encode()
    with TemporaryDirectory() as folder:
        certificate, key = Path(folder, "certificate.pem"), Path(folder, "key.pem")
        certificate.write_text(identity.certificate)
        key.write_bytes(identity.key_in_pem(passphrase))
        try:
            context.load_cert_chain(certificate, key, passphrase)
        except (ssl.SSLError, OSError) as fault:
            raise NotAnIdentity("the certificate is none in PEM form, or the key is another one's") from fault
    return context

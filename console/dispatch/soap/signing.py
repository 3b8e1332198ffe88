"""WS-Security with certificates (OASIS Web Services Security 1.1, X.509 Token Profile): signing and checking envelopes.

An answer counts when the one body of its envelope and its time are signed with the certificate that the settings name.
Whatever key the answer itself brings is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from console.base import clock
from console.dispatch.trust import Identity, NotAnIdentity

LIVES: Final = timedelta(minutes=5)
"""How long a message of ours counts, and how far the other side's clock may be from ours."""
_WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_DS = "http://www.w3.org/2000/09/xmldsig#"
_ID = f"{{{_WSU}}}Id"
_IDS = (_ID, "Id", "ID", "id", "{http://www.w3.org/XML/1998/namespace}id")
_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_METHODS = frozenset(f"{_MORE}{kind}-sha{size}" for kind in ("rsa", "ecdsa") for size in (256, 384, 512))
_DIGESTS = frozenset(
    {"http://www.w3.org/2001/04/xmlenc#sha256", f"{_MORE}sha384", "http://www.w3.org/2001/04/xmlenc#sha512"}
)


class NotSigned(Exception):
    """An answer is not signed as it should be; the text says what is wrong with it."""


@dataclass(frozen=True)
class Signing:
    """Who signs what leaves, and whose signature an answer must have."""

    identity: Identity
    theirs: str = ""
    """The other side's certificate in PEM form; empty where its answers are not signed."""
    token: bool = True
    """The certificate goes along as a BinarySecurityToken; else inside the signature."""

    def apply(self, envelope: Any, headers: Any) -> tuple[Any, Any]:
        """Put time and signature into an envelope, as zeep asks; raises `NotAnIdentity`."""
        import xmlsec
        from zeep.wsse.signature import BinarySignature, MemorySignature

        key = self.identity.key_in_pem(b"")
        method = xmlsec.Transform.ECDSA_SHA256 if _is_elliptic(key) else xmlsec.Transform.RSA_SHA256
        certificate = self.identity.certificate.encode()
        signature = MemorySignature(key, certificate, None, method, xmlsec.Transform.SHA256)
        _add_time(envelope)
        apply = BinarySignature.apply if self.token else MemorySignature.apply
        try:
            apply(signature, envelope, headers)
        except xmlsec.Error as fault:
            raise NotAnIdentity("the certificate is none in PEM form, or the key is another one's") from fault
        return envelope, headers

    def verify(self, envelope: Any) -> Any:
        """Give an answer back that is signed as it should be; raises `NotSigned`."""
        if self.theirs:
            check(envelope, self.theirs)
        return envelope


def check(envelope: Any, certificate: str) -> None:
    """See to it that body and time of an envelope are signed with a certificate; raises `NotSigned`."""
    import xmlsec

    soap = envelope.tag.partition("}")[0] + "}"
    body, header = _only(envelope, f"{soap}Body"), _only(envelope, f"{soap}Header")
    security = _only(header, f"{{{_WSSE}}}Security")
    signature, time = _only(security, f"{{{_DS}}}Signature"), _only(security, f"{{{_WSU}}}Timestamp")
    _check_ids(envelope)
    signed = _signed(signature, [body, *header, *security])
    if body not in signed or time not in signed:
        raise NotSigned("its body or its time is not signed")
    context = xmlsec.SignatureContext()
    for element in signed:
        context.register_id(element, "Id", _WSU)
    try:
        context.key = xmlsec.Key.from_memory(certificate.encode(), xmlsec.KeyFormat.CERT_PEM, None)
        context.verify(signature)
    except xmlsec.Error as fault:
        raise NotSigned("its signature is not valid") from fault
    _check_time(time)


def _only(parent: Any, tag: str) -> Any:
    """Give the one child of this name: where there are two, one of them could be read and the other one checked."""
    found = parent.findall(tag)
    if len(found) != 1:
        raise NotSigned(f"it has {len(found)} of {tag.rpartition('}')[2]}")
    return found[0]


def _check_ids(envelope: Any) -> None:
    names = [element.get(name) for element in envelope.iter() for name in _IDS if element.get(name)]
    if len(names) != len(set(names)):
        raise NotSigned("two of its parts have the same name")


def _signed(signature: Any, parts: list[Any]) -> list[Any]:
    """Give the parts that a signature names; only in the ways that cannot leave out a piece of them."""
    by_name = {part.get(_ID): part for part in parts if part.get(_ID)}
    named = {"ds": _DS}
    asked = set(_algorithms(signature, "ds:SignedInfo/ds:CanonicalizationMethod | .//ds:Transform", named))
    methods = set(_algorithms(signature, "ds:SignedInfo/ds:SignatureMethod", named))
    digests = set(_algorithms(signature, "ds:SignedInfo/ds:Reference/ds:DigestMethod", named))
    if asked != {_C14N} or not methods <= _METHODS or not digests <= _DIGESTS:
        raise NotSigned("it is signed in a way that is not safe, or that we do not know")
    names = [one.get("URI", "") for one in signature.xpath("ds:SignedInfo/ds:Reference", namespaces=named)]
    if not all(name.startswith("#") and name[1:] in by_name for name in names):
        raise NotSigned("it signs something that is not where it belongs")
    return [by_name[name[1:]] for name in names]


def _algorithms(signature: Any, path: str, named: dict[str, str]) -> Iterator[str]:
    return (str(one.get("Algorithm")) for one in signature.xpath(path, namespaces=named))


def _add_time(envelope: Any) -> None:
    from lxml.etree import SubElement
    from zeep.wsse.utils import get_security_header

    security, moment = get_security_header(envelope), clock.now().replace(microsecond=0)
    time = SubElement(security, f"{{{_WSU}}}Timestamp")
    for name, value in (("Created", moment), ("Expires", moment + LIVES)):
        SubElement(time, f"{{{_WSU}}}{name}").text = value.isoformat().replace("+00:00", "Z")


def _check_time(time: Any) -> None:
    now, created = clock.now(), _moment(time, "Created")
    expires = _moment(time, "Expires") if time.find(f"{{{_WSU}}}Expires") is not None else created + LIVES
    if created > now + LIVES or min(expires, created + LIVES) < now - LIVES:
        raise NotSigned("it was signed at another time")


def _moment(time: Any, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(time.findtext(f"{{{_WSU}}}{name}").strip())
    except (AttributeError, ValueError) as fault:
        raise NotSigned("its time cannot be read") from fault
    if found.tzinfo is None:
        raise NotSigned("its time has no zone")
    return found


def _is_elliptic(key: bytes) -> bool:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return isinstance(load_pem_private_key(key, None), EllipticCurvePrivateKey)

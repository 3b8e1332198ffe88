"""An agency that speaks SOAP 1.1, described at `/agency.wsdl`; what it gets is checked by its schema."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from console.testing.simulators.http import HttpSimulator, Reply, Request
from console.testing.simulators.ledger import Line
from console.testing.simulators.scenarios import Behaviour

SPACE = "urn:guichet:simulated-agency:1"
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_WRAPPED = (
    f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="{_SOAP}"><s:Body>{{}}</s:Body></s:Envelope>'
)
_XML = {"Content-Type": "text/xml; charset=utf-8"}


class SoapAgency(HttpSimulator):
    """Takes `Submit`; the key stands in the body."""

    certificate: Path | None = None
    """The certificate with which requests must be signed (WS-Security); none asks for no signature."""

    def key_of(self, request: Request) -> str:
        """Give the key that the body names."""
        return _said(request.body).get("key", "")

    def fault(self, request: Request) -> Reply | None:
        """Check the envelope, its body by the schema, and its signature."""
        wrong = self._wrong(request)
        return _fault("Client", wrong) if wrong else None

    def taken(self, request: Request, line: Line, behaviour: Behaviour) -> Reply:
        """Answer with the agency's reference, the same one for the same key."""
        reference = f"SO-{line.digest[:12].upper()}"
        return _answer(
            f'<SubmitResponse xmlns="{SPACE}"><reference>{reference}</reference><status>received</status>'
            "</SubmitResponse>"
        )

    def rejected(self, request: Request) -> Reply:
        """Say that it is not taken."""
        return _fault("Client", "this is not taken")

    def error_inside(self, request: Request) -> Reply:
        """Answer with a fault inside a success."""
        return Reply(200, _fault("Server", "the service has a fault").body, _XML)

    def look(self, request: Request) -> Reply:
        """Give the description of the service, or its schema."""
        name = request.path.strip("/")
        if name not in ("agency.wsdl", "agency.xsd"):
            return Reply(404, b"", _XML)
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        return Reply(200, text.replace("ADDRESS", self.address).encode(), _XML)

    def _wrong(self, request: Request) -> str:
        if request.path != "/soap":
            return "declarations are posted to /soap"
        envelope = _envelope(request.body)
        inner = _inner(envelope)
        if inner is None:
            return "this is no envelope of SOAP 1.1 with one element in its body"
        schema = _schema()
        if not schema.validate(inner):
            return str(schema.error_log.last_error.message)
        return self._wrong_signature(envelope)

    def _wrong_signature(self, envelope: Any) -> str:
        if self.certificate is None:
            return ""
        from zeep.exceptions import SignatureVerificationFailed
        from zeep.wsse.signature import verify_envelope

        try:
            verify_envelope(envelope, str(self.certificate))
        except (SignatureVerificationFailed, AttributeError, KeyError) as fault:
            return f"the signature is missing or wrong: {fault}"
        return ""


@cache
def _schema() -> Any:
    from lxml import etree

    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("agency.xsd"))))


def _envelope(body: bytes) -> Any:
    """Give the envelope, read without the network; nothing when it is no XML, or brings entities of its own."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        found = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None
    return None if found.getroottree().docinfo.doctype else found


def _inner(envelope: Any) -> Any:
    found = envelope.findall(f"{{{_SOAP}}}Body/*") if envelope is not None else []
    return found[0] if len(found) == 1 else None


def _said(body: bytes) -> dict[str, str]:
    """Give the texts of the element in the body, by name."""
    inner = _inner(_envelope(body))
    if inner is None:
        return {}
    return {str(one.tag).rpartition("}")[2]: (one.text or "").strip() for one in inner}


def _answer(inner: str, status: int = 200) -> Reply:
    return Reply(status, _WRAPPED.format(inner).encode(), _XML)


def _fault(code: str, text: str) -> Reply:
    said = f"<s:Fault><faultcode>s:{code}</faultcode><faultstring>{escape(text)}</faultstring></s:Fault>"
    return _answer(said, 500)

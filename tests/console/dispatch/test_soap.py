"""A channel over SOAP against a service on loopback, with and without signatures.

The service checks and makes signatures by zeep's own functions, not by ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import trustme
import xmlsec
from lxml import etree
from zeep.exceptions import SignatureVerificationFailed
from zeep.wsse.signature import MemorySignature, _make_verify_key, _verify_envelope_with_key
from zeep.wsse.utils import WSU, get_security_header

from console.base import clock
from console.dispatch.declarations import (
    Delivered,
    Envelope,
    Later,
    Letter,
    Misconfigured,
    Outcome,
    Rejected,
)
from console.dispatch.settings import OutwardSettings
from console.dispatch.soap.channel import Ask, SoapChannel
from console.dispatch.soap.descriptions import Files
from console.dispatch.soap.signing import NotSigned, Signing, check
from console.dispatch.trust import Identity
from tests.support.agencies import Request, agency, says

WSDL = Path(__file__).parents[2] / "support" / "wsdl" / "declare.wsdl"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DONE = "<Declared xmlns='urn:guichet:declare'><Ticket>T-1</Ticket></Declared>"
FAULT = "<s:Fault xmlns:s='{soap}'><faultcode>{code}</faultcode><faultstring>{text}</faultstring></s:Fault>"


def identity(name: str) -> Identity:
    made = trustme.CA(key_type=trustme.KeyType.RSA).issue_cert(name, key_type=trustme.KeyType.RSA)
    return Identity(made.cert_chain_pems[0].bytes().decode(), made.private_key_pem.bytes().decode())


OURS, THEIRS, OTHERS = identity("fund.example"), identity("agency.example"), identity("other.example")


class Declaring(SoapChannel):
    """What a plugin writes."""

    key, title, wsdl = "test.soap", "Agency", WSDL
    signing: Signing | None = None

    def ask(self, letter: Letter) -> Ask:
        payload = letter.envelope.payload
        arguments = {"Number": payload["number"], "Amount": Decimal(payload["amount"])}
        return Ask("Declare", arguments, letter.settings["url"], signing=self.signing)

    def conclude(self, letter: Letter, result: Any) -> Outcome:
        return Delivered(reference=str(result))


def letter(url: str, **payload: str) -> Letter:
    told = {"number": "756.9217.0769.85", "amount": "12.50", **payload}
    return Letter(Envelope("test.soap", "agency", told, "test.note", "k1"), 1, NOW, {"url": url})


def enveloped(inside: str, *, prolog: str = "") -> bytes:
    return f"{prolog}<s:Envelope xmlns:s='{SOAP}'><s:Body>{inside}</s:Body></s:Envelope>".encode()


def xml(body: bytes, status: int = 200) -> bytes:
    return says(status, body, Content_Type="text/xml; charset=utf-8")


def sent(answer: bytes | Callable[[Request], bytes], signing: Signing | None = None, **payload: str) -> Any:
    channel = Declaring(OutwardSettings(frozenset({"localhost"})))
    channel.signing = signing
    with agency() as found, clock.at(NOW):
        if callable(answer):
            found.answer_to = answer
        else:
            found.usual = answer
        return channel.send(letter(found.url, **payload)), found


def test_a_declaration_is_asked_as_the_wsdl_says_and_its_ticket_kept() -> None:
    outcome, found = sent(xml(enveloped(DONE)))

    (asked,) = found.asked
    assert isinstance(outcome, Delivered)
    assert outcome.reference == "T-1"
    assert asked.headers["soapaction"] == '"urn:guichet:declare#Declare"'
    assert len(asked.headers["idempotency-key"]) == 40
    body = etree.fromstring(asked.body)
    assert body.findtext(".//{urn:guichet:declare}Amount") == "12.50"
    assert outcome.exchange.request_size == len(asked.body)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (xml(enveloped(FAULT.format(soap=SOAP, code="s:Client", text="no such number")), 500), Rejected),
        (xml(enveloped(FAULT.format(soap=SOAP, code="s:Server", text="try again")), 500), Later),
        (xml(enveloped(FAULT.format(soap=SOAP, code="s:Client", text="inside a 200"))), Rejected),
        (
            xml(enveloped(FAULT.format(soap=SOAP, code="w:FailedAuthentication", text="?")), 500),
            Misconfigured,
        ),
        (says(500, b"<html>", Content_Type="text/html"), Later),
        (says(200, b"<html>", Content_Type="text/html"), Later),
        (xml(b"<html>"), Later),
        (xml(enveloped("")), Later),
        (xml(enveloped("<Other/>")), Later),
        (xml(enveloped(DONE)[:40]), Later),
        (says(401), Misconfigured),
        (says(400, b"no"), Rejected),
    ],
)
def test_each_answer_has_its_meaning(answer: bytes, expected: type[Outcome]) -> None:
    outcome, _ = sent(answer)

    assert isinstance(outcome, expected)


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE x>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE x SYSTEM 'http://localhost:1/x.dtd'>",
    ],
)
def test_an_answer_with_a_document_type_is_not_read(prolog: str) -> None:
    outcome, _ = sent(xml(enveloped(DONE, prolog=prolog)))

    assert isinstance(outcome, Later)


def test_what_does_not_fit_the_description_never_leaves() -> None:
    outcome, found = sent(xml(enveloped(DONE)), amount="NaN", number="\x00")

    assert isinstance(outcome, Rejected)
    assert found.asked == []


@pytest.mark.parametrize(
    "url", ["http://localhost:1/x.xsd", "https://agency.example/x", "/etc/passwd", "../house.py"]
)
def test_a_wsdl_reads_nothing_but_files_beside_it(url: str) -> None:
    with pytest.raises(PermissionError):
        Files(WSDL.parent).load(url if "/etc" in url or ":" in url else str(WSDL.parent / url))


@pytest.mark.parametrize("token", [True, False])
def test_what_leaves_is_signed_with_its_time_and_the_signed_answer_is_believed(token: bool) -> None:
    def service(asked: Request) -> bytes:
        envelope = etree.fromstring(asked.body)
        _verify_envelope_with_key(envelope, _make_verify_key(OURS.certificate.encode()))
        signed = [one.get("URI") for one in envelope.iter("{http://www.w3.org/2000/09/xmldsig#}Reference")]
        assert len(signed) == 2
        return xml(signed_answer())

    outcome, found = sent(service, Signing(OURS, THEIRS.certificate, token))

    assert isinstance(outcome, Delivered), outcome
    assert (b"BinarySecurityToken" in found.asked[0].body) is token


def test_another_s_key_does_not_sign_for_us() -> None:
    outcome, found = sent(xml(signed_answer()), Signing(OTHERS, THEIRS.certificate))

    with pytest.raises(SignatureVerificationFailed):
        _verify_envelope_with_key(
            etree.fromstring(found.asked[0].body), _make_verify_key(OURS.certificate.encode())
        )
    assert isinstance(outcome, Delivered)


@pytest.mark.parametrize(
    "answer",
    [
        enveloped(DONE),
        pytest.param(None, id="of another one"),
        enveloped(FAULT.format(soap=SOAP, code="s:Client", text="unsigned")),
    ],
)
def test_an_answer_without_their_signature_decides_nothing(answer: bytes | None) -> None:
    outcome, _ = sent(xml(answer or signed_answer(by=OTHERS)), Signing(OURS, THEIRS.certificate))

    assert isinstance(outcome, Misconfigured)


def test_a_certificate_of_ours_that_is_none_is_said_before_anything_leaves() -> None:
    outcome, found = sent(xml(signed_answer()), Signing(Identity("no", "no")))

    assert isinstance(outcome, Misconfigured)
    assert found.asked == []


def signed_answer(
    *, by: Identity = THEIRS, at: datetime = NOW, method: Any = xmlsec.Transform.RSA_SHA256
) -> bytes:
    """Give an answer as another product signs it."""
    envelope = etree.fromstring(enveloped(DONE))
    time = WSU.Timestamp(WSU.Created(at.isoformat()), WSU.Expires((at + timedelta(minutes=5)).isoformat()))
    get_security_header(envelope).append(time)
    digest = xmlsec.Transform.SHA1 if method == xmlsec.Transform.RSA_SHA1 else xmlsec.Transform.SHA256
    signature = MemorySignature(by.key.encode(), by.certificate.encode(), None, method, digest)
    signature.apply(envelope, {})
    made: bytes = etree.tostring(envelope)
    return made


@contextmanager
def refused(changed: bytes) -> Iterator[None]:
    yield
    with clock.at(NOW), pytest.raises(NotSigned):
        check(etree.fromstring(changed), THEIRS.certificate)


def test_a_sound_answer_passes_the_check() -> None:
    with clock.at(NOW):
        check(etree.fromstring(signed_answer()), THEIRS.certificate)


def test_a_changed_answer_is_refused() -> None:
    with refused(signed_answer().replace(b"T-1", b"T-2")):
        pass


def test_an_old_signature_is_refused() -> None:
    with (
        refused(signed_answer(at=NOW - timedelta(minutes=11))),
        refused(signed_answer(at=NOW + timedelta(hours=1))),
    ):
        pass


def test_a_weak_signature_is_refused() -> None:
    with refused(signed_answer(method=xmlsec.Transform.RSA_SHA1)):
        pass


def test_a_second_body_beside_the_signed_one_is_refused() -> None:
    envelope = etree.fromstring(signed_answer())
    body = envelope.find(f"{{{SOAP}}}Body")
    forged = deepcopy(body)
    forged.attrib.clear()
    forged.find(".//{*}Ticket").text = "T-9"
    envelope.append(forged)
    with refused(etree.tostring(envelope)):
        pass


def test_a_signed_body_moved_aside_for_another_one_is_refused() -> None:
    envelope = etree.fromstring(signed_answer())
    body, header = envelope.find(f"{{{SOAP}}}Body"), envelope.find(f"{{{SOAP}}}Header")
    forged = etree.SubElement(envelope, f"{{{SOAP}}}Body")
    forged.append(etree.fromstring(DONE.replace("T-1", "T-9")))
    etree.SubElement(header, "Wrapper").append(body)
    with refused(etree.tostring(envelope)):
        pass


def test_an_answer_whose_time_is_not_signed_is_refused() -> None:
    envelope = etree.fromstring(enveloped(DONE))
    methods = (xmlsec.Transform.RSA_SHA256, xmlsec.Transform.SHA256)
    MemorySignature(THEIRS.key.encode(), THEIRS.certificate.encode(), None, *methods).apply(envelope, {})
    time = WSU.Timestamp(WSU.Created(NOW.isoformat()))
    get_security_header(envelope).append(time)
    with refused(etree.tostring(envelope)):
        pass

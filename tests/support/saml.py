"""A SAML provider for tests: it signs with xmlsec what a test wants it to say."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from console.institutions.sessions import accounts
from console.sso.models import SsoProvider
from tests.support.house import House
from tests.support.sso import REFERENCE, asked_of

ENTITY = "https://idp.example/metadata"
SIGN_IN = "https://idp.example/sign-in"
HERE = f"http://localhost/sso/{REFERENCE}"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
LEVEL = "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract"
_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_DIGEST = "http://www.w3.org/2001/04/xmlenc#sha256"
_NAMES = (
    'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
)


@dataclass(frozen=True)
class Pair:
    """A private key and its certificate, in PEM form."""

    key: str
    certificate: str

    @property
    def bare(self) -> str:
        """Give the certificate without its first and last line."""
        return "".join(self.certificate.splitlines()[1:-1])


@cache
def pair(name: str = "idp") -> Pair:
    """Make a key and a certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=300))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    told = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Pair(told.decode(), made.public_bytes(serialization.Encoding.PEM).decode())


def metadata(entity: str = ENTITY, *, slo: bool = True, sign_in: str = SIGN_IN) -> str:
    """Give what the provider publishes of itself."""
    binding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
    ending = (
        f'<md:SingleLogoutService Binding="{binding}" Location="https://idp.example/slo"/>' if slo else ""
    )
    return f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity}">
      <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
        <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
          <ds:X509Certificate>{pair().bare}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
        {ending}<md:SingleSignOnService Binding="{binding}" Location="{sign_in}"/>
      </md:IDPSSODescriptor></md:EntityDescriptor>"""


@dataclass
class Answer:
    """What the provider says; a test changes one thing."""

    request: str
    subject: str = "paula"
    issuer: str = ENTITY
    audience: str = f"{HERE}/metadata"
    recipient: str = f"{HERE}/acs"
    format: str = PERSISTENT
    level: str = LEVEL
    confirmed_request: str | None = None
    """In the signed part; the same as `request` unless said otherwise, empty: left out."""
    ends_in: timedelta = timedelta(minutes=5)
    signed: bool = True
    signer: Pair = field(default_factory=pair)

    def assertion(self, name: str = "_assertion") -> str:
        """Give the assertion, signed."""
        from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

        text = self._text(name)
        if not self.signed:
            return text
        made = Utils.add_sign(
            text, self.signer.key, self.signer.certificate, sign_algorithm=_SHA256, digest_algorithm=_DIGEST
        )
        return re.sub(r"<\?xml[^>]*\?>", "", made.decode()).strip()

    def response(self, inside: str | None = None) -> str:
        """Give the whole answer around an assertion, in base64."""
        now = _time(timedelta())
        text = f"""<samlp:Response {_NAMES} ID="_response" Version="2.0" IssueInstant="{now}"
          Destination="{self.recipient}" InResponseTo="{self.request}"><saml:Issuer>{self.issuer}</saml:Issuer>
          <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
          {inside if inside is not None else self.assertion()}</samlp:Response>"""
        return base64.b64encode(text.encode()).decode()

    def _text(self, name: str) -> str:
        now, end = _time(timedelta()), _time(self.ends_in)
        begin = _time(min(timedelta(), self.ends_in) - timedelta(minutes=5))
        asked = self.request if self.confirmed_request is None else self.confirmed_request
        request = f' InResponseTo="{asked}"' if asked else ""
        audience = f"<saml:Audience>{self.audience}</saml:Audience>" if self.audience else ""
        restriction = f"<saml:AudienceRestriction>{audience}</saml:AudienceRestriction>" if audience else ""
        return f"""<saml:Assertion {_NAMES} ID="{name}" Version="2.0" IssueInstant="{now}">
          <saml:Issuer>{self.issuer}</saml:Issuer>
          <saml:Subject><saml:NameID Format="{self.format}">{self.subject}</saml:NameID>
            <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
              NotOnOrAfter="{end}" Recipient="{self.recipient}"{request}/></saml:SubjectConfirmation></saml:Subject>
          <saml:Conditions NotBefore="{begin}" NotOnOrAfter="{end}">{restriction}</saml:Conditions>
          <saml:AuthnStatement AuthnInstant="{now}" SessionIndex="s1"><saml:AuthnContext>
            <saml:AuthnContextClassRef>{self.level}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
        </saml:Assertion>"""


def logout_request(subject: str = "paula", signer: Pair | None = None) -> dict[str, str]:
    """Give the arguments with which the provider asks to end the sign-ins of a person."""
    from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils

    text = f"""<samlp:LogoutRequest {_NAMES} ID="_logout" Version="2.0" IssueInstant="{_time(timedelta())}"
      Destination="{HERE}/slo" NotOnOrAfter="{_time(timedelta(minutes=5))}"><saml:Issuer>{ENTITY}</saml:Issuer>
      <saml:NameID Format="{PERSISTENT}">{subject}</saml:NameID></samlp:LogoutRequest>"""
    told = {"SAMLRequest": base64.b64encode(zlib.compress(text.encode())[2:-4]).decode()}
    if signer is None:
        return told
    told["SigAlg"] = _SHA256
    signature = Utils.sign_binary(urlencode(told), signer.key, algorithm=_rsa_sha256())
    return {**told, "Signature": base64.b64encode(signature).decode()}


def _rsa_sha256() -> object:
    import xmlsec

    return xmlsec.Transform.RSA_SHA256


def add_saml(house: House, *, levels: tuple[str, ...] = ()) -> None:
    """Put a SAML provider into use."""
    key = house.institution("CC Léman")
    with house.app.app_context():
        endpoints = {
            "sign_in": SIGN_IN,
            "certificates": [pair().bare],
            "end_session": "https://idp.example/slo",
        }
        accounts().add(
            SsoProvider(
                reference=REFERENCE, institution_id=key, kind="saml", name="Provider", issuer=ENTITY, client_id="",
                secret="", endpoints=endpoints, levels=list(levels), active=True,
            )
        )  # fmt: skip
        accounts().commit()


def asked_in(url: str) -> tuple[str, str]:
    """Give the number of the request in an address of the provider, and the state that travels with it."""
    asked = asked_of(url)
    text = zlib.decompress(base64.b64decode(asked["SAMLRequest"]), -15).decode()
    found = re.search(r'\bID="([^"]+)"', text)
    assert found is not None
    return found[1], asked["RelayState"]


def _time(later: timedelta) -> str:
    return (datetime.now(UTC) + later).strftime("%Y-%m-%dT%H:%M:%SZ")

"""SAML 2.0: signed assertions of a provider, asked for by redirect and brought by the browser.

python3-saml reads and checks them. What it lets pass is refused here: an answer nobody asked for, without an audience,
without an end, or with a name that is another one each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

from console.base import clock
from console.base.errors import BadArgument
from console.dispatch.settings import OutwardSettings
from console.sso.discovery import is_sound
from console.sso.flows import Refused, Vouched

_REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
_POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
_PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
_TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
_CONFIRMED = (
    "/samlp:Response/saml:Assertion/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"
)
LONGEST = 128 * 1024
"""Characters of an answer that are read."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where people are sent, and the certificates with which answers are checked."""

    sign_in: str
    certificates: tuple[str, ...]
    end_session: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Both sides of a conversation: the provider, and our addresses."""

    issuer: str
    endpoints: Endpoints
    entity: str
    """What we are called: the address of our metadata."""
    acs: str
    slo: str
    levels: tuple[str, ...] = ()


def described(xml: str, settings: OutwardSettings) -> tuple[str, Endpoints]:
    """Give entity ID and endpoints from a provider's metadata; raises `BadArgument`."""
    from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser as Parser

    try:
        said = Parser.parse(xml.encode(), required_sso_binding=_REDIRECT, required_slo_binding=_REDIRECT)
    except Exception as fault:  # The parser lets through whatever lxml and defusedxml raise.
        raise _unreadable() from fault
    said = said.get("idp", {})
    many = said.get("x509certMulti", {}).get("signing") or filter(None, [said.get("x509cert")])
    found = Endpoints(
        said.get("singleSignOnService", {}).get("url", ""),
        tuple("".join(one.split()) for one in many),
        said.get("singleLogoutService", {}).get("url", ""),
    )
    issuer = said.get("entityId") or ""
    if not issuer or len(issuer) > 255 or not found.certificates or not is_sound(found.sign_in, settings):
        raise _unreadable()
    if found.end_session and not is_sound(found.end_session, settings):
        raise _unreadable()
    if not any(until > clock.now() for until in valid_until(found)):
        raise BadArgument(
            _l("The certificate in the metadata has run out. Ask the provider for new metadata."),
            place="metadata",
        )
    return issuer, found


def _unreadable() -> BadArgument:
    return BadArgument(
        _l(
            "These are not the metadata of a provider with a sign-in address (HTTP-Redirect) and a certificate. "
            "Ask the provider for its SAML 2.0 metadata."
        ),
        place="metadata",
    )


def valid_until(endpoints: Endpoints) -> list[datetime]:
    """Give the moments at which the certificates run out; raises `BadArgument` for one that cannot be read."""
    import base64

    from cryptography.x509 import load_der_x509_certificate

    try:
        found = [load_der_x509_certificate(base64.b64decode(one)) for one in endpoints.certificates]
    except ValueError as fault:
        raise _unreadable() from fault
    return [one.not_valid_after_utc for one in found]


def metadata(party: Party) -> bytes:
    """Give the description of this console that the provider reads."""
    found: str | bytes = _settings(party).get_sp_metadata()
    return found.encode() if isinstance(found, str) else found


def departure_url(party: Party, state: str, *, again: bool = False) -> tuple[str, str]:
    """Give the address of the provider's page and the number of the request that the answer must name."""
    auth = _auth(party, party.acs, {}, {})
    url = auth.login(return_to=state, force_authn=again)
    return str(url), str(auth.get_last_request_id())


def vouched(party: Party, request_id: str, answer: str) -> Vouched:
    """Give what a signed answer to this request says; raises `Refused`."""
    from onelogin.saml2.response import OneLogin_Saml2_Response
    from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

    if not answer or len(answer) > LONGEST:
        raise Refused("the answer is empty or too long")
    asked = _asked(party.acs, {}, {"SAMLResponse": answer})
    try:
        read = OneLogin_Saml2_Response(_settings(party), answer)
        read.is_valid(asked, request_id, raise_exceptions=True)
        confirmed = OneLogin_Saml2_XML.query(read.document, _CONFIRMED)
        named, level = read.get_nameid_data(), read.get_authn_contexts()
        audiences, number = read.get_audiences(), read.get_in_response_to()
        index = read.get_session_index() or ""
        since = OneLogin_Saml2_XML.query(read.document, "//saml:AuthnStatement/@AuthnInstant")
    except Exception as fault:  # Below it are lxml, xmlsec and defusedxml, each with errors of its own.
        raise Refused(f"the answer does not count: {fault}") from fault
    if number != request_id or any(one.get("InResponseTo") != request_id for one in confirmed):
        raise Refused("nobody asked for this answer")
    if party.entity not in audiences or any(one.get("Recipient") != party.acs for one in confirmed):
        raise Refused("the answer is for somebody else")
    if not confirmed or not all(one.get("NotOnOrAfter") for one in confirmed):
        raise Refused("the answer has no end")
    if named.get("Format") == _TRANSIENT or not 0 < len(named["Value"]) <= 255:
        raise Refused("the subject cannot be kept")
    return Vouched(
        named["Value"],
        level[0][:255] if len(level) == 1 else "",
        index[:255],
        named["Value"],
        _moment(str(since[0])) if since else None,
    )


def logout_url(party: Party, subject: str, sid: str) -> str:
    """Give the address at which the provider ends its own session; empty when it has none."""
    if not party.endpoints.end_session:
        return ""
    auth = _auth(party, party.slo, {}, {})
    return str(auth.logout(name_id=subject, session_index=sid or None, name_id_format=_PERSISTENT))


def logged_out(party: Party, arguments: Mapping[str, str]) -> tuple[str, str, str]:
    """Give subject, session (may be empty) and where to lead the browser, as the provider's request to log out says.

    Raises `Refused` for one that it did not sign.
    """
    from onelogin.saml2.logout_request import OneLogin_Saml2_Logout_Request as LogoutRequest

    auth = _auth(party, party.slo, arguments, {}, signed=True)
    try:
        url = auth.process_slo(keep_local_session=True)
        if auth.get_errors() or not url:
            raise Refused(f"the request to log out does not count: {auth.get_last_error_reason()}")
        said = auth.get_last_request_xml()
        subject = LogoutRequest.get_nameid(said)
        sessions = LogoutRequest.get_session_indexes(said)
    except Refused:
        raise
    except Exception as fault:  # As above.
        raise Refused(f"the request to log out does not count: {fault}") from fault
    return str(subject), str(sessions[0]) if len(sessions) == 1 else "", str(url)


def _settings(party: Party, *, signed: bool = False) -> Any:
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    return OneLogin_Saml2_Settings(_told(party, signed=signed))


def _auth(
    party: Party, here: str, arguments: Mapping[str, str], form: Mapping[str, str], *, signed: bool = False
) -> Any:
    from onelogin.saml2.auth import OneLogin_Saml2_Auth

    return OneLogin_Saml2_Auth(_asked(here, arguments, form), _told(party, signed=signed))


def _told(party: Party, *, signed: bool) -> dict[str, Any]:
    """Give the settings of python3-saml: strict, signed assertions, no old algorithms."""
    return {
        "strict": True,
        "debug": False,
        "sp": {
            "entityId": party.entity,
            "assertionConsumerService": {"url": party.acs, "binding": _POST},
            "singleLogoutService": {"url": party.slo, "binding": _REDIRECT},
            "NameIDFormat": _PERSISTENT,
            "x509cert": "",
            "privateKey": "",
        },
        "idp": {
            "entityId": party.issuer,
            "singleSignOnService": {"url": party.endpoints.sign_in, "binding": _REDIRECT},
            "singleLogoutService": {"url": party.endpoints.end_session, "binding": _REDIRECT},
            "x509cert": party.endpoints.certificates[0],
            "x509certMulti": {"signing": list(party.endpoints.certificates)},
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantMessagesSigned": signed,
            "wantAttributeStatement": False,
            "wantNameId": True,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": list(party.levels) or False,
            "failOnAuthnContextMismatch": False,
            "allowSingleLabelDomains": True,
        },
    }


def _asked(here: str, arguments: Mapping[str, str], form: Mapping[str, str]) -> dict[str, Any]:
    """Give the request as python3-saml reads it, at our public address whatever the headers say."""
    parts = urlsplit(here)
    return {
        "https": "on" if parts.scheme == "https" else "off",
        "http_host": parts.netloc,
        "script_name": parts.path,
        "get_data": dict(arguments),
        "post_data": dict(form),
    }


def _moment(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None

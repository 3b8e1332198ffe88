"""OpenID Connect: the authorisation code with PKCE, and what a provider's answer must be to count.

Authlib says how it is done; `dispatch.outward` makes the calls. Nothing here reads or writes the database.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from console.base import clock
from console.base.errors import BadArgument
from console.dispatch.outward import Answer, NotTrusted, Outward, Unreachable
from console.dispatch.outward import Refused as NotCalled
from console.dispatch.settings import OutwardSettings
from console.sso.discovery import ALGORITHMS, Endpoints, fetched, usable_keys
from console.sso.flows import Departure, Flow, Refused, Vouched

LEEWAY = 60
"""Seconds that the provider's clock may differ from ours."""
KEYS_LAST, KEYS_REST = 3600.0, 60.0
"""Seconds that a provider's keys are used, and that we wait before asking again for one we do not know."""
_LOGOUT_TYPE = "logout+jwt"
"""How a log-out token is typed (OpenID Connect Back-Channel Logout 1.0, 2.4): no other token ends a sign-in."""
_END = "http://schemas.openid.net/event/backchannel-logout"
_KEYS: dict[str, tuple[float, Any]] = {}
"""Keys by their address, with the moment they were read: public, and the same for all institutions."""


@dataclass(frozen=True, slots=True)
class Party:
    """Both sides of a conversation: the provider, and who we are for it."""

    issuer: str
    endpoints: Endpoints
    client_id: str
    redirect_uri: str
    settings: OutwardSettings
    secret: str = field(default="", repr=False)

    @property
    def outward(self) -> Outward:
        """Give the door to the provider's hosts."""
        return self.endpoints.outward(self.issuer, self.settings)


def departure_url(party: Party, leaving: Departure, levels: tuple[str, ...], *, again: bool = False) -> str:
    """Give the address of the provider's page; with `again` it must ask anew who she is."""
    asked: dict[str, str] = {"acr_values": " ".join(levels)} if levels else {}
    if again:
        asked |= {"prompt": "login", "max_age": "0"}
    url, _state = _client(party, leaving.nonce).create_authorization_url(
        party.endpoints.authorization, leaving.state, leaving.verifier, nonce=leaving.nonce, **asked
    )
    return str(url)


def vouched(party: Party, flow: Flow, arguments: Mapping[str, str]) -> Vouched:
    """Exchange the code that the browser brought and give what the provider says; raises `Refused`."""
    if "error" in arguments:
        raise Refused(f"the provider refused: {arguments['error'][:80]}")
    if arguments.get("iss", party.issuer) != party.issuer:
        raise Refused("the answer comes from another issuer")
    token = _exchanged(party, flow, arguments.get("code", ""))
    claims = _claims(party, flow, token)
    return Vouched(
        claims["sub"],
        level=_text(claims, "acr"),
        sid=_text(claims, "sid"),
        hint=token["id_token"],
        since=claims.get("auth_time"),
    )


def logout_url(party: Party, hint: str, back: str) -> str:
    """Give the address at which the provider ends its own session; empty when it has none."""
    if not party.endpoints.end_session:
        return ""
    told = {"client_id": party.client_id, "post_logout_redirect_uri": back}
    joint = "&" if "?" in party.endpoints.end_session else "?"
    return (
        f"{party.endpoints.end_session}{joint}{urlencode({'id_token_hint': hint, **told} if hint else told)}"
    )


def logged_out(party: Party, logout_token: str) -> tuple[str, str]:
    """Give subject and session that a log-out token of the provider names (one may be empty); raises `Refused`."""
    from authlib.oauth2.claims import JWTClaims

    header, said = _signed(party, logout_token)
    claims = JWTClaims(said, header, _expected(party))
    _validate(claims)
    if str(header.get("typ", "")).lower().removeprefix("application/") != _LOGOUT_TYPE:
        raise Refused("the token is not typed as a log-out token")
    events = said.get("events")
    if not isinstance(events, dict) or _END not in events or "nonce" in said:
        raise Refused("this is no log-out token")
    if "iat" not in said or "jti" not in said or "exp" not in said:
        raise Refused("the log-out token does not say when and which")
    return _text(said, "sub"), _text(said, "sid")


def _client(party: Party, nonce: str = "") -> Any:
    from authlib.oauth2.client import OAuth2Client

    method = None
    if party.secret:
        method = "client_secret_post" if party.endpoints.posts_secret else "client_secret_basic"
    return OAuth2Client(
        _Calls(party.outward),
        client_id=party.client_id,
        client_secret=party.secret or None,
        token_endpoint_auth_method=method,
        scope="openid",
        redirect_uri=party.redirect_uri,
        code_challenge_method="S256",
    )


def _exchanged(party: Party, flow: Flow, code: str) -> dict[str, Any]:
    from authlib.oauth2.base import OAuth2Error

    if not code:
        raise Refused("the answer brings no code")
    try:
        token = _client(party).fetch_token(
            party.endpoints.token, grant_type="authorization_code", code=code, code_verifier=flow.verifier
        )
    except (OAuth2Error, NotCalled, NotTrusted, Unreachable, ValueError) as fault:
        raise Refused(f"the code was not exchanged: {fault}") from fault
    if not isinstance(token.get("id_token"), str):
        raise Refused("the provider gave no ID token")
    return dict(token)


def _claims(party: Party, flow: Flow, token: Mapping[str, Any]) -> dict[str, Any]:
    from authlib.oidc.core import CodeIDToken

    header, said = _signed(party, token["id_token"])
    known = {
        "nonce": flow.nonce,
        "client_id": party.client_id,
        "access_token": token.get("access_token"),
    }
    _validate(CodeIDToken(said, header, _expected(party), known))
    if not isinstance(said["sub"], str) or not 0 < len(said["sub"]) <= 255:
        raise Refused("the subject cannot be kept")
    return said


def _expected(party: Party) -> dict[str, Any]:
    return {
        "iss": {"essential": True, "value": party.issuer},
        "aud": {"essential": True, "value": party.client_id},
    }


def _validate(claims: Any) -> None:
    from joserfc.errors import JoseError

    try:
        claims.validate(int(clock.now().timestamp()), LEEWAY)
    except (JoseError, TypeError, ValueError) as fault:
        raise Refused(f"the token does not count: {fault}") from fault


def _signed(party: Party, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give header and claims of a token that the provider signed; raises `Refused`.

    A key that we do not know is asked for once more: providers change theirs.
    """
    from joserfc import jwt
    from joserfc.errors import JoseError

    for fresh in (False, True):
        try:
            read = jwt.decode(token, _keys(party, fresh=fresh), algorithms=list(ALGORITHMS))
            return dict(read.header), dict(read.claims)
        except (JoseError, ValueError) as fault:
            if fresh:
                raise Refused(f"the signature does not count: {fault}") from fault
    raise Refused("the token cannot be read")


def _keys(party: Party, *, fresh: bool) -> Any:
    address, moment = party.endpoints.keys, time.monotonic()
    read, found = _KEYS.get(address, (0.0, None))
    if found is None or moment - read > (KEYS_REST if fresh else KEYS_LAST):
        try:
            found = usable_keys(fetched(party.outward, address))
        except BadArgument as fault:
            raise Refused(f"the provider's keys cannot be read: {fault}") from fault
        _KEYS[address] = (moment, found)
    return found


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) and len(value) <= 255 else ""


class _Calls:
    """What Authlib takes for an HTTP client: calls go through the one door."""

    def __init__(self, outward: Outward) -> None:
        self._outward = outward

    def post(self, url: str, *, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> _Answer:
        url, told, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return _Answer(self._outward.post(url, body.encode(), told))


class _Answer:
    """An answer in the words that Authlib asks in."""

    def __init__(self, answer: Answer) -> None:
        self.status_code, self._body = answer.status, answer.body

    def json(self) -> Any:
        return json.loads(self._body)

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise ValueError(f"the provider answers {self.status_code}")

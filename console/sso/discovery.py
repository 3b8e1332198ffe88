"""What a provider of OpenID Connect publishes of itself, read when an administrator sets it up or checks it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument
from console.dispatch.outward import NotTrusted, Outward, Refused, Unreachable
from console.dispatch.settings import OutwardSettings

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures that count; each with a key that only the provider has."""
PATH = "/.well-known/openid-configuration"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a provider is asked, and where its people are sent."""

    authorization: str
    token: str
    keys: str
    end_session: str = ""
    posts_secret: bool = False
    """Whether the secret goes into the body of a call, because the provider does not take it in the header."""

    def outward(self, issuer: str, settings: OutwardSettings) -> Outward:
        """Give the door to this provider's hosts, and to no others."""
        return Outward([urlsplit(one).hostname or "" for one in (issuer, self.token, self.keys)], settings)


def is_sound(address: object, settings: OutwardSettings) -> bool:
    """Say whether an address is one of https without a password in it; http only inside, as the settings name it."""
    if not isinstance(address, str) or not address.isascii() or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
        host, _port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in settings.inside)
    return bool(host) and safe and parts.username is None and not parts.fragment


def discover(issuer: str, settings: OutwardSettings) -> Endpoints:
    """Ask an issuer what it publishes; raises `BadArgument` with what the administrator can do."""
    if not is_sound(issuer, settings) or urlsplit(issuer).query:
        raise BadArgument(
            _l("Enter the issuer as its provider names it: an address beginning with https://."),
            place="issuer",
        )
    door = Outward([urlsplit(issuer).hostname or ""], settings)
    said = fetched(door, f"{issuer.rstrip('/')}{PATH}")
    if said.get("issuer") != issuer:
        raise BadArgument(
            _l(
                "The provider calls itself %(name)s. Enter exactly this as the issuer.",
                name=str(said.get("issuer"))[:200],
            ),
            place="issuer",
        )
    _refuse_unfit(said)
    found = _endpoints(said, settings)
    usable_keys(fetched(found.outward(issuer, settings), found.keys))
    return found


def fetched(door: Outward, url: str) -> dict[str, Any]:
    """Give the JSON object at an address; raises `BadArgument`."""
    try:
        answer = door.get(url, {"Accept": "application/json"})
        said = json.loads(answer.body) if answer.status == 200 else None
    except (Refused, NotTrusted) as fault:
        raise BadArgument(
            _l("The provider was not reached: %(why)s.", why=str(fault)), place="issuer"
        ) from fault
    except Unreachable as fault:
        log.warning("The provider at %s was not reached: %s", url, fault)
        raise BadArgument(
            _l(
                "The provider was not reached at %(address)s. Check the issuer, and ask whoever runs the console "
                "whether it may call this address.",
                address=url,
            ),
            place="issuer",
        ) from fault
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise BadArgument(
            _l(
                "At %(address)s there is no description of a provider. Check the issuer, or ask the provider.",
                address=url,
            ),
            place="issuer",
        )
    return said


def usable_keys(said: Mapping[str, Any]) -> Any:
    """Give the provider's keys for signatures (a joserfc `KeySet`); raises `BadArgument` when there are none."""
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    rows = said.get("keys")
    own = [k for k in rows if isinstance(k, dict) and _is_for_signatures(k)] if isinstance(rows, list) else []
    try:
        found = KeySet.import_key_set({"keys": own}) if own else None
    except (JoseError, ValueError, KeyError, TypeError):
        found = None
    if found is None:
        raise BadArgument(
            _l("The provider publishes no key with which its answers could be checked."), place="issuer"
        )
    return found


def _is_for_signatures(key: Mapping[str, Any]) -> bool:
    return key.get("kty") in ("RSA", "EC") and key.get("use", "sig") == "sig" and "d" not in key


def _refuse_unfit(said: Mapping[str, Any]) -> None:
    """Refuse a provider that does not do what we ask of every one; what it does not say is taken as done."""
    needed = (
        ("response_types_supported", {"code"}, _l("the authorisation code")),
        ("code_challenge_methods_supported", {"S256"}, _l("PKCE with S256")),
        ("id_token_signing_alg_values_supported", set(ALGORITHMS), _l("signatures with a key of its own")),
    )
    for name, some, what in needed:
        offered = said.get(name)
        if isinstance(offered, list) and not some & {str(one) for one in offered}:
            raise BadArgument(
                _l("The provider does not offer %(what)s. It cannot be used.", what=what), place="issuer"
            )


def _endpoints(said: Mapping[str, Any], settings: OutwardSettings) -> Endpoints:
    needed = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    ending = said.get("end_session_endpoint") or ""
    if not all(is_sound(one, settings) for one in (*needed, *filter(None, [ending]))):
        raise BadArgument(
            _l("The provider names addresses that do not begin with https://. It cannot be used."),
            place="issuer",
        )
    methods = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    posts = "client_secret_basic" not in methods and "client_secret_post" in methods
    authorization, token, keys = (str(one) for one in needed)
    return Endpoints(authorization, token, keys, str(ending), posts)

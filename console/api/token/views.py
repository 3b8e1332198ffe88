"""The token endpoint: OAuth 2 client credentials (RFC 6749, section 4.4) for systems whose libraries want it.

The client is called as the key's page says, its secret is the key. Refusals have the members of RFC 6749, section 5.2,
in ASCII: programs read them.
"""

from __future__ import annotations

import logging

from flask import Blueprint, Response, g, jsonify, request
from flask.typing import ResponseReturnValue

from console.accounts import keys, tokens
from console.accounts.operations import allows
from console.accounts.service import note
from console.api import entry
from console.institutions.sessions import accounts

log = logging.getLogger("guichet.api")
ENDPOINT = "api.token"
GRANT = "client_credentials"
FAULTS = {
    "invalid_request": "Send grant_type once, and the client either in the header Authorization or in the body.",
    "invalid_client": "No client of this name has this secret, or its key has ended.",
    "unsupported_grant_type": "Only grant_type=client_credentials is known here.",
    "invalid_scope": "The key of this client lacks one of these operations.",
}
"""Each fault of RFC 6749 that is answered, with what to do."""


def install(blueprint: Blueprint) -> None:
    """Add the address that gives tokens."""
    blueprint.add_url_rule("/token", "token", _token, methods=("POST",))


def _token() -> ResponseReturnValue:
    client, secret = _client()
    if not _is_readable() or (client and request.authorization and "client_secret" in request.form):
        return _refused("invalid_request")
    caller = keys.caller_of(accounts(), secret) if secret else None
    if caller is None or caller.client != client:
        return _refused("invalid_client", 401)
    entry.count(caller)
    if request.form["grant_type"] != GRANT:
        return _refused("unsupported_grant_type")
    asked = request.form.get("scope", "").split() or sorted(caller.operations)
    if not all(allows(caller.operations, one) for one in asked):
        return _refused("invalid_scope")
    return _given(caller, asked)


def _given(caller: keys.Caller, operations: list[str]) -> ResponseReturnValue:
    token = tokens.issue(accounts(), caller.key, operations)
    note(
        accounts(), "token_issued", None, address=request.remote_addr or "", key=caller.key, name=caller.name
    )
    answer = jsonify(
        access_token=token,
        token_type="Bearer",  # noqa: S106
        expires_in=int(tokens.LASTS.total_seconds()),
        scope=" ".join(sorted(operations)),
    )
    answer.headers["Pragma"] = "no-cache"
    return answer


def _client() -> tuple[str, str]:
    """Give the client and its secret from the header, or else from the body."""
    sent = request.authorization
    if sent is not None:
        return (sent.username or "", sent.password or "") if sent.type == "basic" else ("", "")
    return request.form.get("client_id", ""), request.form.get("client_secret", "")


def _is_readable() -> bool:
    """Say whether the grant type is there, and nothing of the body is said twice."""
    return "grant_type" in request.form and all(len(values) == 1 for _, values in request.form.lists())


def _refused(fault: str, code: int = 400) -> Response:
    accounts.rollback()
    log.warning("no token: %s", fault, extra={"status": code})
    answer = jsonify(error=fault, error_description=FAULTS[fault], reference=g.get("request_id", "")[:8])
    answer.status_code = code
    if code == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="guichet"'
    return answer

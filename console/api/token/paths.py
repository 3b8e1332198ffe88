"""What the OpenAPI document says about tokens, and about the two ways to be let in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from console.accounts import tokens
from console.api.schemas import PROBLEM, Schema, an_object, answer, as_json, refusals
from console.api.token.views import FAULTS, GRANT


def security_schemes(address: str, operations: Iterable[str]) -> dict[str, Schema]:
    """Give the ways in: the key itself, or a token that `address` gives for some of the key's operations."""
    scopes = dict.fromkeys(operations, "An operation of the key.")
    return {
        "key": {"type": "http", "scheme": "bearer"},
        "token": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": address, "scopes": scopes}},
        },
        "client": {"type": "http", "scheme": "basic"},
    }


def token_schemas() -> dict[str, Schema]:
    """Give the schemas of a token and of the refusal of one."""
    text: Schema = {"type": "string"}
    lasts = {"const": int(tokens.LASTS.total_seconds())}
    return {
        "Token": an_object(
            {"access_token": text, "token_type": {"const": "Bearer"}, "expires_in": lasts, "scope": text}
        ),
        "TokenFault": an_object(
            {"error": {"enum": list(FAULTS)}, "error_description": text, "reference": text}
        ),
    }


def token_paths() -> dict[str, Any]:
    """Give the address that gives tokens."""
    form = {
        "type": "object",
        "properties": {
            "grant_type": {"const": GRANT},
            "scope": {
                "type": "string",
                "description": "Operations with spaces between; all of the key without.",
            },
            "client_id": {"type": "string"},
            "client_secret": {"type": "string", "description": "The key."},
        },
        "required": ["grant_type"],
    }
    fault = as_json({"$ref": "#/components/schemas/TokenFault"})
    problem: Schema = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refused = {
        "400": {
            "description": "Refused, as RFC 6749 says; a problem where the body cannot be read at all.",
            "content": fault | problem,
        },
        "401": {"description": "Refused, as RFC 6749 says.", "content": fault},
    }
    operation = {
        "operationId": "token",
        "tags": ["token"],
        "security": [{"client": []}, {}],
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": form}},
        },
        "responses": {
            "200": answer("A token.", as_json({"$ref": "#/components/schemas/Token"})),
            **{code: refusals()[code] for code in ("414", "429")},
            **refused,
        },
    }
    return {"/token": {"post": operation}}

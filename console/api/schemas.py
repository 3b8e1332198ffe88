"""The pieces of an OpenAPI document that all its parts share."""

from __future__ import annotations

from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

_ALWAYS = ("400", "401", "404", "429")
_REFUSALS = {
    "400": ("BadRequest", "An argument or the body cannot be understood."),
    "401": ("NoKey", "The key is missing or does not count."),
    "404": ("NotFound", "There is nothing at this address for this key."),
    "409": ("Conflict", "Something this depends on is not there now."),
    "413": ("TooLarge", "The body is too large."),
    "429": ("TooManyRequests", "Too many requests; the header Retry-After says when to come back."),
}


def refusals(*more: str) -> dict[str, Schema]:
    """Give the refusals that every address knows, and `more` by their codes."""
    return {code: {"$ref": f"#/components/responses/{_REFUSALS[code][0]}"} for code in (*_ALWAYS, *more)}


def refusal_responses() -> dict[str, Schema]:
    """Give what each refusal looks like, by its name."""
    return {name: _refusal(code, text) for code, (name, text) in _REFUSALS.items()}


def error_schema() -> Schema:
    """Give the schema of every refusal."""
    texts = {name: {"type": "string"} for name in ("title", "text", "reference")}
    return an_object({"error": an_object({"code": {"type": "integer"}, **texts})})


def an_object(properties: Schema) -> Schema:
    """Give the schema of an object with these members, all of them and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def as_json(schema: Schema) -> dict[str, Any]:
    """Give the content of an answer or a body in JSON."""
    return {"application/json": {"schema": schema}}


def _refusal(code: str, text: str) -> Schema:
    found: Schema = {"description": text, "content": as_json({"$ref": "#/components/schemas/Error"})}
    header = {"401": "WWW-Authenticate", "429": "Retry-After"}.get(code)
    return {**found, "headers": {header: {"schema": {"type": "string"}}}} if header else found

"""The pieces of an OpenAPI document that all its parts share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

PROBLEM = "application/problem+json"
_ALWAYS = ("400", "401", "403", "404", "406", "414", "429")
_REFUSALS = {
    "400": ("BadRequest", "An argument or the body cannot be understood."),
    "401": ("NoKey", "The key or token is missing or does not count."),
    "403": ("NotAllowed", "The key lacks the operation this address needs."),
    "404": ("NotFound", "There is nothing at this address for this key."),
    "406": ("NotAcceptable", "The header Accept names no media type in which this address answers."),
    "409": ("Conflict", "This is not possible as things stand now."),
    "412": ("Stale", "It has changed since the caller read it."),
    "413": ("TooLarge", "The body is too large."),
    "414": ("AddressTooLong", "The address with its arguments is too long."),
    "415": ("WrongMediaType", "The body is of another media type than this address reads."),
    "422": ("Faulty", "What was sent can be read and is not right; `faults` say why, where there are some."),
    "428": ("Unconditional", "The header If-Match is missing."),
    "429": ("TooManyRequests", "The key has used up its minute; the header Retry-After says when to go on."),
    "503": ("Unavailable", "The content cannot be read at the moment."),
}
_HEADERS = {
    "RateLimit-Policy": 'The limit of the key: `"key";q=600;w=60` are 600 requests in 60 seconds.',
    "RateLimit": 'What is left of it: `"key";r=12;t=34` are 12 requests, and more in 34 seconds.',
    "Retry-After": "Seconds until the next request is answered.",
    "WWW-Authenticate": "How to show a key (RFC 6750).",
    "ETag": "The version of what is answered.",
    "Location": "Where it is.",
    "Idempotency-Replayed": "`true` where the answer is that of an earlier request with the same key.",
}
_LIMITS = ("RateLimit-Policy", "RateLimit")
_HEADERS_OF = {
    "401": ("WWW-Authenticate",),
    "403": ("WWW-Authenticate", *_LIMITS),
    "414": (),
    "429": ("Retry-After", *_LIMITS),
}


def refusals(*more: str) -> dict[str, Schema]:
    """Give the refusals that every address knows, and `more` by their codes."""
    return {code: {"$ref": f"#/components/responses/{_REFUSALS[code][0]}"} for code in (*_ALWAYS, *more)}


def refusal_responses() -> dict[str, Schema]:
    """Give what each refusal looks like, by its name."""
    return {name: _refusal(code, text) for code, (name, text) in _REFUSALS.items()}


def problem_schema() -> Schema:
    """Give the schema of every refusal: a problem of RFC 9457, with the reference under which the log has it."""
    texts = {name: {"type": "string"} for name in ("type", "title", "detail", "reference")}
    problem = an_object({**texts, "status": {"type": "integer"}})
    faults = {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}}
    problem["properties"] |= {"faults": faults, "fault_count": {"type": "integer", "minimum": 0}}
    return problem


def header_schemas() -> dict[str, Schema]:
    """Give the headers that answers carry, by their names."""
    return {
        name: {"description": text, "schema": {"type": "integer" if name == "Retry-After" else "string"}}
        for name, text in _HEADERS.items()
    }


def security(operation: str) -> list[Schema]:
    """Give the two ways to be let in to what needs this operation; none: any key will do."""
    return [{"key": []}, {"token": [operation] if operation else []}]


def answer(text: str, content: Mapping[str, Any], *headers: str) -> Schema:
    """Give a good answer, with the headers of the limit and `headers`."""
    found: Schema = {"description": text, "headers": _headers((*_LIMITS, *headers))}
    return {**found, "content": dict(content)} if content else found


def an_object(properties: Schema) -> Schema:
    """Give the schema of an object with these members, all of them and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def or_null(schema: Schema) -> Schema:
    """Give the schema of a value that may be missing."""
    return {**schema, "type": [schema["type"], "null"]}


def as_json(schema: Schema) -> dict[str, Any]:
    """Give the content of an answer or a body in JSON."""
    return {"application/json": {"schema": schema}}


def _refusal(code: str, text: str) -> Schema:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": text, "headers": _headers(_HEADERS_OF.get(code, _LIMITS)), "content": content}


def _headers(names: tuple[str, ...]) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}

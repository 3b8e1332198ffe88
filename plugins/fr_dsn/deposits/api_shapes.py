"""What payroll software sends and reads of deposits and their returns, as JSON Schema."""

from __future__ import annotations

from typing import Any, Final

from .models import ACCEPTED, CHECKING, DEPOSITED, LEAVING, REFUSED, REFUSED_HERE, SENT

Schema = dict[str, Any]
MOST: Final = 8 * 1024 * 1024
"""Bytes of a file: what is larger is brought on the page, where a worker checks it."""
LONGEST_NAME: Final = 100
_MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
_TEXT: Final[Schema] = {"type": "string"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}


def _closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _rows(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


BROUGHT: Final = _closed(
    {
        "name": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "description": "Of the file."},
        "content": {
            "type": "string",
            "minLength": 1,
            "contentEncoding": "base64",
            "description": f"The DSN file as it is, in base64; {MOST // 1024 // 1024} MB at most before that.",
        },
    }
)
_FINDING = _closed(
    {
        "severity": _TEXT,
        "control": {**_TEXT, "description": "The official number of the control."},
        "line": _or_null({"type": "integer"}),
        "rubric": _TEXT,
        "person": {**_TEXT, "description": "NIR or technical number; empty for what is about nobody."},
        "text": {**_TEXT, "description": "What to do, in the language of the request."},
    }
)
_PLACE: Final[Schema] = {
    "siret": _TEXT,
    "month": {**_or_null(_TEXT), "description": "`2025-02`; null in signals."},
    "nature": _TEXT,
    "order": _TEXT,
    "fraction": _TEXT,
    "state": {"enum": [DEPOSITED, ACCEPTED, REFUSED]},
}
_DECLARATION = _closed({**_PLACE, "type": _TEXT, "individuals": _COUNT})
_STANDS: Final[Schema] = {
    "reference": _TEXT,
    "name": _TEXT,
    "digest": {**_TEXT, "description": "SHA-256 of the file in hexadecimal."},
    "size": _COUNT,
    "deposited_at": _MOMENT,
    "by": _TEXT,
    "state": {
        "enum": [CHECKING, REFUSED_HERE, LEAVING, SENT],
        "description": f"`{REFUSED_HERE}`: it never leaves, see `why` and `findings`; `{SENT}`: the hub has it.",
    },
    "verdict": {"enum": ["accepted", "refused", "not_a_dsn", None]},
    "norm": _or_null(_TEXT),
    "flow": {**_or_null(_TEXT), "description": "What the hub calls it."},
    "why": {**_or_null(_TEXT), "description": "Why it was not taken, where no finding says so."},
    "finding_count": _COUNT,
    "findings": {**_rows(_FINDING), "description": "At most 1,000 of them, the worst first."},
    "declarations": _rows(_DECLARATION),
}
SHOWN: Final = _closed(_STANDS)
TAKEN: Final = _closed(
    {
        **_STANDS,
        "repeated": {
            "type": "boolean",
            "description": "The same file was deposited before: this is its first deposit, nothing is sent again.",
        },
    }
)
_ANOMALY = _closed(
    {
        "control": _TEXT,
        "blocks": {"type": "boolean"},
        "rubric": _TEXT,
        "person": _TEXT,
        "name": _TEXT,
        "text": _TEXT,
    }
)
_LINE = _closed(
    {
        **_PLACE,
        "status": _TEXT,
        "outcome": {
            "enum": ["0", "1", "2", "3", None],
            "description": "0 taken, 1 taken with corrections to make, 2 taken in part, 3 not taken.",
        },
        "to_handle": {"type": "boolean"},
        "anomalies": _rows(_ANOMALY),
    }
)
_RETURN = _closed(
    {
        "deposit": {**_TEXT, "description": "The reference of the deposit."},
        "flow": _TEXT,
        "nature": _TEXT,
        "organisation": {**_or_null(_TEXT), "description": "Who says it; null for the hub itself."},
        "status": _TEXT,
        "produced_at": _MOMENT,
        "came_at": _MOMENT,
        "lines": _rows(_LINE),
    }
)
RETURNED: Final = _closed(
    {
        "items": _rows(_RETURN),
        "next": {
            **_or_null(_TEXT),
            "description": "Where to go on, for `after`. Also at the end: keep it, and what comes later stands after "
            "it. A return that a richer one overwrites comes once more.",
        },
        "has_more": {"type": "boolean", "description": "Whether there is more already."},
    }
)
EXAMPLE: Final[Schema] = {"name": "mars.dsn", "content": "UzEwLkcwMC4wMC4wMDEsJ1BhaWUnCg=="}

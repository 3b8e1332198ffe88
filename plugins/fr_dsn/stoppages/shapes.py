"""What HR software sends and reads of stoppages, as JSON Schema."""

from __future__ import annotations

from typing import Any, Final

from .checks import CONTRACT, INSURED
from .declaration import KINDS, REASONS, RESUMPTIONS
from .machine import State

Schema = dict[str, Any]
DAY: Final[Schema] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MONTH: Final[Schema] = {"type": "string", "pattern": r"^(19|20)\d{2}-(0[1-9]|1[0-2])$"}
AMOUNT: Final[Schema] = {"type": "string", "pattern": r"^\d{1,7}(\.\d{1,2})?$", "description": "Euros."}
SEQUENCE: Final[Schema] = {
    "type": "integer",
    "minimum": 0,
    "maximum": 2**31 - 1,
    "description": "A rising count of your own of what you say about this stoppage: what is overtaken on the way is "
    "then refused, and what comes twice has its first answer.",
}


def _name(text: str) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": 80, "description": text}


def _closed(properties: Schema, *optional: str) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


_SUBROGATION = _closed({"from": DAY, "until": DAY, "iban": {"type": "string", "maxLength": 34}})
_WAGE = _closed({"month": MONTH, "gross": AMOUNT})
_PROPERTIES: Final[Schema] = {
    "siret": {"type": "string", "maxLength": 14, "description": "The establishment."},
    "nir": {"type": "string", "maxLength": 15, "description": "The person, with or without the key."},
    "family_name": _name("As the health insurance knows it."),
    "given_name": _name("As the health insurance knows it."),
    "contract": {
        "type": "string",
        "minLength": 1,
        "maxLength": CONTRACT,
        "description": "The number of the employment contract, as in the DSN (S21.G00.40.009).",
    },
    "insured": {
        "type": "string",
        "maxLength": INSURED,
        "description": "The reference of the insured contract (S21.G00.15.001), where the company has several.",
    },
    "reason": {
        "enum": list(REASONS),
        "description": "; ".join(f"{code} {text}" for code, text in REASONS.items()),
    },
    "kind": {"enum": [str(kind) for kind in KINDS], "default": "first"},
    "last_day_worked": DAY,
    "planned_end": DAY,
    "accident_on": DAY,
    "subrogation": _SUBROGATION,
    "wages": {"type": "array", "items": _WAGE, "maxItems": 24},
    "sequence": SEQUENCE,
}
DECLARED: Final = _closed(_PROPERTIES, "insured", "kind", "accident_on", "subrogation", "wages", "sequence")
CLOSED: Final = _closed(
    {
        "resumed_on": {
            **DAY,
            "description": "The first day of work; before the planned end it is an early return.",
        },
        "resumption": {
            "enum": list(RESUMPTIONS),
            "description": "; ".join(f"{code} {text}" for code, text in RESUMPTIONS.items()),
        },
        "sequence": SEQUENCE,
    },
    "sequence",
)
CANCELLED: Final = _closed({"sequence": SEQUENCE}, "sequence")
_MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
_STANDS: Final[Schema] = {
    "reference": {"type": "string"},
    "key": _or_null({"type": "string"}),
    "state": {"enum": [str(state) for state in State]},
    "version": {"type": "integer", "minimum": 0, "description": "How often something was said about it."},
    "kind": {"enum": [str(kind) for kind in KINDS]},
    "first_day": DAY,
    "last_day": {**DAY, "description": "As it stands: an early return moves it."},
    "awaits": {"enum": ["technical", "business", None]},
    "answer_by": _or_null(_MOMENT),
    "acknowledged_at": _or_null(_MOMENT),
    "accepted_at": _or_null(_MOMENT),
    "guarantee_from": _or_null(DAY),
    "guarantee_until": _or_null(DAY),
    "in_dsn": {"type": "boolean"},
}
STANDS: Final = _closed(_STANDS)
_STEP = _closed(
    {
        "at": _MOMENT,
        "party": {"enum": ["employer", "health", "insurer", "console"]},
        "what": {"type": "string"},
        "text": _or_null({"type": "string"}),
        "documents": {"type": "array", "items": {"type": "string"}},
    }
)
SHOWN: Final = _closed(
    {**_STANDS, "declaration": {"type": "object"}, "trail": {"type": "array", "items": _STEP}}
)
EXAMPLE: Final[Schema] = {
    "siret": "99900001100018",
    "nir": "2850369123456",
    "family_name": "MARCHAND",
    "given_name": "LUCIE",
    "contract": "00001",
    "reason": "01",
    "last_day_worked": "2026-03-10",
    "planned_end": "2026-03-31",
    "subrogation": {"from": "2026-03-11", "until": "2026-03-31", "iban": "FR7630006000011234567890189"},
    "wages": [{"month": "2026-02", "gross": "2450.00"}],
    "sequence": 1,
}

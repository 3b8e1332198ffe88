"""What software of an account reads of a benefit's lines, as JSON Schema."""

from __future__ import annotations

from typing import Any, Final

_DAY: Final = {"type": ["string", "null"], "format": "date"}
_AMOUNT: Final = {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$", "description": "Euros."}
_LINE: Final[dict[str, Any]] = {
    "code": {"type": "string", "maxLength": 20, "description": "The kind of benefit, such as `IJNOR`."},
    "from": _DAY,
    "to": _DAY,
    "days": {"type": ["integer", "null"], "description": "Negative for what is taken back."},
    "unit": _AMOUNT,
    "amount": _AMOUNT,
    "subrogated": {"type": ["boolean", "null"], "description": "Whether the employer got it."},
}
LINES: Final[dict[str, Any]] = {
    "type": "array",
    "description": "The lines of the slip.",
    "items": {
        "type": "object",
        "properties": _LINE,
        "required": list(_LINE),
        "additionalProperties": False,
    },
}

"""What the OpenAPI document says of bodies and answers for the core system."""

from __future__ import annotations

from typing import Final

from console.api.core import arrivals, messages, requests, upserts
from console.api.core.calling import SYSTEM, SYSTEMS
from console.api.core.writing import PLURALS
from console.api.endpoints import OWN as REFERENCE
from console.api.schemas import Schema, an_object
from console.dossiers.kinds import RECEIVED
from console.mailbox.states import State

TEXT: Final[Schema] = {"type": "string"}
TEXT_OR_NOT: Final[Schema] = {"type": ["string", "null"]}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
DAY: Final[Schema] = {"type": ["string", "null"], "format": "date"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
OWN: Final[Schema] = {
    "type": "string",
    "pattern": f"^{REFERENCE}$",
    "description": "The core system's own reference.",
}
SYSTEM_ARGUMENT: Final[Schema] = {
    "name": "system",
    "in": "query",
    "description": "Under which label references are kept; an institution with two core systems has two.",
    "schema": {"type": "string", "pattern": f"^{SYSTEMS}$", "default": SYSTEM},
}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(of: Schema, most: int | None = None) -> Schema:
    """Give the schema of a list, of at most `most`."""
    return {"type": "array", "items": of} | ({} if most is None else {"maxItems": most})


def _or_null(name: str) -> Schema:
    return {"oneOf": [_ref(name), {"type": "null"}]}


def _some(properties: Schema, *required: str) -> Schema:
    """Give the schema of an object with these members and no others, of which some must be there."""
    return {**an_object(properties), "required": list(required)}


def name_of(kind: str) -> str:
    """Give the name of the schema of what is sent for a row of a kind."""
    return f"Core{kind.capitalize()}"


_FAULTS: Final = list_of(_ref("Fault"))
_RESULT: Final[Schema] = {"enum": ["created", "updated", "unchanged"]}
_INNER: Final = list_of(an_object({"reference": OWN, "result": _RESULT}))
_DOCUMENT: Final = {
    **_some(
        {
            "kind": {"enum": list(RECEIVED)},
            "title": {**TEXT, "minLength": 1, "maxLength": 200},
            "valid_until": DAY,
            "file": {**TEXT, "description": "The reference of a file that was uploaded before."},
            "name": {**TEXT, "maxLength": 200},
            "content": {**TEXT, "contentEncoding": "base64", "description": "A PDF."},
        },
        "kind",
        "title",
    ),
    "description": f"Either file, or name and content; at most {messages.MEGABYTES} MB each.",
}
SCHEMAS: Final[dict[str, Schema]] = {
    **{name_of(kind): {"type": "object", "description": "As the module keeps it."} for kind in PLURALS},
    "CoreWritten": an_object({"reference": OWN, "result": _RESULT, "inner": _INNER}),
    "CoreRow": an_object(
        {"kind": {"enum": list(PLURALS)}, "reference": OWN, "fields": {"type": "object"}},
    ),
    "CoreRows": {**list_of(_ref("CoreRow"), upserts.MOST), "minItems": 1},
    "CoreRowsWritten": an_object(
        {
            "results": list_of(
                an_object(
                    {
                        "index": COUNT,
                        "kind": TEXT,
                        "reference": TEXT,
                        "result": {"enum": [*_RESULT["enum"], "refused"]},
                        "inner": _INNER,
                        "faults": _FAULTS,
                    }
                )
            ),
            "written": COUNT,
            "refused": COUNT,
        }
    ),
    "CoreRequest": _some(
        {
            "reference": OWN,
            "form": {
                **TEXT,
                "minLength": 1,
                "maxLength": 120,
                "description": "Its key, `query` or `notice`.",
            },
            "theme": {**TEXT, "maxLength": 60, "description": "Of a question or notice, without the module."},
            "company": OWN,
            "person": OWN,
            "subject": {**TEXT, "maxLength": requests.LONGEST_SUBJECT},
            "text": {**TEXT, "maxLength": requests.LONGEST_TEXT},
            "due": DAY,
            "delegable": {"type": "boolean"},
            "dossier": OWN,
            "values": {"type": "object", "description": "What is filled in beforehand, in canonical form."},
        },
        "reference",
        "form",
        "company",
    ),
    "CoreRequests": {**list_of(_ref("CoreRequest"), requests.MOST), "minItems": 1},
    "CoreRequestsSent": an_object(
        {
            "results": list_of(
                an_object(
                    {
                        "index": COUNT,
                        "reference": TEXT,
                        "result": {"enum": ["sent", "known", "refused"]},
                        "message": TEXT_OR_NOT,
                        "faults": _FAULTS,
                    }
                )
            ),
            "sent": COUNT,
            "known": COUNT,
            "refused": COUNT,
        }
    ),
    "CoreTake": _some({"reference": OWN}),
    "CoreQuestion": _some(
        {
            "reference": OWN,
            "subject": {**TEXT, "minLength": 1, "maxLength": requests.LONGEST_SUBJECT},
            "text": {**TEXT, "minLength": 1, "maxLength": requests.LONGEST_TEXT},
            "due": DAY,
        },
        "subject",
        "text",
    ),
    "CoreSettlement": _some(
        {
            "outcome": {"enum": ["accepted", "refused"]},
            "reason": {**TEXT, "maxLength": messages.LONGEST_REASON},
            "documents": list_of(_DOCUMENT, messages.MOST_DOCUMENTS),
        },
        "outcome",
    ),
    "CoreReopening": _some(
        {"reason": {**TEXT, "minLength": 1, "maxLength": messages.LONGEST_REASON}}, "reason"
    ),
    "CoreDone": an_object(
        {
            "reference": TEXT,
            "state": TEXT,
            "outcome": TEXT_OR_NOT,
            "due": DAY,
            "result": {"enum": ["done", "settled", "proposed"]},
            "documents": list_of(TEXT),
        }
    ),
    "CoreFile": an_object(
        {"reference": TEXT, "name": TEXT, "media_type": TEXT, "size": COUNT, "sha256": TEXT, "href": TEXT}
    ),
    "CoreSent": an_object(
        {
            "by": {"enum": ["company", "person"]},
            "at": MOMENT,
            "revision": TEXT,
            "values": {"type": "object", "description": "In canonical form."},
            "files": list_of(_ref("CoreFile")),
        }
    ),
    "CoreCompanyNamed": an_object({"own_reference": TEXT_OR_NOT, "number": TEXT, "name": TEXT}),
    "CorePersonNamed": an_object({"name": TEXT, "number": TEXT}),
    "CoreDossier": an_object({"reference": TEXT, "own_reference": TEXT_OR_NOT}),
    "CoreMessage": an_object(
        {
            "reference": TEXT,
            "own_reference": TEXT_OR_NOT,
            "theme": TEXT,
            "form": TEXT,
            "state": {"enum": [*map(str, State), ""]},
            "outcome": TEXT_OR_NOT,
            "reason": TEXT,
            "subject": TEXT,
            "company": _ref("CoreCompanyNamed"),
            "person": _or_null("CorePersonNamed"),
            "due": DAY,
            "dossier": _or_null("CoreDossier"),
            "sent": list_of(_ref("CoreSent")),
        }
    ),
    "CoreDocument": an_object(
        {
            "kind": TEXT,
            "title": TEXT,
            "message": TEXT_OR_NOT,
            "opened_at": {"type": ["string", "null"], "format": "date-time"},
            "href": TEXT,
        }
    ),
    "CoreAcknowledgement": an_object(
        {
            "dispatch": TEXT,
            "kind": TEXT,
            "subject": TEXT,
            "subject_id": TEXT,
            "verdict": TEXT_OR_NOT,
            "their_reference": TEXT,
        }
    ),
    "CoreArrival": an_object(
        {
            "cursor": TEXT,
            "at": MOMENT,
            "event": {"enum": sorted(set(arrivals.EVENTS.values()))},
            "by": TEXT,
            "reference": TEXT,
            "message": _or_null("CoreMessage"),
            "document": _or_null("CoreDocument"),
            "acknowledgement": _or_null("CoreAcknowledgement"),
        }
    ),
    "CoreArrivals": an_object(
        {
            "items": list_of(_ref("CoreArrival"), arrivals.MOST),
            "next": {**TEXT, "description": "The cursor for `after`, whether there are arrivals or not."},
            "more": {"type": "boolean", "description": "Ask again at once."},
        }
    ),
}
"""The same for every module; of rows, what every module says."""

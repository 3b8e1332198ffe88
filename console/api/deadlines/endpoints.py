"""The address of deadlines."""

from __future__ import annotations

from console.accounts.operations import DEADLINES_READ
from console.api import cursors
from console.api.deadlines import views
from console.api.endpoints import REFERENCE, Endpoint, page_of
from console.api.schemas import Schema, an_object

_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date"}
SCHEMAS: dict[str, Schema] = {
    "Deadline": an_object(
        {
            "what": {"enum": [views.MESSAGE, views.DOSSIER]},
            "kind": {
                "enum": [str(kind) for kind in views.KINDS],
                "description": "An answer that the institution promised, a request to the company, a decision "
                "about a dossier, or the end of what was decided.",
            },
            "reference": {**REFERENCE, "description": "Of the message or dossier."},
            "theme": _TEXT,
            "company": {**_TEXT, "description": "The institution's number for the company."},
            "due": {**_DAY, "description": "Last day."},
            "is_late": {"type": "boolean"},
        }
    )
}
ENDPOINTS = (
    Endpoint(
        name="deadlines__list",
        path="/deadlines",
        summary="What is late or comes due, the earliest first",
        view=views.listed,
        operation=DEADLINES_READ,
        content=page_of("Deadline"),
        query=(
            cursors.argument("theme", {**_TEXT, "minLength": 1, "maxLength": 121}),
            cursors.argument("until", {**_DAY, "description": "30 days ahead when nothing is said."}),
            *cursors.parameters({"type": "string", "pattern": views.CURSOR}),
        ),
    ),
)

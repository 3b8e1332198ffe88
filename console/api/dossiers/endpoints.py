"""The addresses of dossiers."""

from __future__ import annotations

from console.accounts.operations import DOSSIERS_READ
from console.api import cursors
from console.api.dossiers import views
from console.api.endpoints import REFERENCE, Endpoint, one_of, page_of
from console.api.schemas import Schema, an_object, or_null

_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
SCHEMAS: dict[str, Schema] = {
    "Dossier": an_object(
        {
            "reference": REFERENCE,
            "theme": _TEXT,
            "kind": {**_TEXT, "description": "What it is about, in the words of the module."},
            "subject": _TEXT,
            "person": _TEXT,
            "person_number": _TEXT,
            "company": {**_TEXT, "description": "The institution's number for the company."},
            "company_name": _TEXT,
            "state": {"enum": list(views.STATES)},
            "valid_until": or_null({**_DAY, "description": "Last day on which what was decided holds."}),
            "opened_at": _MOMENT,
            "closed_at": or_null(_MOMENT),
        }
    ),
    "DossierEntry": an_object(
        {
            "at": _MOMENT,
            "act": _TEXT,
            "by": _TEXT,
            "message": or_null({**REFERENCE, "description": "The message it is about."}),
            "facts": {"type": "object"},
        }
    ),
}
ENDPOINTS = (
    Endpoint(
        name="dossiers__list",
        path="/dossiers",
        summary="Dossiers, the oldest first",
        view=views.listed,
        operation=DOSSIERS_READ,
        content=page_of("Dossier"),
        query=(
            cursors.argument("theme", {**_TEXT, "minLength": 1, "maxLength": 121}),
            cursors.argument("state", {"enum": list(views.STATES)}),
            *cursors.parameters(cursors.KEY),
        ),
    ),
    Endpoint(
        name="dossiers__read",
        path="/dossiers/{reference}",
        summary="One dossier",
        view=views.shown,
        operation=DOSSIERS_READ,
        content=one_of("Dossier"),
        tagged=True,
    ),
    Endpoint(
        name="dossiers__timeline",
        path="/dossiers/{reference}/timeline",
        summary="What happened in a dossier, the first line first",
        view=views.timeline,
        operation=DOSSIERS_READ,
        content=page_of("DossierEntry"),
        query=cursors.parameters(cursors.KEY),
    ),
)

"""The addresses of documents."""

from __future__ import annotations

from console.accounts.operations import DOCUMENTS_READ, DOCUMENTS_WRITE
from console.api import cursors
from console.api.documents import views
from console.api.endpoints import REFERENCE, Body, Endpoint, one_of, page_of
from console.api.schemas import Schema, an_object, or_null
from console.dossiers.document_models import CLOSED, PENDING
from console.dossiers.kinds import KINDS

_TEXT: Schema = {"type": "string"}
_DAY: Schema = {"type": "string", "format": "date"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
SCHEMAS: dict[str, Schema] = {
    "Document": an_object(
        {
            "reference": REFERENCE,
            "dossier": REFERENCE,
            "theme": _TEXT,
            "kind": {"enum": list(KINDS)},
            "title": _TEXT,
            "message": or_null({**REFERENCE, "description": "The message it answers."}),
            "state": {"enum": [PENDING, CLOSED]},
            "valid_until": or_null(_DAY),
            "made_available_at": _MOMENT,
            "opened_at": or_null({**_MOMENT, "description": "When the company first took it in hand."}),
            "name": _TEXT,
            "media_type": _TEXT,
            "size": {"type": "integer", "minimum": 0, "description": "In bytes."},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        }
    ),
}
_BYTES = {"type": "string", "format": "binary"}
_NAME = {"type": "string", "minLength": 1, "maxLength": views.LONGEST_NAME}
ENDPOINTS = (
    Endpoint(
        name="documents__list",
        path="/documents",
        summary="Documents of dossiers, the oldest first",
        view=views.listed,
        operation=DOCUMENTS_READ,
        content=page_of("Document"),
        query=(
            cursors.argument("theme", {**_TEXT, "minLength": 1, "maxLength": 121}),
            cursors.argument("dossier", REFERENCE),
            *cursors.parameters(cursors.KEY),
        ),
    ),
    Endpoint(
        name="documents__read",
        path="/documents/{reference}",
        summary="What is known of one document",
        view=views.shown,
        operation=DOCUMENTS_READ,
        content=one_of("Document"),
        tagged=True,
    ),
    Endpoint(
        name="documents__content",
        path="/documents/{reference}/content",
        summary="The content of a document; fetched with a company's key it counts as received",
        view=views.content,
        operation=DOCUMENTS_READ,
        content={"*/*": {"schema": _BYTES}},
        refusals=("503",),
        speaks=False,
    ),
    Endpoint(
        name="documents__upload",
        path="/documents",
        summary="Upload a file, to name it in the values of a form within a week",
        view=views.upload,
        operation=DOCUMENTS_WRITE,
        method="POST",
        status=201,
        content=one_of("File"),
        query=({**cursors.argument("name", {**_NAME, "description": "With its ending."}), "required": True},),
        body=Body(_BYTES, "The bytes of the file.", "application/octet-stream", views.LARGEST),
        stores=True,
    ),
)

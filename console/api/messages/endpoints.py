"""The addresses of messages."""

from __future__ import annotations

from console.accounts.operations import MESSAGES_READ, MESSAGES_RECALL, MESSAGES_SEND
from console.api import cursors
from console.api.endpoints import REFERENCE, Body, Endpoint, one_of, page_of
from console.api.forms.endpoints import VALUES
from console.api.messages import views
from console.api.messages.reading import FOLDERS
from console.api.schemas import Schema, an_object, or_null

_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_DAY: Schema = {"type": "string", "format": "date"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
FILE: Schema = an_object(
    {
        "reference": REFERENCE,
        "name": _TEXT,
        "media_type": _TEXT,
        "size": {"type": "integer", "minimum": 0, "description": "In bytes."},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    }
)
_LINE: Schema = {
    "reference": REFERENCE,
    "folder": {"enum": list(FOLDERS)},
    "theme": _TEXT,
    "type": {**_TEXT, "description": "The key of its form, `query` or `notice`."},
    "origin": {"enum": ["request", "query", "company", "registered"]},
    "subject": _TEXT,
    "person": _TEXT,
    "person_number": _TEXT,
    "company": {**_TEXT, "description": "The institution's number for the company."},
    "company_name": _TEXT,
    "due": or_null(_DAY),
    "is_expired": _FLAG,
    "is_recalled": _FLAG,
    "read_at": or_null(_MOMENT),
    "changed_at": {**_MOMENT, "description": "Since when it lies in its folder."},
}
SCHEMAS: dict[str, Schema] = {
    "File": FILE,
    "MessageLine": an_object(_LINE),
    "Message": an_object(
        {
            **_LINE,
            "text": {**_TEXT, "description": "What the institution asks or tells."},
            "dossier": or_null(REFERENCE),
            "outcome": {"enum": ["accepted", "refused", None]},
            "reason": _TEXT,
            "values": or_null({"type": "object", "description": "What the company sent, in canonical form."}),
            "sent_at": or_null(_MOMENT),
            "sent_by": _TEXT,
            "files": {"type": "array", "items": {"$ref": "#/components/schemas/File"}},
        }
    ),
}
_NEW = an_object({"form": {**_TEXT, "description": "The key of the form."}, "values": VALUES})
_ANSWER = an_object({"values": VALUES})
_EXAMPLE = {"subject": "Certificate of residence", "question": "Which one do you need?", "reach": "message"}
ENDPOINTS = (
    Endpoint(
        name="messages__list",
        path="/messages",
        summary="Messages of a folder, in the order in which they came there",
        view=views.listed,
        operation=MESSAGES_READ,
        content=page_of("MessageLine"),
        query=(
            cursors.argument("folder", {"enum": list(FOLDERS), "default": "inbox"}),
            cursors.argument("theme", {**_TEXT, "minLength": 1, "maxLength": 121}),
            cursors.argument(
                "since", {**_MOMENT, "description": "Only what came into the folder since then."}
            ),
            *cursors.parameters(cursors.PLACE),
        ),
    ),
    Endpoint(
        name="messages__read",
        path="/messages/{reference}",
        summary="One message",
        view=views.shown,
        operation=MESSAGES_READ,
        content=one_of("Message"),
        tagged=True,
    ),
    Endpoint(
        name="messages__file",
        path="/messages/{reference}/files/{file}",
        summary="The content of a file that was sent with a message",
        view=views.file,
        operation=MESSAGES_READ,
        content={"*/*": {"schema": {"type": "string", "format": "binary"}}},
        refusals=("503",),
        speaks=False,
    ),
    Endpoint(
        name="messages__send",
        path="/messages",
        summary="Send a new message for the company",
        view=views.create,
        operation=MESSAGES_SEND,
        method="POST",
        status=201,
        content=one_of("Message"),
        body=Body(_NEW, example={"form": "ch_fund.general_question", "values": _EXAMPLE}),
        refusals=("409",),
        stores=True,
        of_company=True,
        tagged=True,
    ),
    Endpoint(
        name="messages__answer",
        path="/messages/{reference}/answer",
        summary="Answer a request of the institution, or send a draft",
        view=views.reply,
        operation=MESSAGES_SEND,
        method="POST",
        content=one_of("Message"),
        body=Body(_ANSWER, example={"values": _EXAMPLE}),
        refusals=("409",),
        stores=True,
        of_company=True,
        tagged=True,
        conditional=True,
    ),
    Endpoint(
        name="messages__recall",
        path="/messages/{reference}/recall",
        summary="Take back what the company sent, as long as nobody works on it",
        view=views.recall,
        operation=MESSAGES_RECALL,
        method="POST",
        content=one_of("Message"),
        refusals=("409",),
        stores=True,
        of_company=True,
        tagged=True,
        conditional=True,
    ),
)

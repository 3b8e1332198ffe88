"""The addresses for the institution's core system."""

from __future__ import annotations

from functools import partial
from typing import Final

from console.accounts.operations import CORE_ARRIVALS, CORE_MESSAGES, CORE_PARTIES, CORE_REQUESTS
from console.api.core import arrivals, files, messages, requests, upserts
from console.api.core.members import LINES
from console.api.core.schemas import OWN, SCHEMAS, SYSTEM_ARGUMENT, name_of
from console.api.core.writing import PLURALS
from console.api.endpoints import Body, Endpoint, one_of

__all__ = ["ENDPOINTS", "SCHEMAS"]
_MANY: Final = 4 * 1024 * 1024
"""Bytes of many rows."""
_NAMED: Final = {**OWN, "description": "Ours, or the core system's own reference."}


def _row(kind: str, plural: str) -> Endpoint:
    return Endpoint(
        name=f"core__put_{kind}",
        path=f"/core/{plural}/{{named}}",
        summary=f"Add or change a {kind} by the core system's reference",
        view=partial(upserts.put, kind=kind),
        operation=CORE_PARTIES,
        method="PUT",
        content=one_of("CoreWritten"),
        query=(SYSTEM_ARGUMENT,),
        body=Body({"$ref": f"#/components/schemas/{name_of(kind)}"}),
        refusals=("409", "412", "413", "415", "422"),
        tagged=True,
        of_institution=True,
    )


def _act(name: str, schema: str, summary: str, view: object, most: int = _MANY) -> Endpoint:
    return Endpoint(
        name=f"core__{name}",
        path=f"/core/messages/{{named}}/{name}",
        summary=summary,
        view=view,  # type: ignore[arg-type]
        operation=CORE_MESSAGES,
        method="POST",
        content=one_of("CoreDone"),
        query=(SYSTEM_ARGUMENT,),
        body=Body({"$ref": f"#/components/schemas/{schema}"}, most=most),
        refusals=("409", "413", "415", "422"),
        stores=True,
        of_institution=True,
    )


ENDPOINTS: Final = (
    *(_row(kind, plural) for kind, plural in PLURALS.items()),
    Endpoint(
        name="core__put_many",
        path="/core/upserts",
        summary="Add or change many rows: each by itself, in their order",
        view=upserts.put_many,
        operation=CORE_PARTIES,
        method="POST",
        content=one_of("CoreRowsWritten"),
        query=(SYSTEM_ARGUMENT,),
        body=Body({"$ref": "#/components/schemas/CoreRows"}, most=_MANY, lines=LINES),
        refusals=("413", "415"),
        of_institution=True,
    ),
    Endpoint(
        name="core__requests",
        path="/core/requests",
        summary="Send requests to companies: each by itself, each once for its reference",
        view=requests.send,
        operation=CORE_REQUESTS,
        method="POST",
        content=one_of("CoreRequestsSent"),
        query=(SYSTEM_ARGUMENT,),
        body=Body({"$ref": "#/components/schemas/CoreRequests"}, most=_MANY, lines=LINES),
        refusals=("413", "415"),
        of_institution=True,
    ),
    _act("take", "CoreTake", "Take a message in hand", messages.take),
    _act("ask", "CoreQuestion", "Ask the company about a message", messages.ask),
    _act("settle", "CoreSettlement", "Settle a message, with documents", messages.settle, messages.LARGEST),
    _act("reopen", "CoreReopening", "Work on a settled message again", messages.reopen),
    Endpoint(
        name="core__arrivals",
        path="/core/arrivals",
        summary="What happened since a cursor, in the order of its commits",
        view=arrivals.fetch,
        operation=CORE_ARRIVALS,
        content=one_of("CoreArrivals"),
        query=(
            SYSTEM_ARGUMENT,
            {
                "name": "after",
                "in": "query",
                "description": "`next` of the answer before; without it from the beginning.",
                "schema": {"type": "string", "pattern": "^[0-9]{1,18}$"},
            },
        ),
        of_institution=True,
    ),
    Endpoint(
        name="core__file",
        path="/core/documents/{file}",
        summary="The bytes of a document, or of a file that came with a message",
        view=files.handed_out,
        operation=CORE_ARRIVALS,
        content={"*/*": {"schema": {"type": "string", "format": "binary"}}},
        query=(
            SYSTEM_ARGUMENT,
            {
                "name": "message",
                "in": "query",
                "description": "With which message it came.",
                "schema": _NAMED,
            },
        ),
        refusals=("503",),
        speaks=False,
        of_institution=True,
    ),
)

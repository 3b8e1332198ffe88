"""What a plugin imports as `papers`: what goes on paper, and the PDF of it."""

from __future__ import annotations

from datetime import datetime

from flask import g
from werkzeug.wrappers import Response

from console.documents.names import disposition
from console.documents.paper import (
    Block,
    Column,
    Heading,
    Line,
    Lines,
    LongText,
    Note,
    Paper,
    Table,
    render_paper,
)

__all__ = ["Block", "Column", "Heading", "Line", "Lines", "LongText", "Note", "Table", "answer", "pdf"]


def pdf(
    title: str,
    subtitle: str,
    reference: str,
    made_at: datetime,
    blocks: tuple[Block, ...],
    *,
    footer: str = "",
    draft: bool = False,
) -> bytes:
    """Give the PDF of a paper of the institution at hand, in the language of the page; raises `NotRendered`.

    `made_at` (aware) is when what the paper says happened: the same paper gives the same bytes. With `draft` each page
    says that it proves nothing.
    """
    tenant = g.words_tenant
    return render_paper(
        Paper(
            title=title,
            institution=tenant.name,
            subtitle=subtitle,
            reference=reference,
            language=g.language,
            made_at=made_at,
            blocks=blocks,
            footer=footer,
            draft=draft,
            practice=tenant.is_practice,
        )
    )


def answer(content: bytes, name: str) -> Response:
    """Give a PDF as what a page answers: a file of this name to be kept, never stored on the way."""
    headers = {"Content-Disposition": disposition(name), "Cache-Control": "private, no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)

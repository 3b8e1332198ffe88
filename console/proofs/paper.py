"""The paper of a proof, laid out from its frozen content alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _

from console.documents.paper import (
    Block,
    Column,
    Heading,
    Line,
    Lines,
    Note,
    Paper,
    Square,
    Table,
    render_paper,
)
from console.languages.catalogues import Catalogue
from console.languages.speaking import speaking
from console.proofs.content import Content, from_bytes
from console.proofs.wording import digest_text


def render_proof(stored: bytes) -> bytes:
    """Give the PDF of stored content, in the words that are frozen in it; needs an application context.

    Raises `NotRendered`.
    """
    content = from_bytes(stored)
    with speaking(Catalogue(content.language, content.words)):
        return render_paper(paper_of(content, hashlib.sha256(stored).hexdigest()))


def paper_of(content: Content, digest: str) -> Paper:
    """Give the paper of a content with its digest; speaks with the bound catalogue."""
    return Paper(
        title=content.title,
        institution=content.institution,
        subtitle=_("Proof of what was sent to %(institution)s", institution=content.institution),
        reference=content.number,
        language=content.language,
        made_at=datetime.fromisoformat(content.sent_at),
        blocks=tuple(_blocks(content, digest)),
        practice=content.practice,
    )


def _blocks(content: Content, digest: str) -> Iterator[Block]:
    yield Lines(tuple(Line(label, text) for label, text in content.facts))
    yield from content.blocks
    if content.attachments:
        yield Heading(_("Attached documents"))
        columns = Column(_("Document")), Column(_("Size in bytes"), "figure"), Column(_("SHA-256 digest"))
        rows = ((one.name, str(one.size), digest_text(one.sha256)) for one in content.attachments)
        yield Table("", columns, tuple(rows))
    yield Heading(_("Verification"))
    yield Note(
        _(
            "Everybody can verify this proof on the page below: with this PDF itself, or with its number and digest. "
            "The QR code leads there."
        )
    )
    yield Lines(
        (
            Line(_("Page"), content.address),
            Line(_("Number of the proof"), content.number, "figure"),
            Line(_("Digest of the proof"), digest_text(digest)),
        )
    )
    yield Square(f"{content.address}?number={content.number}&digest={digest}")

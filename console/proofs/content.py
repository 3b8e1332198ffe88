"""What a proof proves: a frozen value that holds every word of its paper, and goes to canonical JSON and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import msgspec
from msgspec import Struct

from console.documents.paper import Block, Heading, Lines, LongText, Note, Table

LAYOUT = 1
"""The version of the layout for which contents are made: of the template, and of what a content holds."""
_BLOCKS: Mapping[str, Any] = {one.draws: one for one in (Heading, Lines, LongText, Table, Note)}


class Attachment(Struct, frozen=True):
    """A document that was sent along."""

    name: str
    size: int
    """In bytes."""
    sha256: str


class Content(Struct, frozen=True, kw_only=True):
    """Everything about one sending, in words and for machines."""

    layout: int = LAYOUT
    number: str
    message: str
    """The reference of the message."""
    language: str
    """Of the sender: in which all texts are."""
    institution: str
    title: str
    """What was sent, mostly the title of its form."""
    sent_at: str
    """ISO 8601 with the offset of the institution's clock."""
    zone: str
    """Of the institution's clock: Europe/Zurich."""
    about: Mapping[str, str]
    """The same facts by key: company, person, theme, type, dossier, sender, identified, origin, revision."""
    facts: tuple[tuple[str, str], ...]
    """Labels and texts at the head of the paper."""
    answers: tuple[Mapping[str, Any], ...]
    """Every field with its label and its text, as blocks of the paper."""
    attachments: tuple[Attachment, ...]
    values: Mapping[str, Any]
    """The canonical values that were sent."""
    digest: str
    """Of the values, as the submission keeps it; empty without."""
    address: str
    """Of the page that verifies proofs."""
    words: Mapping[str, str]
    """The texts of the layout in the sender's language, by message id."""
    practice: bool = False
    """It was sent to a practice institution."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Give the answers as they are drawn."""
        return tuple(_thawed(one) for one in self.answers)


def to_bytes(content: Content) -> bytes:
    """Give the canonical bytes, of which the digest is made."""
    return msgspec.json.encode(content, order="deterministic")


def from_bytes(stored: bytes) -> Content:
    """Give the content of a stored proof; raises `msgspec.ValidationError` when a newer console wrote it."""
    return msgspec.json.decode(stored, type=Content)


def frozen(blocks: Iterable[Block]) -> tuple[Mapping[str, Any], ...]:
    """Give blocks of a paper as plain values; their kinds are those that answers need."""
    return tuple({"draws": one.draws, **asdict(one)} for one in blocks)


def _thawed(data: Mapping[str, Any]) -> Block:
    found: Block = msgspec.convert(
        {key: value for key, value in data.items() if key != "draws"}, _BLOCKS[data["draws"]]
    )
    return found

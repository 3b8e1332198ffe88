"""What a document of a dossier can be, and how companies may receive it. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from flask_babel import lazy_pgettext

from console.hooks.declarations import Text

DECISION, STATEMENT, LETTER = "decision", "statement", "letter"
REMINDER, REQUEST, PROOF, OTHER = "reminder", "request", "proof", "other"

KINDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        DECISION: lazy_pgettext("document", "Decision"),
        STATEMENT: lazy_pgettext("document", "Statement"),
        LETTER: lazy_pgettext("document", "Letter"),
        REMINDER: lazy_pgettext("document", "Reminder"),
        REQUEST: lazy_pgettext("document", "Request"),
        PROOF: lazy_pgettext("document", "Proof"),
        OTHER: lazy_pgettext("document", "Other document"),
    }
)
"""The title of each document type."""
ASKING: Final = frozenset({REMINDER, REQUEST})
"""Types that ask for something: reading them does not close them."""
RECEIVED: Final = tuple(kind for kind in KINDS if kind != PROOF)
"""Types that a company may have by post; a proof is its own, made by the console."""

ELECTRONIC, POST = "electronic", "post"
WAYS: Final[Mapping[str, Text]] = MappingProxyType(
    {ELECTRONIC: lazy_pgettext("receipt", "Electronic"), POST: lazy_pgettext("receipt", "By post")}
)
"""How a company receives a document type."""


def title_of(kind: str) -> str:
    """Give the title of a document type; of one that is not known any more, its key."""
    return str(KINDS.get(kind, kind))

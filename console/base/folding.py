"""Text folded for search: what a person types should find what another person wrote.

Search compares folded columns by a range of their beginning, which an index serves on both databases, also under
row-level security (where PostgreSQL keeps LIKE from its indexes).
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})


def fold(text: str) -> str:
    """Give `text` in lower case, without accents, signs or double spaces: `Favre Sàrl` → `favre sarl`."""
    lowered = text.casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def beginning(folded: str) -> tuple[str, str]:
    """Give the range `low <= column < high` of all folded texts that begin with `folded`."""
    return folded, folded + "\uffff"

"""Names of files: made harmless on the way in, written for the browser on the way out."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

LONGEST = 150


def clean_name(name: str) -> str:
    """Give a file's own name without folders and invisible signs, at most 150 signs with its ending; never empty."""
    own = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    shown = "".join(
        " " if sign.isspace() else sign
        for sign in own
        if unicodedata.category(sign)[0] != "C" or sign.isspace()
    )
    shown = " ".join(shown.split()).strip(". ")
    ending = PurePosixPath(shown).suffix[:20]
    return shown if len(shown) <= LONGEST else shown[: LONGEST - len(ending)].rstrip() + ending


def disposition(name: str) -> str:
    """Give a Content-Disposition that saves the file under its name (RFC 6266, with RFC 5987 for its letters)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(sign if sign not in '"\\%;' else "_" for sign in plain).strip() or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

"""A first look at the bytes of a file: whether they are a DSN at all, and in which characters they are written."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO, Literal

from console.plugin import N_, Phrase, quoted

Encoding = Literal["latin-1", "utf-8"]

WINDOW = 1 << 17
_ENVELOPE = re.compile(rb"(?:\A|\n)(?:\xef\xbb\xbf)?S10\.G00\.00\.\d{3},'[^\n]*'\r?(?:\n|\Z)")
_NORM = re.compile(rb"(?:\A|\n)S10\.G00\.00\.006,'([^'\n]*)'")
_NATURE = re.compile(rb"(?:\A|\n)S20\.G00\.05\.001,'([^'\n]*)'")
_OWN_NATURES = re.compile(rb"0\d|10")
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r")
_BOM = b"\xef\xbb\xbf"

_KINDS = (
    (b"%PDF", N_("This is a PDF document, no DSN.")),
    (b"PK\x03\x04", N_("This is an archive or an office document, no DSN: unpack it first.")),
    (b"\x1f\x8b", N_("This file is compressed: unpack it first.")),
    (b"<", N_("This is an XML or HTML document, no DSN.")),
    (b"S10.G01.", N_("This is a declaration of the older standard N4DS (DADS-U), no DSN.")),
    (b"\xff\xfe", N_("This file is written in UTF-16: write it in ISO-8859-1.")),
    (b"\xfe\xff", N_("This file is written in UTF-16: write it in ISO-8859-1.")),
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look found."""

    refusal: tuple[str, Phrase] | None
    """Why nothing can be read: a control (`EMPTY`, `BINARY`, `NOT_DSN`) and what to say."""
    encoding: Encoding = "latin-1"
    marked: bool = False
    """Whether a byte order mark comes first."""
    norm: str | None = None
    """Norm that is named near the beginning, whatever the file is."""


def look_at(file: BinaryIO) -> Look:
    """Look at a file from its beginning, and no further than needed; it is left at its beginning."""
    file.seek(0)
    start = file.read(WINDOW)
    refusal = _refusal(file, start)
    if refusal is None:
        refusal = _another_message(start)
    found = _NORM.search(start)
    norm = _text(found[1]) if found else None
    if refusal is not None:
        return Look(refusal, norm=norm)
    encoding: Encoding = "utf-8" if _is_utf8(file) else "latin-1"
    file.seek(0)
    return Look(None, encoding, start.startswith(_BOM), norm)


def _refusal(file: BinaryIO, start: bytes) -> tuple[str, Phrase] | None:
    if not start:
        return "EMPTY", Phrase(N_("The file is empty."))
    if _has_envelope(file):
        return None
    for beginning, said in _KINDS:
        if start.removeprefix(_BOM).lstrip().startswith(beginning):
            return ("NOT_DSN" if beginning.isascii() else "BINARY"), Phrase(said)
    if len(start.translate(None, _CONTROLS)) < len(start):
        return "BINARY", Phrase(N_("This is a binary file, no DSN."))
    if not start.strip():
        return "EMPTY", Phrase(N_("The file is empty."))
    return "NOT_DSN", Phrase(N_("There is no record of the form S10.G00.00.001,'value': this is no DSN."))


def _has_envelope(file: BinaryIO) -> bool:
    """Look for one well-formed record of the envelope; it may be anywhere."""
    file.seek(0)
    rest = b"\n"
    while window := file.read(WINDOW):
        whole = rest + window
        if _ENVELOPE.search(whole):
            return True
        rest = whole[whole.rfind(b"\n") :][:WINDOW]
    return False


def _another_message(start: bytes) -> tuple[str, Phrase] | None:
    """Tell the other messages of the same form by the nature they name: PASRAU."""
    nature, norm = _NATURE.search(start), _NORM.search(start)
    if nature is None or len(nature[1]) != 2 or not nature[1].isdigit() or _OWN_NATURES.fullmatch(nature[1]):
        return None
    more = {"nature": _text(nature[1]), "norm": _text(norm[1]) if norm else "?"}
    said = N_(
        "This is another message than a DSN, such as PASRAU: its nature is %(nature)s, its norm %(norm)s."
    )
    return "NOT_DSN", Phrase(said, more)


def _is_utf8(file: BinaryIO) -> bool:
    """Say whether there are characters beyond ASCII, and all of them are UTF-8."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    found = False
    try:
        while window := file.read(WINDOW):
            if not window.isascii():
                found = found or not window.removeprefix(_BOM).isascii()
                decoder.decode(window)
            else:
                # A sequence that the window before left open ends here, and wrongly.
                decoder.decode(b"", final=True)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return found


def _text(raw: bytes) -> str:
    return quoted(raw.decode("latin-1"))

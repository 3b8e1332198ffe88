"""The child process that renders: it reads one request after the other and answers each with a PDF or its faults.

Nothing in xhtml2pdf's own answer proves a good page: a font it refuses leaves `err == 0` and squares for letters, a
barcode it cannot draw leaves nothing at all. So the finished PDF is read again before it is handed out.
"""

from __future__ import annotations

import io
import json
import logging
import os
import re
import struct
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

FAMILY = "Roboto"
"""What stylesheets call the console's font."""
_FACES = {"normal": "Roboto-Regular.ttf", "bold": "Roboto-Bold.ttf"}
_FONTS = re.compile(r"([A-Z]{6}\+)?Roboto-(Regular|Bold)|Helvetica")
_HEAD = struct.Struct(">cI")
_SCALED = re.compile(rb"^(0?\.\d+) 0 0 0?\.\d+ [-.\d]+ [-.\d]+ cm", re.MULTILINE)
_LEAST_SCALE = 0.8
"""What does not fit a cell is scaled down in silence; below this nobody reads it."""
_VARIANTS = range(0xFE00, 0xFE10)
"""Variation selectors: they only say how the sign before is drawn (Unicode 23.4)."""
_ACTIVE = re.compile(r"<\s*script\b", re.IGNORECASE)
MEGABYTE = 1024 * 1024


def send(stream: IO[bytes], kind: bytes, body: bytes) -> None:
    """Write one letter and the bytes that go with it."""
    stream.write(_HEAD.pack(kind, len(body)) + body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read what `send` wrote; `None` when the other side is gone."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, size = _HEAD.unpack(head)
    body = stream.read(size)
    return (kind, body) if len(body) == size else None


def serve() -> None:
    """Be the child, until the parent closes its end; the arguments are seconds per PDF and megabytes of memory."""
    import resource

    seconds, memory = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory * MEGABYTE,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an image of the memory holds what people wrote
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    logging.getLogger().addHandler(_LOG)
    while (request := receive(sys.stdin.buffer)) is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        send(answers, *_answer(json.loads(request[1])))


def _answer(request: dict[str, Any]) -> tuple[bytes, bytes]:
    try:
        pdf, faults = render(request["html"], request["epoch"], request["reference"])
    except MemoryError:
        pdf, faults = b"", ["memory"]
    except Exception as error:
        pdf, faults = b"", [type(error).__name__]
    return (b"N", "\n".join(faults).encode()) if faults else (b"P", pdf)


def render(html: str, epoch: int, reference: str | None) -> tuple[bytes, list[str]]:
    """Give a PDF dated `epoch` (seconds) and what is wrong with it; only one without faults may be used."""
    from xhtml2pdf import pisa
    from xhtml2pdf.config.resources import ResourceAccessPolicy
    from xhtml2pdf.default import DEFAULT_CSS

    if _ACTIVE.search(html):
        return b"", ["the page holds a script"]
    _LOG.lines.clear()
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    folder, out = font_folder(), io.BytesIO()
    result = pisa.pisaDocument(
        printable(html),
        out,
        default_css=DEFAULT_CSS + _own_styles(folder),
        resource_policy=ResourceAccessPolicy.server(base_dir=folder, allow_remote=False),
    )
    faults = [f"log: {line}" for line in _LOG.lines]
    if result.err or result.warn:
        faults.append(f"{result.err} errors, {result.warn} warnings")
    return out.getvalue(), faults or list(_faults_of(out, reference))


def font_folder() -> Path:
    """Give the folder of the console's fonts, the only one a page may read."""
    spec = find_spec("font_roboto")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("font-roboto")
    return Path(spec.origin).resolve().parent / "files"


def printable(html: str) -> str:
    """Give the page with its letters composed, and `[U+2713]` for each sign that the font has not.

    Signs without a shape of their own (controls, marks of writing direction) are left out: the font would show a box.
    """
    text = unicodedata.normalize("NFC", html)
    known = _letters()
    missing = {ord(sign) for sign in set(text)} - known - {0x09, 0x0A, 0x0D}
    shapeless = {
        code for code in missing if unicodedata.category(chr(code)) in ("Cc", "Cf") or code in _VARIANTS
    }
    return text.translate({code: "" if code in shapeless else f"[U+{code:04X}]" for code in missing})


@cache
def _letters() -> frozenset[int]:
    """Give the code points that both faces of the font can draw."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    faces = [set(TTFontFile(str(font_folder() / file)).charToGlyph) for file in _FACES.values()]
    return frozenset(set.intersection(*faces))


def _own_styles(folder: Path) -> str:
    """Give the styles below every page's own: the font's two faces, and the font for everything."""
    faces = (
        f"@font-face {{ font-family: {FAMILY}; font-weight: {weight}; src: url('{folder / file}'); }}"
        for weight, file in _FACES.items()
    )
    return "\n".join((*faces, f"html {{ font-family: {FAMILY}; }}"))


def _faults_of(out: IO[bytes], reference: str | None) -> Iterator[str]:
    """Read the finished PDF again and say what it lacks."""
    import pypdf

    pages = pypdf.PdfReader(out).pages
    if foreign := sorted(
        {name for page in pages for name in _font_names(page) if not _FONTS.fullmatch(name)}
    ):
        yield f"foreign fonts: {', '.join(foreign)}"
    if any(_is_shrunk(page) for page in pages):
        yield "a text was shrunk to fit a cell"
    if reference is not None and reference not in pages[0].extract_text():
        yield "the reference cannot be read back"


def _font_names(page: Any) -> Iterator[str]:
    for font in page["/Resources"].get("/Font", {}).values():
        yield font.get_object()["/BaseFont"].lstrip("/")


def _is_shrunk(page: Any) -> bool:
    contents = page.get_contents()
    return contents is not None and any(float(n) < _LEAST_SCALE for n in _SCALED.findall(contents.get_data()))


class _Log(logging.Handler):
    """Keeps what the libraries complain about while one page is made."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message without its values and the piece of the page below it: that may be people's data."""
        self.lines.append(f"{record.name}: {str(record.msg).partition(chr(10))[0]}"[:300])


_LOG = _Log()

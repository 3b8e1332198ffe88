"""Papers and files for tests: invented people, right check digits."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from typing import Any

from console.documents.paper import Block, Paper

MADE = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
REFERENCE = "K7QF-2MXR"


def paper(*blocks: Block, **more: object) -> Paper:
    """Give a paper of a German fund with these blocks."""
    values: dict[str, object] = {
        "title": "Anmeldung zum Bezug von Familienzulagen",
        "institution": "Ausgleichskasse Aaretal",
        "subtitle": "Eingereicht am 22. November 2026",
        "reference": REFERENCE,
        "language": "de",
        "made_at": MADE,
        "blocks": blocks,
    }
    return Paper(**(values | more))  # type: ignore[arg-type]


def texts(pdf: bytes) -> list[str]:
    """Give the text of each page."""
    import pypdf

    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def picture(pdf: bytes, page: int = 0) -> Any:
    """Give a page as a scanner sees it, at 288 dots per inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=4).to_pil()
    finally:
        document.close()


def pdf_with(**root: object) -> bytes:
    """Give a PDF of one empty page whose catalogue has these entries besides."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    for name, value in root.items():
        writer._root_object[NameObject(f"/{name}")] = value
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def packed_pdf(action: bytes) -> bytes:
    """Give a PDF that does `action` when it is opened, with all objects in a compressed stream (ISO 32000-1, 7.5.7)."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
        action,
        b"/Launch",
    ]
    starts = [sum(len(one) + 1 for one in objects[:n]) for n in range(len(objects))]
    index = b" ".join(b"%d %d" % (n, start) for n, start in enumerate(starts, 1)) + b" "
    made = b"%PDF-1.7\n"
    places = [len(made)]
    made += _stream(6, b"/Type/ObjStm/N 5/First %d" % len(index), index + b" ".join(objects))
    places.append(len(made))
    rows = [(0, 0, 0), *((2, 6, n) for n in range(5)), *((1, place, 0) for place in places)]
    table = b"".join(struct.pack(">BHB", *row) for row in rows)
    made += _stream(7, b"/Type/XRef/Size 8/W[1 2 1]/Root 1 0 R", table)
    return made + b"startxref\n%d\n%%%%EOF\n" % places[1]


def _stream(number: int, about: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    head = b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n" % (number, about, len(packed))
    return head + packed + b"\nendstream\nendobj\n"


def archive(members: dict[str, bytes]) -> bytes:
    """Give a zip archive; always the same bytes, since they name the cases of tests."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def docx(**more: bytes) -> bytes:
    """Give the shell of a Word document, with more members."""
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": b"<w/>", **more})

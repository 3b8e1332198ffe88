"""What a file is, told by its content: by the first bytes, and for office documents by what the archive holds.

Sources: PDF ISO 32000-1 (7.5.2), PNG (section 5), JPEG ITU-T T.81 annex B, TIFF 6.0 (section 2), HEIF ISO/IEC 23008-12
(brands), Office Open XML ECMA-376 part 2, OpenDocument 1.3 part 2 (3.3). Nothing is unpacked but two small members.
"""

from __future__ import annotations

import codecs
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.base.bounded import Crashed, TookTooLong, TooLarge, run_bounded
from console.documents.refusals import FileRefused

HEAD = 1024
MOST_MEMBERS = 5_000
MOST_UNPACKED = 500 * 1024 * 1024
"""What an office document may say it unpacks to; whoever opens it unpacks it."""
_SECONDS, _MEMORY_MB = 15.0, 768


@dataclass(frozen=True)
class Kind:
    """A kind of file: its short name, its media type and the endings its name may have, the usual one first."""

    name: str
    media_type: str
    endings: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
KINDS = {
    kind.name: kind
    for kind in (
        Kind("pdf", "application/pdf", (".pdf",)),
        Kind("png", "image/png", (".png",)),
        Kind("jpeg", "image/jpeg", (".jpg", ".jpeg", ".jpe")),
        Kind("heic", "image/heic", (".heic", ".heif")),
        Kind("tiff", "image/tiff", (".tif", ".tiff")),
        Kind("docx", f"{_OOXML}.wordprocessingml.document", (".docx",)),
        Kind("xlsx", f"{_OOXML}.spreadsheetml.sheet", (".xlsx",)),
        Kind("odt", f"{_ODF}.text", (".odt",)),
        Kind("ods", f"{_ODF}.spreadsheet", (".ods",)),
        Kind("text", "text/plain", (".txt", ".csv")),
    )
}
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_STARTS = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpeg": (b"\xff\xd8\xff",),
    "tiff": (b"II*\0", b"MM\0*"),
}
_ARCHIVE = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""An old office document, or a new one with a password."""
_SCRIPTS = frozenset({"/JS", "/JavaScript", "/XFA"})
"""Entries of a PDF's dictionaries that bring scripts; XFA forms are made of them."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(path: Path) -> Kind | None:
    """Give the kind of a file, `None` for one we do not know; raises `FileRefused` for what nobody should open.

    PDFs and archives are read in a limited child process.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    for name, starts in _STARTS.items():
        if head.startswith(starts):
            return _checked(path, name) if name == "pdf" else KINDS[name]
    if head.startswith(_ARCHIVE):
        return _checked(path, "archive")
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return KINDS["heic"]
    return KINDS["text"] if _is_text(path) else None


def is_locked_office(path: Path) -> bool:
    """Say whether a file is the shell in which office programs put documents with a password, and old ones."""
    with path.open("rb") as file:
        return file.read(8) == _COMPOUND


def _checked(path: Path, what: str) -> Kind | None:
    look = _look_at_pdf if what == "pdf" else _look_at_archive
    try:
        name = run_bounded(look, path, seconds=_SECONDS, memory_mb=_MEMORY_MB)
    except (TookTooLong, TooLarge):
        raise FileRefused("heavy") from None
    except Crashed:
        raise FileRefused("damaged") from None
    return KINDS.get(name)


def _is_text(path: Path) -> bool:
    """Say whether a file is text in UTF-8, or in a Western code page: without the controls that programs write."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return True
        file.seek(0)
        while block := file.read(1 << 16):
            if _CONTROLS.search(block):
                return False
    return True


def _look_at_pdf(path: Path) -> str:
    """Run in the child: refuse a PDF with a password, with commands, or that cannot be read."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted:
            raise FileRefused("encrypted")
        if not len(reader.pages):
            raise FileRefused("damaged")
        active = _acts(reader)
    except (FileRefused, MemoryError):
        raise
    except Exception:
        raise FileRefused("damaged") from None
    if active:
        raise FileRefused("active")
    return "pdf"


def _acts(reader: Any) -> bool:
    """Look through every object for an action that runs a program or a script (ISO 32000-1, 12.6.4)."""
    waiting: list[Any] = [reader.trailer]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if hasattr(one, "idnum"):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, dict):
            if _is_action(one):
                return True
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return False


def _is_action(found: dict[str, Any]) -> bool:
    # An indexed value is resolved by pypdf; one from `get` may be a mere pointer to it.
    acts = "/S" in found and found["/S"] in ("/JavaScript", "/Launch")
    return acts or not _SCRIPTS.isdisjoint(found)


def _look_at_archive(path: Path) -> str:
    """Run in the child: give the kind of office document, empty for another archive; refuse the dangerous."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise FileRefused("encrypted")
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
                raise FileRefused("unpacked")
            names = {member.filename for member in members}
            return _open_document(archive, names) or _office_open_xml(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused("damaged") from None


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" not in names:
        return ""
    said = _start_of(archive, "mimetype").decode("ascii", "replace").strip()
    kind = next((kind for kind in KINDS.values() if kind.media_type == said), None)
    if kind is not None and any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise FileRefused("macros")
    return kind.name if kind else ""


def _office_open_xml(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" not in names:
        return ""
    types = _start_of(archive, "[Content_Types].xml")
    if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
        raise FileRefused("macros")
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(1 << 20)

"""Opening an .xlsx with suspicion: only parts that were unpacked and looked at here reach the reader behind.

An .xlsx is a zip of XML files. The parts needed for one sheet are copied into a new one, so that the sizes, names and
places which the file claims for itself cannot mislead another reader.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from .refusals import SheetRefused
from .tables import TableLimits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROOT = "_rels/.rels"

#: Bytes that are unpacked at a time.
_PIECE = 1 << 20

# The workbook around the one sheet; calamine needs no more.
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION = b'<Relationship Id="%s" Type="' + _OFFICE + b'/%s" Target="%s"/>'
_ROOT_RELATIONS = (
    b'<Relationships xmlns="%s">' % _PACKAGE
    + _RELATION % (b"r1", b"officeDocument", b"xl/workbook.xml")
    + b"</Relationships>"
)
_RELATIONS = (
    b'<Relationships xmlns="%s">' % _PACKAGE
    + _RELATION % (b"r1", b"worksheet", b"sheet.xml")
    + _RELATION % (b"r2", b"sharedStrings", b"sharedStrings.xml")
    + _RELATION % (b"r3", b"styles", b"styles.xml")
    + b"</Relationships>"
)
_WORKBOOK = (
    b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="' + _OFFICE + b'">'
    b'<workbookPr date1904="%s"/><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>'
)


@dataclass(frozen=True)
class SheetPart:
    """A sheet of cells that people see: its name, and the path of its part in the zip."""

    name: str
    path: str


@dataclass(frozen=True)
class Workbook:
    """An .xlsx whose directory was looked at. Texts and styles are the parts that all sheets share."""

    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]
    sheets: tuple[SheetPart, ...]
    shared: dict[str, str]
    counts_from_1904: bool

    def size(self, path: str) -> int:
        """Give the size of a part, unpacked; no more than that is ever unpacked of it."""
        return _part(self.parts, path).file_size

    def pieces(self, path: str) -> Iterator[bytes]:
        """Unpack a part piece by piece. Raises `SheetRefused`, at the end when the checksum is wrong."""
        with refusing_damage(), self.archive.open(_part(self.parts, path)) as part:
            while piece := part.read(_PIECE):
                yield piece


@contextmanager
def new_workbook(
    file: IO[bytes], like: Workbook
) -> Iterator[Callable[[str], AbstractContextManager[IO[bytes]]]]:
    """Write a workbook of one sheet; the parts "sheet", "sharedStrings" and "styles" are opened for writing by name."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_ROOT, _ROOT_RELATIONS)
        archive.writestr("xl/workbook.xml", _WORKBOOK % (b"1" if like.counts_from_1904 else b"0"))
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        yield lambda name: archive.open(f"xl/{name}.xml", "w")


def open_workbook(data: bytes, limits: TableLimits) -> Workbook:
    """Find the visible sheets of an .xlsx, in the order people see them. Raises `SheetRefused`."""
    if data.startswith(_OLE):
        # Protected workbooks are wrapped into the format of the old .xls files.
        raise _content() if "EncryptedPackage".encode("utf-16-le") not in data else SheetRefused("encrypted")
    if not data.startswith(b"PK\x03\x04"):
        raise _content()
    with refusing_damage():
        archive = zipfile.ZipFile(io.BytesIO(data))
        return _looked_at(archive, _checked(archive, limits))


def parse_xml(pieces: Iterable[bytes], start: Callable[[str, dict[str, str]], None] | None = None) -> None:
    """Walk through a part's elements; a document type declaration is refused before any of it is used."""
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if start is not None:
        parser.StartElementHandler = start
    begin = b""
    try:
        for piece in pieces:
            # Spreadsheet programs write UTF-8; what a part says of itself must not make two readers see two things.
            begin = begin or piece[:4]
            if b"\x00" in begin:
                raise SheetRefused("unreadable")
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise SheetRefused("unreadable") from None


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn what a damaged zip raises into `SheetRefused`."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        raise SheetRefused("unreadable") from None


def _checked(archive: zipfile.ZipFile, limits: TableLimits) -> dict[str, zipfile.ZipInfo]:
    """Give the parts by name in lower case, as readers look them up, after all checks that open none."""
    infos = archive.infolist()
    if len(infos) > limits.parts or sum(info.file_size for info in infos) > limits.unpacked:
        raise SheetRefused("unpacked")
    parts = {info.filename.lower(): info for info in infos}
    if len(parts) < len(infos):
        raise SheetRefused("unreadable")
    for name, info in parts.items():
        if info.flag_bits & 0x1:
            raise SheetRefused("encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SheetRefused("unreadable")
        if info.file_size > max(1_000_000, limits.ratio * info.compress_size):
            raise SheetRefused("unpacked")
        if name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/"):
            raise SheetRefused("macros")
    return parts


def _looked_at(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Workbook:
    if _ROOT not in parts:
        raise _content()

    def read(path: str) -> bytes:
        # `read` stops at the size the part declares, and the sum of those was checked.
        return archive.read(_part(parts, path))

    workbook_path = _one(_relations(read(_ROOT), ""), "officeDocument")
    if workbook_path is None:
        raise _content()
    folder, name = posixpath.split(workbook_path)
    relations = _relations(read(f"{folder}/_rels/{name}.rels"), folder)
    sheets, counts_from_1904 = _visible_sheets(read(workbook_path), relations)
    shared = {
        kind: path for kind in ("sharedStrings", "styles") if (path := _one(relations, kind)) is not None
    }
    return Workbook(archive, parts, sheets, shared, counts_from_1904)


def _part(parts: dict[str, zipfile.ZipInfo], path: str) -> zipfile.ZipInfo:
    if path.lower() not in parts:
        raise SheetRefused("unreadable")
    return parts[path.lower()]


def _relations(xml: bytes, folder: str) -> dict[str, tuple[str, str]]:
    """Give the kind and the path of what a part refers to, by identifier."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            path = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            found[attributes.get("Id", "")] = (kind, path.lstrip("/"))

    parse_xml([xml], start)
    return found


def _one(relations: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((path for found, path in relations.values() if found == kind), None)


def _visible_sheets(
    workbook: bytes, relations: dict[str, tuple[str, str]]
) -> tuple[tuple[SheetPart, ...], bool]:
    """Give the sheets of cells that people see, and whether their days count from 1904."""
    sheets: list[SheetPart] = []
    counts_from_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal counts_from_1904
        if _local(name) == "workbookPr":
            counts_from_1904 = attributes.get("date1904") in ("1", "true")
        if _local(name) == "sheet" and attributes.get("state", "visible") == "visible":
            identifier = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, path = relations.get(identifier, ("", ""))
            if kind == "worksheet":
                sheets.append(SheetPart(attributes.get("name", ""), path))

    parse_xml([workbook], start)
    if not sheets:
        raise SheetRefused("empty")
    return tuple(sheets), counts_from_1904


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise SheetRefused("doctype")


def _content() -> SheetRefused:
    return SheetRefused("content", extension=".xlsx")

"""Opening an .xlsx with suspicion: only parts that were unpacked and looked at here reach the reader behind.

An .xlsx is a zip of XML files. The parts needed for one sheet are packed anew, so that the sizes, names and
places which the file claims for itself cannot mislead another reader.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from .refusals import SheetRefused

MAX_PARTS = 2_000
#: Bytes of all parts together, unpacked.
MAX_UNPACKED = 100_000_000
#: How many times its packed size one part may have, from a megabyte on.
MAX_RATIO = 200

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROOT = "_rels/.rels"

# The workbook around the one sheet that is packed anew; calamine needs no more.
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
class OpenedSheet:
    """The first visible sheet of a workbook: its XML, and a workbook that holds nothing but it."""

    xml: bytes
    workbook: io.BytesIO


def open_workbook(data: bytes) -> OpenedSheet:
    """Take the first visible sheet out of an .xlsx. Raises `SheetRefused`."""
    if data.startswith(_OLE):
        # Protected workbooks are wrapped into the format of the old .xls files.
        raise _content() if "EncryptedPackage".encode("utf-16-le") not in data else SheetRefused("encrypted")
    if not data.startswith(b"PK\x03\x04"):
        raise _content()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _first_sheet(archive, _checked(archive))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        raise SheetRefused("unreadable") from None


def parse_xml(xml: bytes, start: Callable[[str, dict[str, str]], None] | None = None) -> None:
    """Walk through a part's elements; a document type declaration is refused before any of it is used."""
    # Spreadsheet programs write UTF-8; what a part says of itself must not make two readers see two things.
    if b"\x00" in xml[:4]:
        raise SheetRefused("unreadable")
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if start is not None:
        parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError):
        raise SheetRefused("unreadable") from None


def _checked(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Give the parts by name in lower case, as readers look them up, after all checks that open none."""
    infos = archive.infolist()
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise SheetRefused("unpacked")
    parts = {info.filename.lower(): info for info in infos}
    if len(parts) < len(infos):
        raise SheetRefused("unreadable")
    for name, info in parts.items():
        if info.flag_bits & 0x1:
            raise SheetRefused("encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SheetRefused("unreadable")
        if info.file_size > max(1_000_000, MAX_RATIO * info.compress_size):
            raise SheetRefused("unpacked")
        if name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/"):
            raise SheetRefused("macros")
    return parts


def _first_sheet(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> OpenedSheet:
    def read(path: str) -> bytes:
        if path.lower() not in parts:
            raise _content() if path == _ROOT else SheetRefused("unreadable")
        # `read` stops at the size the file declares, and the sum of those was checked.
        return archive.read(parts[path.lower()])

    workbook_path = _one(_relations(read(_ROOT), ""), "officeDocument")
    if workbook_path is None:
        raise _content()
    folder, name = posixpath.split(workbook_path)
    relations = _relations(read(f"{folder}/_rels/{name}.rels"), folder)
    sheet_path, counts_from_1904 = _visible_sheet(read(workbook_path), relations)
    sheet = read(sheet_path)
    shared = {
        f"xl/{kind}.xml": read(path)
        for kind in ("sharedStrings", "styles")
        if (path := _one(relations, kind)) is not None
    }
    for xml in shared.values():
        parse_xml(xml)
    workbook = _WORKBOOK % (b"1" if counts_from_1904 else b"0")
    plain = {_ROOT: _ROOT_RELATIONS, "xl/workbook.xml": workbook, "xl/_rels/workbook.xml.rels": _RELATIONS}
    return OpenedSheet(sheet, _packed({**plain, **shared, "xl/sheet.xml": sheet}))


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    file.seek(0)
    return file


def _relations(xml: bytes, folder: str) -> dict[str, tuple[str, str]]:
    """Give the kind and the path of what a part refers to, by identifier."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            path = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            found[attributes.get("Id", "")] = (kind, path.lstrip("/"))

    parse_xml(xml, start)
    return found


def _one(relations: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((path for found, path in relations.values() if found == kind), None)


def _visible_sheet(workbook: bytes, relations: dict[str, tuple[str, str]]) -> tuple[str, bool]:
    """Give the path of the first sheet of cells that people see, and whether its days count from 1904."""
    paths: list[str] = []
    counts_from_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal counts_from_1904
        if _local(name) == "workbookPr":
            counts_from_1904 = attributes.get("date1904") in ("1", "true")
        if _local(name) == "sheet" and attributes.get("state", "visible") == "visible":
            identifier = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, path = relations.get(identifier, ("", ""))
            if kind == "worksheet":
                paths.append(path)

    parse_xml(workbook, start)
    if not paths:
        raise SheetRefused("empty")
    return paths[0], counts_from_1904


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise SheetRefused("doctype")


def _content() -> SheetRefused:
    return SheetRefused("content", extension=".xlsx")

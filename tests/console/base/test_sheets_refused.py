import io
import pickle
import re
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter
from flask import Flask
from flask_babel import Babel

from console.base.sheets import SheetRefused, read_sheet, read_upload

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40)
SHEET = "xl/worksheets/sheet1.xml"


def workbook(fill=lambda sheet: sheet.write_string(0, 0, "a")):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        fill(book.add_worksheet())
    return file.getvalue()


def changed(data, **parts):
    """The workbook with other parts, or more of them, by name."""
    file = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data))
    contents = {name: source.read(name) for name in source.namelist()} | parts
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in contents.items():
            target.writestr(name, content)
    return file.getvalue()


def sheet_xml(rows):
    return f'<worksheet xmlns="http://x"><sheetData>{rows}</sheetData></worksheet>'.encode()


def with_rows(rows):
    return changed(workbook(), **{SHEET: sheet_xml(rows)})


def encrypted_member(data):
    """The workbook with the sign of encryption on each member of the zip."""
    return re.sub(rb"(PK\x01\x02....)\x00", b"\\1\x01", data, flags=re.DOTALL)


def lying_about_its_size():
    """A part of 40 MB that declares 1,000 bytes."""
    data = with_rows(" " * 40_000_000)
    size = len(sheet_xml(" " * 40_000_000)).to_bytes(4, "little")
    return data.replace(size, (1000).to_bytes(4, "little"))


REFUSED = {
    "a picture named as a workbook": (PNG, "a.xlsx", "content"),
    "a picture named as text": (PNG, "a.csv", "content"),
    "a workbook named as text": (workbook(), "a.csv", "content"),
    "text named as a workbook": (b"a;b\n1;2\n", "a.xlsx", "content"),
    "a zip that is no workbook": (changed(workbook(), **{"_rels/.rels": b"<a/>"}), "a.xlsx", "content"),
    "an old workbook": (OLE, "a.xlsx", "content"),
    "a protected workbook": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "encrypted"),
    "a protected zip": (encrypted_member(workbook()), "a.xlsx", "encrypted"),
    "another format": (b"a", "a.ods", "extension"),
    "no extension": (b"a", "a", "extension"),
    "a workbook with macros": (workbook(), "a.xlsm", "macros"),
    "macros under another name": (changed(workbook(), **{"xl/vbaProject.bin": b"x"}), "a.xlsx", "macros"),
    "a large file": (b"a" * 10_485_761, "a.csv", "size"),
    "a bomb": (lambda: with_rows(" " * 60_000_000), "a.xlsx", "unpacked"),
    "a bomb in many parts": (
        lambda: changed(workbook(), **{f"xl/{n}.xml": b"abcdefghij" * 9**5 for n in range(200)}),
        "a.xlsx",
        "unpacked",
    ),
    "a bomb that hides its size": (lying_about_its_size, "a.xlsx", "unreadable"),
    "too many parts": (
        lambda: changed(workbook(), **{f"xl/{n}": b"" for n in range(2001)}),
        "a.xlsx",
        "unpacked",
    ),
    "one part twice": (changed(workbook(), **{"XL/WORKBOOK.XML": b"<a/>"}), "a.xlsx", "unreadable"),
    "half a file": (workbook()[:-40], "a.xlsx", "unreadable"),
    "broken XML": (changed(workbook(), **{SHEET: b"<worksheet>"}), "a.xlsx", "unreadable"),
    "XML in UTF-16": (
        changed(workbook(), **{SHEET: sheet_xml("").decode().encode("utf-16")}),
        "a.xlsx",
        "unreadable",
    ),
    "a document type": (
        changed(workbook(), **{SHEET: b'<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml("")}),
        "a.xlsx",
        "doctype",
    ),
    "a document type in shared texts": (
        changed(workbook(), **{"xl/sharedStrings.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><sst/>'}),
        "a.xlsx",
        "doctype",
    ),
    "a far cell": (with_rows('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "a.xlsx", "rows"),
    "a cell far to the right": (with_rows('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "a.xlsx", "columns"),
    "a cell in another row": (with_rows('<row r="1"><c r="A9"><v>1</v></c></row>'), "a.xlsx", "unreadable"),
    "rows out of order": (with_rows('<row r="2"/><row r="1"/>'), "a.xlsx", "unreadable"),
    "a row without number": (with_rows('<row r="x"/>'), "a.xlsx", "unreadable"),
    "merged cells": (workbook(lambda sheet: sheet.merge_range("B2:C2", "a")), "a.xlsx", "merged"),
    "a formula as title": (workbook(lambda sheet: sheet.write_formula(0, 0, "=1")), "a.xlsx", "title"),
    "an empty workbook": (workbook(lambda sheet: None), "a.xlsx", "empty"),
    "an empty file": (b"", "a.csv", "empty"),
    "too many rows": (b"a\n" * 50_002, "a.csv", "rows"),
    "too many columns": (b";".join([b"a"] * 201), "a.csv", "columns"),
    "text in UTF-16": ("a;b".encode("utf-16"), "a.csv", "encoding"),
    "text in no known encoding": (b"a;\x81\xff", "a.csv", "encoding"),
    "broken UTF-8": (b"\xef\xbb\xbfa;\xff", "a.csv", "encoding"),
    "an endless cell": (b'a;"' + b"x" * 200_000, "a.csv", "unreadable"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_sheet_that_is_not_safe_is_refused_with_its_reason(case):
    data, filename, code = REFUSED[case]

    with pytest.raises(SheetRefused) as refused:
        read_sheet(data() if callable(data) else data, filename)

    assert refused.value.code == code


def test_a_sheet_that_needs_too_much_memory_is_refused_and_the_server_lives():
    far_apart = '<c r="A{0}"><v>1</v></c><c r="GR{0}"><v>1</v></c>'
    rows = "".join(f'<row r="{n}">{far_apart.format(n)}</row>' for n in range(1, 50_000))

    with pytest.raises(SheetRefused) as refused:
        read_upload(with_rows(rows), "a.xlsx", memory_mb=256)

    assert refused.value.code == "heavy"


def test_a_refusal_crosses_processes_and_is_said_in_words():
    with pytest.raises(SheetRefused) as refused:
        read_upload(b"a\n" * 50_002, "a.csv")

    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        said = pickle.loads(pickle.dumps(refused.value)).say()
    assert said == "This sheet has more than 50000 rows. Split it into several sheets."


def test_the_readers_and_writers_of_others_are_loaded_only_when_needed():
    heavy = {"python_calamine", "xlsxwriter", "flask", "flask_babel"}
    code = f"import sys, console.base.sheets; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"

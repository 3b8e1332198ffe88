"""Files that pretend: refused by what they hold, and never opened inside the console when one of them is taken."""

from __future__ import annotations

import io
import zipfile

import pytest

from console.documents import service
from console.documents.kinds import MOST_UNPACKED
from console.documents.names import LONGEST
from console.documents.refusals import FileRefused
from console.documents.service import FileLimits
from tests.support.house import House
from tests.support.papers import TYPES, archive, pdf_with

EVERYTHING = FileLimits(frozenset({"pdf", "png", "jpeg", "docx", "xlsx"}), 5_000_000)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def bomb() -> bytes:
    """Give a sheet of half a megabyte that unpacks to half a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("[Content_Types].xml", TYPES)
        with made.open("xl/workbook.xml", "w", force_zip64=True) as member:
            for _ in range(MOST_UNPACKED // (1 << 24) + 1):
                member.write(bytes(1 << 24))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ\x90\0" + bytes(60), "rechnung.pdf", "kind"),
        (HTML, "rechnung.pdf", "kind"),
        (b" " + pdf_with(), "rechnung.pdf", "kind"),
        (SVG, "logo.svg", "kind"),
        (SVG, "logo.png", "kind"),
        (HTML, "bild.png", "kind"),
        (PNG + HTML, "bild.html", "name"),
        (PNG + HTML, "bild.png.html", "name"),
        (pdf_with() + archive({"run.js": b"x"}), "beilage.zip", "name"),
        (archive({"run.js": b"x"}) + pdf_with(), "beilage.pdf", "kind"),
        (pdf_with(), "rechnung.pdf\u202egnp.exe", "name"),
        (archive({"xl/workbook.xml": b"x", "../../evil": b"x"}), "lohn.xlsx", "kind"),
    ],
)
def test_a_file_is_refused_for_what_it_holds(lite_house: House, content: bytes, name: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused, lite_house.writing() as session:
        service.keep(session, io.BytesIO(content), name, EVERYTHING, user_id=1, company_id=None)

    assert refused.value.code == code


def test_a_sheet_that_unpacks_without_end_is_refused(lite_house: House) -> None:
    with pytest.raises(FileRefused) as refused, lite_house.writing() as session:
        service.keep(session, io.BytesIO(bomb()), "lohn.xlsx", EVERYTHING, user_id=1, company_id=None)

    assert refused.value.code == "unpacked"


@pytest.mark.parametrize("content", [PNG + HTML, PNG + archive({"run.js": b"x"})])
def test_a_file_of_two_kinds_is_handed_out_as_the_one_it_was_taken_for(
    lite_house: House, content: bytes
) -> None:
    with lite_house.writing() as session:
        file = service.keep(session, io.BytesIO(content), "bild.png", EVERYTHING, user_id=1, company_id=None)
        headers = service.headers_for(file)

    assert headers["Content-Type"] == "image/png"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../../etc/cron.d/x.png", "x.png"),
        ("a\0b\x1b[2J\u202e\u2066c.png", "ab[2Jc.png"),
        ("Ł" * 300 + ".png", "Ł" * (LONGEST - 4) + ".png"),
        ("…/‮.png", "png.png"),
    ],
)
def test_a_name_is_made_harmless(lite_house: House, sent: str, shown: str) -> None:
    with lite_house.writing() as session:
        file = service.keep(session, io.BytesIO(PNG), sent, EVERYTHING, user_id=1, company_id=None)
        assert file.name == shown

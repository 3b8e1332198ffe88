"""What a file is, whatever it is called; and what nobody should be made to open."""

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from console.documents import kinds
from console.documents.kinds import KINDS, Kind, kind_of
from console.documents.refusals import MESSAGES, FileRefused
from tests.support.papers import TYPES, archive, docx, packed_pdf, pdf_with

MACROS = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
ODT = KINDS["odt"].media_type.encode()


def launch() -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
    )


def script() -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )


def encrypted() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """Give an archive whose members say that they are encrypted (bit 0 of the flags in the directory)."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + bytes([content[at] | 1]) + content[at + 1 :]


def of(tmp_path: Path, content: bytes) -> Kind | None:
    path = tmp_path / "file"
    path.write_bytes(content)
    return kind_of(path)


def refusal(tmp_path: Path, content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        of(tmp_path, content)
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pdf_with(), "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "png"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "jpeg"),
        (b"II*\0" + bytes(40), "tiff"),
        (b"MM\0*" + bytes(40), "tiff"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "heic"),
        (docx(), "docx"),
        (archive({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<w/>"}), "xlsx"),
        (archive({"mimetype": ODT, "content.xml": b"<x/>"}), "odt"),
        ("Nom;Prénom\nĐorđević;Zoë\n".encode(), "text"),
        ("Müller;Zürich\r\n".encode("cp1252"), "text"),
        ("Müller\n".encode("utf-16"), "text"),
    ],
)
def test_a_file_is_known_by_its_content(tmp_path: Path, content: bytes, name: str) -> None:
    assert of(tmp_path, content) == KINDS[name]


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0" + bytes(60),
        b"\x7fELF" + bytes(60),
        b"GIF89a" + bytes(20),
        b"\0\0\0\x18ftypmp42" + bytes(20),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60),
        archive({"programme.exe": b"MZ"}),
        archive({"mimetype": b"application/epub+zip"}),
        b"text\n" * 30_000 + b"\0",
    ],
)
def test_anything_else_is_of_no_kind(tmp_path: Path, content: bytes) -> None:
    assert of(tmp_path, content) is None


@pytest.mark.parametrize(
    "root",
    [
        {"OpenAction": script()},
        {"OpenAction": launch()},
        {"AA": DictionaryObject({NameObject("/WC"): script()})},
        {"Names": DictionaryObject({NameObject("/JavaScript"): ArrayObject()})},
        {"AcroForm": DictionaryObject({NameObject("/Fields"): ArrayObject([DictionaryObject({NameObject("/AA"): launch()})])})},
    ],
    ids=["script", "launch", "closing", "names", "field"],
)  # fmt: skip
def test_a_pdf_with_commands_is_refused(tmp_path: Path, root: dict[str, object]) -> None:
    assert refusal(tmp_path, pdf_with(**root)) == "active"


@pytest.mark.parametrize(
    "action",
    [
        b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
        b"<</S/Java#53cript/J#53(x)>>",
        b"<</S/Launch/F(calc.exe)>>",
        b"<</S/Rendition/JS(app.alert)>>",
        b"<</S 5 0 R/F(calc.exe)>>",
        b"<</S/URI/URI(x)/Next<</S/Launch/F(x)>>>>",
    ],
)
def test_a_command_in_a_packed_stream_is_found(tmp_path: Path, action: bytes) -> None:
    made = packed_pdf(action)
    assert b"Launch" not in made
    assert refusal(tmp_path, made) == "active"


def test_a_packed_pdf_without_commands_is_fine(tmp_path: Path) -> None:
    assert of(tmp_path, packed_pdf(b"<</S/URI/URI(x)>>")) == KINDS["pdf"]


def test_a_pdf_that_jumps_to_a_page_or_an_address_is_fine(tmp_path: Path) -> None:
    link = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://ahv-iv.ch")}
    )
    assert of(tmp_path, pdf_with(OpenAction=link)) == KINDS["pdf"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (encrypted(), "encrypted"),
        (b"%PDF-1.7\n" + b"nothing" * 50, "damaged"),
        (pdf_with()[:200], "damaged"),
        (docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        (docx(**{"[Content_Types].xml": MACROS}), "macros"),
        (archive({"mimetype": ODT, "Basic/Standard/Module1.xml": b"x"}), "macros"),
        (locked(docx()), "encrypted"),
        (docx()[:60], "damaged"),
        (archive({f"word/{n}.xml": b"" for n in range(kinds.MOST_MEMBERS + 1)}), "unpacked"),
    ],
)
def test_what_nobody_should_open_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(tmp_path, content) == code


def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        with made.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(kinds.MOST_UNPACKED // (1 << 24) + 1):
                member.write(bytes(1 << 24))
    assert path.stat().st_size < 2_000_000
    with pytest.raises(FileRefused) as refused:
        kind_of(path)
    assert refused.value.code == "unpacked"


def test_a_file_that_takes_too_long_to_check_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "_SECONDS", 0.01)
    assert refusal(tmp_path, pdf_with()) == "heavy"


def test_every_refusal_says_what_to_do_in_one_or_two_sentences() -> None:
    assert all(text.endswith(".") and 1 <= text.count(". ") + 1 <= 2 for text in MESSAGES.values())

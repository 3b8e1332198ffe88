"""Files that people attach: kept whole, found only where they belong, gone when nobody wants them."""

import io
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit.models import AuditEntry
from console.base import clock
from console.base.errors import NotFound, Unavailable
from console.documents import service
from console.documents.files import SETTLES, ContentLost, Folder
from console.documents.models import StoredFile
from console.documents.names import clean_name, disposition
from console.documents.refusals import FileRefused
from console.documents.service import FileLimits
from console.institutions.scope import Scope
from console.parties.models import Company
from tests.support.house import House, acting_in
from tests.support.papers import docx, pdf_with

LIMITS = FileLimits(frozenset({"pdf", "text", "docx"}), 50_000)
NOTE = "Beilage: Bestätigung der Schule\n".encode()
FUND, OTHER = "CC Léman", "AK Aaretal"


def keep(
    session: Session, content: bytes = NOTE, name: str = "beilage.txt", company: int | None = None
) -> StoredFile:
    return service.keep(session, io.BytesIO(content), name, LIMITS, user_id=1, company_id=company)


def kept(house: House, content: bytes = NOTE, fund: str = FUND) -> str:
    with house.writing(fund) as session:
        return keep(session, content).reference


def contents(house: House) -> list[Path]:
    return sorted(path for path in (house.settings.data / "files").glob("*/*/*") if path.is_file())


def refusal(house: House, content: bytes, name: str) -> FileRefused:
    with pytest.raises(FileRefused) as refused, house.writing() as session:
        keep(session, content, name)
    return refused.value


@pytest.fixture
def companies(house: House) -> Iterator[list[int]]:
    with house.reading() as session:
        yield list(session.scalars(select(Company.id).order_by(Company.id).limit(2)))


def test_what_was_kept_reads_back_with_its_name_and_kind(house: House) -> None:
    with house.writing() as session:
        reference = keep(session, pdf_with(), "C:\\Scans\\Đorđević.pdf").reference
    with house.reading() as session:
        file = service.find(session, reference)
        with service.content_of(file) as content:
            assert content.read() == pdf_with()
        assert (file.name, file.media_type, file.size) == ("Đorđević.pdf", "application/pdf", len(pdf_with()))


def test_another_institution_finds_neither_the_file_nor_its_content(house: House) -> None:
    reference = kept(house)
    with house.writing(OTHER) as session:
        with pytest.raises(NotFound):
            service.find(session, reference)
        with pytest.raises(NotFound):
            service.claim(session, [reference])
        assert session.scalars(select(StoredFile)).all() == []
    mine = house.institution(FUND)
    assert [path.parts[-3] for path in contents(house)] == [str(mine)]


def test_a_companys_people_find_their_own_files_only(house: House, companies: list[int]) -> None:
    ours, theirs = companies
    with house.writing() as session:
        references = [keep(session, company=one).reference for one in (ours, theirs, None)]
    scope = Scope((house.institution(FUND),), companies=(ours,))
    with acting_in(house.app, scope) as session:
        assert service.find(session, references[0])
        for reference in references[1:]:
            with pytest.raises(NotFound):
                service.find(session, reference)


def test_keeping_a_file_is_in_the_journal(lite_house: House) -> None:
    reference = kept(lite_house)
    with lite_house.reading() as session:
        line = session.scalars(select(AuditEntry).where(AuditEntry.action == "console.file.added")).one()
        assert (line.subject_id, line.facts) == (reference, {"name": "beilage.txt"})


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "leer.txt", "empty"),
        (NOTE * 2000, "gross.txt", "size"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "bild.png", "kind"),
        (b"MZ" + bytes(40), "programm.exe", "kind"),
        (pdf_with(), "bild.png", "name"),
        (docx(), "beilage.pdf", "name"),
        (NOTE, "programm.exe", "name"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "beilage.docx", "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "alt.doc", "kind"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(
    lite_house: House, content: bytes, name: str, code: str
) -> None:
    refused = refusal(lite_house, content, name)
    assert (refused.code, refused.status) == (code, 422)
    with lite_house.reading() as session:
        assert str(refused)
        assert session.scalars(select(StoredFile)).all() == []
    assert not list((lite_house.settings.data / "files").glob("**/*.part"))
    assert contents(lite_house) == []


def test_a_refusal_names_what_is_taken(lite_house: House) -> None:
    with lite_house.app.app_context():
        refused = refusal(lite_house, b"GIF89a" + bytes(9), "bild.gif")
        assert str(refused).endswith("Use one of these: .pdf, .docx, .txt.")


def test_a_file_is_never_read_as_a_whole(lite_house: House) -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= 1 << 16
            self.taken += size
            return b"a" * size

    stream = Endless()
    with pytest.raises(FileRefused), lite_house.writing() as session:
        service.keep(session, stream, "x.txt", LIMITS, user_id=1, company_id=None)  # type: ignore[arg-type]
    assert stream.taken <= LIMITS.max_bytes + (1 << 16)


def test_a_name_without_ending_gets_the_one_of_its_content(lite_house: House) -> None:
    with lite_house.writing() as session:
        assert keep(session, pdf_with(), "Bestätigung").name == "Bestätigung.pdf"
        assert keep(session, NOTE, "").name == "file.txt"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\Lohn 2026.pdf", "Lohn 2026.pdf"),
        ("a\u202egnp.exe.txt", "agnp.exe.txt"),
        ("ein\r\nName\t.txt", "ein Name .txt"),
        ("Zoe\u0308.pdf", "Zoë.pdf"),
        ("...", ""),
        ("/", ""),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_keeps_no_folder_and_nothing_invisible(sent: str, shown: str) -> None:
    assert clean_name(sent) == shown


def test_a_browser_saves_a_file_and_never_opens_it(lite_house: House) -> None:
    with lite_house.writing() as session:
        headers = service.headers_for(keep(session, NOTE, 'Zoë "Đ"; x.txt'))
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"Zoe ___ x.txt\"; filename*=UTF-8''Zo%C3%AB%20%22%C4%90%22%3B%20x.txt"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert disposition("Łódź") == "attachment; filename=\"odz\"; filename*=UTF-8''%C5%81%C3%B3d%C5%BA"


def test_the_pages_answer_carries_both_policies(lite_house: House) -> None:
    with lite_house.writing() as session:
        headers = dict(service.headers_for(keep(session)))
    lite_house.app.view_functions["shell.accent"] = lambda institution: ("x", headers)
    answer = lite_house.stranger().get("/institution/1/accent.css")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'none', default-src 'none'; sandbox")


def test_content_that_the_disk_lost_is_told_in_a_sentence(lite_house: House) -> None:
    reference = kept(lite_house)
    (path,) = contents(lite_house)
    for damage in (lambda: path.write_bytes(b"short"), path.unlink):
        damage()
        with lite_house.reading() as session, pytest.raises(Unavailable, match="cannot be read"):
            service.content_of(service.find(session, reference))


def test_content_is_on_the_disk_for_its_owner_alone(lite_house: House) -> None:
    kept(lite_house)
    (path,) = contents(lite_house)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parents[1].stat().st_mode & 0o777 == 0o700
    assert path.name.startswith(path.parent.name)


def test_a_file_is_gone_after_a_week_unless_something_claimed_it(house: House) -> None:
    references = [kept(house, b"lost\n"), kept(house, b"used\n")]
    with house.writing() as session:
        (file,) = service.claim(session, [references[1]])
        claimed = file.claimed_at
        assert service.claim(session, [references[1]])[0].claimed_at == claimed
    sweep_later(house, timedelta(days=6))
    assert len(contents(house)) == 2
    sweep_later(house, timedelta(days=8))
    with house.writing() as session:
        assert service.find(session, references[1])
        with pytest.raises(NotFound, match="more than a week"):
            service.claim(session, references)
    assert [path.read_bytes() for path in contents(house)] == [b"used\n"]


def test_content_two_files_share_stays_for_the_second(lite_house: House) -> None:
    first, second = kept(lite_house), kept(lite_house)
    assert first != second
    assert len(contents(lite_house)) == 1
    with lite_house.writing() as session:
        service.claim(session, [second])
    sweep_later(lite_house, timedelta(days=8))
    assert len(contents(lite_house)) == 1


def test_a_row_that_was_rolled_back_leaves_content_only_for_a_day(lite_house: House) -> None:
    with pytest.raises(ZeroDivisionError), lite_house.writing() as session:
        keep(session)
        1 / 0  # noqa: B018
    sweep_later(lite_house, timedelta())
    assert len(contents(lite_house)) == 1
    sweep_later(lite_house, SETTLES)
    assert contents(lite_house) == []


def test_what_a_crash_left_half_written_is_removed(lite_house: House) -> None:
    kept(lite_house)
    part = contents(lite_house)[0].parents[1] / "0011223344556677.part"
    part.write_bytes(b"half")
    sweep_later(lite_house, SETTLES)
    assert not part.exists()


def test_content_stored_again_while_it_is_swept_stays(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    content, _ = folder.put(1, io.BytesIO(NOTE), most=1000, look=lambda path: None)
    age(tmp_path, SETTLES + timedelta(hours=1))
    (settled,) = folder.settled(1)
    folder.put(1, io.BytesIO(NOTE), most=1000, look=lambda path: None)
    folder.remove(1, settled)
    with folder.open(1, content) as file:
        assert file.read() == NOTE
    with pytest.raises(ContentLost):
        folder.open(2, content)


def sweep_later(house: House, later: timedelta) -> None:
    """Let time pass, for rows and for content, and sweep."""
    age(house.settings.data / "files", later)
    with house.app.app_context(), clock.at(clock.now() + later):
        service.sweep(Scope((house.institution(FUND),), purpose="sweep"))


def age(folder: Path, by: timedelta) -> None:
    for path in folder.glob("**/*"):
        if path.is_file():
            before = path.stat().st_mtime - by.total_seconds() - 1
            os.utime(path, (before, before))

"""No infected file gets in, and none that nobody could look at."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.documents import scanner, service
from console.documents.models import StoredFile
from console.documents.refusals import FileRefused
from console.documents.scanner import Clamd, NotScanned
from console.documents.service import FileLimits
from console.documents.settings import FilesSettings
from tests.support.clamd import EICAR, FakeClamd, fake_clamd
from tests.support.house import House

LIMITS = FileLimits(frozenset({"text"}), 50_000)
NOTE = b"Beilage\n" * 20_000


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    with fake_clamd() as running:
        yield running


@pytest.fixture
def guarded(lite_house: House, clamd: FakeClamd) -> House:
    return guarded_by(lite_house, clamd.address)


def guarded_by(house: House, address: str) -> House:
    house.app.extensions["guichet_settings"] = replace(house.settings, files=FilesSettings(clamd=address))
    return house


def file_of(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def sent(house: House, content: bytes) -> FileRefused | None:
    """Let somebody add a file, and undo what the page did when it is refused."""
    try:
        with house.writing() as session:
            service.keep(session, io.BytesIO(content), "beilage.txt", LIMITS, user_id=1, company_id=None)
    except FileRefused as refused:
        return refused
    return None


def journal(house: House) -> list[tuple[str, dict[str, object]]]:
    with house.reading() as session:
        lines = session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("console.file.")))
        return [(line.action, line.facts) for line in lines]


@pytest.mark.parametrize("by_socket", [False, True])
def test_clamd_sees_every_byte_and_says_that_it_is_clean(tmp_path: Path, by_socket: bool) -> None:
    with fake_clamd(tmp_path / "clamd.ctl" if by_socket else None) as clamd:
        assert Clamd(clamd.address).found_in(file_of(tmp_path, NOTE)) is None
        assert clamd.seen == [NOTE]
        assert Clamd(clamd.address).version().startswith("ClamAV 1.4.3")


def test_a_virus_is_named(tmp_path: Path, clamd: FakeClamd) -> None:
    assert Clamd(clamd.address).found_in(file_of(tmp_path, NOTE + EICAR)) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: OK FOUND or not", b"INSTREAM: Can't open file ERROR", b"HTTP/1.1 200 OK", b"x" * 5000],
)
def test_an_answer_that_is_not_understood_is_no_clean_file(
    tmp_path: Path, clamd: FakeClamd, answer: bytes
) -> None:
    clamd.answer = answer
    with pytest.raises(NotScanned):
        Clamd(clamd.address).found_in(file_of(tmp_path, NOTE))


def test_a_file_beyond_the_limit_of_clamd_is_no_clean_file(tmp_path: Path, clamd: FakeClamd) -> None:
    clamd.most = 1000
    with pytest.raises(NotScanned, match=r"size limit|reset|Broken"):
        Clamd(clamd.address).found_in(file_of(tmp_path, NOTE * 20))


def test_a_clamd_that_never_answers_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "SECONDS", 0.2)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(NotScanned, match=r"timed out|too long"),
    ):
        Clamd(f"127.0.0.1:{silent.getsockname()[1]}").found_in(file_of(tmp_path, NOTE))


def test_a_clean_file_is_kept(guarded: House, clamd: FakeClamd) -> None:
    assert sent(guarded, NOTE[:40_000]) is None
    assert clamd.seen == [NOTE[:40_000]]
    assert journal(guarded) == [("console.file.added", {"name": "beilage.txt"})]


def test_an_infected_file_leaves_nothing_but_a_line_in_the_journal(guarded: House) -> None:
    refused = sent(guarded, EICAR)

    assert refused is not None
    assert refused.code == "infected"
    assert journal(guarded) == [
        ("console.file.infected", {"name": "beilage.txt", "found": "Win.Test.EICAR_HDB-1"})
    ]
    with guarded.reading() as session:
        assert session.scalars(select(StoredFile)).all() == []
    assert [path for path in (guarded.settings.data / "files").glob("**/*") if path.is_file()] == []


def test_a_second_file_is_journalled_with_what_was_kept_before_it(guarded: House) -> None:
    with guarded.writing() as session:
        service.keep(session, io.BytesIO(b"ok\n"), "a.txt", LIMITS, user_id=1, company_id=None)
        with pytest.raises(FileRefused):
            service.keep(session, io.BytesIO(EICAR), "b.txt", LIMITS, user_id=1, company_id=None)

    assert [action for action, _ in journal(guarded)] == ["console.file.added", "console.file.infected"]


def test_without_clamd_no_file_gets_in(lite_house: House, tmp_path: Path) -> None:
    refused = sent(guarded_by(lite_house, str(tmp_path / "nobody.ctl")), b"Beilage\n")

    assert refused is not None
    assert refused.code == "unchecked"
    assert journal(lite_house) == []

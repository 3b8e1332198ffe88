"""A backup is one consistent set, and what is restored from it sends and opens nothing that had been sent or ended."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from config import Settings, settings_from
from console.accounts import links
from console.accounts.models import ApiToken, OneTimeLink, SignIn
from console.accounts.service import find as find_user
from console.audit.models import AuditEntry
from console.base import clock
from console.cli.doctor import Finding
from console.cli.keeping import settling, sweeps, taking
from console.deadlines import feeds
from console.deadlines.models import CalendarFeed
from console.dispatch.declarations import Delivered, Letter, Outcome
from console.dispatch.models import GIVEN_UP, DispatchHold
from console.documents import service as files
from console.documents.service import FileLimits, keep
from console.institutions.models import Institution
from console.institutions.sessions import accounts, db
from console.jobs.models import ScheduledJob
from console.shell.sealing import seal_all
from tests.console.cli.test_doctor import environment, findings
from tests.support.books import book, report
from tests.support.house import House
from tests.support.keeping import command, empty_machine, opened
from tests.support.outbox import later, put, receive, row_of, work
from tests.support.storage import NAME, storage

NOTE = b"What the member said on the telephone."
LIMITS = FileLimits(frozenset({"text"}), 1_000_000)
_WAYS_IN = (SignIn, OneTimeLink, ApiToken, CalendarFeed)


@pytest.fixture
def empty(house: House, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Give a machine that has nothing yet, with a database of the kind that the house has."""
    with empty_machine(house, tmp_path, lambda: request.getfixturevalue("postgresql")) as settings:
        yield settings


@pytest.fixture
def backup(house: House, tmp_path: Path) -> Callable[[], Path]:
    """Give a function that takes a backup of the house."""

    def take() -> Path:
        file = tmp_path / "house.backup"
        done = command(house.settings, "backup", file)
        assert done.exit_code == 0, done.output
        return file

    return take


def kept(house: House, content: bytes = NOTE) -> str:
    """Attach a file and give its reference."""
    with house.app.app_context(), house.writing() as session:
        return keep(session, BytesIO(content), "note.txt", LIMITS, user_id=1, company_id=None).reference


def number_of(house: House, model: type[Any]) -> int:
    """Count the rows of a table that is not scoped."""
    with house.app.app_context():
        return accounts().scalar(select(func.count()).select_from(model)) or 0


def test_rows_files_and_keys_come_back_on_an_empty_machine(
    house: House, empty: Settings, backup: Callable[[], Path]
) -> None:
    reference = kept(house)
    book(house)
    file = backup()
    shutil.rmtree(house.settings.data / "files")

    done = command(empty, "restore", file)

    assert done.exit_code == 0, done.output
    with opened(empty) as again:
        with again.reading() as session, files.content_of(files.find(session, reference)) as stream:
            assert stream.read() == NOTE
        assert again.stranger().get("/readyz").status_code == 200
        seal_all(again.app)
        found = report(again)
    assert (found.faults, found.number) == ((), 8)


def test_nothing_takes_effect_twice_when_a_backup_was_taken_under_load(
    house: House, empty: Settings, backup: Callable[[], Path]
) -> None:
    """The receiver drops a key that it has; before anything is let go, nothing reaches it at all."""
    busy, go_on, ledger = threading.Event(), threading.Event(), list[str]()

    def answer(letter: Letter) -> Outcome:
        ledger.append(letter.envelope.key)
        if len(ledger) == 10:
            busy.set()
            go_on.wait(30)
        return Delivered("taken")

    first = [f"before-{n}" for n in range(60)]
    receive(house, answer)
    put(house, *first)
    worker = threading.Thread(target=work, args=(house,))
    worker.start()
    busy.wait(30)
    file = backup()
    go_on.set()
    worker.join()
    put(house, "after-1", "after-2")
    work(house)
    assert sorted(ledger) == sorted([*first, "after-1", "after-2"])
    had = set(ledger)
    ledger.clear()

    assert command(empty, "restore", file).exit_code == 0

    with opened(empty) as again:
        receive(again, answer)
        assert work(again) == 0
        done = command(empty, "restore", "--release", "--channel", "test")
        assert "let go: test of CC Léman" in done.output.splitlines()
        with later(timedelta(hours=1)):  # what was being sent is nobody's once the lease is over
            work(again)
        assert 40 <= len(ledger) <= 60
        assert set(ledger) <= had
        assert {row_of(again, key).state for key in first} == {"delivered"}


def test_what_was_open_to_somebody_is_shut_after_a_restore(
    house: House, empty: Settings, backup: Callable[[], Path]
) -> None:
    house.browser("claire")
    with house.app.test_request_context():
        user = find_user(accounts(), "claire")
        assert user is not None
        token = links.offer_reset(accounts(), user)
        feeds.renew(accounts(), house.membership("claire").id, "password")
        accounts.commit()
    receive(house)
    put(house, "link-1", kind="console.link", secret=True)
    put(house, "declaration-1", secret=True)
    file = backup()

    done = command(empty, "restore", file)

    assert "given up: 1 letters" in done.output
    with opened(empty) as again:
        assert [number_of(again, model) for model in _WAYS_IN] == [0, 0, 0, 0]
        assert again.stranger().get(f"/password/{token}").status_code == 404
        assert row_of(again, "link-1").state == GIVEN_UP
        assert row_of(again, "declaration-1").state == "waiting"


def test_every_channel_of_every_institution_is_stopped_and_the_journals_say_so(
    house: House, empty: Settings, backup: Callable[[], Path]
) -> None:
    file = backup()

    command(empty, "restore", file, GUICHET_MAIL="file")

    with opened(settings_from({**environment(empty), "GUICHET_MAIL": "file"})) as again:
        channels = len(again.app.extensions["guichet_outbox"].channels)
        assert number_of(again, DispatchHold) == channels * number_of(again, Institution) > 0
        with again.reading() as session:
            assert session.scalars(select(AuditEntry.action)).all() == ["console.restored"]


def test_a_database_in_use_is_not_restored_into(
    house: House, empty: Settings, backup: Callable[[], Path]
) -> None:
    file = backup()
    house_again = command(house.settings, "restore", file)
    command(empty, "restore", file)
    twice = command(empty, "restore", file)

    for done in (house_again, twice):
        assert done.exit_code == 2
        assert "has tables already: restore into an empty one" in done.output


def test_a_restore_that_broke_off_serves_nobody_and_goes_on_with_the_same_set(
    house: House, empty: Settings, backup: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, file = kept(house), backup()

    def breaks_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(settling, "settle", breaks_off)
        assert command(empty, "restore", file).exit_code == 1
    with opened(empty) as half:
        assert half.stranger().get("/readyz").status_code == 503
        assert half.stranger().get("/").status_code == 503
    assert command(empty, "db", "upgrade").exit_code in (0, 2)

    done = command(empty, "restore", file)

    assert done.exit_code == 0, done.output
    with opened(empty) as again, again.reading() as session:
        assert files.find(session, reference).size == len(NOTE)
        assert again.stranger().get("/readyz").status_code == 200


@pytest.mark.parametrize("place", [600, 0.4, 0.9, -1])
def test_a_set_with_a_changed_byte_is_refused_before_anything_is_written(
    house: House, empty: Settings, backup: Callable[[], Path], place: float
) -> None:
    kept(house)
    file = backup()
    content = bytearray(file.read_bytes())
    end = content.rindex(b"keys.json") if place == -1 else len(content)
    at = end + 600 if place == -1 else int(place * end) if place < 1 else int(place)
    content[at] ^= 1
    file.write_bytes(content)

    done = command(empty, "restore", file)

    assert done.exit_code == 2, done.output
    assert not (empty.data / "files").exists()
    with opened(empty) as nothing:
        assert nothing.stranger().get("/readyz").status_code == 503


def test_a_set_that_was_cut_off_is_told(lite_house: House, tmp_path: Path) -> None:
    file = tmp_path / "house.backup"
    command(lite_house.settings, "backup", file)
    file.write_bytes(file.read_bytes()[:200_000])

    done = command(lite_house.settings, "backup", "--verify", file)

    assert done.exit_code == 2
    assert "this is no sound backup" in done.output


def test_a_file_that_is_there_is_never_replaced(lite_house: House, tmp_path: Path) -> None:
    file = tmp_path / "house.backup"
    file.write_text("the backup of yesterday")

    done = command(lite_house.settings, "backup", file)

    assert "a backup never replaces anything" in done.output
    assert file.read_text() == "the backup of yesterday"


def test_a_file_that_was_lost_before_is_told_and_the_rest_is_kept(lite_house: House, tmp_path: Path) -> None:
    kept(lite_house)
    shutil.rmtree(lite_house.settings.data / "files")

    done = command(lite_house.settings, "backup", tmp_path / "house.backup")

    assert done.exit_code == 1
    assert "lost before it was taken: the file 1/" in done.output


def test_files_are_not_swept_while_a_backup_is_taken(
    lite_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[object] = []
    real = taking._write

    def looking(*given: Any) -> Any:
        with lite_house.app.app_context():
            row = accounts().get(ScheduledJob, sweeps.JOB)
            held.append(row.lease_until if row else None)
        return real(*given)

    monkeypatch.setattr(taking, "_write", looking)
    command(lite_house.settings, "backup", tmp_path / "house.backup")

    assert held[0] is not None
    with lite_house.app.app_context():
        row = accounts().get(ScheduledJob, sweeps.JOB)
        assert row is not None
        assert row.lease_until is None


def test_a_backup_of_a_newer_version_is_refused(lite_house: House, tmp_path: Path) -> None:
    with lite_house.app.app_context(), db.engine.begin() as connection:
        connection.execute(text("update alembic_version_console set version_num = 'console_9999'"))
    file = tmp_path / "house.backup"
    command(lite_house.settings, "backup", file)

    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    done = command(lite_house.settings, "restore", file, DATABASE_URL=url, GUICHET_OWNER_URL=url)

    assert "the backup is of a newer version (console console_9999)" in done.output
    assert not (tmp_path / "new.sqlite").exists()


def backup_line(settings: Settings, **more: str) -> Finding:
    """Give what the doctor says of backups."""
    (found,) = findings({**environment(settings), **more}, "backup")
    return found


def test_the_doctor_says_how_old_the_last_backup_is(lite_house: House, tmp_path: Path) -> None:
    before = backup_line(lite_house.settings)
    command(lite_house.settings, "backup", tmp_path / "house.backup")
    fresh = backup_line(lite_house.settings)
    with clock.at(clock.now() + timedelta(hours=40)):
        old = backup_line(lite_house.settings)

    assert before.text.startswith("none was taken yet")
    assert fresh.text.startswith("the last one was taken 0 hours ago")
    assert old.text.startswith("the last one was taken 40 hours ago: guichet backup")


def test_files_of_a_bucket_come_back_into_a_folder(lite_house: House, tmp_path: Path) -> None:
    with storage() as (bucket, client):
        there = {
            "GUICHET_FILES": f"s3://{bucket.place}",
            "GUICHET_S3_ENDPOINT": bucket.endpoint,
            "GUICHET_S3_REGION": bucket.region,
            "GUICHET_S3_KEY": bucket.key,
            "GUICHET_S3_SECRET": bucket.secret,
        }
        file, url = tmp_path / "house.backup", f"sqlite:///{tmp_path / 'new.sqlite'}"
        with opened(settings_from({**environment(lite_house.settings), **there})) as in_bucket:
            reference = kept(in_bucket)
        taken = command(lite_house.settings, "backup", file, **there)
        new = {"DATABASE_URL": url, "GUICHET_OWNER_URL": url, "GUICHET_DATA": str(tmp_path / "new")}
        refused = command(lite_house.settings, "restore", file, **{**there, **new})
        for lying in client.list_objects_v2(Bucket=NAME)["Contents"]:
            client.delete_object(Bucket=NAME, Key=lying["Key"])

    done = command(lite_house.settings, "restore", file, **new)

    assert "files: 1, 38 bytes" in taken.output
    assert "there are files already" in refused.output
    assert done.exit_code == 0, done.output
    with (
        opened(settings_from({**environment(lite_house.settings), **new})) as again,
        again.reading() as session,
        files.content_of(files.find(session, reference)) as stream,
    ):
        assert stream.read() == NOTE

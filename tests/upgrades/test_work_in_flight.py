"""An upgrade comes while envelopes are under way: none is lost, none takes effect twice, and old workers end."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.cli import upgrading
from console.dispatch import running
from console.dispatch.declarations import Delivered, Letter, Outcome
from console.hooks.owners import Owner, owners
from console.jobs import schema
from console.jobs.worker import Worker
from tests.support.house import House
from tests.support.outbox import claimed, later, put, receive, row_of

NEXT = """\
import sqlalchemy as sa
from alembic import op
revision = "console_9999"
down_revision = "{head}"
branch_labels = depends_on = None


def upgrade():
    with op.batch_alter_table("dispatch_envelope", recreate="auto") as batch:
        batch.add_column(sa.Column("lately_added", sa.String(20), server_default="", nullable=False))
"""
KEYS = [f"declaration-{n}" for n in range(2 * running.AHEAD)]


@dataclass
class Agency:
    """A receiver that holds back what it is asked after a while, until it is let go."""

    got: list[str] = field(default_factory=list)
    busy: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def answer(self, letter: Letter) -> Outcome:
        """Take a letter."""
        self.got.append(letter.envelope.key)
        if len(self.got) > 5:
            self.busy.set()
            self.go_on.wait(60)
        return Delivered("taken")


@pytest.fixture
def next_version(house: House, tmp_path: Path) -> list[Owner]:
    """Give the owners of an invented next version, whose migration rebuilds the outbox."""
    console, *plugins = owners(house.app.extensions["guichet_plugins"])
    folder = tmp_path / "next"
    folder.mkdir()
    for file in console.versions.glob("*.py"):
        (folder / file.name).write_text(file.read_text())
    (folder / "console_9999.py").write_text(NEXT.format(head=console.head))
    return [Owner(console.name, folder, console.plugins), *plugins]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers look at the tables each time."""
    monkeypatch.setattr(schema, "EVERY", 0.0)


def worker_of(house: House, known: list[Owner] | None = None) -> Worker:
    """Give a worker for the outbox, of this version or of another one."""
    worker = Worker(house.app, (), [running.line(house.app)])
    if known is not None:
        worker._schema._owners = known
    return worker


def ended(worker: Worker) -> bool:
    """Wait until a worker has ended by itself."""
    for thread in worker._threads:
        thread.join(60)
    return not any(thread.is_alive() for thread in worker._threads)


def upgrade(house: House, known: list[Owner]) -> None:
    """Bring the database to another version."""
    upgrading.upgrade(house.settings.owner_url, house.settings.database_url, known)


def test_what_an_old_worker_has_begun_it_notes_and_what_it_has_only_taken_the_new_one_sends(
    house: House, next_version: list[Owner], caplog: pytest.LogCaptureFixture
) -> None:
    agency = Agency()
    receive(house, agency.answer)
    put(house, *KEYS)
    old = worker_of(house)
    old.start()
    assert agency.busy.wait(60)

    upgrade(house, next_version)
    agency.go_on.set()

    assert ended(old)
    assert old.is_outdated
    assert "the database is newer than this worker, which ends" in caplog.text
    by_old = len(agency.got)
    assert by_old < len(KEYS)
    new = worker_of(house, next_version)
    with later(timedelta(hours=1)):
        new.start()
        for _ in range(600):
            if not claimed(house):
                break
            threading.Event().wait(0.1)
        new.stop()
    assert not new.is_outdated
    assert sorted(agency.got) == sorted(KEYS)
    assert {row_of(house, key).state for key in KEYS} == {"delivered"}


def test_a_worker_of_the_new_version_waits_for_the_upgrade(house: House, next_version: list[Owner]) -> None:
    receiver = receive(house)
    put(house, *KEYS)
    new = worker_of(house, next_version)

    assert not new._quietly(lambda: running.run_batch(house.app))
    assert receiver.got == []
    upgrade(house, next_version)
    while new._quietly(lambda: running.run_batch(house.app)):
        pass

    assert sorted(receiver.keys) == sorted(KEYS)
    assert not new.is_outdated


def test_an_old_web_process_says_that_it_is_not_ready_any_more(
    house: House, next_version: list[Owner]
) -> None:
    stranger = house.stranger()
    assert stranger.get("/readyz").status_code == 200

    upgrade(house, next_version)

    assert stranger.get("/readyz").status_code == 503
    assert stranger.get("/healthz").status_code == 200


def test_the_command_of_an_outdated_worker_ends_so_that_it_is_started_again(
    house: House, next_version: list[Owner], monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.cli import serving

    upgrade(house, next_version)
    monkeypatch.setattr("signal.signal", lambda *_: None)

    def create(_settings: Any) -> Any:
        return house.app

    monkeypatch.setattr(serving, "create_app", create)

    assert serving.work(house.settings)

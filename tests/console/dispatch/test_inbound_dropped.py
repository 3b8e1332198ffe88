"""Files that other systems leave: read once they are complete, kept as they came, refused where they are none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base import clock
from console.dispatch.inbound import dropped
from console.dispatch.inbound.dropped import DONE, REFUSED
from console.dispatch.service import KEPT
from console.institutions.sessions import accounts
from console.shell.schedule import everywhere
from plugins.ch_fund.gateways.core_system import CoreSystem
from tests.conftest import settings_for
from tests.support.core_gateway import INSIDE, Gateway, funds_in, rows
from tests.support.outbox import Killed


@pytest.fixture
def fund(sqlite_template: Path, here: Path) -> Iterator[Gateway]:
    """Give a fund with a core system."""
    shutil.copyfile(sqlite_template, here / "house.sqlite")
    yield from funds_in(settings_for(f"sqlite:///{here / 'house.sqlite'}", here, **INSIDE))


def read(fund: Gateway) -> bool:
    """Let a worker look into the folders."""
    return dropped.read_all(fund.house.app)


def leave(fund: Gateway, name: str, said: Any) -> Path:
    """Leave a file for the fund."""
    file = fund.folder / name
    file.write_bytes(said if isinstance(said, bytes) else json.dumps(said).encode())
    return file


def accepted(fund: Gateway, token: str = "t1") -> dict[str, str]:
    return {"id": token, "reference": fund.sent()[0].reference, "verdict": "accepted"}


def names(fund: Gateway, folder: str) -> list[str]:
    """Give the files laid aside, without the moment before their names."""
    found = fund.folder / folder
    return sorted(one.name.partition("-")[2] for one in found.iterdir()) if found.is_dir() else []


def refused_files(fund: Gateway) -> list[str]:
    asked = select(AuditEntry).where(AuditEntry.action == "console.acknowledgement.file_refused")
    return [line.facts["name"] for line in rows(fund.house, asked)]


def test_the_core_system_leaves_what_it_decided_as_files(fund: Gateway) -> None:
    fund.hand_over()
    fund.agency.folder = fund.folder
    fund.simulators.push()
    read(fund)

    assert fund.sent()[0].answer == "accepted"
    assert fund.journal("ch_fund.core_system") == ["accepted"]
    assert len(names(fund, DONE)) == 2
    assert read(fund) is False


@pytest.mark.parametrize("name", ["a.json.part", "a.tmp", ".a.json"])
def test_a_file_that_is_still_being_written_is_left_alone(fund: Gateway, name: str) -> None:
    file = leave(fund, name, b'{"id": "t1", "ref')

    assert read(fund) is False
    assert (file.exists(), fund.answers()) == (True, [])


def test_once_it_has_its_name_it_counts(fund: Gateway) -> None:
    fund.hand_over()
    part = leave(fund, "a.json.part", accepted(fund))
    read(fund)
    part.rename(fund.folder / "a.json")
    read(fund)

    assert fund.answers() == [("accepted", "applied")]


@pytest.mark.parametrize("content", [b"", b"<ok/>", b"[1]", b"\xff\xfe\x00", b"[" * 50_000])
def test_a_file_that_cannot_be_read_is_laid_aside_and_shown(fund: Gateway, content: bytes) -> None:
    leave(fund, "bad.json", content)
    read(fund)

    assert (names(fund, REFUSED), refused_files(fund), fund.answers()) == (["bad.json"], ["bad.json"], [])
    assert "bad.json" in fund.house.browser("claire").get("/journal/").text


def test_a_bad_file_holds_up_no_other(fund: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even one at which the module itself breaks."""
    fund.hand_over()
    leave(fund, "1.json", {"id": "broken"})
    leave(fund, "2.json", accepted(fund))
    whole = CoreSystem.read_file

    def breaking(self: CoreSystem, name: str, content: bytes, settings: Any) -> Any:
        return 1 / 0 if name == "1.json" else whole(self, name, content, settings)

    monkeypatch.setattr(CoreSystem, "read_file", breaking)
    read(fund)

    assert (names(fund, REFUSED), names(fund, DONE)) == (["1.json"], ["2.json"])
    assert fund.sent()[0].answer == "accepted"


def test_a_file_that_is_too_large_is_not_read(fund: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropped, "LARGEST", 10)
    leave(fund, "large.json", b'{"id": "t1"}')
    read(fund)

    assert refused_files(fund) == ["large.json"]


def test_the_same_file_twice_is_one_answer(fund: Gateway) -> None:
    fund.hand_over()
    for _ in range(2):
        leave(fund, "a.json", accepted(fund))
        read(fund)

    assert (fund.answers(), names(fund, DONE)) == ([("accepted", "applied")], ["a.json", "a.json"])


def test_killed_before_it_is_laid_aside_it_is_read_once_more(
    fund: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    fund.hand_over()
    leave(fund, "a.json", accepted(fund))

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as killing, suppress(Killed):
        killing.setattr(dropped, "_lay_aside", die)
        read(fund)
    read(fund)

    assert (fund.answers(), names(fund, DONE)) == ([("accepted", "applied")], ["a.json"])
    assert fund.journal("ch_fund.core_system") == ["accepted"]


def test_several_workers_at_one_folder_take_each_file_once(fund: Gateway) -> None:
    fund.hand_over()
    for number in range(12):
        leave(fund, f"{number:02}.json", {**accepted(fund, f"t{number}"), "verdict": "received"})
    ready = Barrier(3)

    def work() -> None:
        ready.wait(10)
        read(fund)

    with ThreadPoolExecutor(3) as workers:
        for one in [workers.submit(work) for _ in range(3)]:
            one.result(30)

    assert (len(fund.answers()), len(names(fund, DONE)), refused_files(fund)) == (12, 12, [])


def test_a_file_that_another_worker_has_just_taken_holds_up_no_other(
    fund: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    fund.hand_over()
    there = leave(fund, "b.json", accepted(fund))
    monkeypatch.setattr(
        dropped, "_files", lambda place: [place / "a.json", there] if there.parent == place else []
    )
    read(fund)

    assert (fund.answers(), refused_files(fund)) == ([("accepted", "applied")], [])


def test_a_name_in_another_encoding_or_of_great_length_is_no_hindrance(fund: Gateway) -> None:
    fund.hand_over()
    for number, name in enumerate((b"r\xe9ponse.json", b"x" * 250 + b".txt")):
        (fund.folder / name.decode("utf-8", "surrogateescape")).write_text(
            json.dumps({**accepted(fund, f"t{number}"), "verdict": "received"}), encoding="utf-8"
        )
    leave(fund, "bad\udce9.json", b"no")
    read(fund)

    assert (len(fund.answers()), len(names(fund, DONE)), refused_files(fund)) == (2, 2, ["bad?.json"])


def test_a_link_out_of_the_folder_is_not_followed(fund: Gateway, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("{}", encoding="utf-8")
    (fund.folder / "a.json").symlink_to(secret)

    assert read(fund) is False
    assert secret.exists()


def test_a_file_is_kept_for_three_months(fund: Gateway) -> None:
    leave(fund, "a.json", b"no")
    read(fund)
    sweep = everywhere(dropped.sweep)

    with fund.house.app.app_context(), clock.at(clock.now() + KEPT - timedelta(hours=1)):
        sweep(accounts())
        before = refused_files(fund), names(fund, REFUSED)
    with fund.house.app.app_context(), clock.at(clock.now() + KEPT + timedelta(hours=1)):
        sweep(accounts())

    assert before == (["a.json"], ["a.json"])
    assert names(fund, REFUSED) == []

"""A channel over SFTP against a real server on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import asyncssh
import pytest

from console.dispatch.declarations import (
    Arrival,
    Delivered,
    Envelope,
    Later,
    Letter,
    Misconfigured,
    Outcome,
    Rejected,
)
from console.dispatch.outward import NotTrusted, Unreachable
from console.dispatch.settings import OutwardSettings
from console.dispatch.sftp import channel as channels
from console.dispatch.sftp import places
from console.dispatch.sftp.channel import OurFile, SftpChannel
from console.dispatch.sftp.places import SftpPlace
from tests.support.agencies import Agency, served
from tests.support.sftp import HOST_KEY, OUR_KEY, PASSWORD, USER, Drop, sftp_server

INSIDE = OutwardSettings(frozenset({"localhost"}))


class Dropping(SftpChannel):
    """What a plugin writes."""

    key, title = "test.drop", "Drop"
    at: SftpPlace

    def place(self, settings: Mapping[str, str]) -> SftpPlace:
        return self.at

    def file(self, letter: Letter) -> OurFile:
        return OurFile(letter.envelope.payload["name"], letter.envelope.payload["text"].encode())

    def arrival(self, name: str, content: bytes) -> Arrival | None:
        return Arrival(self.key, content.decode(), reference=name) if name.endswith(".ack") else None


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    for folder in ("in", "out"):
        (tmp_path / folder).mkdir()
    with sftp_server(tmp_path) as found:
        yield found


def at(drop: Drop) -> SftpPlace:
    return SftpPlace(
        "localhost",
        USER,
        drop.host_key,
        drop.port,
        PASSWORD,
        folder="/in",
        answers="/out",
        archive="/out/archive",
    )


def channel(place: SftpPlace, settings: OutwardSettings = INSIDE) -> Dropping:
    found = Dropping(settings)
    found.at = place
    return found


def sent(place: SftpPlace, text: str = "declared", name: str = "k1.xml") -> Outcome:
    envelope = Envelope("test.drop", "agency", {"name": name, "text": text}, "test.note", "k1")
    return channel(place).send(Letter(envelope, 1, datetime(2026, 3, 2, tzinfo=UTC)))


def test_a_file_is_put_whole_under_its_name(drop: Drop) -> None:
    outcome = sent(at(drop))

    assert isinstance(outcome, Delivered)
    assert drop.files == {"in/k1.xml": b"declared"}
    assert outcome.exchange is not None
    assert outcome.exchange.request == "PUT sftp://localhost/in/k1.xml"
    assert PASSWORD not in repr(outcome)


def test_we_sign_in_by_key_and_know_the_server_by_its_fingerprint(drop: Drop) -> None:
    secret = OUR_KEY.export_private_key("pkcs8-pem", passphrase="words").decode()
    by_key = replace(
        at(drop), password="", key=secret, passphrase="words", host_key=HOST_KEY.get_fingerprint("sha256")
    )

    assert isinstance(sent(by_key), Delivered)
    assert isinstance(sent(replace(by_key, passphrase="wrong")), Misconfigured)


@pytest.mark.parametrize(("breaks", "renames"), [("before", 2), ("after", 1)])
def test_a_file_whose_answer_was_lost_is_there_once(drop: Drop, breaks: str, renames: int) -> None:
    drop.breaks = breaks

    assert isinstance(sent(at(drop)), Later)
    assert isinstance(sent(at(drop)), Delivered)
    assert drop.files == {"in/k1.xml": b"declared"}
    assert drop.did == ["rename"] * renames


def test_another_file_of_this_name_is_never_replaced(drop: Drop) -> None:
    sent(at(drop))

    assert isinstance(sent(at(drop), text="other words"), Rejected)
    assert isinstance(sent(at(drop), text="declared and more"), Rejected)
    assert drop.files == {"in/k1.xml": b"declared"}


@pytest.mark.parametrize("name", ["../k1.xml", "a/b.xml", "", ".hidden", "x" * 300, "a\nb"])
def test_a_name_that_leads_elsewhere_is_refused(drop: Drop, name: str) -> None:
    assert isinstance(sent(at(drop), name=name), Rejected)
    assert drop.files == {}


def test_a_server_with_another_key_gets_neither_password_nor_file(drop: Drop) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    for key in (other, "", "SHA256:", "no key"):
        assert isinstance(sent(replace(at(drop), host_key=key)), Misconfigured)
    assert drop.files == {}


def test_a_wrong_password_and_a_missing_folder_are_for_the_settings(drop: Drop) -> None:
    assert isinstance(sent(replace(at(drop), password="wrong")), Misconfigured)
    assert isinstance(sent(replace(at(drop), folder="/nowhere")), Misconfigured)


def test_a_server_in_the_own_network_is_not_called() -> None:
    outcome = channel(SftpPlace("127.0.0.1", USER, "SHA256:x"), OutwardSettings()).send(
        Letter(
            Envelope("test.drop", "agency", {"name": "a", "text": ""}, "test.note", "k1"),
            1,
            datetime.now(UTC),
        )
    )

    assert isinstance(outcome, Misconfigured)
    assert "own network" in outcome.reply


def test_a_server_that_never_answers_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "LONGEST", 0.2)
    silent = Agency()
    with served(silent.never) as port:
        outcome = sent(SftpPlace("localhost", USER, "SHA256:x", port, PASSWORD))
        silent.ends.set()

    assert isinstance(outcome, Later)
    assert outcome.away


def test_answers_are_laid_aside_only_once_they_are_stored(drop: Drop) -> None:
    (drop.folder / "out" / "a.ack").write_text("taken")
    (drop.folder / "out" / "b.tmp").write_text("half")
    found = channel(at(drop))

    first = found.fetch(1, {}, "")
    again = found.fetch(1, {}, "")
    assert [(one.body, one.reference) for one in first.arrivals] == [("taken", "a.ack")]
    assert again == first
    assert "out/a.ack" in drop.files

    later = found.fetch(1, {}, first.cursor)
    assert (later.arrivals, later.cursor) == ([], "")
    assert drop.files == {"out/archive/a.ack": b"taken", "out/b.tmp": b"half"}


def test_an_answer_that_was_replaced_meanwhile_is_read_again(drop: Drop) -> None:
    file = drop.folder / "out" / "a.ack"
    file.write_text("taken")
    first = channel(at(drop)).fetch(1, {}, "")
    file.write_text("refused after all")

    second = channel(at(drop)).fetch(1, {}, first.cursor)

    assert [one.body for one in second.arrivals] == ["refused after all"]
    assert first.arrivals[0].token != second.arrivals[0].token
    assert "out/a.ack" in drop.files


def test_an_answer_that_is_too_large_is_told_and_stays(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "LARGEST", 3)
    (drop.folder / "out" / "a.ack").write_text("taken")

    found = channel(at(drop)).fetch(1, {}, "")

    assert ["too large" in one.body for one in found.arrivals] == [True]
    assert found.cursor == ""


def test_a_look_says_why_it_was_not_made(drop: Drop) -> None:
    with pytest.raises(NotTrusted):
        channel(replace(at(drop), host_key="SHA256:x")).fetch(1, {}, "")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unreachable):
        channel(replace(at(drop), port=port)).fetch(1, {}, "")


def test_a_module_can_try_its_server_without_putting_anything_there(drop: Drop) -> None:
    assert channel(at(drop)).tried(at(drop)).state == "ok"
    assert channel(at(drop)).tried(replace(at(drop), password="wrong")).state == "bad"
    assert channel(at(drop)).tried(replace(at(drop), folder="/nowhere")).state == "bad"
    assert drop.files == {}

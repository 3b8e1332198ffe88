"""What the simulated mail server and the simulated file drop take, refuse and note; and the desk that steers them."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import Coroutine, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from console.dispatch.declarations import Delivered, Later, Outcome, Rejected
from console.dispatch.mail.smtp import SmtpPost
from console.dispatch.settings import MailSettings
from console.testing.simulators.desk import Desk
from console.testing.simulators.ledger import NEW, NONE, OTHER, REPEAT, Ledger, read
from console.testing.simulators.own import OWN
from console.testing.simulators.running import Simulators
from console.testing.simulators.sftp import PASSWORD, USER
from tests.support.simulators import ask, simulating

SENDER = "console@fund.example"


@pytest.fixture
def running() -> Iterator[Simulators]:
    with simulating("mail", "sftp") as found:
        yield found


def message(key: str = "<one@fund.example>", text: str = "Good day", sender: str = SENDER) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "anna@firm.example", "A request"
    if key:
        made["Message-ID"] = key
    made.set_content(text)
    return made


def post(running: Simulators, made: EmailMessage, to: str = "anna@firm.example") -> Outcome:
    """Hand an e-mail over as the console does."""
    settings = MailSettings("smtp", SENDER, "127.0.0.1", running.servers["mail"].port, "none")
    return SmtpPost(settings).deliver(made, to)


def effects(running: Simulators) -> list[str]:
    return [line.effect for line in running.ledger.lines]


def test_the_mail_server_keeps_one_email_however_often_it_comes(running: Simulators) -> None:
    found = [post(running, message()), post(running, message())]

    assert all(isinstance(one, Delivered) for one in found)
    assert running.ledger.effects("mail") == {"<one@fund.example>": 1}
    assert "Good day" in running.ledger.lines[0].body
    assert running.ledger.lines[0].headers["rcpt-to"] == "anna@firm.example"


def test_the_mail_server_refuses_another_email_with_the_same_message_id(running: Simulators) -> None:
    post(running, message())

    assert isinstance(post(running, message(text="Something else")), Rejected)
    assert effects(running) == [NEW, OTHER]


@pytest.mark.parametrize("made", [message(key=""), message(sender="other@fund.example")])
def test_the_mail_server_refuses_an_email_without_an_id_or_with_another_sender(
    running: Simulators, made: EmailMessage
) -> None:
    settings = ("127.0.0.1", running.servers["mail"].port)
    with smtplib.SMTP(*settings) as server, pytest.raises(smtplib.SMTPDataError):
        server.send_message(made, SENDER, ["anna@firm.example"])

    assert effects(running) == [NONE]


@pytest.mark.parametrize(
    ("marker", "outcome", "effect"),
    [("reject", Rejected, NONE), ("busy", Later, NONE), ("fail", Later, NONE), ("close", Later, NEW), ("half", Later, NEW)],
)  # fmt: skip
def test_a_marker_in_the_address_says_how_an_email_is_met(
    running: Simulators, marker: str, outcome: type[Any], effect: str
) -> None:
    assert isinstance(post(running, message(), f"anna+sim-{marker}@firm.example"), outcome)
    assert effects(running) == [effect]


def test_an_email_taken_without_an_answer_is_a_repeat_at_the_next_attempt(running: Simulators) -> None:
    to = "anna+sim-close@firm.example"

    assert [type(post(running, message(), to)) for _ in range(2)] == [Later, Delivered]
    assert effects(running) == [NEW, REPEAT]


def drop(running: Simulators, name: str, body: bytes = b"<a/>", *, password: str = PASSWORD) -> None:
    """Put a file on the server under a name of the way, then give it its own."""
    server: Any = running.servers["sftp"]

    async def put() -> None:
        known = asyncssh.import_known_hosts(f"[127.0.0.1]:{server.port} {server.host_key}\n")
        async with (
            asyncssh.connect(
                "127.0.0.1",
                server.port,
                username=USER,
                password=password,
                known_hosts=known,
                client_keys=None,
            ) as connection,
            connection.start_sftp_client() as client,
        ):
            async with client.open(f"in/{name}.part", "wb") as file:
                await file.write(body)
            await client.posix_rename(f"in/{name}.part", f"in/{name}")

    _run(put())


def _run(what: Coroutine[Any, Any, None]) -> None:
    asyncio.run(what)


def test_a_file_counts_once_it_has_its_final_name(running: Simulators) -> None:
    drop(running, "declaration-1.xml")
    server: Any = running.servers["sftp"]

    assert running.ledger.effects("sftp") == {"declaration-1.xml": 1}
    assert (server.folder / "in" / "declaration-1.xml").read_bytes() == b"<a/>"


def test_the_same_file_again_is_a_repeat_and_another_under_its_name_is_refused(running: Simulators) -> None:
    drop(running, "declaration-1.xml")
    drop(running, "declaration-1.xml")
    with pytest.raises(asyncssh.SFTPPermissionDenied):
        drop(running, "declaration-1.xml", b"<b/>")

    assert effects(running) == [NEW, REPEAT, OTHER]


@pytest.mark.parametrize(
    ("marker", "fault", "effect"),
    [
        ("reject", asyncssh.SFTPPermissionDenied, NONE),
        ("fail", asyncssh.SFTPFailure, NONE),
        ("close", asyncssh.Error, NEW),
    ],
)
def test_a_marker_in_the_name_says_how_a_file_is_met(
    running: Simulators, marker: str, fault: type[Exception], effect: str
) -> None:
    with pytest.raises(fault):
        drop(running, f"sim-{marker}.xml")

    assert effects(running) == [effect]


def test_a_wrong_password_opens_nothing(running: Simulators) -> None:
    with pytest.raises(asyncssh.PermissionDenied):
        drop(running, "declaration-1.xml", password="another")

    assert effects(running) == []


def test_the_ledger_is_read_back_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    ledger = Ledger(file)
    ledger.take("sms", "k1", "ça va".encode(), {"authorization": "Bearer secret"}, "accept", takes=True)
    ledger.take("sms", "k2", "ça va".encode(), {}, "accept", takes=True)

    assert read(file) == list(ledger.lines)
    assert "secret" not in file.read_text(encoding="utf-8")
    assert len(ledger.doubles("sms")) == 1


@pytest.fixture
def desk(running: Simulators) -> Iterator[Desk]:
    found = Desk(running, 0)
    found.start()
    yield found
    found.stop()


def test_the_desk_shows_the_ledger_and_changes_the_scenario(running: Simulators, desk: Desk) -> None:
    told = {"simulator": "mail", "usual": "reject", "script": ["accept"]}

    assert ask(desk.port, "POST", "/scenario", told)[0] == 200
    assert isinstance(post(running, message("<a@x.example>")), Delivered)
    assert isinstance(post(running, message("<b@x.example>")), Rejected)
    assert ask(desk.port, "GET", "/ledger")[1]["effects"] == {"sftp": {}, "mail": {"<a@x.example>": 1}}


@pytest.mark.parametrize(
    "told",
    [{"simulator": "nobody"}, {"usual": "explode"}, {"mix": {"accept": "much"}}, {"script": ["fail-x"]}, []],
)
def test_the_desk_refuses_what_it_does_not_know_in_one_sentence(desk: Desk, told: Any) -> None:
    status, said = ask(desk.port, "POST", "/scenario", told)

    assert (status, bool(said["error"])) == (400, True)


def test_every_simulator_of_the_console_stands_on_a_port_of_its_own() -> None:
    assert len({one.port for one in OWN}) == len({one.key for one in OWN}) == len(OWN)

"""E-mails against a real mail server: encrypted, in the reader's language, once in the mailbox."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from console.base import clock, ids
from console.base.errors import BadArgument, ConfigurationError
from console.dispatch import wording
from console.dispatch.declarations import Delivered, Letter, MailTemplate, Misconfigured
from console.dispatch.limits import at_most
from console.dispatch.mail.channel import MailChannel, mail
from console.dispatch.mail.folder import FolderPost
from console.dispatch.mail.message import address_of, message_of
from console.dispatch.mail.smtp import SmtpPost
from console.dispatch.models import DELIVERED, PARKED, WAITING
from console.dispatch.running import LEASE
from console.dispatch.service import Outbox, enqueue
from console.dispatch.settings import MailSettings
from console.dispatch.wording import Rendered
from console.institutions.models import Institution
from console.institutions.sessions import accounts
from console.languages.models import OwnText
from console.shell.users.invitations import INVITATION
from tests.support.house import House
from tests.support.mail_worker import other_worker
from tests.support.outbox import later, outcomes, row_of, work
from tests.support.post import PASSWORD, USER, MailServer, authority_in, drop_after_data, mail_server

NOTICE = MailTemplate(
    "console.test_notice",
    "Notice",
    "Something waits in %(theme)s",
    "Good day\n\nSomething waits for you in %(theme)s until %(day)s.\n\n%(link)s\n\nKind regards\n%(institution)s",
    preferences=True,
)
LINK = "https://console.example/mailbox?x=1&y=2"
WORDS = {"theme": "Allocations <familiales>", "day": date(2026, 12, 6), "link": LINK}
ANNA = "anna.muster@firma.example"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture
def posting(server: MailServer, house: House) -> House:
    """Give a house that posts to the mail server."""
    return connect(house, SmtpPost(settings(server.port)))


def settings(port: int, **more: Any) -> MailSettings:
    return MailSettings(
        **{
            "kind": "smtp",
            "sender": "console@fund.example",
            "host": "localhost",
            "port": port,
            "security": "none",
            **more,
        }
    )


def connect(house: House, post: Any, template: MailTemplate = NOTICE) -> House:
    outbox: Outbox = house.app.extensions["guichet_outbox"]
    outbox.channels["email"] = MailChannel(post)
    found: wording.Wordings = house.app.extensions["guichet_wordings"]
    house.app.extensions["guichet_wordings"] = wording.Wordings({template.key: template}, found.speak)
    return house


def send(house: House, *, to: str = ANNA, language: str = "fr", key: str = "n1", **more: Any) -> None:
    """Write one notice and let the worker post it."""
    with house.writing() as session:
        enqueue(
            session,
            mail(NOTICE, to, language, WORDS, key=key, preferences="https://console.example/me", **more),
        )
    work(house)


def test_an_e_mail_arrives_in_the_readers_language(posting: House, server: MailServer) -> None:
    send(posting)

    (got,) = server.messages
    text = got.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert server.recipients == [ANNA]
    assert "6 décembre 2026" in text
    assert f"\n\n{LINK}\n\n" in text.replace("\r\n", "\n")
    assert got["To"] == ANNA
    assert got["From"].addresses[0].addr_spec == "console@fund.example"
    assert got["From"].addresses[0].display_name == name_of(posting)


def test_an_e_mail_has_the_same_words_as_html_with_nothing_from_elsewhere(
    posting: House, server: MailServer
) -> None:
    send(posting)
    html = server.messages[0].get_body(("html",)).get_content()  # type: ignore[union-attr]

    assert '<html lang="fr">' in html
    assert html.count("Allocations &lt;familiales&gt;") == 2
    assert "<familiales>" not in html
    assert 'href="https://console.example/mailbox?x=1&amp;y=2"' in html
    assert not {"<img", "<script", "<link", "src="} & {
        word for word in ("<img", "<script", "<link", "src=") if word in html
    }


def test_an_e_mail_says_that_a_machine_wrote_it_and_how_to_do_without(
    posting: House, server: MailServer
) -> None:
    send(posting)
    (got,) = server.messages

    assert got["Auto-Submitted"] == "auto-generated"
    assert got["List-Unsubscribe"] == "<https://console.example/me>"
    assert got["Message-ID"].endswith("@fund.example>")


def test_the_institution_says_it_in_its_own_words(posting: House, server: MailServer) -> None:
    with posting.writing() as session:
        session.add(
            OwnText(
                language="fr", owner="console", key=ids.digest("Save"), msgid="Save", texts=["Du nouveau pour vous"],
                changed_at=clock.now(), changed_by="Claire",
            )
        )  # fmt: skip
    with posting.app.app_context():
        accounts().get_one(Institution, posting.institution("CC Léman")).words_version = 1
        accounts.commit()
    found: wording.Wordings = posting.app.extensions["guichet_wordings"]
    found.templates[NOTICE.key] = replace(NOTICE, subject="Save")  # type: ignore[index]
    send(posting)

    assert server.messages[0]["Subject"] == "Du nouveau pour vous"


def test_a_server_that_is_busy_gets_it_later(posting: House, server: MailServer) -> None:
    server.acts = [lambda _: "451 4.3.0 try again later"]
    send(posting)
    assert (row_of(posting, "n1").state, server.messages) == (WAITING, [])

    with later(timedelta(minutes=2)):
        work(posting)
    assert (row_of(posting, "n1").state, len(server.messages)) == (DELIVERED, 1)


def test_an_e_mail_that_is_refused_waits_for_a_decision(posting: House, server: MailServer) -> None:
    server.acts = [lambda _: "554 5.7.1 not here"]
    send(posting)

    found = row_of(posting, "n1")
    assert (found.state, outcomes(posting, "n1")) == (PARKED, ["rejected"])
    assert "refuses" in found.why["message"]


@pytest.mark.parametrize(
    ("answer", "state"), [("450 4.2.0 greylisted", WAITING), ("550 5.1.1 nobody here", PARKED)]
)
def test_an_address_may_be_unknown_now_or_for_ever(
    posting: House, server: MailServer, answer: str, state: str
) -> None:
    server.refused[ANNA] = answer
    send(posting)

    assert row_of(posting, "n1").state == state


def test_a_connection_dropped_after_the_data_gives_one_e_mail_in_the_mailbox(
    posting: House, server: MailServer
) -> None:
    server.acts = [drop_after_data]
    send(posting)
    assert row_of(posting, "n1").state == WAITING
    assert "Whether the e-mail arrived is not known" in row_of(posting, "n1").why["message"]

    with later(timedelta(minutes=2)):
        work(posting)
    assert (len(server.messages), len(server.names)) == (2, 1)
    assert row_of(posting, "n1").state == DELIVERED


def test_a_worker_killed_between_sending_and_noting_gives_one_e_mail_in_the_mailbox(
    posting: House, server: MailServer
) -> None:
    with posting.writing() as session:
        enqueue(session, mail(INVITATION, ANNA, "fr", WORDS, key="n1"))
    with other_worker(posting, server.port) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "handed over\n"
    assert work(posting) == 0, "the lease of the dead still runs"
    connect(posting, SmtpPost(settings(server.port)), INVITATION)
    with later(LEASE + timedelta(seconds=1)):
        work(posting)

    assert (len(server.messages), len(server.names)) == (2, 1)
    assert bytes(server.messages[0]) == bytes(server.messages[1])
    assert (row_of(posting, "n1").state, outcomes(posting, "n1")) == (DELIVERED, ["unknown", "delivered"])


def test_nobody_answers(lite_house: House) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        connect(lite_house, SmtpPost(settings(held.getsockname()[1], host="127.0.0.1")))
        send(lite_house)

    assert "does not answer" in row_of(lite_house, "n1").why["message"]


def test_a_server_that_dribbles_is_cut_off() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, at_most(0.05, lambda: ours):
        assert ours.recv(1) == b""


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_encrypted_server_gets_it_with_its_password(tmp_path: Path, security: str) -> None:
    authority, file = authority_in(tmp_path)
    told = {"user": USER, "password": PASSWORD} if security == "starttls" else {}
    with mail_server(security=security, authority=authority, auth=bool(told)) as server:
        post = SmtpPost(settings(server.port, security=security, **told), file)
        assert isinstance(post.deliver(a_message(), ANNA), Delivered)
        assert [one.state for one in post.check()] == ["ok"]
        assert len(server.messages) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["another name", "unknown authority"])
def test_a_certificate_that_is_not_valid_is_not_trusted(tmp_path: Path, security: str, fault: str) -> None:
    authority, file = authority_in(tmp_path)
    name = "mail.other.example" if fault == "another name" else "localhost"
    with mail_server(security=security, authority=authority, name=name) as server:
        post = SmtpPost(settings(server.port, security=security), file if fault == "another name" else "")
        said = post.deliver(a_message(), ANNA)

        assert isinstance(said, Misconfigured)
        assert [one.state for one in post.check()] == ["bad"]
        assert server.messages == []


def test_a_server_without_encryption_gets_no_password_and_no_e_mail(server: MailServer) -> None:
    post = SmtpPost(settings(server.port, security="starttls", user=USER, password=PASSWORD))

    assert isinstance(post.deliver(a_message(), ANNA), Misconfigured)
    assert server.messages == []


def test_a_wrong_password_is_a_matter_of_settings(tmp_path: Path) -> None:
    authority, file = authority_in(tmp_path)
    with mail_server(security="starttls", authority=authority, auth=True) as server:
        post = SmtpPost(settings(server.port, security="starttls", user=USER, password="wrong"), file)
        said = post.deliver(a_message(), ANNA)

    assert isinstance(said, Misconfigured)
    assert "wrong" not in said.reply


def test_the_sender_is_really_tried(server: MailServer) -> None:
    assert [one.state for one in SmtpPost(settings(server.port)).check()] == ["ok"]
    assert [one.state for one in SmtpPost(settings(1, host="127.0.0.1")).check()] == ["bad"]


@pytest.mark.parametrize(
    "typed", ["a@b.example\r\nBcc: x@y.example", "a@b.example, x@y.example", "a", "a@b", "", "a\0@b.example"]
)
def test_nobody_puts_a_second_line_or_reader_into_an_address(typed: str) -> None:
    with pytest.raises(BadArgument):
        address_of(typed)


def test_nobody_puts_a_header_into_an_e_mail_by_a_name() -> None:
    said = Rendered("Caisse\r\nBcc: x@y.example", "A\nB", "text", "<p>html</p>")
    with pytest.raises(BadArgument):
        message_of(a_letter(), said, "console@fund.example")


def test_a_name_of_all_europe_arrives_as_it_is_written(posting: House, server: MailServer) -> None:
    with posting.app.app_context():
        accounts().get_one(Institution, posting.institution("CC Léman")).name = "Kasse Đorđević, “Süd”"
        accounts.commit()
    send(posting)

    assert server.messages[0]["From"].addresses[0].display_name == "Kasse Đorđević, “Süd”"


def test_a_domain_of_letters_with_marks_is_written_in_ascii() -> None:
    assert address_of("info@bäckerei.example") == "info@xn--bckerei-5wa.example"


def test_a_template_that_would_tell_personal_data_stops_the_start(lite_house: House) -> None:
    telling = MailTemplate("console.bad", "Bad", "About %(person)s", "%(link)s")
    with pytest.raises(ConfigurationError, match="person"):
        wording.install(lite_house.app, [telling], lambda *_: None)


def test_a_message_of_a_module_that_is_gone_waits_for_a_decision(posting: House) -> None:
    posting.app.extensions["guichet_wordings"].templates.clear()
    send(posting)

    assert row_of(posting, "n1").state == PARKED


def test_without_a_mail_server_e_mails_are_kept_in_a_folder(lite_house: House, tmp_path: Path) -> None:
    post = FolderPost("console@fund.example", tmp_path / "mails")
    connect(lite_house, post)
    send(lite_house)

    (file,) = (tmp_path / "mails").iterdir()
    assert LINK in (post.text(file.name) or "")
    assert file.stat().st_mode & 0o077 == 0
    assert post.text("../house.sqlite") is None


def a_letter() -> Letter:
    return Letter(mail(NOTICE, ANNA, "fr", WORDS, key="n1"), 1, clock.now())


def a_message() -> EmailMessage:
    return message_of(
        a_letter(), Rendered("Caisse", "Sujet", "Texte", "<p>Texte</p>"), "console@fund.example"
    )


def name_of(house: House) -> str:
    with house.app.app_context():
        return str(accounts().get_one(Institution, house.institution("CC Léman")).name)

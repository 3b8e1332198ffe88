"""Whoever holds the theme learns of it by e-mail: in her language, without anybody's data, and not five hundred times."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from console.accounts.models import Membership, ThemeRight, User, UserProfile
from console.base import clock
from console.institutions.models import PartSwitch
from console.institutions.sessions import accounts
from console.mailbox import service
from console.mailbox.models import A_NOTICE
from console.notices.declarations import Pace
from console.notices.models import NoticeClaim, NoticeNews, NoticePending
from console.notices.service import choose, themes_without_holder
from console.notices.spreading import WINDOW
from tests.support.mailbox import ACCOUNTING, ALINE, ALLOWANCES, Mailbox, opening, sending
from tests.support.notices import ADDRESS, CLAIRE, LUCA, MARC, NORA, deliver, text_of, told
from tests.support.outbox import later
from tests.support.post import MailServer

DUE = {"due": date(2099, 3, 31)}


def speak(mailbox: Mailbox, username: str, language: str | None) -> None:
    """Give a person another language, or none of her own."""
    with mailbox.house.app.app_context():
        user = accounts().scalars(select(User).where(User.username == username)).one()
        accounts().get_one(UserProfile, user.id).language = language
        accounts.commit()


def lose(mailbox: Mailbox, *usernames: str, theme: str = "family_allowances") -> None:
    """Take a right in a theme away from people."""
    with mailbox.house.app.app_context():
        found = accounts().scalars(
            select(ThemeRight)
            .join(Membership, Membership.id == ThemeRight.membership_id)
            .join(User, User.id == Membership.user_id)
            .where(User.username.in_(usernames), ThemeRight.theme == theme)
        )
        for right in found.all():
            accounts().delete(right)
        accounts.commit()


def wish(mailbox: Mailbox, username: str, pace: Pace, theme: str = ALLOWANCES) -> None:
    """Let a person choose how soon she is told of a theme."""
    with mailbox.house.writing() as session:
        choose(session, mailbox.house.membership(username).id, {theme: pace})


def test_a_request_is_told_at_once_to_those_who_hold_the_theme(mailbox: Mailbox, server: MailServer) -> None:
    reference = mailbox.ask()
    deliver(mailbox)

    assert sorted(told(server)) == [LUCA, NORA]
    [text] = told(server)[LUCA]
    assert f"{ADDRESS}/mailbox/message/{reference}" in text
    assert server.messages[0]["List-Unsubscribe"] == f"<{ADDRESS}/me/notifications/>"


def test_no_e_mail_says_whom_or_what_it_is_about(lite_mailbox: Mailbox, server: MailServer) -> None:
    person = {
        "person": "Lea Musterkind",
        "person_number": "756.9999.0000.17",
        "subject": "Diagnose",
        "text": "Geheim",
    }
    reference = lite_mailbox.ask(**person)
    acts = (
        lambda: lite_mailbox.do(lite_mailbox.user(), service.send, reference, sending("k1"), edition=0),
        lambda: lite_mailbox.do(
            lite_mailbox.fund, service.query, reference, subject="Diagnose", text="Geheim"
        ),
        lambda: lite_mailbox.do(lite_mailbox.fund, service.settle, reference, "refused", "Diagnose fehlt"),
        lambda: None,
    )
    for day, act in enumerate(acts):
        with later(timedelta(days=day)):
            deliver(lite_mailbox)
            act()

    assert len(server.messages) == 9
    for message in server.messages:
        whole = bytes(message).decode() + text_of(message)
        for word in ("Lea", "Musterkind", "756", "Diagnose", "Geheim", "Boulangerie", "Aline"):
            assert word not in whole


def test_each_reads_her_own_language_or_the_institutions_first(
    lite_mailbox: Mailbox, server: MailServer
) -> None:
    speak(lite_mailbox, "luca", "de")
    speak(lite_mailbox, "nora", None)
    lite_mailbox.ask(**DUE)
    deliver(lite_mailbox)

    assert "31. März 2099" in told(server)[LUCA][0]
    assert "31 mars 2099" in told(server)[NORA][0]


@pytest.mark.parametrize(("language", "name"), [("de", "Familienzulagen"), ("fr", "Allocations familiales")])
def test_the_theme_is_named_in_the_readers_language(
    lite_mailbox: Mailbox, server: MailServer, language: str, name: str
) -> None:
    speak(lite_mailbox, "luca", language)
    lite_mailbox.ask()
    deliver(lite_mailbox)

    assert name in told(server)[LUCA][0]


def test_what_is_rolled_back_tells_nobody(mailbox: Mailbox, server: MailServer) -> None:
    with pytest.raises(ZeroDivisionError), mailbox.acting(mailbox.fund) as session:
        service.request(session, mailbox.fund, opening(mailbox.atelier))
        raise ZeroDivisionError
    deliver(mailbox)

    assert server.messages == []
    assert count(mailbox, NoticeNews) == 0


def test_many_requests_at_once_are_one_e_mail_for_each_person(mailbox: Mailbox, server: MailServer) -> None:
    with mailbox.acting(mailbox.fund) as session:
        for _ in range(500):
            service.request(session, mailbox.fund, opening(mailbox.atelier))
    deliver(mailbox)

    assert {address: len(texts) for address, texts in told(server).items()} == {LUCA: 1, NORA: 1}
    assert f"{ADDRESS}/mailbox/inbox" in told(server)[LUCA][0]


def test_what_follows_within_ten_minutes_leaves_together_at_their_end(
    mailbox: Mailbox, server: MailServer
) -> None:
    begin = clock.now()
    for minute in (0, 3, 5, 9):
        with clock.at(begin + timedelta(minutes=minute)):
            mailbox.ask()
            deliver(mailbox)
    assert len(told(server)[LUCA]) == 1

    with clock.at(begin + WINDOW):
        deliver(mailbox)
        mailbox.ask()
        deliver(mailbox)
    assert len(told(server)[LUCA]) == 2

    with clock.at(begin + 2 * WINDOW):
        deliver(mailbox)
    assert len(told(server)[LUCA]) == 3
    assert count(mailbox, NoticeClaim) == 0


def test_another_theme_does_not_wait(lite_mailbox: Mailbox, server: MailServer) -> None:
    for theme in (ALLOWANCES, ACCOUNTING):
        lite_mailbox.ask(theme=theme, type_=A_NOTICE)
        deliver(lite_mailbox)

    assert len(told(server)[LUCA]) == 2


def test_who_wants_to_hear_nothing_is_not_told(lite_mailbox: Mailbox, server: MailServer) -> None:
    wish(lite_mailbox, "luca", Pace.NEVER)
    lite_mailbox.ask()
    deliver(lite_mailbox)

    assert list(told(server)) == [NORA]
    assert count(lite_mailbox, NoticePending) == 1


def test_who_changes_her_mind_before_it_leaves_is_not_told(lite_mailbox: Mailbox, server: MailServer) -> None:
    lite_mailbox.ask()
    deliver(lite_mailbox)
    lite_mailbox.ask()
    deliver(lite_mailbox)
    wish(lite_mailbox, "luca", Pace.NEVER)
    with later(WINDOW):
        deliver(lite_mailbox)

    assert {address: len(texts) for address, texts in told(server).items()} == {LUCA: 1, NORA: 2}


def test_who_has_lost_the_right_is_not_told(lite_mailbox: Mailbox, server: MailServer) -> None:
    lite_mailbox.ask()
    lose(lite_mailbox, "nora")
    deliver(lite_mailbox)

    assert list(told(server)) == [LUCA]


def test_where_nobody_holds_the_theme_the_companys_administrator_is_told(
    lite_mailbox: Mailbox, server: MailServer
) -> None:
    lose(lite_mailbox, "luca", "nora")
    lite_mailbox.ask()
    deliver(lite_mailbox)

    assert list(told(server)) == [LUCA]
    assert f"{ADDRESS}/users/" in told(server)[LUCA][0]
    with lite_mailbox.house.reading() as session:
        assert themes_without_holder(session, lite_mailbox.atelier, [ALLOWANCES, ACCOUNTING]) == [ALLOWANCES]


def test_a_theme_that_is_switched_off_tells_nobody(lite_mailbox: Mailbox, server: MailServer) -> None:
    lite_mailbox.ask()
    with lite_mailbox.house.app.app_context():
        accounts().add(
            PartSwitch(
                institution_id=lite_mailbox.institution, plugin="ch_fund", kind="theme", key="family_allowances",
                enabled=False,
            )
        )  # fmt: skip
        accounts.commit()
    deliver(lite_mailbox)

    assert server.messages == []
    with lite_mailbox.house.reading() as session:
        assert themes_without_holder(session, lite_mailbox.atelier, [ALLOWANCES]) == []


def test_the_company_hears_how_its_message_stands(lite_mailbox: Mailbox, server: MailServer) -> None:
    reference = lite_mailbox.do(
        lite_mailbox.user(), service.send_new, opening(lite_mailbox.atelier), sending("k1")
    )
    deliver(lite_mailbox)
    assert told(server) == {}
    lite_mailbox.do(lite_mailbox.fund, service.take, reference)
    lite_mailbox.do(lite_mailbox.fund, service.settle, reference)
    deliver(lite_mailbox)

    assert sorted(told(server)) == [LUCA, NORA]


def test_a_due_day_that_passes_is_told_once(lite_mailbox: Mailbox, server: MailServer) -> None:
    today = clock.today("Europe/Zurich")
    lite_mailbox.ask(due=today)
    deliver(lite_mailbox)
    for days in (2, 3, 4):
        with later(timedelta(days=days)):
            with lite_mailbox.acting(lite_mailbox.fund) as session:
                service.mark_due(session)
            deliver(lite_mailbox)

    assert len(told(server)[LUCA]) == 2


def test_who_gets_a_message_to_settle_is_told_at_once_and_her_colleagues_are_not(
    lite_mailbox: Mailbox, server: MailServer
) -> None:
    reference = lite_mailbox.do(
        lite_mailbox.user(), service.send_new, opening(lite_mailbox.atelier), sending("k1")
    )
    wish(lite_mailbox, "claire", Pace.AT_ONCE)
    deliver(lite_mailbox)
    marc = lite_mailbox.house.membership("marc").user_id
    lite_mailbox.do(lite_mailbox.fund, service.assign, reference, marc)
    with later(WINDOW):
        deliver(lite_mailbox)

    assert {address: len(texts) for address, texts in told(server).items()} == {CLAIRE: 1, MARC: 1}
    assert f"{ADDRESS}/mailbox/sent" in told(server)[MARC][0]


def test_where_no_e_mails_leave_nothing_piles_up(lite_mailbox: Mailbox) -> None:
    del lite_mailbox.house.app.extensions["guichet_outbox"].channels["email"]
    reference = lite_mailbox.ask()
    lite_mailbox.do(lite_mailbox.user(), service.delegate, reference, ALINE)

    assert [count(lite_mailbox, model) for model in (NoticeNews, NoticePending, NoticeClaim)] == [0, 0, 0]


def count(mailbox: Mailbox, model: Any) -> int:
    """Give how many rows there are of a kind."""
    with mailbox.house.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0

"""Who has forgotten her password gets a link; nobody learns from the page which accounts there are."""

from __future__ import annotations

import re
import statistics
import time
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select, update
from werkzeug.test import TestResponse

from console.accounts import forgotten, links, service, tries
from console.accounts.models import AccountEvent, OneTimeLink, PasswordRequest, User
from console.base import clock
from console.cli.demo_people import PASSWORD
from console.institutions.sessions import accounts, db
from console.insured.models import InsuredAccount
from console.shell.password_mails import run_due
from tests.support.house import House, token_of
from tests.support.inbox import Inbox, inbox_of, link_of

NEW = "quatre chevaux sur un quai"


@pytest.fixture
def inbox(house: House) -> Inbox:
    return inbox_of(house)


def ask(browser: FlaskClient, typed: str, address: str = "192.0.2.7") -> TestResponse:
    token = token_of(browser, "/login/")
    return browser.post(
        "/forgotten/",
        data={"csrf_token": token, "username": typed},
        environ_overrides={"REMOTE_ADDR": address},
    )


def mails_for(inbox: Inbox, typed: str) -> list[tuple[str, str]]:
    """Ask, let the workers do their part, and give all e-mails so far."""
    ask(inbox.house.stranger(), typed)
    run_due(inbox.house.app)
    return inbox.opened()


def sign_in(browser: FlaskClient, username: str, password: str) -> int:
    form = {"csrf_token": token_of(browser, "/login/"), "username": username, "password": password}
    return browser.post("/login/", data=form).status_code


@pytest.mark.parametrize("typed", ["nora", " NORA ", "nora@guichet.example"])
def test_the_link_in_the_e_mail_lets_her_choose_a_password_and_old_sign_ins_end(
    inbox: Inbox, typed: str
) -> None:
    house = inbox.house
    thief, stranger = house.browser("nora"), house.stranger()
    ((to, text),) = mails_for(inbox, typed)

    token = token_of(stranger, "/login/")
    set_it = stranger.post(link_of(text), data={"csrf_token": token, "password": NEW, "again": NEW})

    assert to == "nora@guichet.example"
    assert "CC Léman" in text or "Caisse de compensation du Léman" in text
    assert set_it.status_code == 303
    assert thief.get("/me/profile").status_code == 303
    assert sign_in(house.stranger(), "nora", PASSWORD) == 401
    assert sign_in(house.stranger(), "nora", NEW) == 303


def test_the_link_opens_once_and_for_an_hour(inbox: Inbox) -> None:
    ((_, text),) = mails_for(inbox, "nora")
    link, stranger = link_of(text), inbox.house.stranger()
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert stranger.get(link).status_code == 404

    stranger.post(link, data={"csrf_token": token_of(stranger, "/login/"), "password": NEW, "again": NEW})
    assert stranger.get(link).status_code == 404


def test_until_then_the_present_password_goes_on_working(inbox: Inbox) -> None:
    mails_for(inbox, "nora")
    assert sign_in(inbox.house.stranger(), "nora", PASSWORD) == 303


@pytest.mark.parametrize("state", ["unknown", "switched off", "without password", "without mandate"])
def test_who_gets_no_e_mail_is_answered_with_the_same_page(inbox: Inbox, state: str) -> None:
    house = inbox.house
    known = _without_token(ask(house.stranger(), "marc").text)
    run_due(house.app)
    before = len(inbox.opened())
    typed = _prepared(house, state)

    answer = ask(house.stranger(), typed)
    run_due(house.app)

    assert (answer.status_code, _without_token(answer.text)) == (200, known)
    assert len(inbox.opened()) == before
    with house.app.app_context():
        assert accounts().scalars(select(PasswordRequest)).all() == []


def test_the_page_does_the_same_work_for_a_name_that_exists_and_one_that_does_not(house: House) -> None:
    inbox_of(house)
    written: list[str] = []
    with house.app.app_context():
        event.listen(
            db.engine, "before_cursor_execute", lambda _c, _k, statement, *_: written.append(statement)
        )
    done: dict[str, list[str]] = {}
    lasted: dict[str, list[float]] = {"marc": [], "nobody": []}
    for n in range(9):
        for typed in lasted:
            browser = house.stranger()
            token = token_of(browser, "/login/")
            written.clear()
            start = time.perf_counter()
            browser.post(
                "/forgotten/",
                data={"csrf_token": token, "username": typed},
                environ_overrides={"REMOTE_ADDR": f"192.0.2.{n}{len(typed)}"},
            )
            lasted[typed].append(time.perf_counter() - start)
            done[typed] = list(written)

    assert done["marc"] == done["nobody"]
    assert not any("ab_user" in statement for statement in done["marc"]), "the page itself looks up nobody"
    medians = [statistics.median(times) for times in lasted.values()]
    assert max(medians) < 2 * min(medians), medians


def test_what_was_typed_does_not_stand_in_the_database(house: House) -> None:
    inbox_of(house)
    ask(house.stranger(), "perhaps-my-password")
    with house.app.app_context():
        rows = accounts().execute(select(PasswordRequest.__table__)).all()
    assert len(rows) == 1
    assert "perhaps" not in str(rows)


def test_a_person_is_written_to_three_times_an_hour_at_most(inbox: Inbox) -> None:
    for n in range(5):
        ask(inbox.house.stranger(), "nora", f"192.0.2.{n}")
    run_due(inbox.house.app)
    assert len(inbox.opened()) == forgotten.MOST_AN_HOUR

    with clock.at(clock.now() + timedelta(minutes=61)):
        ask(inbox.house.stranger(), "nora", "192.0.2.9")
        run_due(inbox.house.app)
        assert len(inbox.opened()) == forgotten.MOST_AN_HOUR + 1


def test_one_address_may_ask_ten_times_an_hour_whoever_it_asks_for(inbox: Inbox) -> None:
    names = [f"nobody{n}" for n in range(tries.ASK.tries)]
    assert {ask(inbox.house.stranger(), name).status_code for name in names} == {200}

    assert ask(inbox.house.stranger(), "nora").status_code == 429
    assert ask(inbox.house.stranger(), "nora", "192.0.2.8").status_code == 200


def test_whoever_asks_in_her_name_takes_no_invitation_from_her(inbox: Inbox) -> None:
    house = inbox.house
    with house.app.test_request_context():
        user = service.find(accounts(), "nora")
        assert user is not None
        invitation = links.offer_link(accounts(), user)
        accounts.commit()

    mails_for(inbox, "nora")

    assert house.stranger().get(f"/password/{invitation}").status_code == 200


def test_two_workers_answer_a_request_once(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    house = inbox.house
    ask(house.stranger(), "nora")
    with house.app.app_context():
        both = forgotten.asked(accounts(), house.settings.secret_key)
        accounts.rollback()
    run_due(house.app)
    monkeypatch.setattr(forgotten, "asked", lambda *_: both)
    run_due(house.app)

    assert len(inbox.opened()) == 1
    with house.app.app_context():
        assert len(accounts().scalars(select(OneTimeLink)).all()) == 1


def test_a_request_sealed_with_another_secret_names_nobody(inbox: Inbox) -> None:
    house = inbox.house
    with house.app.app_context():
        forgotten.ask(accounts(), "another secret of this installation", "nora", "fr")
        accounts.commit()

    assert run_due(house.app)
    assert not run_due(house.app)
    assert inbox.opened() == []


def test_the_e_mail_speaks_her_language(inbox: Inbox) -> None:
    """Luca reads French, whatever language the page has that somebody asks on."""
    browser = inbox.house.stranger()
    browser.post("/me/language", data={"csrf_token": token_of(browser, "/login/"), "language": "de"})
    ask(browser, "ruth")
    run_due(inbox.house.app)
    ((to, text),) = inbox.opened()
    assert to == "ruth@guichet.example"
    assert "Ausgleichskasse Aaretal" in text


def test_where_no_e_mails_leave_she_is_sent_to_her_administrator(lite_house: House) -> None:
    page = lite_house.stranger().get("/forgotten/")
    assert page.status_code == 200
    assert "Ask your administrator" in page.text
    assert "<form" not in page.text.split("<main", 1)[1].split("</main>", 1)[0]


def test_an_insured_person_is_written_to_by_the_institution_that_knows_her(inbox: Inbox) -> None:
    house = inbox.house
    _prepared(house, "without mandate")
    fund = house.institution("CC Léman")
    with house.app.app_context():
        user = accounts().scalars(select(User.id).where(User.username == "nora")).one()
        accounts().add(
            InsuredAccount(
                user_id=user,
                digest="d" * 64,
                sealed="",
                country="CH",
                way="letter",
                institution_id=fund,
                bound_at=clock.now(),
            )
        )
        accounts.commit()

    ((to, text),) = mails_for(inbox, "nora")

    assert to == "nora@guichet.example"
    assert "Caisse de compensation du Léman" in text


def test_an_empty_name_is_refused_with_what_to_do(lite_house: House) -> None:
    inbox_of(lite_house)
    answer = ask(lite_house.stranger(), "  ")
    assert answer.status_code == 422
    assert "Enter your user name or e-mail." in answer.text


def test_whoever_is_signed_in_changes_her_password_instead(lite_house: House) -> None:
    answer = lite_house.browser("nora").get("/forgotten/")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/me/password")


def test_the_accounts_journal_says_that_a_link_was_asked_for(inbox: Inbox) -> None:
    mails_for(inbox, "nora")
    with inbox.house.app.app_context():
        kinds = accounts().scalars(select(AccountEvent.kind)).all()
    assert forgotten.EVENT in kinds


def _without_token(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def _prepared(house: House, state: str) -> str:
    """Bring Nora's account into a state in which it gets no link; give the name to type."""
    with house.app.test_request_context():
        user = service.find(accounts(), "nora")
        assert user is not None
        if state == "without mandate":
            for one in house_memberships(user.id):
                one.active = False
        changes = {"switched off": {"active": False}, "without password": {"password": None}}.get(state)
        if changes:
            accounts().execute(update(User).where(User.id == user.id).values(**changes))
        accounts.commit()
    return "nobody" if state == "unknown" else "nora"


def house_memberships(user_id: int) -> list[service.Membership]:
    found = select(service.Membership).where(service.Membership.user_id == user_id)
    return list(accounts().scalars(found))

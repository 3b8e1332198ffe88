"""What comes from a practice institution says so everywhere, and whether one is for practice is fixed in time."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts import keys
from console.accounts.models import Membership
from console.base import clock
from console.cli.commands import guichet
from console.dispatch.declarations import MailTemplate
from console.dispatch.mail.channel import mail
from console.dispatch.service import enqueue
from console.dispatch.wording import written
from console.documents.paper import Paper, html_of
from console.institutions.models import Institution
from console.institutions.sessions import accounts
from tests.support.house import House, post
from tests.support.inbox import inbox_of
from tests.support.private import phone_of

MARK = "Practice – no legal effect"
REAL, TRIED = "CC Léman", "Caisse d’essai"
LETTER = MailTemplate("console.test", "A test", "A request", "Good day\n\n%(link)s")


def english(house: House, username: str) -> FlaskClient:
    browser = house.browser(username)
    post(browser, "/me/language", {"language": "en"})
    return browser


def make_practice(house: House, short_name: str = REAL) -> None:
    with house.app.app_context():
        accounts().get_one(Institution, house.institution(short_name)).is_practice = True
        accounts().commit()


@pytest.mark.parametrize("path", ["/", "/institution/", "/ch_fund/employee/list/", "/there-is-no-such-page"])
@pytest.mark.parametrize(("username", "says"), [("ines", True), ("dario", True), ("claire", False)])
def test_every_page_of_a_practice_institution_says_so(
    lite_house: House, path: str, username: str, says: bool
) -> None:
    assert (MARK in english(lite_house, username).get(path).text) is says


def test_a_page_over_several_companies_says_so_when_one_is_of_a_practice_institution(
    lite_house: House,
) -> None:
    petra = english(lite_house, "petra")
    before = MARK in petra.get("/").text
    make_practice(lite_house, "AK Aaretal")
    post(petra, "/me/mandate", {"mandate": "0"})

    assert (before, MARK in petra.get("/").text) == (False, True)


def test_the_page_of_a_person_without_an_account_says_so(lite_house: House) -> None:
    phone = phone_of(lite_house)
    make_practice(lite_house)

    assert "g-practice" in phone.browser.get(phone.door).text


def test_what_leaves_a_practice_institution_says_so_in_subject_and_text(lite_house: House) -> None:
    words = {"link": "https://console.example/x"}
    said = {}
    for name in (REAL, TRIED):
        with lite_house.app.test_request_context():
            said[name] = written(LETTER, words, "en", lite_house.institution(name))

    assert said[TRIED].subject.startswith(f"{MARK}: ")
    assert said[TRIED].text.startswith(f"{MARK}\n\n")
    assert f">{MARK}<" in said[TRIED].html
    assert MARK not in said[REAL].subject + said[REAL].text + said[REAL].html


def test_paper_of_a_practice_institution_says_so_on_each_page(lite_house: House) -> None:
    with lite_house.app.test_request_context():
        paper = Paper("Title", "Caisse d’essai", "", "", "en", clock.now(), (), practice=True)
        page = html_of(paper)

    assert page.count(MARK) == 2
    assert MARK in page.split('id="head"', 1)[1].split("</div>", 1)[0]


def typed(client: FlaskClient, **changed: Any) -> dict[str, Any]:
    """Give what the form of the institution holds, with some fields changed."""
    main = client.get("/institution/edit").text.split("<main", 1)[1]
    found = {
        name: value
        for name, value in re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', main)
        if name not in ("csrf_token", "is_practice", "logo")
    }
    for name, body in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        found[name] = chosen[1] if chosen else ""
    found |= {"name": TRIED, "short_name": TRIED, "number": "997.000", "accent": "#5b3a6e"}
    return {**found, **changed}


def is_practice(house: House) -> bool:
    with house.app.app_context():
        asked = select(Institution.is_practice).where(Institution.number == "997.000")
        return bool(accounts().scalars(asked).one())


def test_before_the_first_message_the_administrator_decides_whether_it_is_for_practice(
    lite_house: House,
) -> None:
    ines = english(lite_house, "ines")
    before = is_practice(lite_house)
    answer = post(ines, "/institution/edit", typed(ines))

    assert (before, answer.status_code, is_practice(lite_house)) == (True, 303, False)


def test_once_something_has_left_a_practice_institution_stays_one(lite_house: House) -> None:
    inbox_of(lite_house)
    ines = english(lite_house, "ines")
    with lite_house.writing(TRIED) as session:
        words = {"link": "https://console.example/x"}
        enqueue(session, mail(LETTER, "anna@firm.example", "en", words, key="k1"))

    answer = post(ines, "/institution/edit", typed(ines))

    assert 'name="is_practice"' not in ines.get("/institution/edit").text
    assert (answer.status_code, is_practice(lite_house)) == (303, True)


def key_for(house: House, short_name: str) -> str:
    institution = house.institution(short_name)
    with house.app.app_context():
        _, secret = keys.create(
            accounts(), institution=institution, plugin="ch_fund", name="Payroll", operations={"employees:read"},
            lasts=timedelta(days=1), created_by="Inès",
        )  # fmt: skip
        accounts().commit()
    return secret


def opens(house: House, secret: str) -> int | None:
    with house.app.app_context():
        found = keys.caller_of(accounts(), secret)
        return found.institution if found else None


def test_the_keys_of_a_practice_institution_say_so_and_open_no_other(lite_house: House) -> None:
    test, real = key_for(lite_house, TRIED), key_for(lite_house, REAL)

    assert (test.startswith("gk_test_"), real.startswith("gk_test_")) == (True, False)
    assert opens(lite_house, test) == lite_house.institution(TRIED)
    assert opens(lite_house, real) == lite_house.institution(REAL)


def test_a_key_opens_nothing_once_its_institution_is_of_the_other_kind(lite_house: House) -> None:
    real = key_for(lite_house, REAL)
    make_practice(lite_house)

    assert opens(lite_house, real) is None


def run(house: House, monkeypatch: pytest.MonkeyPatch, *command: str) -> Any:
    settings = house.settings
    for name, value in {
        "GUICHET_ENV": "test",
        "GUICHET_SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "GUICHET_DATA": str(settings.data),
    }.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(guichet, ["institution", *command])


CREATE = (
    "create", "Caisse des exercices", "--short-name", "Exercices", "--kind", "compensation_fund", "--country", "CH",
    "--languages", "fr,de", "--administrator", "anouk", "--first-name", "Anouk", "--last-name", "Rey", "--email",
    "anouk@caisse.example",
)  # fmt: skip


def test_the_command_makes_a_practice_institution_and_a_link_for_its_administrator(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run(lite_house, monkeypatch, *CREATE, "--practice")
    link = re.search(r"https?://[^/]+(/password/\S+)", done.output)

    assert link, done.output
    assert lite_house.stranger().get(link[1]).status_code == 200
    assert "Exercices  Caisse des exercices  CH  practice" in run(lite_house, monkeypatch, "list").output
    assert (
        "CC Léman  Caisse de compensation du Léman  CH  real" in run(lite_house, monkeypatch, "list").output
    )


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"anouk": "claire"}, "taken"),
        ({"fr,de": "it"}, "no language"),
        ({"anouk@caisse.example": "nobody"}, "e-mail address"),
        ({"Exercices": "x" * 25}, "short name"),
    ],
)
def test_the_command_says_in_one_line_what_it_cannot_make_and_leaves_nothing(
    lite_house: House, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], says: str
) -> None:
    done = run(lite_house, monkeypatch, *[changed.get(word, word) for word in CREATE])

    assert (done.exit_code, says in done.output, "Traceback" in done.output) == (1, True, False)
    assert "Caisse des exercices" not in run(lite_house, monkeypatch, "list").output
    with lite_house.app.app_context():
        assert accounts().scalar(select(Membership.id).where(Membership.invited_as == "Anouk Rey")) is None

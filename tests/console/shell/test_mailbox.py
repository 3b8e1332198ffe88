"""The folders of the mailbox on pages: the numbers are the lists, and everybody sees what is hers."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from console.base import clock
from console.mailbox import service
from console.mailbox.moving import stored
from tests.support.house import House, post
from tests.support.mail_pages import NEWER, OLDER, ROW, chips, listed, navigated, pages_of, statements
from tests.support.mailbox import Mailbox, opening
from tests.support.mailbox_walk import Walker

FOLDERS = ("inbox", "drafts", "delegated", "sent", "done")


@pytest.fixture
def mailbox(lite_house: House) -> Mailbox:
    return pages_of(lite_house)


@pytest.fixture
def luca(lite_house: House) -> FlaskClient:
    return lite_house.browser("luca")


@pytest.fixture
def marc(lite_house: House) -> FlaskClient:
    return lite_house.browser("marc")


@pytest.mark.parametrize("seed", [1, 2])
def test_every_number_of_every_folder_is_the_length_of_its_list(mailbox: Mailbox, seed: int) -> None:
    Walker(mailbox, seed).walk(70)

    looked_at = 0
    for person in ("luca", "nora", "petra", "marc", "claire"):
        client = mailbox.house.browser(person)
        numbers = navigated(client.get("/mailbox/", follow_redirects=True).text)
        # The staff have no drafts, and what is sent to them is their work queue.
        assert set(numbers) == set(FOLDERS) - ({"drafts", "sent"} if person in ("marc", "claire") else set())
        for folder, number in numbers.items():
            page = client.get(f"/mailbox/{folder}").text
            assert navigated(page) == numbers
            assert len(listed(client, f"/mailbox/{folder}")) == number
            for path, expected in chips(page).items():
                narrowed = client.get(path).text
                looked_at += 1
                assert len(listed(client, path)) == expected
                assert {p: len(listed(client, p)) for p in chips(narrowed)} == chips(narrowed)
    assert looked_at > 10
    assert mailbox.differences() == []


@pytest.mark.parametrize(("person", "folder"), [("luca", "inbox"), ("luca", "delegated"), ("marc", "sent"), ("claire", "delegated")])  # fmt: skip
def test_a_page_of_a_folder_is_at_most_eight_statements(mailbox: Mailbox, person: str, folder: str) -> None:
    Walker(mailbox, 3).walk(60)
    mailbox.ask()
    mailbox.delegated()
    client = mailbox.house.browser(person)
    client.get(f"/mailbox/{folder}")

    with statements(mailbox.house) as said:
        page = client.get(f"/mailbox/{folder}").text

    assert ROW.search(page)
    assert len(said) <= 8, "\n".join(said)


def test_the_folders_cost_every_other_page_one_statement(mailbox: Mailbox, luca: FlaskClient) -> None:
    luca.get("/me/profile")

    with statements(mailbox.house) as said:
        page = luca.get("/me/profile").text

    assert "/mailbox/inbox" in page
    assert sum("mail_" in text for text in said) == 1


def test_what_nobody_has_opened_is_bold_and_looking_at_it_marks_it_as_read(
    mailbox: Mailbox, luca: FlaskClient
) -> None:
    reference = mailbox.ask()
    assert "g-unread" in luca.get("/mailbox/inbox").text
    assert "not read yet" in _english(luca).get("/mailbox/inbox").text

    luca.get(f"/mailbox/message/{reference}")

    assert "g-unread" not in luca.get("/mailbox/inbox").text
    with mailbox.acting(mailbox.fund, writes=False) as session:
        assert stored(session, reference).read_by == "Luca Bernasconi"


def test_staff_who_look_at_a_request_do_not_mark_it_as_read(mailbox: Mailbox, marc: FlaskClient) -> None:
    reference = mailbox.ask()

    assert marc.get(f"/mailbox/message/{reference}").status_code == 200

    assert "g-unread" in mailbox.house.browser("luca").get("/mailbox/inbox").text


def test_a_due_date_is_said_in_words_when_it_is_late(mailbox: Mailbox, luca: FlaskClient) -> None:
    mailbox.ask(due=clock.today("Europe/Zurich") - timedelta(days=2))

    assert "2 days late" in _english(luca).get("/mailbox/inbox").text


def test_pages_of_a_long_folder_lead_to_older_and_back_to_newer_ones(
    mailbox: Mailbox, luca: FlaskClient
) -> None:
    made = [mailbox.ask() for _ in range(60)][::-1]

    first = luca.get("/mailbox/inbox").text
    assert NEWER.search(first) is None
    second = luca.get(html.unescape(OLDER.search(first)[1])).text  # type: ignore[index]
    third = luca.get(html.unescape(OLDER.search(second)[1])).text  # type: ignore[index]
    assert [ROW.findall(page) for page in (first, second, third)] == [made[:25], made[25:50], made[50:]]
    assert OLDER.search(third) is None

    back = luca.get(html.unescape(NEWER.search(third)[1])).text  # type: ignore[index]
    assert ROW.findall(back) == made[25:50]
    top = luca.get(html.unescape(NEWER.search(back)[1])).text  # type: ignore[index]
    assert ROW.findall(top) == made[:25]
    assert NEWER.search(top) is None


@pytest.mark.parametrize(
    "arguments",
    ["theme=ch_fund.nothing", "after=1", "after=999999999999999999-1", "after=1-99999999999", "before=a-b", "sort=x", "type=" + "x" * 200],
)  # fmt: skip
def test_an_address_that_cannot_be_understood_gets_a_clear_page(
    mailbox: Mailbox, luca: FlaskClient, arguments: str
) -> None:
    answer = luca.get(f"/mailbox/inbox?{arguments}")

    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_a_folder_nobody_has_is_not_there(mailbox: Mailbox, luca: FlaskClient, marc: FlaskClient) -> None:
    assert luca.get("/mailbox/elsewhere").status_code == 404
    assert marc.get("/mailbox/drafts").status_code == 404


def test_a_list_can_be_narrowed_to_one_person(mailbox: Mailbox, luca: FlaskClient) -> None:
    about = mailbox.ask(person="Lea Exemple", person_number="7560000000118")
    mailbox.ask()

    assert ROW.findall(luca.get("/mailbox/inbox?person=756.0000.0001.18").text) == [about]


def test_people_without_a_theme_have_no_mailbox_in_their_navigation(lite_house: House) -> None:
    sofie = lite_house.browser("sofie").get("/").text
    heidi = lite_house.browser("heidi").get("/").text

    for page in (sofie, heidi):
        assert "/mailbox/" not in page


def test_all_companies_at_once_show_their_folders_and_lead_to_one_of_them(
    mailbox: Mailbox, lite_house: House
) -> None:
    mailbox.do(mailbox.fund, service.request, opening(mailbox.other))
    petra = lite_house.browser("petra")
    post(petra, "/me/mandate", {"mandate": "0"})

    page = petra.get("/mailbox/").text

    assert "Menuiserie Favre" in page
    assert "Schreinerei Muster" in page
    assert page.count('class="g-count g-count-hot"') == 1
    assert petra.get("/mailbox/inbox").location == "/mailbox/"


def _english(client: FlaskClient) -> FlaskClient:
    post(client, "/me/language", {"language": "en", "next": "/"})
    return client

"""The page of everything late or coming, its tile, and the pages on which administrators set it up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from console.base import clock
from tests.support.deadlines import RULE, asked, dispatch, promise, sent
from tests.support.house import House, post
from tests.support.mail_pages import statements
from tests.support.mailbox import ALLOWANCES, Mailbox
from tests.support.notices import posting_mailbox
from tests.support.post import mail_server

PAGE = "/deadlines/"


@pytest.fixture
def mailbox(lite_house: House) -> object:
    """Give the mailbox of the demonstration's companies."""
    with mail_server() as server:
        yield posting_mailbox(lite_house, server)


def today() -> date:
    """Give the day it is where the fund is."""
    return clock.today("Europe/Zurich")


def page_of(mailbox: Mailbox, person: str, path: str = PAGE) -> str:
    """Give a page as somebody reads it."""
    answer = mailbox.house.browser(person).get(path)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_the_staff_find_what_is_late_with_the_company_and_a_link(mailbox: Mailbox) -> None:
    reference = asked(mailbox, today() - timedelta(days=2))

    page = page_of(mailbox, "marc")

    assert f'href="/mailbox/message/{reference}"' in page
    assert "Boulangerie du Lac SA" in page
    assert "2 days late" in page or "2 jours de retard" in page


def test_a_company_finds_its_own_and_no_word_of_the_companies_beside_it(mailbox: Mailbox) -> None:
    reference = asked(mailbox, today())

    assert reference in page_of(mailbox, "luca")
    assert reference not in page_of(mailbox, "petra")


def test_transmissions_are_for_those_who_may_see_what_leaves(mailbox: Mailbox) -> None:
    reference = dispatch(mailbox, "d", technical_by=clock.now())

    assert f'href="/dispatch/{reference}"' in page_of(mailbox, "claire")
    assert reference not in page_of(mailbox, "marc")
    assert reference not in page_of(mailbox, "luca")


@pytest.mark.parametrize("person", ["claire", "marc", "luca"])
def test_the_page_is_at_most_twelve_statements_however_many_rows(mailbox: Mailbox, person: str) -> None:
    promise(mailbox, 5)
    for number in range(8):
        asked(mailbox, today() + timedelta(days=number))
        sent(mailbox, number, key=f"k{number}")
    browser = mailbox.house.browser(person)
    browser.get(PAGE)
    with statements(mailbox.house) as said:
        assert browser.get(PAGE).status_code == 200

    assert len(said) <= 12, said


def test_the_list_is_narrowed_by_its_filters_and_goes_on_page_by_page(mailbox: Mailbox) -> None:
    late, near = asked(mailbox, today() - timedelta(days=1)), asked(mailbox, today() + timedelta(days=29))
    for number in range(30):
        asked(mailbox, today() + timedelta(days=40 + number))
    first = page_of(mailbox, "marc")
    following = (
        first.split('rel="next" href="', 1)[-1] if 'rel="next"' in first else first.split("after=", 1)[1]
    )
    place = following.split("after=", 1)[-1].split('"', 1)[0].split("&", 1)[0]

    assert late in page_of(mailbox, "marc", f"{PAGE}?when=late&theme={ALLOWANCES}&company=41002")
    assert near not in page_of(mailbox, "marc", f"{PAGE}?when=late")
    assert near in page_of(mailbox, "marc", f"{PAGE}?when=month&kind=request")
    assert late not in page_of(mailbox, "marc", f"{PAGE}?after={place}")


@pytest.mark.parametrize(
    "query", ["when=never", "kind=parked", "theme=ch_fund.x", "after=x", "size=7", "foo=1", "company=nobody"]
)
def test_an_address_that_asks_for_nonsense_is_told_so(mailbox: Mailbox, query: str) -> None:
    assert mailbox.house.browser("marc").get(f"{PAGE}?{query}").status_code == 400


def test_the_tile_counts_what_is_late_and_leads_to_the_page(mailbox: Mailbox) -> None:
    before = page_of(mailbox, "marc", "/")
    asked(mailbox, today() - timedelta(days=1))
    asked(mailbox, today() + timedelta(days=1))
    after = page_of(mailbox, "marc", "/")

    assert 'class="g-count g-count-hot">1<' not in before
    assert 'class="g-count g-count-hot">1<' in after
    assert "2 things are late" in after or "2 choses" in after or "2 délais" in after


def test_over_all_companies_at_once_one_mandate_is_asked_for(mailbox: Mailbox) -> None:
    browser = mailbox.house.browser("petra")
    post(browser, "/me/mandate", {"mandate": "0"})

    assert browser.get(PAGE).status_code == 403


def test_a_rule_is_shown_with_an_example_and_confirmed_with_its_reason(mailbox: Mailbox) -> None:
    claire = mailbox.house.browser("claire")
    path = f"/deadlines/rules/{RULE}"
    typed = {
        "version": "0",
        "number": "12",
        "unit": "working",
        "region": "ch-vd",
        "moves": "y",
        "ground": "Weisung 7",
    }
    before = claire.get(path).text
    answer = post(claire, f"{path}/edit", typed, follow_redirects=True)

    assert answer.status_code == 200
    assert "CH-VD" in answer.text
    assert "Weisung 7" in answer.text
    assert "Claire" in answer.text
    assert "Weisung 7" not in before


@pytest.mark.parametrize(
    "typed",
    [
        {"number": "9999"},
        {"region": "CH-QQ"},
        {"region": "x"},
        {"ground": ""},
        {"version": "7"},
        {"number": ""},
    ],
)
def test_what_cannot_be_confirmed_comes_back_with_its_fault(mailbox: Mailbox, typed: dict[str, str]) -> None:
    whole = {"version": "0", "number": "10", "unit": "working", "region": "", "ground": "Weisung", **typed}
    answer = post(mailbox.house.browser("claire"), f"/deadlines/rules/{RULE}/edit", whole)

    assert answer.status_code == 422
    assert "g-fault" in answer.text or "g-summary" in answer.text


def test_alerts_of_a_theme_are_set_and_stand_in_the_journal(mailbox: Mailbox) -> None:
    claire = mailbox.house.browser("claire")
    typed = {"before": "5", "after": "", "escalate": "20"}
    post(claire, f"/deadlines/rules/alerts/{ALLOWANCES}", typed)

    page = claire.get("/deadlines/rules/").text
    assert "20" in page.split("deadlines/rules/alerts/ch_fund.family_allowances", 1)[1][:900]
    assert "Allocations familiales" in claire.get("/journal/").text


@pytest.mark.parametrize(("person", "status"), [("marc", 403), ("luca", 404), ("stranger", 303)])
def test_only_administrators_set_deadlines_up(mailbox: Mailbox, person: str, status: int) -> None:
    browser: FlaskClient = mailbox.house.stranger() if person == "stranger" else mailbox.house.browser(person)
    for path in ("/deadlines/rules/", f"/deadlines/rules/{RULE}", f"/deadlines/rules/alerts/{ALLOWANCES}"):
        assert browser.get(path).status_code == status

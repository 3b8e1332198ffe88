"""What was sent and drafts as files: who gets them, and what they say."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete, select

from console.accounts.models import Membership, ThemeRight, User
from console.documents.pdf import NotRendered
from console.forms.canonical import digest_of
from console.institutions.sessions import accounts
from console.shell.forms import papers
from plugins.ch_fund.forms import INSTALMENT_REQUEST
from tests.console.shell.test_modules import english, text_of
from tests.support.forms import begun, filled_in, sent
from tests.support.house import House, post
from tests.support.papers import texts

RAW = {
    "invoice": "R-2026-17",
    "due": "1000.00",
    "reason": "Late payment of a customer",
    "instalments": [
        {"_row": "a", "day": "01.03.2099", "amount": "500.00"},
        {"_row": "b", "day": "01.04.2099", "amount": "500.00"},
    ],
    "contact": "Luca Bianchi",
    "email": "luca@example.org",
}


def test_the_pdf_of_a_submission_tells_the_answers_who_sent_them_and_the_digest(house: House) -> None:
    browser = english(house, "luca")
    reference = sent(browser, filled_in(browser, INSTALMENT_REQUEST, RAW))

    answer = browser.get(f"/forms/sent/{reference}/paper.pdf")

    assert answer.headers["Cache-Control"] == "no-store"
    assert f"ch_fund.instalment_request-{reference}.pdf" in answer.headers["Content-Disposition"]
    printed = " ".join(texts(answer.get_data()))
    values = json.loads(browser.get(f"/forms/sent/{reference}/values.json").get_data())
    assert all(text in printed for text in ("R-2026-17", "CHF 1’000.00", "01.03.2099", "Luca", reference))
    assert values["digest"] == digest_of(values["values"])
    assert "This is a draft" not in printed


def test_the_same_submission_gives_the_same_bytes(lite_house: House) -> None:
    browser = english(lite_house, "luca")
    reference = sent(browser, filled_in(browser, INSTALMENT_REQUEST, RAW))

    first, second = (browser.get(f"/forms/sent/{reference}/paper.pdf").get_data() for _ in range(2))

    assert first == second


def test_another_company_and_another_institution_find_nothing(house: House) -> None:
    browser = english(house, "luca")
    reference = sent(browser, filled_in(browser, INSTALMENT_REQUEST, RAW))

    for stranger in ("petra", "ruth"):
        for file in ("paper.pdf", "values.json"):
            assert house.browser(stranger).get(f"/forms/sent/{reference}/{file}").status_code == 404


def test_a_draft_is_printed_as_it_stands_by_its_author_only(lite_house: House) -> None:
    browser = english(lite_house, "luca")
    reference = filled_in(browser, INSTALMENT_REQUEST, {**RAW, "due": "about 1000"})

    printed = " ".join(texts(browser.get(f"/forms/draft/{reference}/paper.pdf").get_data()))

    assert "about 1000" in printed
    assert "This is a draft" in printed
    for other in ("marc", "petra"):
        assert lite_house.browser(other).get(f"/forms/draft/{reference}/paper.pdf").status_code == 404


def test_the_blank_form_of_a_draft_carries_its_reference(lite_house: House) -> None:
    browser = english(lite_house, "luca")
    reference = begun(browser, "ch_fund.instalment_request")

    (first, *_more) = texts(browser.get(f"/forms/draft/{reference}/blank.pdf").get_data())

    assert reference in first


def test_a_pdf_that_cannot_be_made_has_a_page_that_says_so(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_paper: object) -> bytes:
        raise NotRendered("for the test")

    monkeypatch.setattr(papers, "render_paper", fail)

    page = text_of(english(lite_house, "luca"), "/forms/blank/ch_fund.general_question.pdf", 503)

    assert "This document could not be made as a PDF" in page


def test_who_has_no_right_in_the_theme_of_the_form_finds_nothing(lite_house: House) -> None:
    browser = english(lite_house, "luca")
    reference = sent(browser, filled_in(browser, INSTALMENT_REQUEST, RAW))
    take_right(lite_house, lite_house.membership("marc").id)

    for file in ("", "/paper.pdf", "/values.json"):
        assert lite_house.browser("marc").get(f"/forms/sent/{reference}{file}").status_code == 404


def test_over_several_companies_the_right_counts_in_the_company_of_the_submission(lite_house: House) -> None:
    browser, leman = english(lite_house, "petra"), lite_house.institution("CC Léman")
    with lite_house.app.app_context():
        wanted = select(Membership.id).join(User, User.id == Membership.user_id)
        mine = wanted.where(User.username == "petra", Membership.institution_id == leman)
        chosen, other = accounts().scalars(mine.order_by(Membership.id)).all()
    post(browser, "/me/mandate", {"mandate": str(chosen)})
    reference = sent(browser, filled_in(browser, INSTALMENT_REQUEST, RAW))
    post(browser, "/me/mandate", {"mandate": "0"})
    before = browser.get(f"/forms/sent/{reference}/paper.pdf")

    take_right(lite_house, chosen)

    assert other != chosen
    assert "Caisse de compensation du Léman" in texts(before.get_data())[0]
    assert browser.get(f"/forms/sent/{reference}/paper.pdf").status_code == 404


def take_right(house: House, membership: int) -> None:
    """Take the right in the theme of instalment requests away."""
    with house.app.app_context():
        wanted = (ThemeRight.membership_id == membership, ThemeRight.theme == "accounting")
        accounts().execute(delete(ThemeRight).where(*wanted))
        accounts().commit()

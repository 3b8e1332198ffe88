"""Outage notices: on every page while they last, for those they concern, and at no cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from console.base import clock
from tests.support.house import House, post
from tests.support.mail_pages import statements

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""Ten o'clock in Zurich."""
TYPED = {
    "audience": "all",
    "starts_at": "2.11.2026 10:00",
    "ends_at": "2.11.2026 12:00",
    "title_fr": "Interruption prévue",
    "text_fr": "Voir <b>ici</b> ou https://example.ch/etat",
    "title_de": "Unterbruch",
}
PLAIN = "/me/profile"


def publish(house: House, **typed: str) -> str:
    """Write and publish an outage notice an hour before it begins; gives its address."""
    with clock.at(START - timedelta(hours=1)):
        claire = house.browser("claire")
        where = post(claire, "/information/manage/add/outage", TYPED | typed).location
        assert post(claire, f"{where}/publish").status_code == 303
    return str(where)


def page(house: House, username: str, after: timedelta = timedelta(minutes=1), path: str = PLAIN) -> str:
    with clock.at(START + after):
        return house.browser(username).get(path).text


def banners(text: str) -> int:
    return text.count("g-banner")


@pytest.mark.parametrize(
    ("minutes", "shown"), [(-1, 0), (0, 1), (119, 1), (120, 0)], ids=["before", "first", "last", "after"]
)
def test_a_banner_is_shown_while_the_outage_lasts_in_the_institutions_zone(
    lite_house: House, minutes: int, shown: int
) -> None:
    publish(lite_house)
    assert banners(page(lite_house, "luca", timedelta(minutes=minutes))) == shown


def test_a_banner_speaks_the_readers_language_and_nothing_else_than_structure(lite_house: House) -> None:
    publish(lite_house)
    luca, heidi = page(lite_house, "luca"), page(lite_house, "heidi")
    assert "Interruption prévue" in luca
    assert "&lt;b&gt;ici&lt;/b&gt;" in luca
    assert '<a href="https://example.ch/etat">' in luca
    assert "12:00" in luca
    assert "Unterbruch" in heidi


def test_a_banner_is_for_its_audience_and_its_institution_only(lite_house: House) -> None:
    publish(lite_house, audience="companies")
    assert [banners(page(lite_house, one)) for one in ("luca", "marc", "ruth")] == [1, 0, 0]


def test_a_change_shows_on_the_next_page_of_every_process(lite_house: House) -> None:
    where = publish(lite_house)
    assert banners(page(lite_house, "luca")) == 1
    with clock.at(START):
        claire = lite_house.browser("claire")
        changed = TYPED | {"title_fr": "Autre titre", "version": "2"}
        assert post(claire, f"{where}/edit", changed).status_code == 303
        assert "Autre titre" in page(lite_house, "luca")
        assert post(claire, f"{where}/withdraw").status_code == 303
    assert banners(page(lite_house, "luca")) == 0


@pytest.mark.parametrize("person", ["luca", "marc"])
def test_a_banner_costs_pages_no_statement(lite_house: House, person: str) -> None:
    def cost(browser: FlaskClient) -> int:
        browser.get(PLAIN)
        with statements(lite_house) as said:
            assert browser.get(PLAIN).status_code == 200
        return len(said)

    with clock.at(START):
        before = cost(lite_house.browser(person))
    publish(lite_house)
    with clock.at(START):
        browser = lite_house.browser(person)
        after = cost(browser)
        assert banners(browser.get(PLAIN).text) == 1
    assert after == before


def test_the_sign_in_page_tells_strangers_only_what_is_meant_for_them(lite_house: House) -> None:
    publish(lite_house)
    publish(lite_house, title_fr="Pour tous", title_de="Für alle", at_sign_in="y")
    with clock.at(START):
        text = lite_house.stranger().get("/login/", headers={"Accept-Language": "de"}).text
    assert banners(text) == 1
    assert "Für alle" in text
    assert "Interruption" not in text
    with clock.at(START + timedelta(hours=3)):
        assert banners(lite_house.stranger().get("/login/").text) == 0

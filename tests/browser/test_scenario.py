"""Whole scenarios of the mailbox through the web pages: every act where somebody would do it, then everybody counts.

Besides the files beside this one, those in the folder that `GUICHET_SCENARIOS` names are played.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from console.app import create_app
from console.base import clock
from console.parties.models import Company
from plugins.ch_fund.models import ChildAllowance
from plugins.ch_fund.rules.training_right import month_of
from tests.browser.cast import Cast, Post, settle_in, username
from tests.browser.filling import Entries, invented, press, send_all
from tests.browser.playing import Play, main
from tests.browser.server import running
from tests.conftest import settings_for
from tests.support.house import House
from tests.support.scenario import FOLDERS, FUND, Scenario, read

FILES = [
    file
    for folder in (str(Path(__file__).parent / "scenarios"), os.environ.get("GUICHET_SCENARIOS", ""))
    if folder
    for file in sorted(Path(folder).glob("*.json"))
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, House, Path]]:
    """Give a console of its own: its address, its database, its folder."""
    folder = tmp_path_factory.mktemp("scenario")
    with running(folder) as address:
        settings = settings_for(f"sqlite:///{folder / 'guichet.sqlite'}", folder)
        yield address, House(create_app(settings), settings), folder


@pytest.fixture
def cast(browser: Browser, place: tuple[str, House, Path]) -> Iterator[Cast]:
    """Give the windows of everybody."""
    found = Cast(browser, place[0], Post(place[2] / "mails"))
    yield found
    found.close()


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_everybody_counts_and_lists_what_the_scenario_says(
    place: tuple[str, House, Path], cast: Cast, file: Path
) -> None:
    scenario = read(file)
    play = Play(scenario, cast, settle_in(place[1], scenario))

    play.all()

    found = {name: _read(play, name, wanted) for name, wanted in scenario.expected.items()}
    assert found == {
        name: {"counted": wanted, "listed": wanted} for name, wanted in scenario.expected.items()
    }
    _look_as_the_fund(play, scenario)


def _read(play: Play, name: str, wanted: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Give what somebody counts in the navigation and in the lists of the folders."""
    page = play.cast.window(username(play.scenario, name))
    play.cast.go(page, "/")
    counted = play.counted(page)
    listed = {folder: len(play.listed(page, folder)) for folder in FOLDERS}
    return {
        "counted": {folder: counted[folder] for folder in wanted},
        "listed": {folder: listed[folder] for folder in wanted},
    }


def _look_as_the_fund(play: Play, scenario: Scenario) -> None:
    """Let the fund see what it should of each message that is named, and none of the others in its folders."""
    page = play.cast.window(username(scenario, FUND))
    lists = {folder: set(play.listed(page, folder)) for folder in FOLDERS}
    everything = set().union(*lists.values())
    shown = {name for name, piece in play.pieces.items() if piece.reference in everything}
    assert shown == {sight.name for sight in scenario.fund_sees}
    for sight in scenario.fund_sees:
        piece = play.pieces[sight.name]
        assert (piece.reference in lists["delegated"]) == sight.is_delegated, sight.name
        assert play.cast.go(page, f"/mailbox/message/{piece.reference}") == 200
        text = page.inner_text("main")
        assert piece.subject in text
        if sight.without_content:
            assert [one for one in piece.entries.typed if len(one) > 4 and one in text] == []


@dataclass(frozen=True)
class Child:
    """A child whose right ends in a month, and the parent who draws it."""

    number: str
    parent: str
    family_name: str
    given_name: str
    birth: date
    until: date

    @property
    def further(self) -> tuple[date, date]:
        """Give the first and the last day of the training that goes on."""
        first = self.until + timedelta(days=1)
        return first, date(first.year + 1, 7, 31)


def _child(house: House) -> Child:
    """Let the right of a child of Luca's company end with the coming month."""
    last = month_of(month_of(clock.today("Europe/Zurich"))[1] + timedelta(days=1))[1]
    with house.writing() as session:
        company = session.scalars(select(Company.id).where(Company.number == "41002")).one()
        wanted = select(ChildAllowance).where(ChildAllowance.company_id == company)
        found = session.scalars(wanted.order_by(ChildAllowance.id)).first()
        assert found is not None
        found.valid_until = last
        return Child(
            found.child_number,
            found.employee_number,
            found.family_name,
            found.given_name,
            found.birth_date,
            last,
        )


def _in_english(cast: Cast, user: str) -> Page:
    page = cast.window(user)
    cast.go(page, "/me/profile")
    page.select_option("#language", "en")
    press(page, "form .g-bar button")
    return page


def _until_there(page: Page, wanted: str) -> None:
    """Look at a page again until a worker has done its part."""
    for _ in range(100):
        if page.locator(wanted).count():
            return
        page.wait_for_timeout(100)
        page.reload()
    raise AssertionError(f"nothing like {wanted} on\n{page.inner_text('main')}")


def _begin_campaign(page: Page, cast: Cast) -> None:
    cast.go(page, "/campaigns/new")
    page.get_by_label("What is asked for").select_option(
        "ch_fund.family_allowances|ch_fund.training_confirmation"
    )
    main(page).get_by_label("Subject").fill("Training confirmation")
    page.get_by_label("The companies may delegate it").check()
    press(page, main(page).get_by_role("button", name="Go on to the recipients"))
    press(page, main(page).get_by_role("link", name="Recipients from a list"))
    press(page, main(page).get_by_role("button", name="Draw up the list"))
    press(page, main(page).get_by_role("link", name="Send the requests"))
    press(page, main(page).get_by_role("button", name=re.compile(r"^Send \d+ request")))


def _delegate(page: Page, cast: Cast, subject: str, email: str) -> str:
    """Let Luca hand the request to the parent; gives its reference."""
    cast.go(page, "/mailbox/inbox")
    _until_there(page, f".g-mail a:has-text('{subject}')")
    press(page, page.locator(f".g-mail a:has-text('{subject}')"))
    reference = page.url.rpartition("/")[2]
    press(page, main(page).get_by_role("link", name="Delegate", exact=True))
    page.get_by_label("E-mail of the person").fill(email)
    page.get_by_label("The person agreed").check()
    press(page, main(page).get_by_role("button", name="Delegate"))
    return reference


def _answer(page: Page, cast: Cast, child: Child, email: str) -> bytes:
    """Let the parent answer on her phone, with a photo; gives her proof."""
    first, last = child.further
    cast.go(page, f"/private/{cast.post.link(page, email)}")
    page.fill("#birth", f"{child.birth:%d.%m.%Y}")
    page.fill("#number", child.parent)
    press(page, ".g-door-main button[value=open]")
    assert page.input_value("#f-family_name") == child.family_name
    entries = invented("ch_fund.training_confirmation")
    known = {"avs": child.number, "family_name": child.family_name, "given_name": child.given_name}
    days = {"from": f"{first:%d.%m.%Y}", "until": f"{last:%d.%m.%Y}"}
    typed = {**entries.values, **known, "birth": f"{child.birth:%d.%m.%Y}", "kind": "school", "period": days}
    send_all(page, Entries(entries.form, typed))
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    _until_there(page, "main a[href$='/proof']")
    proof = page.context.request.get(
        str(page.locator("main a[href$='/proof']").evaluate("link => link.href"))
    )
    return proof.body()


def test_a_training_confirmation_goes_from_the_campaign_to_done(
    place: tuple[str, House, Path], cast: Cast
) -> None:
    child, email = _child(place[1]), "anne.exemple@example.org"
    marc, luca = _in_english(cast, "marc"), _in_english(cast, "luca")

    _begin_campaign(marc, cast)
    subject = f"Training confirmation: {child.given_name} {child.family_name}"
    reference = _delegate(luca, cast, subject, email)
    proof = _answer(cast.phone("parent"), cast, child, email)
    cast.go(marc, "/mailbox/sent")
    press(marc, marc.locator(f".g-mail a[href$='{reference}']"))
    press(marc, main(marc).get_by_role("link", name="Refuse or settle otherwise"))
    marc.get_by_label("Accepted").check()
    press(marc, main(marc).get_by_role("button", name="Settle", exact=True))
    cast.go(luca, "/mailbox/done")
    press(luca, luca.locator(f".g-mail a[href$='{reference}']"))
    press(luca, luca.locator("main dd a[href*='/dossiers/']"))

    assert proof.startswith(b"%PDF")
    assert f"{child.further[1]:%d.%m.%Y}" in main(luca).inner_text()

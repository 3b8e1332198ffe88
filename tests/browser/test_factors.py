"""Signing in with every second factor in a real browser: in three languages, by keyboard alone, codes pasted."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import update

from console.accounts.models import SignIn
from console.base import clock
from console.cli.demo_people import PASSWORD
from tests.browser.checks import Findings, _examine
from tests.browser.server import running
from tests.conftest import SECRET, settings_for
from tests.console.factors.test_certificates import HEADER, NORA, pem
from tests.support.factors import person
from tests.support.house import House
from tests.support.post import Gateway, sms_gateway
from tests.support.second_step import app_of, certificate_of, code_of, codes_of, number_of

PEOPLE = {"fr": "marc", "de": "ruth", "nl": "sofie"}
SIZES = {"fr": (1280, 900, "light"), "de": (390, 844, "dark"), "nl": (1280, 900, "dark")}


@dataclass
class Console:
    """A running console, the same database from inside, and what its SMS gateway got."""

    address: str
    house: House
    gateway: Gateway


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Give a console of its own that sends SMS and believes the certificates of a proxy on this machine."""
    from console.app import create_app

    folder = tmp_path_factory.mktemp("factors")
    with sms_gateway() as gateway, pytest.MonkeyPatch.context() as patch:
        outside = {
            "GUICHET_SECRET_KEY": SECRET,
            "GUICHET_SMS_URL": gateway.url,
            "GUICHET_SMS_KEY": "secret-key",
            "GUICHET_INSIDE_HOSTS": "localhost,127.0.0.1",
            "GUICHET_CERTIFICATE_HEADER": HEADER,
            "GUICHET_CERTIFICATE_PROXIES": "127.0.0.1",
            "GUICHET_ADDRESS": "",
        }
        for name, value in outside.items():
            patch.setenv(name, value)
        patch.setenv("GUICHET_ENV", "development")
        with running(folder) as address:
            settings = settings_for(f"sqlite:///{folder / 'guichet.sqlite'}", folder, **outside)
            yield Console(
                address.replace("127.0.0.1", "localhost"), House(create_app(settings), settings), gateway
            )


@contextmanager
def window(browser: Browser, language: str, **more: object) -> Iterator[Page]:
    """Give a window of somebody who reads this language."""
    width, height, theme = SIZES[language]
    context: BrowserContext = browser.new_context(
        locale=language,
        viewport={"width": width, "height": height},
        color_scheme=theme,  # type: ignore[arg-type]
        permissions=["clipboard-read", "clipboard-write"],
        **more,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Move with the Tab key until this is in focus."""
    for _ in range(40):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not come to {selector}")


def press(page: Page, selector: str) -> None:
    """Press a button by the keyboard and wait for the page it leads to."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def enter(page: Page, address: str, user: str) -> None:
    """Type user name and password."""
    page.goto(f"{address}/login/")
    tab_to(page, "#username")
    page.keyboard.type(user)
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/login/second" in page.url


def take(page: Page, way: str) -> None:
    """Choose another way unless it is the one at hand."""
    if not page.locator(f"input[name=way][value='{way}']").count():
        press(page, f"button[value='way:{way}']")


def paste(page: Page, code: str) -> None:
    """Paste a code from the clipboard and send it."""
    page.evaluate("text => navigator.clipboard.writeText(text)", code)
    tab_to(page, "input[name=code]")
    page.keyboard.press("Control+V")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sms_in(gateway: Gateway, before: int) -> str:
    """Give the code of the SMS that comes next."""
    until = time.monotonic() + 20
    while len(gateway.asked) == before and time.monotonic() < until:
        time.sleep(0.1)
    found = re.search(r"\b\d{6}\b", gateway.asked[-1]["text"])
    assert found is not None
    return found[0]


def looks_well(page: Page) -> None:
    """Check the page for violations and for its width."""
    findings = Findings()
    _examine(page, findings)
    assert findings.lines == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("language", PEOPLE)
def test_every_code_lets_her_in_by_keyboard_and_paste(
    browser: Browser, console: Console, language: str
) -> None:
    user, house = PEOPLE[language], console.house
    app, recovery, number = app_of(house, user), codes_of(house, user), number_of(house, user)

    def by_app(page: Page) -> None:
        take(page, "totp")
        looks_well(page)
        code = code_of(app)
        paste(page, f"{code[:3]} {code[3:]}")

    def by_recovery(page: Page) -> None:
        take(page, "recovery")
        paste(page, recovery[0])

    def by_sms(page: Page) -> None:
        take(page, f"sms-{number}")
        before = len(console.gateway.asked)
        press(page, "button[value=send]")
        paste(page, sms_in(console.gateway, before))

    for way in (by_app, by_recovery, by_sms):
        with window(browser, language) as page:
            enter(page, console.address, user)
            assert page.get_attribute("html", "lang") == language
            way(page)
            assert page.url == f"{console.address}/"


@pytest.mark.parametrize("language", PEOPLE)
def test_a_certificate_of_the_proxy_lets_her_in(browser: Browser, console: Console, language: str) -> None:
    user, shown = PEOPLE[language], quote(NORA if language == "fr" else pem(language))
    certificate_of(console.house, user, console.house.settings.certificates, shown)
    app_of(console.house, user)

    with window(browser, language, extra_http_headers={HEADER: shown}) as page:
        enter(page, console.address, user)
        take(page, "certificate")
        press(page, "button[value=check]")
        assert page.url == f"{console.address}/"


@pytest.mark.parametrize("language", PEOPLE)
def test_a_passkey_is_added_and_then_opens_with_and_without_the_password(
    browser: Browser, console: Console, language: str
) -> None:
    user = {"fr": "nora", "de": "petra", "nl": "jean"}[language]
    with window(browser, language) as page:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
        proves = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
        device.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **proves}})
        page.goto(f"{console.address}/login/")
        page.fill("#username", user)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(f"{console.address}/")

        for name in ("app", "passkey"):
            page.goto(f"{console.address}/me/factors/{name}")
            looks_well(page)
        press(page, "button[data-passkey]")
        looks_well(page)
        assert page.locator(".g-codes li").count() == 10

        page.context.clear_cookies()
        enter(page, console.address, user)
        press(page, "button[data-passkey]")
        assert page.url == f"{console.address}/"

        page.context.clear_cookies()
        page.goto(f"{console.address}/login/")
        press(page, "button[data-passkey]")
        assert page.url == f"{console.address}/"


def test_a_confirmed_act_goes_on_by_itself(browser: Browser, console: Console) -> None:
    key = console.house.membership("luca").id
    with window(browser, "fr") as page:
        page.goto(f"{console.address}/login/")
        page.fill("#username", "claire")
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(f"{console.address}/")
        page.goto(f"{console.address}/users/{key}/remove")
        _show_long_ago(console.house, "claire")
        page.click("main form button.g-button-danger, main form button.g-button-main")
        page.wait_for_selector("[name='confirm-password']")
        looks_well(page)
        page.fill("[name='confirm-password']", PASSWORD)
        page.press("[name='confirm-password']", "Enter")
        page.wait_for_url(f"{console.address}/users/")

    assert console.house.membership("luca") is None


def _show_long_ago(house: House, username: str) -> None:
    with person(house, username) as (session, user):
        before = clock.now() - timedelta(hours=2)
        session.execute(update(SignIn).where(SignIn.user_id == user.id).values(confirmed_at=before))

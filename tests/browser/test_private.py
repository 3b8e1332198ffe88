"""A person without an account on her phone, in a real browser: from her link to what she sent, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from tests.browser.checks import Findings, _examine
from tests.browser.filling import add_document
from tests.browser.server import running
from tests.conftest import settings_for
from tests.support.house import House
from tests.support.mailbox import mailbox_of
from tests.support.outbox import receive
from tests.support.private import BORN, LEA, PICTURE, TRAINED, delegated

SIZE = {"width": 390, "height": 844}


@contextmanager
def console_with_links(folder: Path, count: int) -> Iterator[tuple[str, list[str]]]:
    """Give the address of a console, and the secrets of so many links."""
    from console.app import create_app

    with running(folder) as address:
        settings = settings_for(f"sqlite:///{folder / 'guichet.sqlite'}", folder)
        house = House(create_app(settings), settings)
        mailbox, mails = mailbox_of(house), receive(house, key="email")
        yield address, [delegated(mailbox, mails).token for _ in range(count)]


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """Give a console of its own with two links."""
    with console_with_links(tmp_path_factory.mktemp("private"), 2) as found:
        yield found


def press(page: Page, selector: str) -> None:
    """Press a button that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.click(selector)


def come_in(page: Page, door: str) -> None:
    """Show the right birth and number."""
    page.goto(door)
    page.fill("#birth", BORN)
    page.fill("#number", LEA)
    press(page, ".g-door-main button")


def fill_in(page: Page, *, script: bool) -> None:
    """Fill in all steps and add a photo."""
    page.fill("#f-family_name", "Exemple")
    page.fill("#f-given_name", "Lea")
    press(page, ".g-bar button[value=next]")
    page.check("#f-kind-0")
    for name, text in TRAINED.items():
        if name != "f-kind":
            page.fill(f"[name='{name}']", text)
    picture: FilePayload = {"name": "carte.png", "mimeType": "image/png", "buffer": PICTURE}
    add_document(page, "proof", picture, script=script)
    press(page, ".g-bar button[value=next]")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_she_answers_on_her_phone_and_every_page_is_free_of_violations(
    browser: Browser, links: tuple[str, list[str]], script: bool
) -> None:
    address, tokens = links
    door = f"{address}/private/{tokens[0 if script else 1]}"
    context = browser.new_context(
        viewport=SIZE, color_scheme="dark" if script else "light", locale="fr-CH", has_touch=True
    )
    if not script:  # axe itself needs a browser that runs scripts
        context.route("**/*.js", lambda route: route.abort())
    page, found = context.new_page(), {}
    page.set_default_timeout(8_000)

    def look(state: str) -> None:
        findings = Findings()
        _examine(page, findings)
        found[state] = findings.lines
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), state

    page.goto(door)
    look("door")
    page.fill("#birth", "1.1.2001")
    page.fill("#number", LEA)
    press(page, ".g-door-main button")
    look("door with what was wrong")
    come_in(page, door)
    look("step")
    fill_in(page, script=script)
    look("check")
    press(page, ".g-bar button[value=send]")
    look("not agreed yet")
    page.check("#agree")
    press(page, ".g-bar button[value=send]")
    look("sent")
    sent = page.inner_text("main")
    context.close()

    assert {state: lines for state, lines in found.items() if lines} == {}
    assert "Gymnase de Nyon" in sent
    assert "carte.png" in sent

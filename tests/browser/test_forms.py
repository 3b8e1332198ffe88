"""Forms in a real browser: by keyboard alone, without a script, with a network that fails, with errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, FileChooser, Page, Route, TimeoutError

from console.cli.demo_people import PASSWORD
from tests.browser.checks import DESKTOP, PHONE, Findings, _examine, _stretch, _walk
from tests.browser.filling import add_document

TYPED = {
    "f-avs": "756.9217.0769.85",
    "f-family_name": "Rochat",
    "f-given_name": "Noé",
    "f-birth": "14.5.2008",
}
FOCUS = """() => `the focus is on ${document.activeElement.outerHTML.slice(0, 200)}, the window
    ${document.hasFocus() ? "has" : "has not"} it and is ${document.visibilityState}`"""
PDF = b"\x89PNG\r\n\x1a\n" + bytes(300)


def sign_in(page: Page, address: str, user: str) -> Page:
    page.set_default_timeout(8_000)
    page.goto(f"{address}/login/")
    page.fill("#username", user)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{address}/")
    return page


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def luca(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Give Luca's window, with and without a script."""
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 1280, "height": 900})
    yield sign_in(context.new_page(), address, "luca")
    context.close()


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def examined(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[tuple[Page, bool]]:
    """Give Luca's window and whether our scripts run in it; axe itself needs a browser that runs scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    if not request.param:
        context.route("**/*.js", lambda route: route.abort())
    yield sign_in(context.new_page(), address, "luca"), request.param
    context.close()


@pytest.fixture
def clerk(browser: Browser, address: str) -> Iterator[Page]:
    """Give a clerk's window with a script."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield sign_in(context.new_page(), address, "luca")
    context.close()


def begin(page: Page, address: str, form: str) -> None:
    page.goto(f"{address}/forms/")
    page.click(f"form[action*={form}] button")
    page.wait_for_url("**/forms/draft/**")


def go_on(page: Page, button: str = "next") -> None:
    press(page, f".g-bar button[value={button}]")


def press(page: Page, selector: str) -> None:
    """Press a button that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.click(selector)


def tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until the control has the focus."""
    for _ in range(80):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no tab stop {selector}")


def open_by_keyboard(page: Page, selector: str) -> FileChooser:
    """Press Space on a field for files, as often as a person would.

    The browser opens no chooser when five seconds pass between the key and its handling, and says nothing.
    """
    opened: list[FileChooser] = []

    def note(chooser: FileChooser) -> None:
        opened.append(chooser)

    page.on("filechooser", note)
    for _ in range(3):
        tab_to(page, selector)
        with suppress(TimeoutError), page.expect_file_chooser():
            page.keyboard.press("Space")
        if opened:
            page.remove_listener("filechooser", note)
            return opened[0]
    raise AssertionError(f"no file chooser after three times Space on {selector}; {page.evaluate(FOCUS)}")


def test_a_training_confirmation_is_filled_in_and_sent_by_keyboard_alone(clerk: Page, address: str) -> None:
    clerk.goto(f"{address}/forms/")
    tab_to(clerk, "form[action*=training_confirmation] button")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/child")
    for name, text in TYPED.items():
        tab_to(clerk, f"#{name}")
        clerk.keyboard.type(text)
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/training")
    tab_to(clerk, "input[name=f-kind]")
    clerk.keyboard.press("Space")
    tab_to(clerk, "#f-school")
    clerk.keyboard.type("Gymnase de Nyon")
    for part, day in (("from", "1.8.2026"), ("until", "31.7.2027")):
        tab_to(clerk, f"#f-period\\.{part}")
        clerk.keyboard.type(day)
    chooser = open_by_keyboard(clerk, "#f-proof")
    with clerk.expect_navigation():
        chooser.set_files({"name": "carte.png", "mimeType": "image/png", "buffer": PDF})
    assert clerk.locator(".g-documents").inner_text().startswith("carte.png")
    tab_to(clerk, "#f-school")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/check-and-send")
    tab_to(clerk, ".g-bar button[value=send]")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/mailbox/message/**")

    assert "Gymnase de Nyon" in clerk.inner_text("main")
    assert "carte.png" in clerk.inner_text("main")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_state_of_a_form_is_free_of_violations(
    examined: tuple[Page, bool], address: str, size: tuple[int, int]
) -> None:
    luca, script = examined
    luca.set_viewport_size({"width": size[0], "height": size[1]})
    found: dict[str, list[str]] = {}

    def look(state: str) -> None:
        luca.set_viewport_size({"width": size[0], "height": size[1]})
        findings = Findings()
        _examine(luca, findings)
        found[state] = findings.lines

    begin(luca, address, "training_confirmation")
    look("empty")
    go_on(luca)
    look("with errors")
    for name, text in TYPED.items():
        luca.fill(f"#{name}", text)
    look("filled in")
    go_on(luca)
    luca.check("#f-kind-2")
    add_document(luca, "proof", {"name": "carte.png", "mimeType": "image/png", "buffer": PDF}, script=script)
    go_on(luca)
    look("documents, period missing")
    press(luca, ".g-step[value='go:check-and-send']")
    look("check")
    go_on(luca, "send")
    look("check with errors")
    begin(luca, address, "employee_entry")
    press(luca, ".g-step[value='go:children']")
    press(luca, "button[value='add:children']")
    luca.fill("input[id$=given_name]", "Noé")
    go_on(luca)
    press(luca, "button[value='add:children']")
    look("rows")

    assert {state: lines for state, lines in found.items() if lines} == {}


def test_a_field_appears_as_soon_as_it_is_asked_for_and_after_a_round_trip_without_a_script(
    luca: Page, address: str
) -> None:
    begin(luca, address, "general_question")
    press(luca, ".g-step[value='go:answer']")
    assert not luca.is_visible("#f-phone")

    luca.check("#f-reach-1")
    if luca.locator("button[value=update]").count():
        press(luca, "button[value=update]")

    luca.wait_for_selector("#f-phone", state="visible")


def test_the_summary_takes_the_focus_and_leads_into_the_field(clerk: Page, address: str) -> None:
    begin(clerk, address, "training_confirmation")

    go_on(clerk)
    assert clerk.locator(".g-summary:focus").count() == 1
    clerk.click(".g-summary a >> nth=1")

    assert clerk.locator("#f-family_name:focus").count() == 1
    assert clerk.title().startswith("Err")


def test_text_is_saved_while_it_is_typed_and_a_failing_network_is_told(clerk: Page, address: str) -> None:
    begin(clerk, address, "general_question")
    state = clerk.locator(".g-bar-state")
    clerk.keyboard.press("Tab")

    with clerk.expect_response(lambda answer: answer.request.method == "POST"):
        clerk.fill("#f-subject", "Allaitement")
    clerk.wait_for_function("() => /\\d\\d:\\d\\d/.test(document.querySelector('.g-bar-state').textContent)")

    def cut(route: Route) -> None:
        route.abort()

    clerk.route("**/forms/draft/**", cut)
    clerk.fill("#f-subject", "Allaitement et travail")
    failed = clerk.locator("form[data-draft]").get_attribute("data-failed") or ""
    clerk.wait_for_function("text => document.querySelector('.g-bar-state').textContent === text", arg=failed)
    clerk.unroute("**/forms/draft/**", cut)
    clerk.reload()

    assert re.search(r"\d\d:\d\d", state.inner_text())
    assert clerk.input_value("#f-subject") == "Allaitement"


def test_a_sum_follows_what_is_typed(clerk: Page, address: str) -> None:
    begin(clerk, address, "instalment_request")
    clerk.fill("#f-due", "1’000.00")
    press(clerk, ".g-step[value='go:plan']")
    for _ in range(2):
        press(clerk, "button[value='add:instalments']")
    amounts = clerk.locator("input[id$=amount]")
    amounts.nth(0).fill("600.05")
    amounts.nth(1).fill("CHF 150")

    assert clerk.inner_text("[data-part=total] output").replace("\xa0", " ") == "CHF 750.05"
    assert clerk.inner_text("[data-part=rest] output").replace("\xa0", " ") == "CHF 249.95"


def test_the_keyboard_reaches_everything_and_nothing_is_wider_than_the_screen(
    clerk: Page, address: str
) -> None:
    begin(clerk, address, "employee_entry")
    press(clerk, ".g-step[value='go:children']")
    press(clerk, "button[value='add:children']")
    clerk.goto(clerk.url.partition("#")[0])
    findings = Findings()

    _walk(clerk, findings)
    _stretch(clerk, findings)

    assert findings.lines == []

"""A console with its demonstration, and a browser, shared by the tests of one worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.people import ARGUMENTS, People
from tests.browser.server import running


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a running console."""
    with running(tmp_path_factory.mktemp("console")) as found:
        yield found


@pytest.fixture(scope="package")
def browser(chromium: Path) -> Iterator[Browser]:
    """Give a headless Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="package")
def people(browser: Browser, address: str) -> Iterator[People]:
    """Give the windows of the people of the demonstration."""
    found = People(browser, address)
    yield found
    found.close()

"""A visit: where a page template is shown, to whom, and what is done there first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

STAFF = ("claire", "marc")
ADMINISTRATORS = ("claire", "ruth")
EVERYBODY = ("claire", "marc", "heidi", "luca", "petra", "sofie", "camille")
STRANGER = ("stranger",)


@dataclass(frozen=True)
class Visit:
    """A page to look at: `act` is done on `path` first, for pages that answer a form."""

    template: str
    path: str
    users: tuple[str, ...]
    status: int = 200
    act: Callable[[Page], object] | None = None

    @property
    def name(self) -> str:
        """Give what a test report calls this visit."""
        acted = f"-{self.act.__name__}" if self.act else ""
        where = f"{self.template.removesuffix('.html')}{self.path}".replace("/", "-").rstrip("-")
        return where + acted


def follow(page: Page, selector: str) -> None:
    """Press what leads to another page, and wait for it; it may be a refusal."""
    with page.expect_navigation():
        page.click(selector)


def send(page: Page) -> None:
    """Send the form of the page as it stands."""
    follow(page, "main form[method=post] button.g-button-main")


def open_row(page: Page) -> None:
    """Open the first row of the list."""
    follow(page, "a.g-row-link")

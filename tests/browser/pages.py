"""One visit per page template: where it is shown, and to whom."""

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
        return f"{self.template.removesuffix('.html')}{self.path.replace('/', '-').rstrip('-')}{'-acted' if self.act else ''}"


def send(page: Page) -> None:
    """Send the form of the page as it stands."""
    page.click("main form[method=post] button.g-button-main")


VISITS = (
    Visit("login.html", "/login/", STRANGER),
    Visit("login.html", "/login/", STRANGER, act=send),
    Visit("error.html", "/no/such/page", (*STRANGER, "marc"), status=404),
    Visit("home.html", "/", EVERYBODY),
    Visit("form.html", "/me/profile", EVERYBODY),
    Visit("list.html", "/me/devices", EVERYBODY),
    Visit("form.html", "/me/password", EVERYBODY),
    Visit("list.html", "/ch_fund/company/list/", STAFF),
    Visit("list.html", "/ch_fund/employee/list/", ("marc", "luca", "petra")),
    Visit("list.html", "/ch_fund/employee/list/?search=nobody", ("nora",)),
    Visit("form.html", "/ch_fund/employee/add", ("marc", "nora"), act=send),
    Visit("form.html", "/ch_fund/company/edit/1", STAFF),
    Visit("show.html", "/ch_fund/company/show/1", (*STAFF, "luca")),
    Visit("show.html", "/ch_fund/employee/show/3", STAFF),
    Visit("history.html", "/ch_fund/company/history/1", STAFF),
    Visit("confirm.html", "/ch_fund/employee/delete/3", STAFF),
)

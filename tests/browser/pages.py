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


def add_a_sheet(page: Page) -> None:
    """Import a small sheet with one new member, one that is there already and one fault."""
    sheet = "number;name;language;member_since\r\n41002;Boulangerie du Lac SA;fr;\r\n49999;Essai SA;fr;1.2.2026\r\n49998;;fr;31.02.2026\r\n"
    page.set_input_files(
        "input[type=file]", {"name": "members.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    )
    send(page)


def add_texts(page: Page) -> None:
    """Bring in a file with one text."""
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Members"\nmsgstr "Mitglieder (Test)"\n'
    page.set_input_files(
        "input[type=file]", {"name": "de.po", "mimeType": "text/plain", "buffer": po.encode()}
    )
    send(page)


def switch_off(page: Page) -> None:
    """Ask to switch a module off; the question is answered with nothing."""
    page.click("main form button[role=switch]")


VISITS = (
    Visit("login.html", "/login/", STRANGER),
    Visit("login.html", "/login/", STRANGER, act=send),
    Visit("error.html", "/no/such/page", (*STRANGER, "marc"), status=404),
    Visit("error.html", "/ch_fund/employee/list/?sort=nothing", STAFF, status=400),
    Visit("home.html", "/", EVERYBODY),
    Visit("form.html", "/me/profile", EVERYBODY),
    Visit("list.html", "/me/devices", EVERYBODY),
    Visit("form.html", "/me/password", EVERYBODY),
    Visit("form.html", "/me/mandates/", ("petra",)),
    Visit("list.html", "/ch_fund/company/list/", STAFF),
    Visit("list.html", "/ch_fund/employee/list/", ("marc", "luca", "petra")),
    Visit("list.html", "/ch_fund/employee/list/?search=nobody&canton=VD", ("nora",)),
    Visit("form.html", "/ch_fund/employee/add", ("marc", "nora"), act=send),
    Visit("form.html", "/ch_fund/company/edit/1", STAFF),
    Visit("show.html", "/ch_fund/company/show/1", (*STAFF, "luca")),
    Visit("show.html", "/ch_fund/employee/show/3", STAFF),
    Visit("history.html", "/ch_fund/company/history/1", STAFF),
    Visit("confirm.html", "/ch_fund/employee/delete/3", STAFF),
    Visit("import.html", "/ch_fund/company/import", ("claire",)),
    Visit("import_preview.html", "/ch_fund/company/import", ("claire",), act=add_a_sheet),
    Visit("modules.html", "/modules/", ADMINISTRATORS),
    Visit("modules.html", "/modules/", ("sofie", "camille")),
    Visit("confirm.html", "/modules/", ADMINISTRATORS, act=switch_off),
    Visit("module.html", "/modules/ch_fund", ADMINISTRATORS),
    Visit("form.html", "/modules/ch_fund/settings", ADMINISTRATORS),
    Visit("module_parts.html", "/modules/ch_fund/parts/theme/employees", ADMINISTRATORS),
    Visit("show.html", "/institution/", ("claire", "sofie", "camille")),
    Visit("form.html", "/institution/edit", ("claire", "sofie", "camille")),
    Visit("list.html", "/journal/", ADMINISTRATORS),
    Visit("users.html", "/users/", (*ADMINISTRATORS, "luca")),
    Visit("form.html", "/users/add", (*ADMINISTRATORS, "luca"), act=send),
    Visit("show.html", "/users/4", ("claire",)),
    Visit("form.html", "/users/4/edit", ("claire",)),
    Visit("user_link.html", "/users/4/link", ("claire",), act=send),
    Visit("roles.html", "/roles/", ADMINISTRATORS),
    Visit("translations.html", "/translations/", ("heidi", "camille")),
    Visit("translations_texts.html", "/translations/ch_fund/de/", ("heidi",)),
    Visit("translations_preview.html", "/translations/ch_fund/de/upload", ("heidi",), act=add_texts),
)

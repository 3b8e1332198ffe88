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
        acted = f"-{self.act.__name__}" if self.act else ""
        where = f"{self.template.removesuffix('.html')}{self.path}".replace("/", "-").rstrip("-")
        return where + acted


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


def check_a_form(page: Page) -> None:
    """Let a small form of one's own be checked."""
    field = '{"type": "text", "key": "plate", "label": "Number plate"}'
    sections = f'[{{"key": "car", "title": "Car", "fields": [{field}]}}]'
    form = f'{{"key": "own.parking", "title": "Parking", "theme": "other", "sections": {sections}}}'
    page.fill("#declaration", form)
    send(page)


def bring_entries(page: Page) -> None:
    """Bring a sheet of entries with two faults, wait for its check and look at the result."""
    titles = "avs;family_name;given_name;email;child_avs;child;until"
    rows = "756.0000.0001.18;Exemple;Aline;aline@;756.0000.0011.15;Noé;31.02.2027"
    content = f"{titles}\r\n{rows}\r\n".encode()
    page.set_input_files("input[type=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": content})
    send(page)
    while not page.query_selector("[data-task-acts] a.g-button-main"):
        page.wait_for_timeout(200)
        page.goto(page.url)
    page.click("[data-task-acts] a.g-button-main")


def switch_off(page: Page) -> None:
    """Ask to switch a module off; the question is answered with nothing."""
    page.click("main form button[role=switch]")


def resume(page: Page) -> None:
    """Go on with the half-filled draft of the demonstration, and leave its section with what is missing."""
    page.click(".g-drafts a[href*=draft]")
    page.click(".g-bar button[value=next]")


def begin_and_continue(page: Page) -> None:
    """Begin the first form and go on without having typed anything."""
    page.click(".g-offer >> nth=0")
    page.click(".g-bar button[value=next]")


def begin_with_rows(page: Page) -> None:
    """Begin an announcement with a repeated group and add two rows."""
    page.click("form[action*=employee_entry] button")
    page.click(".g-step[value='go:children']")
    for _ in range(2):
        page.click("button[value='add:children']")
    page.goto(page.url.partition("#")[0])  # else the first tab stop is the one after the row


def check_and_send(page: Page) -> None:
    """Try to send the half-filled draft."""
    page.click(".g-drafts a[href*=draft]")
    page.click(".g-step[value='go:check-and-send']")
    page.click(".g-bar button[value=send]")
    page.wait_for_selector(".g-summary")
    page.evaluate("() => { location.hash = 'top'; }")  # the summary has the focus: the walk begins at the top


def open_sent(page: Page) -> None:
    """Read what the demonstration has sent."""
    page.click(".g-table a.g-row-link")


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
    Visit("message.html", "/users/4/link", ("claire",), act=send),
    Visit("user_link.html", "/users/4/link?by=hand", ("claire",), act=send),
    Visit("list.html", "/dispatch/", ADMINISTRATORS),
    Visit("list.html", "/tasks/", ("marc", "luca")),
    Visit("forms/overview.html", "/forms/", ("luca", "marc", "petra")),
    Visit("forms/draft.html", "/forms/", ("luca",), act=resume),
    Visit("forms/draft.html", "/forms/", ("nora", "petra"), act=begin_and_continue),
    Visit("forms/draft.html", "/forms/", ("marc",), act=begin_with_rows),
    Visit("forms/check.html", "/forms/", ("luca",), act=check_and_send),
    Visit("forms/answers.html", "/forms/", ("luca", "claire"), act=open_sent),
    Visit("import.html", "/forms/sheet/ch_fund.training_delegation/", ("luca", "marc")),
    Visit("import.html", "/forms/sheet/ch_fund.training_delegation/", ("nora",), act=send),
    Visit(
        "forms/sheet.html", "/forms/sheet/ch_fund.training_delegation/", ("luca", "marc"), act=bring_entries
    ),
    Visit("list.html", "/form-preview/", ADMINISTRATORS),
    Visit("forms/preview.html", "/form-preview/ch_fund.employee_entry/", ("claire", "heidi")),
    Visit("forms/preview.html", "/form-preview/ch_fund.training_confirmation/?show=phone", ("claire",)),
    Visit("forms/preview.html", "/form-preview/ch_fund.general_question/?show=languages", ("claire",)),
    Visit("forms/preview.html", "/form-preview/ch_fund.general_question/?show=schema", ("claire",)),
    Visit("forms/own.html", "/form-preview/own", ("claire",), act=check_a_form),
    Visit("roles.html", "/roles/", ADMINISTRATORS),
    Visit("translations.html", "/translations/", ("heidi", "camille")),
    Visit("translations_texts.html", "/translations/ch_fund/de/", ("heidi",)),
    Visit("translations_preview.html", "/translations/ch_fund/de/upload", ("heidi",), act=add_texts),
)

"""One visit per page template: where it is shown, and to whom."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Page

from tests.browser.pages_dsn import VISITS_DSN
from tests.browser.visiting import ADMINISTRATORS, EVERYBODY, STAFF, STRANGER, Visit, follow, open_row, send


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


def make_a_key(page: Page) -> None:
    """Make a key for a system that has none yet, and come to the page that shows it."""
    page.fill("#name", f"Payroll {uuid4().hex[:6]}")
    page.check("#operations-0")
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
    follow(page, "[data-task-acts] a.g-button-main")


def plan_a_campaign(page: Page) -> None:
    """Plan a notice for two companies, and look at who would get it."""
    ask_for_recipients(page)
    sheet = b"company;person\r\n41002;Aline Exemple\r\n41017;\r\n"
    page.set_input_files("input[type=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": sheet})
    send(page)


def ask_for_recipients(page: Page) -> None:
    """Plan a notice and come to the page that asks for its sheet."""
    page.select_option("#what", "ch_fund.other|notice")
    page.fill("#subject", "Holidays")
    follow(page, ".g-bar button")
    follow(page, "main a[href$='/sheet']")


def write_a_page(page: Page) -> None:
    """Write an information page and look at it before it is published."""
    page.fill("#title_fr", "Formation et allocations")
    page.fill(
        "#text_fr", "Une attestation suffit.\n\n- école\n- apprentissage\n\n[Mémento](https://www.ahv-iv.ch)"
    )
    send(page)


def publish_a_page(page: Page) -> None:
    """Write an information page, publish it, and go to what people read."""
    write_a_page(page)
    send(page)
    page.goto(page.url.partition("/manage")[0] + "/")


def switch_off(page: Page) -> None:
    """Ask to switch a module off; the question is answered with nothing."""
    follow(page, "main form button[role=switch]")


def change_terms(page: Page) -> None:
    """Write the next version of the terms and look at it before it is published."""
    page.fill("#text_fr", "Nouvelles conditions.\n\n- Une seule.")
    page.fill("#text_de", "Neue Bedingungen.\n\n- Nur eine.")
    send(page)


def send_shorter(page: Page) -> None:
    """Ask again after too few minutes."""
    page.fill("#confirm_minutes", "1")
    send(page)


def resume(page: Page) -> None:
    """Go on with the half-filled draft of the demonstration, and leave its section with what is missing."""
    follow(page, ".g-drafts a[href*=draft]")
    follow(page, ".g-bar button[value=next]")


def begin_and_continue(page: Page) -> None:
    """Begin the first form and go on without having typed anything."""
    follow(page, ".g-offer >> nth=0")
    follow(page, ".g-bar button[value=next]")


def begin_with_rows(page: Page) -> None:
    """Begin an announcement with a repeated group and add two rows."""
    follow(page, "form[action*=employee_entry] button")
    follow(page, ".g-step[value='go:children']")
    for _ in range(2):
        follow(page, "button[value='add:children']")
    page.goto(page.url.partition("#")[0])  # else the first tab stop is the one after the row


def check_and_send(page: Page) -> None:
    """Try to send the half-filled draft."""
    follow(page, ".g-drafts a[href*=draft]")
    follow(page, ".g-step[value='go:check-and-send']")
    follow(page, ".g-bar button[value=send]")
    page.wait_for_selector(".g-summary")
    page.evaluate("() => { location.hash = 'top'; }")  # the summary has the focus: the walk begins at the top


def open_first(page: Page) -> None:
    """Open the first message of the folder; a folder without any stays as it is."""
    if first := page.query_selector(".g-mail a.g-row-link"):
        page.goto(str(page.evaluate("link => link.href", first)))


def send_a_test(page: Page) -> None:
    """Send a message to oneself and look at its transmission."""
    follow(page, "main form[action$='/test'] button")
    page.goto(page.url.partition("/wording")[0] + "/dispatch/")
    open_row(page)


def open_delegation(page: Page) -> None:
    """See how far a delegated message is."""
    open_first(page)
    follow(page, "main a[href*='/delegation/']")


def bring_addresses(page: Page) -> None:
    """Bring a sheet of addresses of which one fits nothing."""
    sheet = b"Reference;E-mail\r\nAAAA-BBBB-CCCC;aline@example.org\r\n"
    page.set_input_files("input[type=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": sheet})
    send(page)


def make_an_address(page: Page) -> None:
    """Make the address of one's calendar, which is shown once."""
    follow(page, "main form[action$='/renew'] button")


def everywhere(page: Page) -> None:
    """Read all companies at once, and look at their folders."""
    page.click(".g-mandates summary")
    follow(page, ".g-mandates button[value='0']")
    page.goto(page.url.partition("/mailbox")[0].rstrip("/") + "/mailbox/")


VISITS = (
    *VISITS_DSN,
    Visit("login.html", "/login/", STRANGER),
    Visit("login.html", "/login/", STRANGER, act=send),
    Visit("factors/index.html", "/me/factors/", ADMINISTRATORS),
    Visit("proofs/verify.html", "/verify", (*STRANGER, "luca")),
    Visit("proofs/verify.html", "/verify", STRANGER, act=send),
    Visit("error.html", "/no/such/page", (*STRANGER, "marc"), status=404),
    Visit("error.html", "/ch_fund/employee/list/?sort=nothing", STAFF, status=400),
    Visit("home.html", "/", EVERYBODY),
    Visit("form.html", "/me/profile", EVERYBODY),
    Visit("notices.html", "/me/notifications/", ("luca", "marc", "sofie")),
    Visit("devices.html", "/me/devices", EVERYBODY),
    Visit("form.html", "/me/password", EVERYBODY),
    Visit("form.html", "/me/mandates/", ("petra",)),
    Visit("terms/read.html", "/terms/", ("luca", "nora", "marc")),
    Visit("list.html", "/terms/manage/", ("claire", "ruth")),
    Visit("list.html", "/terms/manage/companies", ("claire",)),
    Visit("information/page.html", "/terms/manage/1", ("claire",)),
    Visit("form.html", "/terms/manage/publish", ADMINISTRATORS),
    Visit("terms/publish.html", "/terms/manage/publish", ("claire",), act=change_terms),
    Visit("show.html", "/policy/", ADMINISTRATORS),
    Visit("form.html", "/policy/edit", ADMINISTRATORS, act=send_shorter),
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
    Visit("keys/shown.html", "/keys/add/ch_fund", ADMINISTRATORS, act=make_a_key),
    Visit("form.html", "/keys/add/ch_fund", ADMINISTRATORS, act=send),
    Visit("list.html", "/keys/", ADMINISTRATORS),
    Visit("api/reference.html", "/interface/", EVERYBODY),
    Visit("list.html", "/single-sign-on/", ADMINISTRATORS),
    Visit("form.html", "/single-sign-on/add/oidc", ADMINISTRATORS, act=send),
    Visit("form.html", "/single-sign-on/add/saml", ADMINISTRATORS),
    Visit("sso/identities.html", "/me/identities/", ("claire", "luca")),
    Visit("show.html", "/institution/", ("claire", "sofie", "camille")),
    Visit("form.html", "/institution/edit", ("claire", "sofie", "camille")),
    Visit("list.html", "/journal/", ADMINISTRATORS),
    Visit("insured/providers.html", "/providers/", ADMINISTRATORS),
    Visit("users.html", "/users/", (*ADMINISTRATORS, "luca")),
    Visit("form.html", "/users/add", (*ADMINISTRATORS, "luca"), act=send),
    Visit("show.html", "/users/4", ("claire",)),
    Visit("form.html", "/users/4/edit", ("claire",)),
    Visit("message.html", "/users/4/link", ("claire",), act=send),
    Visit("user_link.html", "/users/4/link?by=hand", ("claire",), act=send),
    Visit("information/index.html", "/information/", ("luca", "marc", "heidi")),
    Visit("information/index.html", "/information/manage/add/page", ("claire",), act=publish_a_page),
    Visit("information/contact.html", "/information/contact?theme=ch_fund.apg", ("luca", "marc", "petra")),
    Visit("information/page.html", "/information/manage/add/page", ("claire",), act=write_a_page),
    Visit("form.html", "/information/manage/add/outage", ("claire",), act=send),
    Visit("form.html", "/information/manage/add/leaflet", ("ruth",)),
    Visit("list.html", "/information/manage/", ADMINISTRATORS),
    Visit("list.html", "/information/manage/contacts/", ADMINISTRATORS),
    Visit("form.html", "/information/manage/contacts/general", ADMINISTRATORS),
    Visit("list.html", "/retention/", ADMINISTRATORS),
    Visit("show.html", "/retention/class/console.dossiers", ADMINISTRATORS),
    Visit("form.html", "/retention/class/console.dossiers/edit", ("claire",), act=send),
    Visit("form.html", "/retention/erase", ("claire",), act=send),
    Visit("list.html", "/retention/holds", ADMINISTRATORS),
    Visit("form.html", "/retention/holds/add", ("claire",), act=send),
    Visit("form.html", "/person/export", ADMINISTRATORS),
    Visit("form.html", "/person/erase", ("claire",), act=send),
    Visit("list.html", "/dispatch/", ADMINISTRATORS),
    Visit("dispatch/transmission.html", "/wording/console.invitation/de", ("claire",), act=send_a_test),
    Visit("list.html", "/dispatch/channels/", ADMINISTRATORS),
    Visit("dispatch/channel.html", "/dispatch/channels/email", ADMINISTRATORS),
    Visit("dispatch/act.html", "/dispatch/channels/email/hold", ADMINISTRATORS),
    Visit("dispatch/act.html", "/dispatch/channels/repeat", ("claire",), act=send),
    Visit("list.html", "/dispatch/answers/", ADMINISTRATORS),
    Visit("list.html", "/wording/", ADMINISTRATORS),
    Visit("dispatch/wordings.html", "/wording/console.invitation/de", ("claire", "heidi")),
    Visit("list.html", "/tasks/", ("marc", "luca")),
    Visit("forms/overview.html", "/forms/", ("luca", "marc", "petra")),
    Visit("forms/draft.html", "/forms/", ("luca",), act=resume),
    Visit("forms/draft.html", "/forms/", ("nora", "petra"), act=begin_and_continue),
    Visit("forms/draft.html", "/forms/", ("marc",), act=begin_with_rows),
    Visit("forms/check.html", "/forms/", ("luca",), act=check_and_send),
    Visit("import.html", "/forms/sheet/ch_fund.training_delegation/", ("luca", "marc")),
    Visit("import.html", "/forms/sheet/ch_fund.training_delegation/", ("nora",), act=send),
    Visit(
        "forms/sheet.html", "/forms/sheet/ch_fund.training_delegation/", ("luca", "marc"), act=bring_entries
    ),
    Visit("list.html", "/dossiers/", ("marc", "luca")),
    Visit("dossiers/theme.html", "/dossiers/ch_fund.family_allowances?state=all", ("marc", "luca")),
    Visit(
        "dossiers/dossier.html",
        "/dossiers/ch_fund.family_allowances?state=all",
        ("marc", "luca"),
        act=open_row,
    ),
    Visit("show.html", "/dossiers/print/", STAFF),
    Visit("show.html", "/dossiers/receipt/1", ("marc", "luca")),
    Visit("form.html", "/dossiers/receipt/1/edit", ("marc", "luca")),
    Visit("list.html", "/campaigns/", STAFF),
    Visit("form.html", "/campaigns/new", ("marc",), act=send),
    Visit("import.html", "/campaigns/new", ("marc",), act=ask_for_recipients),
    Visit("campaigns/campaign.html", "/campaigns/new", ("marc", "claire"), act=plan_a_campaign),
    Visit("list.html", "/ch_fund/child_allowance/list/", STAFF),
    Visit("list.html", "/form-preview/", ADMINISTRATORS),
    Visit("forms/preview.html", "/form-preview/ch_fund.employee_entry/", ("claire", "heidi")),
    Visit("forms/preview.html", "/form-preview/ch_fund.training_confirmation/?show=phone", ("claire",)),
    Visit("forms/preview.html", "/form-preview/ch_fund.general_question/?show=languages", ("claire",)),
    Visit("forms/preview.html", "/form-preview/ch_fund.general_question/?show=schema", ("claire",)),
    Visit("forms/own.html", "/form-preview/own", ("claire",), act=check_a_form),
    Visit("mailbox/folder.html", "/mailbox/inbox", ("luca", "petra")),
    Visit("mailbox/folder.html", "/mailbox/sent", ("marc", "luca")),
    Visit("mailbox/folder.html", "/mailbox/delegated", ("luca",)),
    Visit("error.html", "/mailbox/inbox?after=x", ("luca",), status=400),
    Visit("mailbox/everywhere.html", "/mailbox/", ("petra",), act=everywhere),
    Visit("mailbox/message.html", "/mailbox/inbox", ("luca",), act=open_first),
    Visit("mailbox/message.html", "/mailbox/sent", ("marc",), act=open_first),
    Visit("delegation/status.html", "/mailbox/delegated", ("luca",), act=open_delegation),
    Visit("import.html", "/delegations/", ("luca",)),
    Visit("delegation/many.html", "/delegations/", ("luca",), act=bring_addresses),
    Visit("mailbox/search.html", "/mailbox/search?q=a", ("marc", "luca")),
    Visit("desk/queue.html", "/desk/", STAFF),
    Visit("desk/queue.html", "/desk/?late=yes&age=x", ("marc",), status=400),
    Visit("desk/act.html", "/desk/new", STAFF, act=send),
    Visit("desk/register.html", "/desk/register?company=41002&channel=post", STAFF),
    Visit("list.html", "/desk/answers/", STAFF),
    Visit("form.html", "/desk/answers/add", ("marc",), act=send),
    Visit("list.html", "/desk/absence/", STAFF),
    Visit("form.html", "/desk/absence/add", ("marc",), act=send),
    Visit("list.html", "/desk/themes/", ADMINISTRATORS),
    Visit("form.html", "/desk/themes/ch_fund.family_allowances", ADMINISTRATORS),
    Visit("list.html", "/deadlines/", ("claire", "marc", "luca")),
    Visit("list.html", "/deadlines/?when=late&company=x", ("marc",), status=400),
    Visit("deadlines/calendar.html", "/deadlines/calendar/", ("marc", "luca")),
    Visit("deadlines/calendar.html", "/deadlines/calendar/", ("claire",), act=make_an_address),
    Visit("show.html", "/deadlines/rules/", ADMINISTRATORS),
    Visit("show.html", "/deadlines/rules/ch_fund.training_confirmation", ADMINISTRATORS),
    Visit("form.html", "/deadlines/rules/ch_fund.training_confirmation/edit", ("claire",), act=send),
    Visit("form.html", "/deadlines/rules/alerts/ch_fund.family_allowances", ADMINISTRATORS),
    Visit("roles.html", "/roles/", ADMINISTRATORS),
    Visit("translations.html", "/translations/", ("heidi", "camille")),
    Visit("translations_texts.html", "/translations/ch_fund/de/", ("heidi",)),
    Visit("translations_preview.html", "/translations/ch_fund/de/upload", ("heidi",), act=add_texts),
)

"""The pages of the French gateway, one visit each."""

from __future__ import annotations

from playwright.sync_api import Page

from plugins.fr_dsn import samples
from tests.browser.visiting import Visit, follow, open_row, send


def try_a_declaration(page: Page) -> None:
    """Check an invented declaration with a fault."""
    [*_others, (name, content)] = samples.files().items()
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/plain", "buffer": content})
    send(page)


def see_by_control(page: Page) -> None:
    """Look at the kept check of the demonstration, its findings by control."""
    follow(page, "a.g-row-link >> nth=-1")
    follow(page, ".g-ways a >> nth=1")
    page.goto(page.url.partition("#")[0])  # else the first tab stop is the one after the findings' heading


def see_a_call(page: Page) -> None:
    """Look at the contribution call of the demonstration."""
    follow(page, "a.g-row-link >> nth=0")


def bring_a_code_list(page: Page) -> None:
    """Import an invented list, of which one code is over."""
    sheet = (
        "code;label;valid from;valid until\r\n0044;Essai, première;;31/12/2020\r\n1486;Essai, seconde;;\r\n"
    )
    file = {"name": "idcc.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    page.set_input_files("input[type=file]", file)
    for name, text in (("edition", "P25V01 v1"), ("source", "Essai"), ("published_on", "05/01/2025")):
        page.fill(f"[name={name}]", text)
    send(page)


VISITS_DSN = (
    Visit("fr_dsn/deposits.html", "/fr_dsn/deposit/", ("agnes", "camille")),
    Visit("fr_dsn/deposits.html", "/fr_dsn/deposit/", ("agnes",), act=send),
    Visit("fr_dsn/board.html", "/fr_dsn/board/", ("agnes", "camille")),
    Visit("fr_dsn/due.html", "/fr_dsn/board/due", ("agnes",)),
    Visit("list.html", "/fr_dsn/establishment/list/", ("agnes",)),
    Visit("form.html", "/fr_dsn/establishment/add", ("agnes",)),
    Visit("form.html", "/fr_dsn/profile/add", ("agnes",)),
    Visit("list.html", "/fr_dsn/return/", ("agnes",)),
    Visit("show.html", "/fr_dsn/return/show/1", ("agnes",)),
    Visit("list.html", "/fr_dsn/gap/list/", ("agnes", "camille")),
    Visit("show.html", "/fr_dsn/gap/show/1", ("camille",)),
    Visit("form.html", "/fr_dsn/gap/bulk", ("camille",)),
    Visit("form.html", "/fr_dsn/gap/close/1", ("camille",), act=send),
    Visit("list.html", "/fr_dsn/stoppage/", ("camille",)),
    Visit("list.html", "/fr_dsn/stoppage/?late=late&search=marchand", ("camille",)),
    Visit("show.html", "/fr_dsn/stoppage/", ("agnes", "camille"), act=open_row),
    Visit("fr_dsn/report.html", "/fr_dsn/stoppage_report/", ("camille",)),
    Visit("list.html", "/fr_dsn/board/not_accepted?month=2026-02&day=5", ("agnes",)),
    Visit("list.html", "/fr_dsn/insured_terms/list/", ("camille",)),
    Visit("form.html", "/fr_dsn/insured_terms/add", ("camille",)),
    Visit("list.html", "/fr_dsn/benefit/", ("camille",)),
    Visit("show.html", "/fr_dsn/benefit/", ("camille",), act=open_row),
    Visit("list.html", "/fr_dsn/benefit/totals", ("camille",)),
    Visit("list.html", "/fr_dsn/slip/", ("camille",)),
    Visit("show.html", "/fr_dsn/slip/", ("camille",), act=open_row),
    Visit("form.html", "/fr_dsn/slip/files", ("camille",)),
    Visit("list.html", "/fr_dsn/enrolled_company/list/", ("camille",)),
    Visit("list.html", "/fr_dsn/enrolled_person/list/", ("camille",)),
    Visit("form.html", "/fr_dsn/enrolled_person/add", ("camille",)),
    Visit("show.html", "/fr_dsn/enrolled_person/show/1", ("camille",)),
    Visit("list.html", "/fr_dsn/enrolment/", ("camille",)),
    Visit("list.html", "/fr_dsn/enrolment/unknown", ("camille",)),
    Visit("list.html", "/fr_dsn/call/", ("agnes", "camille")),
    Visit("show.html", "/fr_dsn/call/", ("camille",), act=see_a_call),
    Visit("form.html", "/fr_dsn/call/draw", ("camille",)),
    Visit("list.html", "/fr_dsn/collection/", ("camille",)),
    Visit("form.html", "/fr_dsn/collection/draw", ("camille",)),
    Visit("list.html", "/fr_dsn/debit_mandate/list/", ("camille",)),
    Visit("form.html", "/fr_dsn/debit_mandate/add", ("camille",)),
    Visit("list.html", "/fr_dsn/contribution_rate/list/", ("camille",)),
    Visit("form.html", "/fr_dsn/contribution_rate/add", ("camille",)),
    Visit("fr_dsn/start.html", "/fr_dsn/check/", ("camille",)),
    Visit("fr_dsn/start.html", "/fr_dsn/check/", ("camille",), act=send),
    Visit("fr_dsn/check.html", "/fr_dsn/check/", ("camille",), act=try_a_declaration),
    Visit("fr_dsn/check.html", "/fr_dsn/check/", ("camille",), act=see_by_control),
    Visit("list.html", "/fr_dsn/code_list/", ("camille",)),
    Visit("show.html", "/fr_dsn/code_list/IDCC", ("camille",)),
    Visit("import.html", "/fr_dsn/code_list/IDCC/import", ("camille",)),
    Visit("import.html", "/fr_dsn/code_list/IDCC/import", ("camille",), act=send),
    Visit("show.html", "/fr_dsn/code_list/IDCC/import", ("camille",), act=bring_a_code_list),
)

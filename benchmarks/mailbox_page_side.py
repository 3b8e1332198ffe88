"""Answers the page of a folder of one side in process, signed in, whenever asked.

python -m benchmarks.mailbox_page_side ours|fab|django <url of the peers' copy>
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from benchmarks import answering
from benchmarks.answering import Fetch, Page
from benchmarks.mailbox_seeding import DESKS, FOLDER, THEMES, TYPES, USERNAME, first_institution

SIZE = 25
_FRAME = re.compile(r"\s*(begin|commit|rollback)\b|.*\bset_config\(", re.IGNORECASE)
"""What frames a transaction, and is not counted as a statement of the page."""


class Noted(list[str]):
    """The statements of a page, without what frames its transactions."""

    def append(self, text: str) -> None:
        """Note a statement."""
        if not _FRAME.match(text):
            super().append(text)


def main(side: str, url: str) -> None:
    """Answer until standard input ends."""
    statements = Noted()
    fetch, pages = {"ours": _ours, "fab": _fab, "django": _django}[side](url, statements)
    answering.serve(fetch, pages, statements)


def _page(address: str, *wanted: str) -> Page:
    """Give a page that must show 25 messages with their companies, and every pattern that is wanted."""

    def fault(text: str) -> str | None:
        shown = len(set(re.findall(r"\bMessage \d+", text)))
        if shown != SIZE or len(re.findall(r"\bCompany \d+", text)) < SIZE:
            return f"{shown} messages instead of {SIZE}, or not all with their company"
        return next((f"{one} is not shown" for one in wanted if not re.search(one, text)), None)

    return Page(address, fault)


def _ours(_url: str, statements: list[str]) -> tuple[Fetch, Mapping[str, Page]]:
    client = answering.console(USERNAME)
    chips = [rf"Theme {n}\b" for n in range(len(THEMES))]
    answering.note(statements)
    return answering.fetching(client), {"ours": _page("/mailbox/sent", *chips)}


def _fab(url: str, statements: list[str]) -> tuple[Fetch, Mapping[str, Page]]:
    from benchmarks import mailbox_peer, peer

    app = peer.create_app(url, views=mailbox_peer.views(first_institution(url)))
    client = answering.stock(app, peer.USER, peer.PASSWORD)
    answering.note(statements)
    return answering.fetching(client), {
        "stock FAB": _page("/stockmailview/list/"),
        "restricted FAB": _page("/plainmailview/list/"),
    }


def _django(url: str, statements: list[str]) -> tuple[Fetch, Mapping[str, Page]]:
    from benchmarks.django_mail import site

    site.begin(url, first_institution(url))
    fetch = site.signed_in(statements)
    address = f"/admin/django_mail/message/?desk__exact={FOLDER}"
    facets = [rf"{one}\s*\([\d,]+\)" for one in (*THEMES, *TYPES, *DESKS)]
    return fetch, {"Django admin with facets": _page(address, *facets)}


if __name__ == "__main__":
    main(*sys.argv[1:])

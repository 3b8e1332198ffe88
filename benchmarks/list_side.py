"""Answers list pages of one side in process, signed in, whenever asked.

python -m benchmarks.list_side ours <rows>
python -m benchmarks.list_side peer <rows> <url>
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from flask.testing import FlaskClient

from benchmarks import answering
from benchmarks.answering import Page
from benchmarks.seeding import USERNAME

SIZE = 25
_NUMBER = re.compile(r"\bR\d{8}\b")


def main(side: str, rows: str, *arguments: str) -> None:
    """Answer until standard input ends."""
    client, pages = _ours() if side == "ours" else _peer(int(rows), *arguments)
    statements: list[str] = []
    answering.note(statements)
    answering.serve(answering.fetching(client), pages, statements)


def _page(address: str, expected: int = SIZE) -> Page:
    """Give a page that must show so many rows, with the names of both relations."""

    def fault(text: str) -> str | None:
        shown = len(set(_NUMBER.findall(text)))
        if shown != expected:
            return f"{shown} rows instead of {expected}"
        named = min(len(re.findall(word, text)) for word in (r"Kind \d", r"Office of the"))
        return "a relation is not shown" if named < expected else None

    return Page(address, fault)


def _ours() -> tuple[FlaskClient, Mapping[str, Page]]:
    client = answering.console(USERNAME)
    path = "/bench/entry/list/"
    # The first page backwards ends with the cursor behind which the last page forwards begins.
    backwards = client.get(f"{path}?sort=-number").get_data(as_text=True)
    found = re.search(r"after=([\w-]+)", backwards)
    assert found is not None
    return client, {
        "first page": _page(path),
        "last page": _page(f"{path}?sort=number&after={found[1]}", SIZE - 1),
        "filtered by a relation": _page(f"{path}?kind=K07%E2%80%83Kind+7"),
        "sorted by name": _page(f"{path}?sort=name"),
        "sorted by day, newest first": _page(f"{path}?sort=-day"),
    }


def _peer(rows: int, url: str) -> tuple[FlaskClient, Mapping[str, Page]]:
    from benchmarks import peer

    client = answering.stock(peer.create_app(url), peer.USER, peer.PASSWORD)
    pages: dict[str, Page] = {}
    for side, view in (("stock", "stockview"), ("restricted", "plainview")):
        name = "StockView" if side == "stock" else "PlainView"
        path, order = f"/{view}/list/", f"_oc_{name}={{}}&_od_{name}={{}}"
        pages |= {
            f"{side}: first page": _page(path),
            f"{side}: last page": _page(f"{path}?page_{name}={(rows - 1) // SIZE}"),
            f"{side}: sorted by name": _page(f"{path}?{order.format('name', 'asc')}"),
            f"{side}: sorted by day, newest first": _page(f"{path}?{order.format('day', 'desc')}"),
        }
    pages["stock: filtered by a relation"] = _page("/stockview/list/?_flt_0_kind=7")
    return client, pages


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A sheet of e-mail addresses against the open requests that can be delegated: which row is for which request. Pure.

A row names its request by its reference, or by official numbers: of the person, of the child. Columns are told apart by
what stands in them, so that the sheet the institution handed out, an own list and our template are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from console.base.folding import fold
from console.base.sheets.cells import Sheet, SheetRow
from console.base.sheets.phrases import N_, Phrase
from console.mailbox.delegating import is_email

_SIGNS: Final = re.compile(r"[\s.\-/]+")
_EMAIL_TITLES: Final = ("mail", "courriel", "adresse electronique", "adresse e lectronique")
MOST: Final = 1_000


@dataclass(frozen=True)
class Request:
    """An open request: its reference, what it is called, and every official number it speaks of."""

    reference: str
    subject: str
    person: str
    numbers: frozenset[str]


@dataclass(frozen=True)
class Line:
    """A row of the sheet: the request it is for, or why it cannot be used."""

    row: int
    email: str
    request: Request | None
    problem: Phrase | None = None


def lines_of(sheet: Sheet, requests: Sequence[Request]) -> list[Line]:
    """Match every row; one request is delegated once, to the address of its first row."""
    column = _email_column(sheet)
    found: list[Line] = []
    used: dict[str, int] = {}
    for row in sheet.rows:
        line = _line(row, column, requests)
        if line.request is not None and line.problem is None:
            first = used.setdefault(line.request.reference, row.number)
            if first != row.number:
                same = Phrase(N_("Row %(row)s is for the same request. Keep one of them."), {"row": first})
                line = Line(line.row, line.email, line.request, same)
        found.append(line)
    return found


def _line(row: SheetRow, column: int | None, requests: Sequence[Request]) -> Line:
    texts = [str(cell).strip() for cell in row.cells if cell is not None]
    email = str(row.cells[column] or "").strip() if column is not None else _first_email(texts)
    request, problem = _request(texts, requests)
    if problem is None and not is_email(email):
        problem = Phrase(N_("Give an e-mail address, such as name@example.org."))
    return Line(row.number, email, request, problem)


def _request(texts: Collection[str], requests: Sequence[Request]) -> tuple[Request | None, Phrase | None]:
    by_reference = [one for one in requests if one.reference in texts]
    if by_reference:
        return by_reference[0], None
    numbers = {_SIGNS.sub("", text) for text in texts}
    shared = {one: len(one.numbers & numbers) for one in requests}
    most = max(shared.values(), default=0)
    best = [one for one in requests if shared[one] == most] if most else []
    if len(best) == 1:
        return best[0], None
    if not best:
        return None, Phrase(N_("No open request that can be delegated fits this row."))
    return None, Phrase(N_("Several open requests fit this row. Add the reference of the one you mean."))


def _email_column(sheet: Sheet) -> int | None:
    titles = [fold(title) for title in sheet.header]
    return next((n for n, title in enumerate(titles) if any(one in title for one in _EMAIL_TITLES)), None)


def _first_email(texts: Collection[str]) -> str:
    return next((text for text in texts if is_email(text)), "")

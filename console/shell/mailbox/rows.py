"""Messages as rows of a list: each side and folder with the columns that are read there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from console.institutions.sessions import db
from console.mailbox.beside import Beside, beside
from console.mailbox.models import A_NOTICE, ASKED, REGISTERED
from console.mailbox.queries import Row
from console.mailbox.states import State
from console.shell.delegation.pages import status_tag
from console.shell.mailbox import wording
from console.shell.mailbox.actors import folder_title, theme_title, type_title
from console.shell.mailbox.page_data import MailCell, MailColumn, MailRow, MailTable
from console.shell.pages import Tag

_WAITING = (State.INBOX, State.DRAFT, State.DELEGATED)
"""Where something is still to be done by the company or the person, so that a due date counts."""


_HERE = "REFERENCE"


@dataclass(frozen=True)
class Seen:
    """A row as its reader sees it: in which folder she has it, and what stands beside it."""

    row: Row
    folder: State
    beside: Beside
    by_fund: bool


@dataclass(frozen=True)
class _Part:
    """A column and how its cells are made."""

    column: MailColumn
    cell: Callable[[Seen], MailCell]


def table_of(rows: Sequence[tuple[State, Row]], folder: State | None, *, by_fund: bool) -> MailTable:
    """Give rows as a table, with the columns of a folder, or (`None`) of what was found in any of them."""
    around = beside(db.session(), [row.id for _folder, row in rows])
    parts = _parts(folder, by_fund, lru_cache(theme_title), wording.lately_now())
    seen = [Seen(row, where, around.get(row.id, Beside()), by_fund) for where, row in rows]
    caption = folder_title(folder, by_fund=by_fund) if folder is not None else _("Messages found")
    columns = (MailColumn(_("Subject")), *(part.column for part in parts))
    titles = lru_cache(type_title)
    # Built once: an address for each row would take a tenth of the page's time.
    address = url_for("MailboxView.message", reference=_HERE)
    made = (_row(one, parts, folder, titles(one.row.type), address) for one in seen)
    return MailTable(caption, columns, tuple(made))


def _row(one: Seen, parts: Sequence[_Part], folder: State | None, kind: str, address: str) -> MailRow:
    row = one.row
    return MailRow(
        title=row.subject or kind,
        detail=kind if row.subject else "",
        url=address.replace(_HERE, row.reference),
        labelled=tuple((part.column, part.cell(one)) for part in parts),
        tags=tuple(_tags(one, with_due=folder is None)),
        is_unread=not one.by_fund and one.folder is State.INBOX and row.read_at is None,
    )


def _parts(
    folder: State | None, by_fund: bool, theme: Callable[[str], str], lately: Callable[[datetime], str]
) -> list[_Part]:
    parts = [_Part(MailColumn(_("Company")), _company)] if by_fund else []
    parts += [
        _Part(MailColumn(_("Person")), _person),
        _Part(MailColumn(_("Theme")), lambda one: MailCell(theme(one.row.theme))),
    ]
    if folder is None:
        parts.append(_Part(MailColumn(_("Folder")), _folder))
    if folder in _WAITING:
        parts.append(_Part(MailColumn(_("Due"), "day"), _due))
    parts.append(
        _Part(MailColumn(_moment_label(folder, by_fund), "day"), lambda one: MailCell(lately(one.row.moment)))
    )
    if folder is State.SENT and by_fund:
        nobody = _("nobody yet")
        parts.append(_Part(MailColumn(_("Assigned to")), lambda one: MailCell(one.beside.assignee or nobody)))
    elif folder is State.INBOX and by_fund:
        parts.append(_Part(MailColumn(_("Read by the company")), _read))
    elif folder is State.DRAFT:
        parts.append(_Part(MailColumn(_("Saved by")), lambda one: MailCell(one.row.saved_by)))
    elif folder is State.DELEGATED:
        parts.append(_Part(MailColumn(_("Status")), _delegation))
    return parts


def _moment_label(folder: State | None, by_fund: bool) -> str:
    words = {
        State.INBOX: pgettext("message", "Sent") if by_fund else _("Received"),
        State.DRAFT: _("Among the drafts since"),
        State.DELEGATED: _("Delegated on"),
        State.SENT: _("Waiting since") if by_fund else pgettext("message", "Sent"),
        State.DONE: _("Settled on"),
    }
    return str(words[folder]) if folder is not None else _("Since")


def _company(one: Seen) -> MailCell:
    return MailCell(one.beside.company)


def _person(one: Seen) -> MailCell:
    return MailCell(one.row.person, wording.number(one.row.person_number))


def _folder(one: Seen) -> MailCell:
    return MailCell(folder_title(one.folder, by_fund=one.by_fund))


def _due(one: Seen) -> MailCell:
    if one.row.due is None:
        return MailCell()
    said = wording.due_tag(one.row.due)
    return MailCell(g.style.show_day(one.row.due), tags=(said,) if said else ())


def _read(one: Seen) -> MailCell:
    at = one.row.read_at
    return MailCell(wording.lately(at) if at is not None else _("not yet"))


def _delegation(one: Seen) -> MailCell:
    found = one.beside.delegation
    if found is None:
        return MailCell()
    return MailCell(detail="" if one.by_fund else found.person, tags=(status_tag(found),))


def _tags(one: Seen, *, with_due: bool) -> Iterator[Tag]:
    """Give what is particular about a message; `with_due` where no column says that it is late."""
    row = one.row
    if with_due and row.due is not None and one.folder in _WAITING and (due := wording.due_tag(row.due)):
        yield due
    if one.folder is State.INBOX and row.type == A_NOTICE:
        yield Tag(_("No answer needed"))
    if one.folder is State.DRAFT and row.is_recalled:
        yield Tag(_("Recalled"), "warn")
    if one.folder is State.DRAFT and row.origin in ASKED:
        yield Tag(_("Answers a request"), "info")
    if row.origin == REGISTERED:
        yield Tag(_("Registered by the institution"))

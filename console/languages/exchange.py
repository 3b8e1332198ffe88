"""The translators' file: one sheet or .po per owner and language, out and back in.

What comes back are proposals, each held against its source; nothing is stored here.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from flask_babel import pgettext

from console.base.bounded import Crashed, TookTooLong, TooLarge, run_bounded
from console.base.errors import ConsoleError
from console.base.sheets import N_, Cell, Phrase, SheetRow, Unreadable, read_upload

from .checks import Flaw, breaks
from .entries import Entry, text_of
from .files import Text, key_of
from .pofiles import po_bytes, po_lines

MAX_MEGABYTES = 10
"""Size of a file as it is sent."""

COLUMNS = 7
NEW, SOURCE, KEY = 3, 1, 6
"""Places of the cells that are read back."""

REFUSALS = {
    "extension": N_("This file cannot be read. Use the sheet (.xlsx) or the catalogue (.po) you were given."),
    "size": N_("This file is larger than %(limit)s MB. Send the texts in several files."),
    "unreadable": N_("This catalogue is damaged. Save it again as .po in UTF-8."),
    "columns": N_("The columns of this sheet were changed. Fill in the sheet as it was given to you."),
}
"""Why a file is not read at all."""


class FileRefused(ConsoleError):
    """A translators' file that is not read; `code` is a key of `REFUSALS`."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(Phrase(REFUSALS[code], params))
        self.code = code


@dataclass(frozen=True, slots=True)
class Change:
    """A new text for a message."""

    owner: str
    locale: str
    context: str | None
    msgid: str
    text: Text


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row of a sheet (or the message at a line of a .po) was not taken over."""

    row: int
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Reading:
    """What a translators' file proposes; every row that says something is a change or a fault."""

    changes: tuple[Change, ...]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class _Proposal:
    row: int
    entry: Entry
    texts: tuple[str, ...]


def missing_of(entries: Iterable[Entry]) -> list[Entry]:
    """The messages that still need a translator."""
    return [entry for entry in entries if not entry.is_done]


def write_sheet(owner: str, locale: str, entries: Sequence[Entry], *, created: datetime) -> bytes:
    """A workbook in which only the column for the new translation can be filled in.

    A message with a plural has one row per form. `created` (UTC) is the only time in the file.
    """
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": f"{owner} {locale}", "created": created})
        sheet = book.add_worksheet(f"{owner} {locale}"[:31])
        bold = book.add_format({"bold": True})
        locked = book.add_format({"text_wrap": True, "valign": "top"})
        free = book.add_format({"text_wrap": True, "valign": "top", "locked": False, "bg_color": "#FFF8E1"})
        for column, width in enumerate((16, 60, 60, 60, 30, 14)):
            sheet.set_column(column, column, width)
        sheet.set_column(KEY, KEY, None, None, {"hidden": True})
        sheet.freeze_panes(1, 0)
        sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
        for row, cells in enumerate([_titles(), *_rows(owner, locale, entries)]):
            for column, text in enumerate(cells):
                look = bold if row == 0 else free if column == NEW else locked
                if text:
                    sheet.write_string(row, column, text, look)
                else:
                    sheet.write_blank(row, column, None, look)
        sheet.autofilter(0, 0, sum(len(entry.sources) for entry in entries), KEY - 1)
    return file.getvalue()


def _titles() -> list[str]:
    return [
        pgettext("translation", "Context"),
        pgettext("translation", "Source"),
        pgettext("translation", "Current translation"),
        pgettext("translation", "New translation"),
        pgettext("translation", "Where used"),
        pgettext("translation", "State"),
        pgettext("translation", "Key"),
    ]


def _state(entry: Entry) -> str:
    if entry.is_done:
        return str(pgettext("translation", "Done"))
    return str(pgettext("translation", "To check") if entry.fuzzy else pgettext("translation", "Missing"))


def _rows(owner: str, locale: str, entries: Iterable[Entry]) -> Iterator[list[str]]:
    for entry in entries:
        where = "\n".join(entry.where[:5])
        for form, source in enumerate(entry.sources):
            current = entry.texts[form] if form < len(entry.texts) else ""
            key = _row_key(owner, locale, entry, form)
            yield [entry.context or "", source, current, "", where, _state(entry), key]


def _row_key(owner: str, locale: str, entry: Entry, form: int) -> str:
    digest = hashlib.sha256(key_of(entry.context, entry.msgid).encode()).hexdigest()[:16]
    return f"{owner}/{locale}/{digest}/{form}"


def write_po(owner: str, locale: str, entries: Sequence[Entry]) -> bytes:
    """The same messages as a .po file for translators' programs."""
    return po_bytes(f"{owner}: {locale}", locale, entries)


def read_back(data: bytes, filename: str, owner: str, locale: str, entries: Sequence[Entry]) -> Reading:
    """The changes that a translators' file proposes to `entries`, and why its other rows were not taken.

    Texts left empty or equal to the current ones propose nothing. Raises `FileRefused` or `SheetRefused` when
    the file as a whole cannot be read.
    """
    suffix = PurePath(filename.lower()).suffix
    if suffix not in {".po", ".xlsx"}:
        raise FileRefused("extension")
    if len(data) > MAX_MEGABYTES * 1024 * 1024:
        raise FileRefused("size", limit=MAX_MEGABYTES)
    faults: list[RowFault] = []
    if suffix == ".po":
        proposals = list(_from_po(data, entries, faults))
    else:
        proposals = list(_from_sheet(data, filename, owner, locale, entries, faults))
    changes = []
    for proposal in proposals:
        entry = proposal.entry
        flaws = list(breaks(entry, proposal.texts, locale.partition("_")[0]))
        faults += [RowFault(proposal.row, flaw) for flaw in flaws]
        if not flaws:
            text = text_of(proposal.texts, entry.plural)
            changes.append(Change(owner, locale, entry.context, entry.msgid, text))
    return Reading(tuple(changes), tuple(sorted(faults, key=lambda fault: fault.row)))


def _from_po(data: bytes, entries: Sequence[Entry], faults: list[RowFault]) -> Iterator[_Proposal]:
    try:
        lines = run_bounded(po_lines, data, seconds=20, memory_mb=1024)
    except (ValueError, TookTooLong, TooLarge, Crashed):
        raise FileRefused("unreadable") from None
    known = {(entry.context, entry.msgid): entry for entry in entries}
    for line, sent in lines:
        entry = known.get((sent.context, sent.msgid))
        if not any(sent.texts):
            continue
        if entry is None or entry.plural != sent.plural:
            faults.append(RowFault(line, Flaw("unknown")))
        elif sent.fuzzy and sent.texts != entry.texts:
            faults.append(RowFault(line, Flaw("fuzzy")))
        elif sent.texts != entry.texts or (entry.fuzzy and not sent.fuzzy):
            yield _Proposal(line, entry, sent.texts)


def _from_sheet(
    data: bytes, filename: str, owner: str, locale: str, entries: Sequence[Entry], faults: list[RowFault]
) -> Iterator[_Proposal]:
    sheet = read_upload(data, filename)
    if len(sheet.header) < COLUMNS:
        raise FileRefused("columns")
    known = {
        _row_key(owner, locale, entry, form): (entry, form)
        for entry in entries
        for form in range(len(entry.sources))
    }
    given: dict[tuple[str | None, str], dict[int, tuple[int, str]]] = {}
    for row in sheet.rows:
        text, flaw = _new_text(row.cells[NEW])
        found = known.get(str(row.cells[KEY]))
        if flaw is None and text:
            flaw = _mismatch(row, found)
        if flaw is not None:
            faults.append(RowFault(row.number, flaw))
        elif text and found:
            entry, form = found
            forms = given.setdefault((entry.context, entry.msgid), {})
            if form in forms:
                faults.append(RowFault(row.number, Flaw("twice", {"row": forms[form][0]})))
            else:
                forms[form] = (row.number, text)
    for entry in entries:
        rows = given.get((entry.context, entry.msgid), {})
        kept = {**dict(enumerate(entry.texts)), **{form: text for form, (_row, text) in rows.items()}}
        texts = tuple(kept.get(form, "") for form in range(len(entry.sources)))
        if rows and (texts != entry.texts or entry.fuzzy):
            yield _Proposal(min(row for row, _text in rows.values()), entry, texts)


def _new_text(cell: Cell) -> tuple[str, Flaw | None]:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return "", None
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n"), None
    return "", Flaw("formula" if cell is Unreadable.FORMULA else "not_text")


def _mismatch(row: SheetRow, found: tuple[Entry, int] | None) -> Flaw | None:
    """Rows whose key or source is not ours: other files, or columns sorted apart from each other."""
    if found is None:
        return Flaw("unknown")
    entry, form = found
    same = str(row.cells[SOURCE] or "").replace("\r\n", "\n") == entry.sources[form]
    return None if same else Flaw("other_source")

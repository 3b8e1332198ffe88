"""Files of a sheet of entries: the one that is brought, and the faulty rows that are taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import BinaryIO, cast

from flask import g
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from console.base import clock
from console.base.sheets import SheetRefused, refuse_early, write_xlsx
from console.base.sheets.cells import Writable
from console.documents import service as documents
from console.documents.models import StoredFile
from console.documents.refusals import FileRefused
from console.forms import imports
from console.forms.entries import Day, KeptCell, said_with
from console.forms.faults import say
from console.forms.import_models import FormImport
from console.forms.importing import LIMITS
from console.forms.revisions import Revision
from console.forms.service import Sender
from console.forms.sheets import columns_of, titles_of
from console.institutions.sessions import db
from console.shell.forms import current

_MEGABYTE = 1024 * 1024
_IN_WORDS_OF_SHEETS = {
    "kind": "content",
    "name": "content",
    "size": "size",
    "unpacked": "unpacked",
    "encrypted": "encrypted",
    "macros": "macros",
    "damaged": "unreadable",
    "heavy": "heavy",
}
"""Why a file is not kept, as the reason why a sheet is not read: the same facts, with what to do about a sheet."""


def keep_sheet(session: Session, file: FileStorage, sender: Sender) -> StoredFile:
    """Store a sheet that was sent. Raises `SheetRefused` and `FileRefused`."""
    name = file.filename or ""
    extension = refuse_early(b"", name, LIMITS)
    stream = cast(BinaryIO, file.stream)
    limits = documents.FileLimits(frozenset({"xlsx", "text"}), LIMITS.megabytes * _MEGABYTE)
    try:
        return documents.keep(
            session, stream, name, limits, user_id=sender.user_id, company_id=sender.company_id
        )
    except FileRefused as refused:
        if refused.code in _IN_WORDS_OF_SHEETS:
            params = {"extension": extension, "limit": LIMITS.megabytes}
            raise SheetRefused(_IN_WORDS_OF_SHEETS[refused.code], **params) from None
        raise


def faulty_rows(found: FormImport, revision: Revision) -> bytes:
    """Give the explained rows as an .xlsx, with what to do about each in the reader's language."""
    tongue = current.tongue(revision)
    titles = titles_of(columns_of(revision.form), tongue.say)
    header = (*titles, _("Row in your sheet"), _("What to do"))
    title = tongue.say(revision.form.title)
    return write_xlsx(title, header, _rows(found, revision), g.style.locale, created=clock.now())


def _rows(found: FormImport, revision: Revision) -> Iterator[list[Writable]]:
    sentences = said_with(current.sentences(revision))
    titles = titles_of(columns_of(revision.form), current.tongue(revision).say)
    for entry in imports.explained(db.session(), found):
        reasons: dict[int, list[str]] = defaultdict(list)
        for one in entry.faults:
            text = say(one.fault(), g.style, sentences)
            named = text if one.column is None else f"{titles[one.column]}: {text}"
            reasons[one.number].append(named)
        for line in entry.lines:
            yield [*map(_writable, line.cells), line.number, "\n".join(reasons[line.number])]


def _writable(cell: KeptCell) -> Writable:
    if isinstance(cell, Day):
        return date.fromisoformat(cell.iso)
    return Decimal(f"{cell:.15g}") if isinstance(cell, float) else cell

"""Why a sheet is not read or written: one code and one sentence per reason."""

from __future__ import annotations

from console.base.errors import ConsoleError

from .phrases import N_, Phrase

MESSAGES = {
    "extension": N_("This file cannot be read. Use a sheet in the format .xlsx or .csv."),
    "content": N_(
        "The content of this file does not match its name. Save the sheet as %(extension)s and add it again."
    ),
    "macros": N_("This sheet contains macros. Save it as .xlsx without macros and add it again."),
    "encrypted": N_("This sheet is protected by a password. Remove the password and add it again."),
    "size": N_("This file is larger than %(limit)s MB. Split it into several sheets."),
    "unpacked": N_("This file unpacks to too much data. Copy its rows into a new sheet and add that one."),
    "rows": N_("This sheet has more than %(limit)s rows. Split it into several sheets."),
    "columns": N_("This sheet has more than %(limit)s columns. Remove the columns that are not needed."),
    "encoding": N_("The letters of this file cannot be recognised. Save it as CSV UTF-8 and add it again."),
    "doctype": N_("This sheet was not written by a spreadsheet program. Copy its rows into a new sheet."),
    "merged": N_("The cells %(cells)s are merged. Undo the merge, then add the sheet again."),
    "sheet": N_("This workbook has no sheet named %(name)s. Its sheets are: %(sheets)s."),
    "empty": N_("This sheet has no rows. The first row carries the titles of the columns."),
    "title": N_("A title in row %(row)s is not a text. Type the titles of the columns as text."),
    "heavy": N_("Reading this sheet takes too long or too much memory. Split it into several sheets."),
    "unreadable": N_("This sheet is damaged. Open it, save it under a new name and add it again."),
    "long_text": N_("The text in row %(row)s is too long for a cell. Use the format .csv instead."),
}


class SheetRefused(ConsoleError):
    """A sheet that is not read or written at all; `code` is a key of `MESSAGES`, `params` fill its text."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(Phrase(MESSAGES[code], params))
        self.code = code
        self.params = params

    def say(self) -> str:
        """Give the reason and what to do, in the reader's language."""
        return str(self)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions are copied by their arguments, which here are not those of the constructor.
        return _refused, (self.code, self.params)


def _refused(code: str, params: dict[str, object]) -> SheetRefused:
    return SheetRefused(code, **params)

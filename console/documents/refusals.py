"""Why a file is not taken: one code and one sentence per reason."""

from __future__ import annotations

from console.base.errors import ConsoleError
from console.base.sheets.phrases import N_, Phrase

MESSAGES = {
    "empty": N_("This file is empty. Choose it again, or save it anew first."),
    "size": N_("This file is larger than %(limit)s MB. Make it smaller, for example by scanning in grey."),
    "together": N_("More than %(limit)s MB were sent at once. Add fewer or smaller files at a time."),
    "kind": N_("Files of this kind are not accepted here. Use one of these: %(kinds)s."),
    "name": N_("The content of this file does not match its name. Its name must end in %(extension)s."),
    "encrypted": N_("This file is protected by a password. Remove the password and add it again."),
    "active": N_(
        "This PDF holds commands that run when it is opened. Print it as a PDF and add the new file."
    ),
    "macros": N_("This document contains macros. Save it without macros and add it again."),
    "unpacked": N_("This file unpacks to too much data. Save it as a PDF and add that one."),
    "damaged": N_("This file is damaged. Open it, save it under a new name and add it again."),
    "heavy": N_("Checking this file takes too long or too much memory. Save it anew, or print it as a PDF."),
    "infected": N_("This file is infected with a virus and was not kept. Have your computer checked."),
    "unchecked": N_("Files cannot be checked for viruses at the moment. Try again later."),
    "unstored": N_("Files cannot be stored at the moment. Try again later."),
}


class FileRefused(ConsoleError):
    """A file that is not taken; `code` is a key of `MESSAGES`."""

    status = 422

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(Phrase(MESSAGES[code], params))
        self.code = code
        self.params = params

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions are copied by their arguments, which here are not those of the constructor.
        return _refused, (self.code, self.params)


def _refused(code: str, params: dict[str, object]) -> FileRefused:
    return FileRefused(code, **params)

"""The wording of the e-mails to a company: that something is missing, until when and where; nothing about a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.plugin import N_, dispatch
from console.plugin import lazy_gettext as _l

from .rules import Kind

MONTH: Final = dispatch.MailTemplate(
    "fr_dsn.gap_month",
    _l("Gap: a declaration is missing"),
    N_("%(theme)s: a declaration is missing"),
    N_(
        "Good day\n\n%(institution)s has no accepted declaration (DSN) for a month that is due. Please deposit it, or "
        "tell us by %(day)s why there is none.\n\n%(link)s\n\nYou read and answer it in the console, after signing in."
    ),
)
CONTENT: Final = dispatch.MailTemplate(
    "fr_dsn.gap_content",
    _l("Gap: something in a declaration needs an explanation"),
    N_("%(theme)s: a question about your declaration"),
    N_(
        "Good day\n\nSomething is missing in a declaration (DSN) that %(institution)s has received: a contribution, a "
        "contract or a payment. Please correct it with the next declaration, or answer by %(day)s.\n\n%(link)s\n\n"
        "You read and answer it in the console, after signing in."
    ),
)
SEVERAL: Final = dispatch.MailTemplate(
    "fr_dsn.gap_several",
    _l("Gap: several things are missing"),
    N_("%(theme)s: several things are missing in your declarations"),
    N_(
        "Good day\n\nSeveral things are missing in the declarations (DSN) of your portfolio at %(institution)s. Please "
        "correct them, or answer by %(day)s.\n\n%(link)s\n\nYou read and answer them in the console, after signing in."
    ),
)
ALL: Final = (MONTH, CONTENT, SEVERAL)
OF_KIND: Final[Mapping[str, dispatch.MailTemplate]] = {
    kind: MONTH if kind in (Kind.MISSING, Kind.SILENT) else CONTENT for kind in Kind
}

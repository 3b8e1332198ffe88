"""What a proof says beside the answers, in the sender's language: frozen with it, since wordings change."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from console.base.figures import Style
from console.base.sheets.phrases import N_
from console.languages.speaking import bound

WORDS: Final = (
    N_("Reference"),
    N_("Page %(page)s of %(pages)s"),
    N_("Text %(number)s"),
    N_("See below: %(name)s"),
    N_("Proof of what was sent to %(institution)s"),
    N_("Attached documents"),
    N_("Document"),
    N_("Size in bytes"),
    N_("SHA-256 digest"),
    N_("Verification"),
    N_(
        "Everybody can verify this proof on the page below: with this PDF itself, or with its number and digest. "
        "The QR code leads there."
    ),
    N_("Page"),
    N_("Number of the proof"),
    N_("Digest of the proof"),
    N_("Practice – no legal effect"),
)
"""Every text that the layout says, its own and those of the papers below it: it speaks from a proof alone."""


def frozen_words() -> dict[str, str]:
    """Give the texts of the layout as the bound catalogue has them now, with their placeholders."""
    return {message: bound().ugettext(message) for message in WORDS}


def origin_text(origin: str) -> str:
    """Say by which way something reached the institution."""
    known = {
        "page": _("Page of the console"),
        "sheet": _("Sheet of entries"),
        "api": _("Interface for programs"),
        "post": _("Received by post, registered by the institution"),
        "telephone": _("Received by telephone, registered by the institution"),
        "email": _("Received by e-mail, registered by the institution"),
    }
    return str(known.get(origin, origin))


def identified_text(identified: str, *, by_person: bool) -> str:
    """Say how the sender showed who she is."""
    known = {
        "second_factor": _("User account with a second factor"),
        "account": _("User account bound to the official number"),
        "code_email": _("Personal link, a code by e-mail and the official number"),
        "code_sms": _("Personal link and a code by SMS"),
        "birth_number": _("Personal link, date of birth and official number"),
    }
    plain = _("Personal link") if by_person else _("User account with password")
    return str(known.get(identified, plain))


def moment_text(style: Style, moment: datetime, zone: str = "") -> str:
    """Give a moment to the second with its zone: 22.11.2026 14:03:22 (Europe/Zurich, UTC+01:00)."""
    known = ZoneInfo(zone) if zone else style.zone
    local = moment.astimezone(known)
    return f"{style.show_day(local.date())} {local:%H:%M:%S} ({known.key}, UTC{local.isoformat()[-6:]})"


def digest_text(digest: str) -> str:
    """Give a digest in groups of eight, which break over lines."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))

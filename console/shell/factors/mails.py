"""What a person is told by e-mail when her account opens in another way than before: never which way, never a link."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from config import LANGUAGES
from console.accounts.models import User, UserProfile
from console.accounts.visits import mandates_of
from console.base import ids
from console.base.sheets.phrases import N_
from console.dispatch.declarations import Envelope, MailTemplate
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.mail.channel import mail
from console.dispatch.service import enqueue, has_channel
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.shell.boundary import later

FACTOR_ADDED: Final = MailTemplate(
    "console.factor_added",
    _l("Second factor added"),
    N_("A second factor was added to your user account"),
    N_(
        "Good day\n\nA second factor was added to your user account for the console of %(institution)s.\n\n"
        "Was it you? Then you need do nothing. If not, somebody else may have got in: tell your administrator at once, "
        "and change your password."
    ),
)
FACTOR_REMOVED: Final = MailTemplate(
    "console.factor_removed",
    _l("Second factor removed"),
    N_("A second factor was removed from your user account"),
    N_(
        "Good day\n\nA second factor was removed from your user account for the console of %(institution)s.\n\n"
        "Was it you? Then you need do nothing. If not, somebody else may have got in: tell your administrator at once, "
        "and change your password."
    ),
)
RECOVERY_USED: Final = MailTemplate(
    "console.recovery_used",
    _l("Recovery code used"),
    N_("Somebody signed in with one of your recovery codes"),
    N_(
        "Good day\n\nOne of your recovery codes was used to sign in to the console of %(institution)s.\n\n"
        "Was it you? Then add a new second factor if you have lost the old one. If not, somebody else may have got in: "
        "tell your administrator at once, and change your password."
    ),
)
TEMPLATES: Final = (FACTOR_ADDED, FACTOR_REMOVED, RECOVERY_USED)
SUBJECT: Final = "console.factor"


def tell(user: User, template: MailTemplate) -> None:
    """Write to a person once the request at hand is committed; to nobody where no e-mails leave.

    It leaves through the outbox of the first institution she works for.
    """
    mandates = mandates_of(accounts(), user.id)
    if not mandates or not has_channel(EMAIL):
        return
    profile = accounts().get(UserProfile, user.id)
    own = profile.language if profile is not None else None
    language = own if own in LANGUAGES else mandates[0].tenant.languages[0]
    envelope = mail(template, user.email, language, {}, key=f"factor.{ids.token()}", subject=SUBJECT)
    later(_hand_over, mandates[0].tenant.id, envelope)


def _hand_over(institution: int, envelope: Envelope) -> None:
    with acting(Scope((institution,), purpose="second factor"), writes=True) as session:
        enqueue(session, envelope)

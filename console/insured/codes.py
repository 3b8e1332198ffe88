"""The e-mails around opening an account: the code that tries an address, and the word to who has one already."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from console.base import ids
from console.base.sheets.phrases import N_
from console.dispatch.declarations import MailTemplate
from console.dispatch.mail.channel import mail
from console.dispatch.service import enqueue, withdraw

CODE: Final = MailTemplate(
    "console.insured_code",
    _l("Code for opening an account"),
    N_("Your code from %(institution)s"),
    N_(
        "Good day\n\nYour code is:\n\n%(code)s\n\nType it on the page on which you open your account. "
        "It works once, for ten minutes.\n\n"
        "If you are not opening an account, you need do nothing. Never pass it on: nobody of %(institution)s asks "
        "for it."
    ),
)
KNOWN: Final = MailTemplate(
    "console.insured_known",
    _l("Address of an account that exists"),
    N_("Your e-mail address at %(institution)s"),
    N_(
        "Good day\n\nSomebody wants to open an account as an insured person with this e-mail address. "
        "There is an account with it already, so none was opened.\n\n"
        "If that was you, sign in with the account you have, or open the new one with another address. "
        "If not, you need do nothing."
    ),
)
TEMPLATES: Final = (CODE, KNOWN)
SUBJECT: Final = "console.insured_code"


def send(session: Session, code: str, *, delegation: int, email: str, language: str) -> None:
    """Put the e-mail into the outbox, encrypted; without a code it tells that the address has an account already."""
    withdraw(session, SUBJECT, delegation)
    words = {"code": code} if code else {}
    envelope = mail(
        CODE if code else KNOWN,
        email,
        language,
        words,
        key=f"insured.{ids.token()}",
        subject=SUBJECT,
        subject_id=delegation,
        secret=True,
    )
    enqueue(session, envelope)

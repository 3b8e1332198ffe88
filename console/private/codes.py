"""The message that brings a code."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from console.base import ids
from console.base.sheets.phrases import N_
from console.dispatch.declarations import MailTemplate
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.mail.channel import mail
from console.dispatch.service import enqueue, has_channel, withdraw
from console.dispatch.sms import KEY as SMS
from console.dispatch.sms import sms
from console.private.ways import Known, Way, ways_of

BY_EMAIL: Final = MailTemplate(
    "console.private_code",
    _l("Code for a person without an account"),
    N_("Your code from %(institution)s"),
    N_(
        "Good day\n\nYour code is:\n\n%(code)s\n\nType it on the page that you opened. "
        "It works once, for ten minutes.\n\n"
        "If you did not ask for a code, you need do nothing. Never pass it on: nobody of %(institution)s asks for it."
    ),
)
BY_SMS: Final = MailTemplate(
    "console.private_code_sms",
    _l("Code for a person without an account, by SMS"),
    "",
    N_("%(code)s is your code from %(institution)s. It works once, for ten minutes. Do not pass it on."),
)
TEMPLATES: Final = (BY_EMAIL, BY_SMS)
SUBJECT: Final = "console.private_code"


def ways_here(known: Known) -> tuple[Way, ...]:
    """Give the ways that lead in with the channels of this installation."""
    return ways_of(known, sends_email=has_channel(EMAIL), sends_sms=has_channel(SMS))


def send_code(
    session: Session, way: Way, code: str, *, delegation: int, email: str, phone: str, language: str
) -> None:
    """Put a code into the outbox, encrypted; one on its way before it does not leave any more."""
    withdraw(session, SUBJECT, delegation)
    say = sms if way is Way.CODE_SMS else mail
    envelope = say(
        BY_SMS if way is Way.CODE_SMS else BY_EMAIL,
        phone if way is Way.CODE_SMS else email,
        language,
        {"code": code},
        key=f"private.{ids.token()}",
        subject=SUBJECT,
        subject_id=delegation,
        secret=True,
    )
    enqueue(session, envelope)

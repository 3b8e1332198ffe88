"""The channel `email`: what an envelope says, and handing it to the post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from email.message import EmailMessage
from typing import Protocol, TypeAlias

from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument
from console.base.sheets.phrases import N_, Phrase
from console.dispatch.declarations import Channel, Envelope, Letter, MailTemplate, Outcome, Pace, Rejected
from console.dispatch.mail.message import address_of, message_of
from console.dispatch.wording import template_of, written
from console.hooks.declarations import Health

KEY = "email"
Word: TypeAlias = str | date | Mapping[str, int]
"""A day is said in the reader's style, a theme by its name; several themes come with how much there is in each."""
_NO_TEMPLATE = Phrase(N_("The module that wrote this message is not installed any more. Give it up."))


class Post(Protocol):
    """Where a finished message goes."""

    sender: str

    def deliver(self, message: EmailMessage, to: str) -> Outcome:
        """Hand a message over."""

    def check(self) -> Sequence[Health]:
        """Really try whether messages could leave."""


class MailChannel(Channel):
    """E-mails in the reader's language."""

    key = KEY
    title = _l("E-mail")
    pace = Pace()

    def __init__(self, post: Post) -> None:
        self.post = post

    def send(self, letter: Letter) -> Outcome:
        """Write the message and hand it over."""
        payload = letter.envelope.payload
        template = template_of(letter.envelope.kind)
        if template is None:
            return Rejected(_NO_TEMPLATE)
        said = written(template, payload["words"], payload["language"], letter.institution)
        try:
            message = message_of(letter, said, self.post.sender, payload.get("preferences", ""))
            to = address_of(letter.envelope.target)
        except BadArgument as fault:
            return Rejected(_phrase(fault))
        return self.post.deliver(message, to)

    def check(self) -> Sequence[Health]:
        """Really try whether messages could leave."""
        return self.post.check()


def mail(
    template: MailTemplate,
    to: str,
    language: str,
    words: Mapping[str, Word],
    *,
    key: str,
    preferences: str = "",
    subject: str = "",
    subject_id: object = "",
    secret: bool = False,
) -> Envelope:
    """Give the envelope of an e-mail; raises `BadArgument` for what is no address."""
    payload = {
        "language": language,
        "words": {
            name: value.isoformat() if isinstance(value, date) else value for name, value in words.items()
        },
    }
    if template.preferences:
        payload["preferences"] = preferences
    return Envelope(
        channel=KEY,
        kind=template.key,
        target=address_of(to),
        payload=payload,
        key=key,
        subject=subject,
        subject_id=str(subject_id),
        secret=secret,
    )


def _phrase(fault: BadArgument) -> Phrase:
    return fault.text if isinstance(fault.text, Phrase) else Phrase(str(fault.text))

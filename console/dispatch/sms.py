"""The channel `sms`: an HTTP gateway that takes JSON.

    POST url
    Authorization: Bearer <key>
    Idempotency-Key: <key of the envelope>
    {"to": "+41791234567", "from": "Guichet", "text": "...", "reference": "<key of the envelope>"}

It answers 2xx with a JSON object that has an `id`. A gateway that repeats an idempotency key sends one SMS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument
from console.base.sheets.phrases import N_, Phrase
from console.dispatch.declarations import Delivered, Envelope, Letter, MailTemplate, Outcome, Pace, Rejected
from console.dispatch.http.calls import Bearer, Call, json_call
from console.dispatch.http.channel import HttpChannel
from console.dispatch.http.reading import Strange, json_of
from console.dispatch.outward import Answer, NotTrusted, Refused, Unreachable
from console.dispatch.settings import OutwardSettings, SmsSettings
from console.dispatch.wording import template_of, written
from console.hooks.declarations import Health

KEY = "sms"
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_NO_TEMPLATE = Phrase(N_("The module that wrote this message is not installed any more. Give it up."))
_NO = Phrase(N_("The SMS gateway refuses this SMS or its number. Correct the number, or give it up."))
_NUMBER = Phrase(N_("This is not a telephone number with its country, such as +41 79 123 45 67. Correct it."))


class SmsChannel(HttpChannel):
    """Short messages in the reader's language."""

    key = KEY
    title = _l("SMS")
    pace = Pace(first=timedelta(seconds=20), longest=timedelta(minutes=10), tries=12)
    known_statuses = ()
    """A gateway says 409 while it works on the first SMS of a key, and repeats its answer afterwards."""

    def __init__(self, settings: SmsSettings, outward: OutwardSettings) -> None:
        super().__init__(outward)
        self._settings = settings

    def call(self, letter: Letter) -> Call:
        """Write the text; raises `BadArgument` when nobody knows its wording any more."""
        payload = letter.envelope.payload
        template = template_of(letter.envelope.kind)
        if template is None:
            raise BadArgument(_NO_TEMPLATE)
        said = written(template, payload["words"], payload["language"], letter.institution)
        body = {
            "to": letter.envelope.target,
            "from": self._settings.sender,
            "text": said.text.strip(),
            "reference": self.key_of(letter),
        }
        return json_call(self._settings.url, body, auth=Bearer(self._settings.key))

    def understand(self, letter: Letter, answer: Answer) -> Outcome:
        """Say what an answer means: an error inside a 200 is no delivery."""
        found = json_of(answer)
        if found.get("error"):
            return Rejected(_NO, f"{answer.status} {str(found['error'])[:200]}")
        if not found.get("id"):
            raise Strange("no id")
        return Delivered(f"{answer.status} {str(found['id'])[:100]}", reference=str(found["id"])[:120])

    def check(self) -> Sequence[Health]:
        """Connect to the gateway, with its certificate checked; no SMS is sent."""
        try:
            self.outward(self._settings.url, Bearer(self._settings.key)).reach(self._settings.url)
        except (Refused, NotTrusted, Unreachable) as fault:
            return [Health("bad", f"the SMS gateway cannot be used: {fault}: check GUICHET_SMS_URL")]
        return [Health("ok", "the SMS gateway answers; the key is tried with the first SMS")]


def sms(
    template: MailTemplate,
    to: str,
    language: str,
    words: Mapping[str, str],
    *,
    key: str,
    subject: str = "",
    subject_id: object = "",
    secret: bool = False,
) -> Envelope:
    """Give the envelope of an SMS; raises `BadArgument` for what is no number in international form."""
    number = re.sub(r"[\s()./-]", "", to)
    if not NUMBER.fullmatch(number):
        raise BadArgument(_NUMBER)
    payload: dict[str, Any] = {"language": language, "words": dict(words)}
    return Envelope(
        channel=KEY,
        kind=template.key,
        target=number,
        payload=payload,
        key=key,
        priority=3,
        subject=subject,
        subject_id=str(subject_id),
        secret=secret,
    )

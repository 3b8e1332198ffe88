"""The channel `sms`: an HTTP gateway that takes JSON.

    POST url
    Authorization: Bearer <key>
    Idempotency-Key: <key of the envelope>
    {"to": "+41791234567", "from": "Guichet", "text": "...", "reference": "<key of the envelope>"}

It answers 2xx with a JSON object that has an `id`. A gateway that repeats an idempotency key sends one SMS.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument
from console.base.ids import digest
from console.base.sheets.phrases import N_, Phrase
from console.dispatch.declarations import (
    Delivered,
    Envelope,
    Later,
    Letter,
    MailTemplate,
    Misconfigured,
    Outcome,
    Pace,
    Rejected,
)
from console.dispatch.outward import Answer, NotTrusted, Outward, Refused, Unreachable
from console.dispatch.settings import SmsSettings
from console.dispatch.wording import template_of, written
from console.hooks.declarations import Health

KEY = "sms"
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_AGAIN = frozenset({408, 409, 423, 425, 429})
"""Answers of 4xx by which a gateway asks to come back."""
_SETTINGS = Phrase(N_("The SMS gateway refuses the console. Ask the operator to check the settings for SMS."))
_NO_TEMPLATE = Phrase(N_("The module that wrote this message is not installed any more. Give it up."))
_UNKNOWN = Phrase(
    N_("The SMS gateway did not answer to the end. Whether the SMS was sent is not known; it is tried again.")
)
_STRANGE = Phrase(
    N_("The SMS gateway answers something that the console does not understand. It is tried again.")
)
_BUSY = Phrase(N_("The SMS gateway cannot take the SMS now. It is tried again by itself."))
_NO = Phrase(N_("The SMS gateway refuses this SMS or its number. Correct the number, or give it up."))
_NUMBER = Phrase(N_("This is not a telephone number with its country, such as +41 79 123 45 67. Correct it."))


class SmsChannel:
    """Short messages in the reader's language."""

    key = KEY
    title = _l("SMS")
    pace = Pace(first=timedelta(seconds=20), longest=timedelta(minutes=10), tries=12)

    def __init__(self, settings: SmsSettings, outward: Outward) -> None:
        self._settings, self._outward = settings, outward

    def send(self, letter: Letter) -> Outcome:
        """Write the text and post it to the gateway."""
        payload = letter.envelope.payload
        template = template_of(letter.envelope.kind)
        if template is None:
            return Rejected(_NO_TEMPLATE)
        said = written(template, payload["words"], payload["language"], letter.institution)
        # Two institutions may use the same key: the gateway must not take one's for the other's.
        key = digest(f"{letter.institution} {letter.envelope.key}")[:40]
        body = {
            "to": letter.envelope.target,
            "from": self._settings.sender,
            "text": said.text.strip(),
            "reference": key,
        }
        headers = {
            "Authorization": f"Bearer {self._settings.key}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Idempotency-Key": key,
        }
        try:
            return outcome_of(self._outward.post(self._settings.url, json.dumps(body).encode(), headers))
        except (Refused, NotTrusted) as fault:
            return Misconfigured(_SETTINGS, str(fault))
        except Unreachable as fault:
            return Later(_UNKNOWN, str(fault), away=True)

    def check(self) -> Sequence[Health]:
        """Connect to the gateway, with its certificate checked; no SMS is sent."""
        try:
            self._outward.reach(self._settings.url)
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


def outcome_of(answer: Answer) -> Outcome:
    """Say what an answer means: an error inside a 200, or a page where JSON belongs, is no delivery."""
    said = f"{answer.status} {_error(answer)}".strip()
    if answer.status in _AGAIN or answer.status >= 500:
        return Later(_BUSY, said, after=_asked(answer), away=answer.status >= 500)
    if 300 <= answer.status < 400 or answer.status in (401, 403, 404, 405):
        return Misconfigured(_SETTINGS, said)
    if 400 <= answer.status < 500:
        return Rejected(_NO, said)
    found = _json(answer)
    if found.get("error"):
        return Rejected(_NO, said)
    if not 200 <= answer.status < 300 or not found.get("id"):
        return Later(_STRANGE, said)
    return Delivered(f"{answer.status} {str(found['id'])[:100]}")


def _asked(answer: Answer) -> timedelta | None:
    """Give how long the gateway asks us to wait, at most an hour; its other form, a day and time, is not used."""
    typed = answer.headers.get("retry-after", "")
    return timedelta(seconds=min(int(typed), 3600)) if typed.isascii() and typed.isdecimal() else None


def _error(answer: Answer) -> str:
    return str(_json(answer).get("error") or answer.headers.get("content-type", ""))[:200]


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

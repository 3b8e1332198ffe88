"""The channel `webhook`: news by a signed call. Any answer of 2xx means that it was taken."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from console.base import clock
from console.base.errors import BadArgument
from console.base.ids import digest
from console.base.sealing import Unreadable, unseal
from console.base.sheets.phrases import N_, Phrase
from console.dispatch.declarations import Delivered, Envelope, Later, Letter, Outcome, Pace, Rejected
from console.dispatch.http.calls import Auth, Call, NoAuth
from console.dispatch.http.channel import HttpChannel
from console.dispatch.http.reading import KNOWN, asked_to_wait, said_of
from console.dispatch.outward import Answer, Outward
from console.dispatch.places import place_of
from console.dispatch.webhook.models import WebhookSubscription
from console.dispatch.webhook.service import KEY, PURPOSE, outward_for
from console.dispatch.webhook.signatures import signed
from console.institutions.scope import Scope
from console.institutions.sessions import acting

GONE = 410
"""The other side does not want to be told any more."""
_REMOVED = Phrase(N_("The subscription was removed meanwhile. Give it up."))
_UNWANTED = Phrase(
    N_("The other system does not want to be told of this any more. Ask it, or remove the subscription.")
)
_NOT_TAKEN = Phrase(N_("The other system did not take the news. It is told again by itself."))
_OTHER_KEY = Phrase(N_("The secret of this subscription cannot be read any more. Renew it, then try again."))


@dataclass(frozen=True)
class _Owned(NoAuth):
    """Nobody, on behalf of a company or of the institution itself."""

    company: int | None = None


class WebhookChannel(HttpChannel):
    """Tells one subscription one piece of news."""

    key = KEY
    title = _l("Webhook")
    pace = Pace(first=timedelta(seconds=20), longest=timedelta(hours=10), tries=24)
    """The last attempt is about five days after the first."""
    key_header = "webhook-id"
    largest = 16 * 1024

    def peer(self, envelope: Envelope) -> str:
        """Give the host with the subscription: two of them on one host fail each on its own."""
        return f"{envelope.target} {envelope.payload.get('subscription', '')}"

    def key_of(self, letter: Letter) -> str:
        """Give the id of the news, the same at each attempt."""
        return f"msg_{digest(f'{letter.institution} {letter.envelope.key}')[:40]}"

    def call(self, letter: Letter) -> Call:
        """Sign the news, with both secrets while they change."""
        with acting(Scope((letter.institution,), purpose="dispatch")) as session:
            asked = select(WebhookSubscription).where(
                WebhookSubscription.reference == letter.envelope.payload["subscription"]
            )
            row = session.scalars(asked).first()
            if row is None:
                raise BadArgument(_REMOVED)
            secrets, url, company = _secrets(row), row.url, row.company_id
        body = json.dumps(letter.envelope.payload["body"], ensure_ascii=False, separators=(",", ":")).encode()
        headers = signed(secrets, self.key_of(letter), clock.now(), body)
        auth = _Owned(secrets=secrets, company=company)
        return Call(url, body, headers={"Content-Type": "application/json", **headers}, auth=auth)

    def outward(self, url: str, auth: Auth) -> Outward:
        """Give the door to an address: a company's never leads into the own network."""
        told = self._outward or current_app.extensions["guichet_settings"].outward
        company = auth.company if isinstance(auth, _Owned) else None
        return Outward([place_of(url).host], outward_for(company, told))

    def read(self, letter: Letter, answer: Answer) -> Outcome:
        """Say what an answer means: whoever answers 2xx has it, whatever the answer looks like."""
        said = said_of(answer)
        if 200 <= answer.status < 300 or answer.status in KNOWN:
            return Delivered(said)
        if answer.status == GONE:
            return Rejected(_UNWANTED, said)
        return Later(_NOT_TAKEN, said, after=asked_to_wait(answer), away=answer.status >= 500)


def _secrets(row: WebhookSubscription) -> tuple[str, ...]:
    """Give the secrets that sign now, the newest first; raises `BadArgument`."""
    sealed = [row.sealed]
    if row.previous_until is not None and row.previous_until > clock.now():
        sealed.append(row.previous)
    key = current_app.extensions["guichet_settings"].secret_key
    try:
        return tuple(unseal(key, PURPOSE, one) for one in sealed)
    except Unreadable as fault:
        raise BadArgument(_OTHER_KEY) from fault

"""A channel over HTTP: its author says what is asked and what an answer means, and nothing about connections.

class Gateway(HttpChannel):
    key, title = "fr_dsn.gateway", _l("Gateway")

    def call(self, letter):
        return json_call(letter.settings["url"], letter.envelope.payload, auth=Bearer(letter.settings["token"]))

    def understand(self, letter, answer):
        return Delivered(reference=json_of(answer)["id"])
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace

from flask import current_app

from console.base.errors import BadArgument
from console.base.ids import digest
from console.base.sheets.phrases import N_, Phrase
from console.dispatch.declarations import (
    Channel,
    Exchange,
    Later,
    Letter,
    Misconfigured,
    Outcome,
    Pace,
    Rejected,
)
from console.dispatch.exchanges import exchange_of, of_secret, without
from console.dispatch.http.calls import NOBODY, Auth, Call
from console.dispatch.http.reading import KNOWN, STRANGE, Strange, by_status
from console.dispatch.outward import LARGEST, Answer, NotTrusted, Outward, Refused, Unreachable
from console.dispatch.places import place_of
from console.dispatch.settings import OutwardSettings
from console.hooks.declarations import Health

UNKNOWN = N_(
    "The other system did not answer to the end. Whether it arrived is not known; it is tried again with the same key."
)
NOT_CALLED = N_("The console does not call this address. Check it and the access data in the settings.")
NOT_TRUSTED = N_(
    "The certificate of the other system is not valid, or it does not take ours. Ask the operator."
)
CANNOT = N_("This address cannot be used: %(why)s.")


class HttpChannel(Channel):
    """The part that is the same for every agency: addresses, limits, keys, the record, the meaning of statuses."""

    pace = Pace()
    own_statuses: Collection[int] = ()
    """Statuses besides 2xx that `understand` reads itself."""
    known_statuses: Collection[int] = KNOWN
    """Statuses by which the other side says that it has this key already."""
    key_header = "Idempotency-Key"
    largest = LARGEST
    """Bytes of an answer that are read."""

    def __init__(self, outward: OutwardSettings | None = None) -> None:
        self._outward = outward

    def call(self, letter: Letter) -> Call:
        """Say what to ask; raises `BadArgument` for a letter that can never be asked."""
        raise NotImplementedError

    def understand(self, letter: Letter, answer: Answer) -> Outcome:
        """Say what an answer of 2xx means; raises `Strange` for one that means nothing."""
        raise NotImplementedError

    def key_of(self, letter: Letter) -> str:
        """Give the idempotency key as the other side gets it: two institutions may use the same one."""
        return digest(f"{letter.institution} {letter.envelope.key}")[:40]

    def send(self, letter: Letter) -> Outcome:
        """Ask once, and give what came of it with the record of the exchange."""
        try:
            call = self.call(letter)
        except BadArgument as fault:
            return Rejected(fault.text if isinstance(fault.text, Phrase) else Phrase(str(fault.text)))
        call = replace(call, headers={**call.headers, self.key_header: self.key_of(letter)})
        outcome, exchange = self._asked(letter, call)
        if letter.envelope.secret:
            exchange = of_secret(exchange)
        return replace(outcome, reply=without(outcome.reply, call.auth.secrets), exchange=exchange)

    def check(self) -> Sequence[Health]:
        """Say nothing: what can be tried belongs to an institution, see `tried`."""
        return ()

    def tried(self, url: str, auth: Auth = NOBODY) -> Health:
        """Really connect to an address, for a plugin's `check_configuration`; nothing is sent."""
        try:
            self.outward(url, auth).reach(url)
        except (Refused, NotTrusted, Unreachable) as fault:
            return Health("bad", Phrase(CANNOT, {"why": str(fault)}))
        return Health("ok", Phrase(N_("%(host)s takes connections."), {"host": place_of(url).host}))

    def look(self, url: str, auth: Auth = NOBODY) -> Answer:
        """Read an address, for `fetch`; raises `Refused`, `NotTrusted`, `Unreachable`, also for any other status."""
        answer = self.outward(url, auth).call("GET", url, None, dict(auth.headers), largest=self.largest)
        if not 200 <= answer.status < 300:
            raise Unreachable(f"it answers with the status {answer.status}")
        return answer

    def outward(self, url: str, auth: Auth) -> Outward:
        """Give the door to the host of an address; raises `Refused` for what is no address."""
        told = self._outward or current_app.extensions["guichet_settings"].outward
        return Outward([place_of(url).host], told, auth.identity)

    def _asked(self, letter: Letter, call: Call) -> tuple[Outcome, Exchange]:
        begun, headers = time.monotonic(), {**call.headers, **call.auth.headers}

        def record(answer: Answer | None = None) -> Exchange:
            took = int((time.monotonic() - begun) * 1000)
            return exchange_of(call.method, call.url, headers, call.body, answer, took, call.auth.secrets)

        try:
            outward = self.outward(call.url, call.auth)
            answer = outward.call(call.method, call.url, call.body, headers, largest=self.largest)
        except Refused as fault:
            return Misconfigured(Phrase(NOT_CALLED), str(fault)), record()
        except NotTrusted as fault:
            return Misconfigured(Phrase(NOT_TRUSTED), str(fault)), record()
        except Unreachable as fault:
            return Later(Phrase(UNKNOWN), str(fault), away=True), record()
        exchange = record(answer)
        return self.read(letter, answer), exchange

    def read(self, letter: Letter, answer: Answer) -> Outcome:
        """Say what an answer means: by its status, else as its channel says."""
        found = by_status(answer, own=self.own_statuses, known=self.known_statuses)
        if found is not None:
            return found
        try:
            return self.understand(letter, answer)
        except Strange as fault:
            return Later(Phrase(STRANGE), f"{answer.status} {fault}")

"""A channel over SOAP 1.1 or 1.2: a plugin brings the WSDL, what it asks and what a result means.

class Agency(SoapChannel):
    key, title = "be_cpas.agency", _l("Agency")
    wsdl = Path(__file__).parent / "agency.wsdl"

    def ask(self, letter):
        return Ask("Declare", {"Number": letter.envelope.payload["number"]}, letter.settings["url"])

    def conclude(self, letter, result):
        return Delivered(reference=result.Ticket)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from console.base.errors import BadArgument
from console.base.sheets.phrases import N_, Phrase
from console.dispatch.declarations import Later, Letter, Misconfigured, Outcome, Rejected
from console.dispatch.http.calls import NOBODY, Auth, Call
from console.dispatch.http.channel import HttpChannel
from console.dispatch.http.reading import BUSY, NO, NOT_LET_IN, Strange, by_status, media_type
from console.dispatch.outward import Answer
from console.dispatch.soap.descriptions import Port, port_of
from console.dispatch.soap.signing import NotSigned, Signing
from console.dispatch.trust import NotAnIdentity

_UNFIT = N_("It does not fit the description of the other system's service: %(why)s")
_FORGED = N_(
    "The answer is not signed as it should be. Check the certificate of the other system in the settings."
)
_NO_IDENTITY = N_("It cannot be signed. Check certificate and key in the settings.")
_XML = frozenset({"text/xml", "application/soap+xml", "application/xml", "multipart/related"})
_THEIR_FAULT = frozenset({"Server", "Receiver"})
_OURS = frozenset({"Client", "Sender", "DataEncodingUnknown"})


@dataclass(frozen=True)
class Ask:
    """One call of an operation."""

    operation: str
    arguments: Mapping[str, Any]
    url: str = ""
    """Empty: the address that the WSDL names."""
    auth: Auth = NOBODY
    signing: Signing | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SoapFault:
    """A fault in the words of the other side."""

    code: str
    """Without the name of its namespace: `Client`, `Server`, `Sender`, `Receiver`, or one of their own."""
    subcodes: tuple[str, ...]
    text: str
    detail: Any
    """An element of lxml, or nothing."""


class SoapChannel(HttpChannel):
    """The part that is the same for every service."""

    wsdl: Path
    """A file in the plugin's package, with what it imports beside it or below."""
    service = ""
    port = ""
    """Empty: the first one."""
    own_statuses = (400, 500)
    may_be_empty = False
    """The service answers its operations with nothing at all."""
    largest = 4 * 1024 * 1024

    def ask(self, letter: Letter) -> Ask:
        """Say what to ask; raises `BadArgument` for a letter that can never be asked."""
        raise NotImplementedError

    def conclude(self, letter: Letter, result: Any) -> Outcome:
        """Say what a result means; raises `Strange` for one that means nothing."""
        raise NotImplementedError

    def failed(self, letter: Letter, fault: SoapFault) -> Outcome:
        """Say what a fault means: the sender's is ours, the receiver's may pass."""
        said = f"{fault.code}: {fault.text}"[:400]
        if fault.code in _THEIR_FAULT:
            return Later(Phrase(BUSY), said)
        return Rejected(Phrase(NO), said) if fault.code in _OURS else Misconfigured(Phrase(NOT_LET_IN), said)

    def call(self, letter: Letter) -> Call:
        """Write the envelope, signed where that is asked for."""
        from zeep.exceptions import Error

        ask = self.ask(letter)
        try:
            made = self._port(ask).message(ask.operation, dict(ask.arguments), ask.url)
        except NotAnIdentity:
            raise
        except (Error, TypeError, ValueError) as fault:
            raise BadArgument(Phrase(_UNFIT, {"why": str(fault)[:200]})) from fault
        return Call(made.address, made.body, "POST", made.headers, ask.auth)

    def send(self, letter: Letter) -> Outcome:
        """Ask once, and give what came of it; without a usable key of our own nothing leaves."""
        try:
            return super().send(letter)
        except NotAnIdentity as fault:
            return Misconfigured(Phrase(_NO_IDENTITY), str(fault))

    def understand(self, letter: Letter, answer: Answer) -> Outcome:
        """Say what an answer means: first its signature, then its fault or its result."""
        from zeep.exceptions import Error, Fault

        if media_type(answer) not in _XML:
            return by_status(answer, known=self.known_statuses) or _strange()
        ask = self.ask(letter)
        try:
            result = self._port(ask).result(ask.operation, answer)
        except Fault as fault:
            return self.failed(letter, _read(fault))
        except NotSigned as fault:
            return Misconfigured(Phrase(_FORGED), f"{answer.status} {fault}")
        except (Error, LookupError, AttributeError, TypeError, ValueError) as fault:
            raise Strange(type(fault).__name__) from fault  # The library reads on where nothing is.
        if result is None and not self.may_be_empty:
            raise Strange("no result")
        return self.conclude(letter, result)

    def _port(self, ask: Ask) -> Port:
        return port_of(self.wsdl, self.service, self.port, ask.signing)


def _strange() -> Outcome:
    raise Strange("no XML")


def _read(fault: Any) -> SoapFault:
    code = str(fault.code or "").rpartition(":")[2].rpartition("}")[2]
    subcodes = tuple(str(one) for one in fault.subcodes or ())
    return SoapFault(code, subcodes, " ".join(str(fault.message or "").split()), fault.detail)

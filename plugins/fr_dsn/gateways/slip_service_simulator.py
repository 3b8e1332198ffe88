"""A stand-in for the slip service: takes enrolments, acknowledges them (ARL), decides on lines (CR), gives slips.

By `accept` everything is enrolled, by `refuse` every person is refused, by `reject` the file is not taken, by `late`
the decision waits. It knows nothing of real controls. Slips come by `deliver`.
"""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring
from xml.sax.saxutils import escape

from console.plugin import Simulator, clock, simulators
from console.plugin import lazy_gettext as _l

from .slip_service import KEY

ACCESS: Final = "simulated-key"
_SPACE = "{urn:.cnamts:tlsemp:GESTIP}"
CAUSE: Final = "SIM-001"


@dataclass(frozen=True)
class Delivery:
    """A file for one of those who ask."""

    number: int
    sender: str
    name: str
    content: bytes
    at: datetime

    @property
    def value(self) -> dict[str, Any]:
        """Give it as the list shows it."""
        content = base64.b64encode(self.content).decode()
        told = {"id": f"DEL-{self.number}", "name": self.name, "content": content}
        return {**told, "said_at": self.at.isoformat()}


class SlipService(simulators.HttpSimulator):
    """Takes enrolments and gives files."""

    def __init__(self, key: str, ledger: simulators.Ledger, scenario: simulators.Scenario, port: int) -> None:
        super().__init__(key, ledger, scenario, port)
        self.deliveries: list[Delivery] = []
        self._held: list[tuple[str, str, bytes]] = []
        self._lock = Lock()

    def fault(self, request: simulators.Request) -> simulators.Reply | None:
        """Check who sends, the idempotency key, and that it is a zip of header and document."""
        if request.path != "/enrolments":
            return simulators.as_json(404, {"error": "enrolments are posted to /enrolments"})
        if _sender(request) is None:
            return simulators.as_json(401, {"error": "this key is not known"})
        if not self.key_of(request) or document_in(request.body) is None:
            return simulators.as_json(
                400, {"error": "an enrolment is a zip of header and document, with a key"}
            )
        return None

    def taken(
        self, request: simulators.Request, line: simulators.Line, behaviour: simulators.Behaviour
    ) -> simulators.Reply:
        """Answer with a reference, the same one for the same key."""
        found = document_in(request.body)
        if line.effect == "new" and found is not None:
            self._answer(_sender(request) or "", *found, behaviour)
        reference = f"PIJ-{line.digest[:12].upper()}"
        return simulators.as_json(202, {"reference": reference, "status": "received"})

    def look(self, request: simulators.Request) -> simulators.Reply:
        """List what there is since a cursor."""
        parts, sender = urlsplit(request.path), _sender(request)
        if parts.path != "/deliveries":
            return super().look(request)
        since = parse_qs(parts.query).get("since", ["0"])[0]
        if sender is None or not since.isdecimal():
            return simulators.as_json(401, {"error": "this key or cursor is not known"})
        with self._lock:
            found = [one for one in self.deliveries[int(since) :] if one.sender == sender]
            cursor = len(self.deliveries)
        return simulators.as_json(200, {"items": [one.value for one in found], "cursor": str(cursor)})

    def deliver(self, sender: str, name: str, content: bytes) -> None:
        """Give a file to somebody the next time she asks."""
        with self._lock:
            number = len(self.deliveries) + 1
            self.deliveries.append(Delivery(number, sender, name, content, clock.now()))

    def release(self) -> None:
        """Let go of connections, and give what was held back."""
        super().release()
        with self._lock:
            held, self._held = self._held, []
        for one in held:
            self.deliver(*one)

    def _answer(self, sender: str, header: str, document: Element, behaviour: simulators.Behaviour) -> None:
        name = document.findtext(f"{_SPACE}Identification") or ""
        self.deliver(sender, f"ARL-{name}.xml", acknowledgement(header, name))
        refused = behaviour == simulators.Behaviour.REFUSE
        decision = (sender, f"CR-{name}.xml", decided(name, lines_in(document), refused=refused))
        if behaviour == simulators.Behaviour.LATE:
            with self._lock:
                self._held.append(decision)
        else:
            self.deliver(*decision)


def document_in(content: bytes) -> tuple[str, Element] | None:
    """Give the identification of the header and the document of an enrolment; nothing for what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            roots = [fromstring(file.read(name), XMLParser()) for name in file.namelist()]  # noqa: S314 - own file
    except (zipfile.BadZipFile, ParseError, OSError, zlib.error):
        return None
    header = next((one for one in roots if one.tag == "ENTGESTIP"), None)
    document = next((one for one in roots if one.tag == f"{_SPACE}GESTIP"), None)
    if header is None or document is None:
        return None
    return header.findtext("Identification") or "", document


def lines_in(document: Element) -> list[tuple[str, str, str]]:
    """Give the operations of a document: operation, number of the company, NIR or nothing."""
    found = []
    for company in document.iter(f"{_SPACE}Entreprise"):
        number = company.findtext(f"{_SPACE}Identite") or ""
        found.append((company.get("Operation", ""), number, ""))
        for person in company.iter(f"{_SPACE}Salarie"):
            found.append((person.get("Operation", ""), number, person.findtext(f"{_SPACE}NIR") or ""))
    return found


def acknowledgement(header: str, document: str, state: str = "A", cause: str = "") -> bytes:
    """Write an ARL about a header and its document."""
    why = f"<Cause>{escape(cause)}</Cause>" if cause else ""
    body = (
        f"<DiagEntete><Identification>{escape(header)}</Identification>"
        "<Diagnostic><Activite>CTRENV</Activite><Etat>A</Etat></Diagnostic>"
        f"<DiagDocument><Mindex><Identification>{escape(document)}</Identification></Mindex>"
        f"<Diagnostic><Activite>CTRDOC</Activite><Etat>{state}</Etat>{why}</Diagnostic></DiagDocument></DiagEntete>"
    )
    return _return("ARL", f"ARL-{document}", body)


def decided(document: str, lines: list[tuple[str, str, str]], *, refused: bool = False) -> bytes:
    """Write a CR about the lines of a document; refused are its persons."""
    told = []
    for operation, number, nir in lines:
        no = refused and nir
        why = f"<Cause>{CAUSE}</Cause><Libelle>Assuré inconnu</Libelle>" if no else ""
        person = f"<Salarie><NIR>{escape(nir)}</NIR></Salarie>" if nir else ""
        told.append(
            f"<Diagnostic><Activite>{escape(operation)}</Activite><Etat>{'R' if no else 'A'}</Etat>{why}"
            f"<Entreprise><Identite>{escape(number)}</Identite>{person}</Entreprise></Diagnostic>"
        )
    index = f"<Mindex><Identification>{escape(document)}</Identification></Mindex>"
    return _return("CR", f"CR-{document}", f"<DiagDocument>{index}{''.join(told)}</DiagDocument>")


def _return(kind: str, identification: str, body: str) -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?><{kind}><Identification>{escape(identification)}</Identification>'
    return f"{head}{body}</{kind}>".encode()


def _sender(request: simulators.Request) -> str | None:
    key, _, sender = request.headers.get("authorization", "").removeprefix("Bearer ").partition(":")
    return sender if key == ACCESS else None


SIMULATOR = Simulator(
    key=KEY,
    title=_l("Slip service (Prest’IJ and BPIJ)"),
    protocol=_l("POST of a zip, acknowledged at once; answers and slips are asked for"),
    port=8632,
    make=lambda ledger, scenario, port: SlipService(KEY, ledger, scenario, port),
    settings={
        "slips_url": "http://127.0.0.1:{port}",
        "slips_key": f"{ACCESS}:{{institution}}",
        "prestij_ip": "GUICH",
    },
)

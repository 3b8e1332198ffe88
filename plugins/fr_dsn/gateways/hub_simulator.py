"""A stand-in for the deposit point: it gives tokens, takes files, and lists returns in windows of time.

What it says follows the scenario: by `accept` a notice and a certificate of conformity, by `refuse` a report of
anomalies on the first person, by `reject` nothing is taken at the door, by `late` the certificate waits. It knows
nothing of real controls.
"""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from console.plugin import Simulator, clock, simulators
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.deposits.service import CHANNEL

TOKEN = "simulated-token"  # noqa: S105
PASSWORD = "simulated-password"  # noqa: S105
MINUTES = 60
_RUBRIC = re.compile(r"(S\d\d\.G00\.\d\d\.\d{3}),'(.*)'")
_WHO = re.compile(r"<(siret|nom|prenom|motdepasse|service)>([^<]*)</")


@dataclass
class Declared:
    """What the simulator reads of a declaration."""

    siren: str = ""
    nic: str = ""
    month: str = ""
    nature: str = ""
    order: str = ""
    fraction: str = ""
    nir: str = ""
    name: str = ""


@dataclass(frozen=True)
class Listed:
    """A return, from when on it is listed."""

    number: int
    sender: str
    flow: str
    nature: str
    organisation: str
    status: str
    at: datetime
    document: bytes

    def value(self, address: str) -> dict[str, Any]:
        """Give it as the list shows it."""
        moment = self.at.isoformat()
        found = {
            "nature": self.nature, "statut": self.status, "production": moment, "publication": moment,
            "ops": self.organisation,
        }  # fmt: skip
        return {**found, "url": f"{address}/retours/{self.number}"} if self.document else found


class HubSimulator(simulators.HttpSimulator):
    """Gives tokens, takes files and says later what became of them."""

    def __init__(self, key: str, ledger: simulators.Ledger, scenario: simulators.Scenario, port: int) -> None:
        super().__init__(key, ledger, scenario, port)
        self.returns: list[Listed] = []
        self._held: list[Listed] = []
        self._lock = Lock()

    def meet(self, request: simulators.Request) -> tuple[simulators.Reply | None, simulators.Behaviour]:
        """Give a token at once: logging in is no deposit, so that no scenario is asked."""
        if request.method == "POST" and request.path == "/authentifier":
            return _logged_in(request), simulators.Behaviour.ACCEPT
        return super().meet(request)

    def fault(self, request: simulators.Request) -> simulators.Reply | None:
        """Check who brings a file, and that it is one."""
        if request.path != "/deposer":
            return simulators.Reply(404, b"files are posted to /deposer")
        if _sender(request) is None:
            return simulators.Reply(401, b"this token is not known")
        if request.headers.get("content-encoding") != "gzip" or _unpacked(request.body) is None:
            return simulators.Reply(400, b"a file comes as gzip")
        return None

    def taken(
        self, request: simulators.Request, line: simulators.Line, behaviour: simulators.Behaviour
    ) -> simulators.Reply:
        """Answer with the flow, the same one for the same key."""
        flow = f"F{line.digest[:16].upper()}"
        if line.effect == "new":
            self._answer(behaviour, _sender(request) or "", flow, _unpacked(request.body) or b"")
        return simulators.Reply(200, flow.encode(), {"Content-Type": "text/plain"})

    def rejected(self, request: simulators.Request) -> simulators.Reply:
        """Answer that a file is not taken at the door."""
        return simulators.Reply(422, b"this file is not taken", {"Content-Type": "text/plain"})

    def look(self, request: simulators.Request) -> simulators.Reply:
        """List the returns of a window, or give a document."""
        sender, parts = _sender(request), urlsplit(request.path).path.strip("/").split("/")
        if sender is None:
            return simulators.Reply(401, b"this token is not known")
        if parts[0] == "lister" and len(parts) == 3:
            return self._list(sender, parts[1], parts[2])
        if parts[0] == "retours" and len(parts) == 2 and parts[1].isdecimal():
            for one in self.returns:
                if one.number == int(parts[1]) and one.sender == sender:
                    return simulators.Reply(200, one.document, {"Content-Type": "application/xml"})
        return super().look(request)

    def say(
        self, sender: str, flow: str, nature: str, status: str, document: bytes = b"", ops: str = ""
    ) -> None:
        """Say something about a flow, as an organisation would."""
        with self._lock:
            number = len(self.returns) + len(self._held) + 1
            self.returns.append(Listed(number, sender, flow, nature, ops, status, clock.now(), document))

    def release(self) -> None:
        """Let go of connections, and list what was held back."""
        super().release()
        with self._lock:
            held, self._held = self._held, []
            self.returns += held

    def _answer(self, behaviour: simulators.Behaviour, sender: str, flow: str, content: bytes) -> None:
        self.say(sender, flow, "10", "OK")
        declared = _declared(content)
        refused = behaviour == simulators.Behaviour.REFUSE
        status = "KO" if refused else "ANO" if behaviour == simulators.Behaviour.ASK else "OK"
        self.say(sender, flow, "11", status, report("11", declared, status))
        if not refused:
            self.say(sender, flow, "51", "OK", report("51", declared, "OK", outcome="0"), "P0942")
        if behaviour == simulators.Behaviour.LATE:
            with self._lock:
                self._held += self.returns[-2:]
                del self.returns[-2:]

    def _list(self, sender: str, first: str, last: str) -> simulators.Reply:
        try:
            start, end = (datetime.strptime(one, "%Y%m%d%H%M%S").replace(tzinfo=UTC) for one in (first, last))
        except ValueError:
            return simulators.as_json(422, {"error": "a window has two moments"})
        if end - start > timedelta(minutes=MINUTES):
            return simulators.as_json(422, {"error": "this window is too long"})
        with self._lock:
            found = [one for one in self.returns if one.sender == sender and start <= one.at < end]
        flows: dict[str, list[dict[str, Any]]] = {}
        for one in found:
            flows.setdefault(one.flow, []).append(one.value(self.address))
        # As the real service: a single one is no list.
        shown = [{"id": flow, "retour": many if len(many) > 1 else many[0]} for flow, many in flows.items()]
        body = {"flux": shown if len(shown) != 1 else shown[0]} if shown else {}
        return simulators.as_json(200, body, **{"Accept-Ranges": f"minutes={MINUTES}"})


def report(nature: str, declared: list[Declared], status: str, outcome: str = "") -> bytes:
    """Write the document of a return: with a fault of the first person where the status is not OK."""
    parts = []
    for one in declared:
        fault = ""
        if status != "OK":
            severity = "bloquante" if status == "KO" else "avertissement"
            fault = (
                f'<anomalie controle="S21.G00.30.001/CCH-16" gravite="{severity}" rubrique="S21.G00.30.001" '
                f"nir={quoteattr(one.nir)} nom={quoteattr(one.name)}><texte>NIR inconnu</texte></anomalie>"
            )
        taken = f' prise="{outcome}"' if outcome else ""
        parts.append(
            f'<declaration siret="{one.siren}{one.nic}" mois="{one.month}" nature="{one.nature}" ordre="{one.order}" '
            f'fraction="{one.fraction}" statut="{status}"{taken}>{fault}</declaration>'
        )
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    return f'{head}<retour nature="{nature}">{"".join(parts)}</retour>'.encode("iso-8859-1", "replace")


def _logged_in(request: simulators.Request) -> simulators.Reply:
    said = dict(_WHO.findall(request.body.decode("utf-8", "replace")))
    if len(said) != 5 or len(said["siret"]) != 14:
        return simulators.Reply(422, b"")
    if said["motdepasse"] != PASSWORD:
        return simulators.Reply(401, b"")
    return simulators.Reply(200, f"{TOKEN}-{said['nom']}".encode(), {"Content-Type": "text/plain"})


def _sender(request: simulators.Request) -> str | None:
    """Give whose token it is."""
    token = request.headers.get("authorization", "").removeprefix("DSNLogin jeton=")
    return token.removeprefix(f"{TOKEN}-") if token.startswith(f"{TOKEN}-") else None


def _unpacked(body: bytes) -> bytes | None:
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return None


def _declared(content: bytes) -> list[Declared]:
    """Read what a return names of each declaration."""
    found: list[Declared] = []
    for line in content.decode("iso-8859-1").splitlines():
        rubric = _RUBRIC.fullmatch(line)
        if rubric is None:
            continue
        key, value = rubric.groups()
        if key == "S20.G00.05.001":
            found.append(Declared(nature=value))
        elif found and key in _TAKES:
            _TAKES[key](found[-1], value)
    return found


def _take(name: str) -> Any:
    def put(one: Declared, value: str) -> None:
        if not getattr(one, name):
            setattr(one, name, f"{value[4:]}-{value[2:4]}" if name == "month" else value)

    return put


_TAKES = {
    "S20.G00.05.003": _take("fraction"),
    "S20.G00.05.004": _take("order"),
    "S20.G00.05.005": _take("month"),
    "S21.G00.06.001": _take("siren"),
    "S21.G00.11.001": _take("nic"),
    "S21.G00.30.001": _take("nir"),
    "S21.G00.30.002": _take("name"),
}

SIMULATOR = Simulator(
    key=CHANNEL,
    title=_l("Deposit point of the DSN"),
    protocol=_l("Token, POST of gzip, returns listed by windows of time"),
    port=8620,
    make=lambda ledger, scenario, port: HubSimulator(CHANNEL, ledger, scenario, port),
    settings={
        "hub_auth_url": "http://127.0.0.1:{port}/authentifier",
        "hub_deposit_url": "http://127.0.0.1:{port}/deposer",
        "hub_returns_url": "http://127.0.0.1:{port}/lister",
        "hub_siret": "99900001100018",
        "hub_name": "{institution}",
        "hub_first_name": "Essai",
        "hub_password": PASSWORD,
        "hub_service": "98",
    },
)

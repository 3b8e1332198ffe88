"""The deposit point of the DSN: it takes files, and lists what it and the organisations say about them.

    POST <authentication>            XML with SIRET, name, first name, password and service
    200  a bare token
    POST <deposit>                   the file as gzip, Authorization: DSNLogin jeton=<token>
    200  the flow
    GET  <returns>/<from>/<to>       at most the minutes that it announces, 60 unless it says otherwise
    200  {"flux": [{"id": "...", "retour": [{"nature", "statut", "production", "publication", "ops", "url"}]}]}
    GET  <url>                       the document of a return, in Latin-1

What is known of it comes from public clients; the answer to a deposit is taken for the bare flow. Nothing is handed
over as long as no address is set.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import escape

from console.plugin import N_, BadArgument, Phrase, clock, dispatch
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.deposits.returns import AT_THE_DOOR, CONTROLS, RETURN, VERDICT, Said
from plugins.fr_dsn.deposits.service import CHANNEL, content_of
from plugins.fr_dsn.formats.returns import STATUSES

AGENT: Final = "Client-DSN (Guichet/1.0; Guichet)"
WINDOW: Final = timedelta(minutes=60)
"""The longest time that one list may cover, unless the hub announces another."""
MOST_WINDOWS: Final = 48
"""Lists that are asked for in one go; what is left is for the next one."""
FIRST: Final = timedelta(hours=24)
"""How far back the first look goes."""
OVERLAP: Final = timedelta(minutes=5)
"""What is asked for once more, since clocks differ; what came before comes to nothing."""
SHORTEST: Final = timedelta(minutes=1)
"""The shortest time for which a list that was too long to be read is asked for in halves."""
LARGEST: Final = 4 * 1024 * 1024
_YEARS: Final = range(2000, 2200)
"""In which a return can have been produced: at the ends of the calendar no zone can be reckoned."""
_NO_DOCUMENT: Final = frozenset({404, 410})
ADDRESSES: Final = ("hub_auth_url", "hub_deposit_url", "hub_returns_url")
WHO: Final = ("hub_siret", "hub_name", "hub_first_name", "hub_password", "hub_service")
_TOKEN: Final = re.compile(r"[\x21-\x7e]{1,2000}")
_FLOW: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_NO_ADDRESS = N_("The addresses and the access data of the hub are not set. Enter them in the settings.")
_GONE = N_("The file of this deposit is not kept any more.")


class NoAccess(Exception):
    """The hub does not let us in; with the status of its answer."""


@dataclass(frozen=True)
class Login:
    """The token of a session, as the hub wants it."""

    token: str
    identity: None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the header with the token."""
        return {"Authorization": f"DSNLogin jeton={self.token}", "User-Agent": AGENT}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give the token."""
        return (self.token,)


class Hub(dispatch.HttpChannel):
    """Hands files over and asks for their returns."""

    key = CHANNEL
    title = _l("Deposit point of the DSN")
    every = timedelta(minutes=10)
    pace = dispatch.Pace(first=timedelta(minutes=1), longest=timedelta(hours=1), tries=60)
    own_statuses = frozenset({400, 413, 415, 422})
    """It does not take this file: the account learns so, as of any other refusal."""
    largest = LARGEST

    def send(self, letter: dispatch.Letter) -> dispatch.Outcome:
        """Log in and hand a file over."""
        if not _is_set(letter.settings):
            return dispatch.Misconfigured(Phrase(_NO_ADDRESS))
        try:
            return super().send(letter)
        except NoAccess as fault:
            return dispatch.Misconfigured(Phrase(NOT_LET_IN), str(fault))
        except (dispatch.Refused, dispatch.NotTrusted) as fault:
            return dispatch.Misconfigured(Phrase(NOT_LET_IN), str(fault))
        except (dispatch.Unreachable, dispatch.Strange) as fault:
            return dispatch.Later(Phrase(NO_TOKEN), str(fault), away=True)

    def call(self, letter: dispatch.Letter) -> dispatch.Call:
        """Post the file with a token."""
        with dispatch.reading(letter.institution) as session:
            content = content_of(session, str(letter.envelope.payload["deposit"]))
        if content is None:
            raise BadArgument(Phrase(_GONE))
        headers = {"Content-Type": "text/plain", "Content-Encoding": "gzip"}
        login = self._login(letter.settings)
        return dispatch.Call(letter.settings["hub_deposit_url"], content, headers=headers, auth=login)

    def understand(self, letter: dispatch.Letter, answer: dispatch.Answer) -> dispatch.Outcome:
        """It has the file once it gives a flow."""
        if answer.status in self.own_statuses:
            return dispatch.Delivered(f"{answer.status}", answer="refused")
        flow = answer.body.decode("utf-8", "replace").strip()
        if not _FLOW.fullmatch(flow):
            raise dispatch.Strange("no flow")
        return dispatch.Delivered(flow, reference=flow, answer="received")

    def fetch(self, institution: int, settings: Mapping[str, str], cursor: str) -> dispatch.Fetched:
        """Ask for the returns since the last time, in windows that it allows."""
        if not _is_set(settings):
            return dispatch.Fetched((), cursor)
        now = clock.now()
        start = _moment(cursor) - OVERLAP if cursor else now - FIRST
        if start >= now:
            # The clock was ahead when it was asked last: what was said since then has not been asked for.
            start = now - FIRST
        try:
            login = self._login(settings)
        except NoAccess as fault:
            raise dispatch.Unreachable(str(fault)) from fault
        found: list[dispatch.Arrival] = []
        window = most = WINDOW
        for _turn in range(MOST_WINDOWS):
            if start >= now:
                break
            end = min(start + min(window, most), now)
            url = f"{settings['hub_returns_url']}/{_written(start)}/{_written(end)}"
            answer = self.look(url, login)
            window = _allowed(answer, window)
            if answer.is_cut and end - start > SHORTEST:
                most = (end - start) / 2
                continue
            for listed in _listed(answer, settings["hub_returns_url"]):
                if isinstance(listed, dispatch.Arrival):
                    found.append(listed)
                else:
                    found += _arrivals(listed.said, self._document(listed.address, settings, login))
            start = end
        return dispatch.Fetched(found, start.isoformat())

    def _login(self, settings: Mapping[str, str]) -> Login:
        """Ask for a token; raises `NoAccess`, or what calling raises."""
        url = settings["hub_auth_url"]
        headers = {"Content-Type": "application/xml", "User-Agent": AGENT}
        answer = self.outward(url, dispatch.NOBODY).call("POST", url, _who(settings), headers)
        if answer.status in (401, 403, 422):
            raise NoAccess(f"{answer.status}")
        token = answer.body.decode("ascii", "replace").strip()
        if not 200 <= answer.status < 300:
            raise dispatch.Unreachable(f"it answers with the status {answer.status}")
        if not _TOKEN.fullmatch(token):
            raise dispatch.Strange("no token")
        return Login(token)

    def _document(self, address: str, settings: Mapping[str, str], login: Login) -> str:
        """Give the document of a return, nothing where there is none any more.

        A foreign host is not asked, with our token least of all, nor ours in another way than the one that is set.
        """
        if not address or urlsplit(address)[:2] != urlsplit(settings["hub_returns_url"])[:2]:
            return ""
        answer = self.outward(address, login).call(
            "GET", address, None, dict(login.headers), largest=self.largest
        )
        if answer.status in _NO_DOCUMENT:
            return ""
        if not 200 <= answer.status < 300:
            raise dispatch.Unreachable(f"it answers with the status {answer.status}")
        return answer.body.decode("iso-8859-1")


NOT_LET_IN = N_(
    "The hub does not let the institution in. Check its addresses and the access data in the settings."
)
NO_TOKEN = N_("The hub gives no token at the moment. It is tried again by itself.")
HUB = Hub()


def _is_set(settings: Mapping[str, str]) -> bool:
    return all(settings.get(name) for name in (*ADDRESSES, *WHO))


def _who(settings: Mapping[str, str]) -> bytes:
    names = ("siret", "nom", "prenom", "motdepasse", "service")
    values = (escape(settings[key]) for key in WHO)
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in zip(names, values, strict=True))
    return f"<identifiants>{inside}</identifiants>".encode()


@dataclass(frozen=True)
class Listed:
    """A return of a list, and the address of its document; empty where it has none."""

    said: Said
    address: str


def _listed(answer: dispatch.Answer, base: str) -> Iterator[Listed | dispatch.Arrival]:
    """Give the returns of a list; raises `Strange` for what is no list.

    One that cannot be read is kept as it came, for a person to look at: it holds up no other one.
    """
    for flow in _many(dispatch.json_of(answer).get("flux")):
        for one in _many(flow.get("retour")):
            try:
                yield _return_of(flow, one, base)
            except (KeyError, ValueError, OverflowError):
                yield _unreadable({**flow, "retour": one})


def _return_of(flow: Mapping[str, Any], one: Mapping[str, Any], base: str) -> Listed:
    """Give one return; raises `KeyError`, `ValueError` or `OverflowError` for one without its marks."""
    produced = one.get("production") or one.get("publication")
    said = Said(
        str(flow["id"])[:64],
        str(one["nature"])[:3],
        str(one.get("ops") or "")[:40],
        str(one["statut"]),
        _moment(str(produced)),
        "",
    )
    if said.status not in STATUSES or said.produced_at.year not in _YEARS:
        raise ValueError("a status that nobody knows, or a moment that cannot be")
    return Listed(said, urljoin(base, str(one["url"])) if one.get("url") else "")


def _unreadable(told: Mapping[str, Any]) -> dispatch.Arrival:
    body = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return dispatch.Arrival(CHANNEL, body, body, kind=RETURN, reference=str(told.get("id", ""))[:64])


def _many(value: Any) -> Sequence[dict[str, Any]]:
    """Give objects, of which a single one is not in a list."""
    found = value if isinstance(value, list) else [value] if value is not None else []
    if not all(isinstance(one, dict) for one in found):
        raise dispatch.Strange("no list of objects")
    return found


def _arrivals(said: Said, document: str) -> Iterator[dispatch.Arrival]:
    """Give a return for us and, where it decides, what it means for the transmission."""
    whole = Said(said.flow, said.nature, said.organisation, said.status, said.produced_at, document)
    mark = f"{said.flow} {said.nature} {said.organisation} {said.produced_at.isoformat()} {said.status}"
    yield dispatch.Arrival(
        CHANNEL,
        whole.text,
        f"{mark} {bool(document)}",
        kind=RETURN,
        reference=said.flow,
        said_at=said.produced_at,
    )
    if verdict := _verdict(said):
        yield dispatch.Arrival(
            CHANNEL,
            mark,
            f"{mark} {verdict}",
            verdict,
            VERDICT,
            reference=said.flow,
            said_at=said.produced_at,
        )


def _verdict(said: Said) -> str:
    if said.nature in (AT_THE_DOOR, CONTROLS) and said.status == "KO":
        return "refused"
    return "accepted" if said.nature == CONTROLS and said.status in ("OK", "ANO") else ""


def _allowed(answer: dispatch.Answer, window: timedelta) -> timedelta:
    """Give the longest window that the hub announces (`Accept-Ranges: minutes=30`)."""
    told = re.search(r"(\d{1,4})", answer.headers.get("accept-ranges", ""))
    return timedelta(minutes=max(1, int(told[1]))) if told else window


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)

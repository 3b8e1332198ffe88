"""The fund's core system: it gets what companies send as soon as they send it, and says what became of it.

    POST <address>/declarations           Authorization: Bearer <key>, Idempotency-Key, a JSON object
    202 {"reference": "...", "status": "received"}, the same again for the same key
    GET  <address>/acknowledgements?since=<cursor>
    200 {"items": [{"id", "type", "reference", "verdict", "said_at"}], "cursor": "..."}

What it says may also be pushed to `/inbound/<institution>/ch_fund.core_system`, signed as Standard Webhooks are, or be
left as a file with the same JSON. Nothing is handed over as long as no address is set.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from console.plugin import BadArgument, Company, clock, db, dispatch, mailbox, record
from console.plugin import lazy_gettext as _l

KEY = "ch_fund.core_system"
KIND = "ch_fund.announcement"
SUBJECT = "ch_fund.core_system"
EVENTS = frozenset({"send", "person_send", "register"})
"""What is handed over: what a company or a person sent, and what was registered for them."""
TECHNICAL, BUSINESS = timedelta(hours=4), timedelta(days=3)
"""When the core system must have confirmed that it has an announcement, and when it must have said yes or no.

A usual length, ours: the institution agrees its own with the maker of its core system.
"""
DOCUMENTS = "documents"
"""The type by which it asks for documents."""
DECIDES = frozenset({"accepted", "refused"})
_VERDICTS = DECIDES | {"received"}


class CoreSystem(dispatch.HttpChannel):
    """Hands announcements over and asks what became of them."""

    key = KEY
    title = _l("Core system of the fund")
    every = timedelta(minutes=1)
    pace = dispatch.Pace(first=timedelta(seconds=20), longest=timedelta(hours=1), tries=30)
    known_statuses = frozenset[int]()
    """A key that was sent before is answered like the first time: without the reference no answer would find it."""

    def peer(self, envelope: dispatch.Envelope) -> str:
        """Give its host and port, which each fund has of its own."""
        return envelope.target

    def call(self, letter: dispatch.Letter) -> dispatch.Call:
        """Post the announcement."""
        address, auth = _access(letter.settings)
        return dispatch.json_call(f"{address}/declarations", letter.envelope.payload, auth=auth)

    def understand(self, letter: dispatch.Letter, answer: dispatch.Answer) -> dispatch.Outcome:
        """It has the announcement once it gives its reference."""
        said = dispatch.json_of(answer)
        reference = said.get("reference")
        if not isinstance(reference, str) or not reference:
            raise dispatch.Strange
        received = "received" if said.get("status") == "received" else ""
        return dispatch.Delivered(reference, reference=reference, answer=received)

    def fetch(self, institution: int, settings: Mapping[str, str], cursor: str) -> dispatch.Fetched:
        """Ask what it said since the last time."""
        if not settings.get("core_url"):
            return dispatch.Fetched((), cursor)
        address, auth = _access(settings)
        url = f"{address}/acknowledgements?{urlencode({'since': cursor or '0'})}"
        said = dispatch.json_of(self.look(url, auth))
        items = said.get("items")
        found = [_arrival(item) for item in items] if isinstance(items, list) else []
        return dispatch.Fetched(found, str(said.get("cursor", cursor)))

    def hear(
        self, headers: Mapping[str, str], body: bytes, settings: Mapping[str, str]
    ) -> Sequence[dispatch.Arrival]:
        """Check the signature of what it pushes."""
        secret = settings.get("core_signing", "")
        if not secret:
            raise dispatch.Forged("no secret is set for its signatures")
        dispatch.verify([secret], headers, body)
        return self.read_file("", body, settings)

    def read_file(self, name: str, content: bytes, settings: Mapping[str, str]) -> Sequence[dispatch.Arrival]:
        """Read one acknowledgement, pushed or left as a file."""
        try:
            said = json.loads(content)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise BadArgument(_l("This is no acknowledgement: it must be a JSON object."))
        return [_arrival(said)]


CHANNEL = CoreSystem()


def hand_over(moved: mailbox.Moved) -> None:
    """Put what was sent into the outbox, in the transaction in which it is sent; nothing where no address is set."""
    session = db.session()
    settings = dispatch.settings_of(session, "ch_fund")
    if moved.event not in EVENTS or not settings.get("core_url"):
        return
    member = session.get(Company, moved.company)
    payload = {
        "reference": moved.reference,
        "sending": moved.sending,
        "dossier": moved.dossier,
        "theme": moved.theme,
        "type": moved.type,
        "company": member.number if member else "",
        "person": moved.person_number,
        "values": dict(moved.values),
    }
    now = clock.now()
    envelope = dispatch.Envelope(
        channel=KEY,
        target=urlsplit(settings["core_url"]).netloc,
        payload=payload,
        kind=KIND,
        key=f"{moved.reference} {moved.sending}".strip(),
        technical_by=now + TECHNICAL,
        business_by=now + BUSINESS,
        conversation=moved.reference,
        subject="console.message",
        subject_id=moved.reference,
    )
    dispatch.enqueue(session, envelope)


def heard(news: dispatch.Acknowledged) -> None:
    """Write into the journal what the core system decided or asks for: it changes no message by itself."""
    said = news.verdict or news.message
    if said == DOCUMENTS or (news.is_news and said in DECIDES):
        record(
            db.session(),
            f"{SUBJECT}.{said}",
            subject=news.subject,
            subject_id=news.subject_id,
            name=news.subject_id,
        )


def _access(settings: Mapping[str, str]) -> tuple[str, dispatch.Auth]:
    address, key = settings.get("core_url", ""), settings.get("core_key", "")
    if not address:
        raise BadArgument(
            _l("The address of the core system is not set. Enter it in the settings of the module.")
        )
    return address.rstrip("/"), dispatch.Bearer(key) if key else dispatch.NOBODY


def _arrival(said: Any) -> dispatch.Arrival:
    item: dict[str, Any] = said if isinstance(said, dict) else {}
    verdict = str(item.get("verdict", ""))
    is_known = verdict in _VERDICTS
    return dispatch.Arrival(
        channel=KEY,
        body=json.dumps(said, ensure_ascii=False, sort_keys=True),
        token=str(item.get("id", "")),
        verdict=verdict if is_known else "",
        kind=str(item.get("type", "")) if is_known or not verdict else verdict,
        reference=str(item.get("reference", "")),
        said_at=_moment(item.get("said_at")),
    )


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None

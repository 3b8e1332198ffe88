"""What leaves about a stoppage: to the health insurance, to the insurer, and as news to the employer's systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from console.plugin import clock, dispatch, ids

from . import standing
from .deadlines import KIND, TECHNICAL, answer_by, day_begins
from .models import Stoppage

HEALTH, INSURER = "fr_dsn.health_insurance", "fr_dsn.insurer"
SUBJECT: Final = "fr_dsn.stoppage"
GUARANTEE: Final = "fr_dsn.guarantee"
NEWS: Final = "fr_dsn.insurer_news"
THEME: Final = "fr_dsn.stoppages"


def can_send(session: Session) -> bool:
    """Say whether an address of the health insurance is set."""
    return bool(_settings(session).get("health_url"))


def tell_health(session: Session, stoppage: Stoppage, act: str, **more: Any) -> None:
    """Send what was said to the health insurance, after everything that was sent about it before."""
    payload = {
        "act": act,
        "stoppage": stoppage.reference,
        "version": stoppage.versions,
        "declaration": stoppage.declaration,
        **more,
    }
    part = more.get("part", "")
    dispatch.enqueue(
        session,
        dispatch.Envelope(
            channel=HEALTH,
            target=urlsplit(_settings(session)["health_url"]).netloc,
            payload=payload,
            kind=KIND,
            key=f"{stoppage.reference} {stoppage.versions}{part and f' {part}'}",
            conversation=f"{stoppage.reference} health",
            subject=SUBJECT,
            subject_id=stoppage.reference,
        ),
    )
    stoppage.sent_at = clock.now()
    stoppage.awaits, stoppage.answer_by = "technical", answer_by(session, TECHNICAL, stoppage.sent_at)


def tell_insurer(session: Session, stoppage: Stoppage, event: str) -> None:
    """Send what happened to the insurer, with the wages of twelve months; nothing where no address is set."""
    _to_insurer(session, stoppage, event, NEWS)


def plan_guarantee(session: Session, stoppage: Stoppage) -> None:
    """Reckon the guarantee anew, and let its opening leave for the insurer on its first day once it is accepted."""
    found = standing.guarantee_of(session, stoppage)
    dispatch.withdraw(session, GUARANTEE, stoppage.reference)
    is_void = stoppage.state in standing.VOID
    stoppage.guarantee_from = None if is_void else found.opens
    stoppage.guarantee_until = None if is_void else found.ends
    stoppage.cover = found.cover
    opens = stoppage.guarantee_from
    if stoppage.accepted_at is not None and opens is not None and opens != stoppage.guarantee_told:
        _to_insurer(session, stoppage, "guarantee", GUARANTEE, day_begins(opens))
    session.flush()


def publish(session: Session, stoppage: Stoppage, what: str) -> None:
    """Tell the employer's and the institution's systems, which ask for more by the reference."""
    data = {"stoppage": stoppage.reference, "state": stoppage.state, "version": stoppage.versions}
    dispatch.tell(session, f"{SUBJECT}.{what}", data, company=stoppage.company_id, theme=THEME)


def _to_insurer(
    session: Session, stoppage: Stoppage, event: str, subject: str, not_before: datetime | None = None
) -> None:
    address = _settings(session).get("insurer_url", "")
    if not address:
        return
    is_later = not_before is not None and not_before > clock.now()
    dispatch.enqueue(
        session,
        dispatch.Envelope(
            channel=INSURER,
            target=urlsplit(address).netloc,
            payload=_news(session, stoppage, event),
            kind=subject,
            key=f"{stoppage.reference} {event} {ids.reference()}",
            # The opening waits for its day: what is said meanwhile must not wait behind it.
            conversation="" if subject == GUARANTEE else f"{stoppage.reference} insurer",
            not_before=not_before if is_later else None,
            subject=subject,
            subject_id=stoppage.reference,
        ),
    )


def _news(session: Session, stoppage: Stoppage, event: str) -> dict[str, Any]:
    wages = standing.wages_of(session, stoppage)
    return {
        "event": event,
        "stoppage": stoppage.reference,
        "version": stoppage.versions,
        "state": stoppage.state,
        "declaration": stoppage.declaration,
        "wages": [{"month": f"{one.month:%Y-%m}", "gross": f"{one.gross:.2f}"} for one in wages],
        "guarantee": {
            "from": stoppage.guarantee_from and stoppage.guarantee_from.isoformat(),
            "until": stoppage.guarantee_until and stoppage.guarantee_until.isoformat(),
        },
    }


def _settings(session: Session) -> dict[str, str]:
    return dict(dispatch.settings_of(session, "fr_dsn"))

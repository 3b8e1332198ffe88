"""Who is told of a benefit once its stoppage is known: the employer's account, the insurer, the stoppage's trail."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import clock, dispatch
from plugins.fr_dsn.rules.slips.amounts import printed
from plugins.fr_dsn.stoppages import exchange, trail
from plugins.fr_dsn.stoppages.models import Stoppage

from .models import Benefit

SUBJECT: Final = "fr_dsn.benefit"
NEWS: Final = "fr_dsn.benefit_news"


def forward(session: Session, benefit: Benefit, stoppage: Stoppage) -> None:
    """Tell of a benefit; the employer's systems get references alone, and ask for more by them."""
    trail.note(session, stoppage, trail.HEALTH, "paid", benefit=benefit.reference)
    if benefit.company_id is not None:
        data = {"benefit": benefit.reference, "stoppage": stoppage.reference, "what": benefit.kind}
        dispatch.tell(session, f"{SUBJECT}.matched", data, company=benefit.company_id, theme=exchange.THEME)
    _tell_insurer(session, benefit, stoppage)


def _tell_insurer(session: Session, benefit: Benefit, stoppage: Stoppage) -> None:
    address = dict(dispatch.settings_of(session, "fr_dsn")).get("insurer_url", "")
    if not address:
        return
    dispatch.enqueue(
        session,
        dispatch.Envelope(
            channel=exchange.INSURER,
            target=urlsplit(address).netloc,
            payload=_news(benefit),
            kind=NEWS,
            key=f"{benefit.reference} {stoppage.reference}",
            conversation=f"{stoppage.reference} insurer",
            subject=SUBJECT,
            subject_id=benefit.reference,
        ),
    )


def insurer_has_it(session: Session, benefit: Benefit) -> None:
    """Note that the insurer acknowledged a benefit, once, also in the trail of its stoppage."""
    if benefit.told_at is not None:
        return
    benefit.told_at = clock.now()
    stoppage = session.scalars(select(Stoppage).where(Stoppage.reference == benefit.stoppage)).first()
    if stoppage is not None:
        trail.note(session, stoppage, trail.INSURER, "received", about="paid", benefit=benefit.reference)
    session.flush()


def _news(one: Benefit) -> dict[str, Any]:
    return {
        "event": "benefit",
        "benefit": one.reference,
        "stoppage": one.stoppage,
        "siret": one.siret,
        "nir": one.person,
        "fund": one.fund,
        "nature": one.nature,
        "booked_on": one.booked_on and one.booked_on.isoformat(),
        "from": one.first and one.first.isoformat(),
        "to": one.until and one.until.isoformat(),
        "kind": one.kind,
        "days": one.days,
        "gross": printed(one.gross),
        "deductions": printed(one.deductions),
        "net": printed(one.net),
        "paid_to": one.paid_to or None,
        "automatic": one.automatic,
        "reverses": one.reverses or None,
        "lines": one.lines,
    }

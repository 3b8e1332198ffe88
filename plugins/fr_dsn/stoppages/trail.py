"""The trail of a stoppage: what each party said and got, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import N_, clock

from .models import Stoppage, StoppageStep

EMPLOYER, HEALTH, INSURER, CONSOLE = "employer", "health", "insurer", "console"
PARTIES: Final[Mapping[str, str]] = {
    EMPLOYER: N_("Employer"),
    HEALTH: N_("Health insurance"),
    INSURER: N_("Insurer"),
    CONSOLE: N_("Console"),
}
WHAT: Final[Mapping[str, str]] = {
    "create": N_("Stoppage declared"),
    "modify": N_("Change declared"),
    "close": N_("Closing declared"),
    "cancel": N_("Cancellation declared"),
    "acknowledge": N_("Receipt acknowledged"),
    "refuse": N_("Refused by the machine"),
    "accept": N_("Accepted"),
    "reject": N_("Rejected"),
    "ask_documents": N_("Documents requested"),
    "hand_in": N_("Documents handed in"),
    "overtaken": N_("Answer to something that was corrected since"),
    "received": N_("Received what was sent"),
    "guarantee": N_("Guarantee opened"),
    "found": N_("Found in a declaration (DSN)"),
    "paid": N_("Daily benefits told by a slip"),
    "not_sent": N_("Kept as a draft: no address of the health insurance is set"),
}


def note(session: Session, stoppage: Stoppage, party: str, what: str, **facts: object) -> None:
    """Add a line; facts are references, codes and sentences of the other side, fit for JSON."""
    session.add(
        StoppageStep(
            company_id=stoppage.company_id,
            stoppage_id=stoppage.id,
            party=party,
            what=what,
            facts=facts,
            at=clock.now(),
        )
    )
    session.flush()


def trail(session: Session, stoppage: Stoppage) -> Sequence[StoppageStep]:
    """Give the lines, the first one first."""
    asked = select(StoppageStep).where(StoppageStep.stoppage_id == stoppage.id)
    return session.scalars(asked.order_by(StoppageStep.id)).all()

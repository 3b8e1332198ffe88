"""A slip with a benefit, and an enrolment with its file, its line, and an answer that fits none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from console.base import clock
from plugins.fr_dsn.benefits.models import Benefit, KeptSlip
from plugins.fr_dsn.enrolments.models import (
    EnrolledCompany,
    EnrolledPerson,
    EnrolmentLine,
    EnrolmentSending,
    UnknownAnswer,
)

DAY = date(2026, 3, 14)


def plant_slip(session: Session, company: int, key: int, word: str, reference: str, whole: str) -> None:
    """Make a benefit of a company; slips and enrolments are the institution's, and carry the word `whole`."""
    moment, nothing = clock.now(), Decimal()
    session.add_all(
        [
            KeptSlip(
                id=key, reference=reference, identification=whole, digest=f"{key:064d}", name=whole, came_by="file",
                brought_by=whole, came_at=moment, verdict="accepted", total=nothing, findings=[], people=[],
            ),
            Benefit(
                id=key, reference=reference, company_id=company, slip=reference, stoppage=reference, state="matched",
                siret=word[:14], person=word[:13], first=DAY, until=DAY, month=DAY.replace(day=1), kind="payment",
                days=1, gross=nothing, deductions=nothing, net=nothing, automatic=True, lines=[],
                identity=f"{key:064d}", came_at=moment,
            ),
            EnrolledCompany(id=key, number=f"{key:09d}", name=whole),
            EnrolmentSending(
                id=key, reference=reference, header=f"E{key}", document=f"D{key}", content=whole.encode(), lines=1,
                sent_at=moment, sent_by=whole,
            ),
            UnknownAnswer(id=key, digest=f"{key:064d}", kind="CR", document=whole, why=whole, came_at=moment),
        ]
    )  # fmt: skip
    session.flush()
    session.add_all(
        [
            EnrolledPerson(
                id=key, company_key=key, nir=whole[:13], name=whole, given_name=whole, cover=whole[:25], first=DAY
            ),
            EnrolmentLine(
                id=key, sending_id=key, operation="CRE", number=f"{key:09d}", nir=whole[:13], cover=whole[:25],
                asked_at=moment,
            ),
        ]
    )  # fmt: skip
    session.flush()

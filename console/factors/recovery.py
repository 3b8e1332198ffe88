"""Ten codes on paper for the day on which every other factor is lost."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from console.accounts.service import note
from console.base import clock, ids
from console.factors import holding
from console.factors.models import RecoveryCode

COUNT: Final = 10
RECOVERY: Final = "recovery"
"""What a sign-in that passed with such a code says of its factor."""
_CODE = re.compile(r"[2-9A-HJ-NP-Z]{24}")


def new_codes(session: Session, user_id: int) -> tuple[str, ...]:
    """Give ten new codes of 120 random bits, to be shown once; the older ones end."""
    codes = tuple("-".join(ids.reference() for _ in range(3)) for _ in range(COUNT))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.add_all(RecoveryCode(digest=ids.digest(_bare(code)), user_id=user_id) for code in codes)
    session.flush()
    note(session, "recovery_codes_made", user_id)
    return codes


def use_recovery(session: Session, user_id: int, code: str) -> bool:
    """Say whether this is an unused code of the person, and use it up; spaces, hyphens and case do not matter."""
    typed = _bare(code)
    if not _CODE.fullmatch(typed):
        return holding.answered(session, user_id, RECOVERY, False)
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.digest == ids.digest(typed),
            RecoveryCode.user_id == user_id,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return holding.answered(session, user_id, RECOVERY, used.rowcount == 1)  # type: ignore[attr-defined]


def codes_left(session: Session, user_id: int) -> int:
    """Give how many codes a person has not used yet."""
    asked = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(asked) or 0


def _bare(code: str) -> str:
    return re.sub(r"[\s\u2010-\u2015-]", "", code).upper()

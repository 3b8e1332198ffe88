"""Which companies a sheet means, by their number or by their official one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from console.parties.models import Company

BATCH = 400
_SUFFIXES = ("TVA", "MWST", "IVA", "VAT", "HR", "RC")


def companies_named(session: Session, named: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Give for each text the keys of the companies of the session's scope that it may mean, in any usual spelling.

    The institution's own number counts first; one official number may be that of several companies.
    """
    wanted = sorted(set(named))
    found: dict[str, tuple[int, ...]] = {}
    for start in range(0, len(wanted), BATCH):
        found |= _batch(session, wanted[start : start + BATCH])
    return found


def _batch(session: Session, wanted: list[str]) -> dict[str, tuple[int, ...]]:
    compact = {text: _compact(text) for text in wanted}
    rows = session.execute(
        select(Company.id, Company.number, Company.official_number).where(
            or_(Company.number.in_(wanted), Company.official_number.in_(set(compact.values()) - {""}))
        )
    ).all()
    by_number = {number: key for key, number, _official in rows}
    by_official: dict[str, list[int]] = defaultdict(list)
    for key, _number, official in rows:
        by_official[official].append(key)
    return {
        text: (by_number[text],) if text in by_number else tuple(by_official.get(compact[text], ()))
        for text in wanted
    }


def _compact(text: str) -> str:
    """Give an official number as it is kept: CHE-000.000.017 TVA is CHE000000017."""
    plain = "".join(sign for sign in text.upper() if sign.isalnum())
    return next((plain.removesuffix(one) for one in _SUFFIXES if plain.endswith(one)), plain)

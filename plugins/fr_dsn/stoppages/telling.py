"""A stoppage as other systems are told of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from .models import Stoppage


def told(stoppage: Stoppage) -> dict[str, Any]:
    """Give how a stoppage stands, as the HR software reads it."""
    return {
        "reference": stoppage.reference,
        "key": stoppage.own_key,
        "state": stoppage.state,
        "version": stoppage.versions,
        "kind": stoppage.kind,
        "first_day": stoppage.first_day.isoformat(),
        "last_day": stoppage.last_day.isoformat(),
        "awaits": stoppage.awaits or None,
        "answer_by": _iso(stoppage.answer_by),
        "acknowledged_at": _iso(stoppage.opened_at),
        "accepted_at": _iso(stoppage.accepted_at),
        "guarantee_from": _iso(stoppage.guarantee_from),
        "guarantee_until": _iso(stoppage.guarantee_until),
        "in_dsn": bool(stoppage.deposits),
    }


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None

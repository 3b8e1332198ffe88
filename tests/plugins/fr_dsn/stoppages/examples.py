"""An invented stoppage, to be changed by each test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from plugins.fr_dsn.stoppages.checks import Spell
from plugins.fr_dsn.stoppages.declaration import Declaration, Subrogation

TODAY = date(2026, 3, 20)
IBAN = "FR7630006000011234567890189"
STOPPAGE = Declaration(
    siret="99900001100018",
    nir="2850369123456",
    family_name="MARCHAND",
    given_name="LUCIE",
    contract="00001",
    reason="01",
    last_day_worked=date(2026, 3, 10),
    planned_end=date(2026, 3, 31),
    subrogation=Subrogation(date(2026, 3, 11), date(2026, 3, 31), IBAN),
)


def stoppage(**changed: Any) -> Declaration:
    """Give the stoppage with other values."""
    return replace(STOPPAGE, **changed)


def spell(reference: str, first: str, last: str, reason: str = "01") -> Spell:
    """Give the days of another stoppage: `spell("A", "2026-01-01", "2026-01-15")`."""
    return Spell(reference, date.fromisoformat(first), date.fromisoformat(last), reason)

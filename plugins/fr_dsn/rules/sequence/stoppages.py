"""What is known of each stoppage after all files: one per SIRET, person, contract and last day worked.

A stoppage that lasts stands in every monthly file, and the resumption comes later: so each file completes what the
files before it said, and what it leaves out stays known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from plugins.fr_dsn.rules.facts.declarations import (
    CANCELLED_REASON,
    Declaration,
    Person,
    Stoppage,
    Subrogation,
)


@dataclass(frozen=True, slots=True)
class KnownStoppage:
    """A stoppage as all files together tell it."""

    siret: str
    person: Person
    contract: str | None
    last_day_worked: date | None
    until: date | None
    resumed: date | None
    reason: str | None
    subrogation: Subrogation | None


_Key = tuple[str, Person, str | None, date | None]


def known_stoppages(declarations: Iterable[Declaration]) -> list[KnownStoppage]:
    """Give the stoppages of declarations that stand, in their order; sorted by SIRET, person, contract and day."""
    known: dict[_Key, KnownStoppage] = {}
    for declaration in declarations:
        siret = declaration.head.siret
        for stoppage in declaration.stoppages:
            key = (siret, stoppage.person, stoppage.contract, stoppage.last_day_worked)
            if stoppage.reason == CANCELLED_REASON:
                known.pop(key, None)
            else:
                known[key] = _completed(siret, stoppage, known.get(key))
    return sorted(known.values(), key=_order)


def _completed(siret: str, stoppage: Stoppage, before: KnownStoppage | None) -> KnownStoppage:
    said = KnownStoppage(
        siret,
        stoppage.person,
        stoppage.contract,
        stoppage.last_day_worked,
        stoppage.until,
        stoppage.resumed,
        stoppage.reason,
        stoppage.subrogation,
    )
    if before is None:
        return said
    return replace(
        said,
        until=said.until or before.until,
        resumed=said.resumed or before.resumed,
        reason=said.reason or before.reason,
        subrogation=said.subrogation or before.subrogation,
    )


def _order(one: KnownStoppage) -> tuple[str, str, str, date]:
    name = one.person.nir or one.person.technical_number or ""
    return one.siret, name, one.contract or "", one.last_day_worked or date.min

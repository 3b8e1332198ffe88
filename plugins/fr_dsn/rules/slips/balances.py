"""What was paid in all, by employer and person, over several slips."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .judging import JudgedSlip


@dataclass(frozen=True, slots=True)
class Balance:
    """What slips paid for a person of an employer, net, in euros."""

    siret: str
    nir: str
    net: Decimal


def balances_of(slips: Iterable[JudgedSlip]) -> list[Balance]:
    """Add up accepted slips, sorted by SIRET and NIR; nothing of a refused one is in it."""
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for judged in slips:
        if judged.verdict == "accepted":
            for period in judged.periods:
                # An accepted slip names all its employers and persons.
                sums[period.siret or "", period.nir or ""] += period.net
    return [Balance(siret, nir, net) for (siret, nir), net in sorted(sums.items())]

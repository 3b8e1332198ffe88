"""Further controls that a partner asks for: not of the norm, they never refuse a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from console.plugin import N_, Phrase
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.formats.figures import amount
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.rules.facts.declarations import Declaration

Extra = Callable[[Declaration, str], Iterator[Found]]
"""From a declaration and the code of the partner."""
INSURED, PAID = "insured", "paid"
_NO_CONTRACT = N_(
    "No insured contract of %(organisation)s stands in this declaration of %(siret)s. Add its contract (S21.G00.15)."
)
_UNPAID = N_(
    "For the contract %(contract)s %(due)s are due and %(paid)s are paid in this declaration. Correct the payment, or "
    "pay the rest."
)


def insured(declaration: Declaration, organisation: str) -> Iterator[Found]:
    """A monthly declaration with people names a contract of the partner."""
    named = {contract.organisation for contract in declaration.contracts}
    if declaration.individuals and organisation not in named:
        told = {"organisation": organisation, "siret": declaration.head.siret}
        yield Found("business", "PARTNER_CONTRACT", Phrase(_NO_CONTRACT, told), rubric="S21.G00.15.002")


def paid(declaration: Declaration, organisation: str) -> Iterator[Found]:
    """What is due for a contract of the partner is paid in the same declaration."""
    yield from insured(declaration, organisation)
    for contract in declaration.contracts:
        if contract.organisation == organisation and contract.due != contract.paid:
            told = {
                "contract": contract.reference or "?",
                "due": amount(contract.due),
                "paid": amount(contract.paid),
            }
            yield Found("business", "PARTNER_PAYMENT", Phrase(_UNPAID, told), contract.line, "S21.G00.15.001")


EXTRAS: Final[Mapping[str, tuple[Any, Extra]]] = {
    INSURED: (_l("A contract of the partner is named"), insured),
    PAID: (_l("A contract of the partner is named, and what is due is paid"), paid),
}
"""By their key: what they look at, and the control."""


def found_by(extras: str, organisation: str, declaration: Declaration) -> list[Found]:
    """Give what the further controls of a partner find in a monthly declaration; nothing for others."""
    if extras not in EXTRAS or declaration.head.nature != "01":
        return []
    return list(EXTRAS[extras][1](declaration, organisation))

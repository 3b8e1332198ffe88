"""The lists that controls of the norm ask for; their content is published apart and changes often, so none is shipped.

A list is named as its publisher names it, where it has one name; `OC`, `URSSAF`, `AGIRC_ARRCO`, `SPECTACLES`
and `SIRENE` are names of our own for registers that the rules of the norm describe.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from console.plugin import N_

Signs = Literal["digits", "letters", "any"]

_SIGNS: Final[Mapping[Signs, re.Pattern[str]]] = {
    "digits": re.compile(r"[0-9]+"),
    "letters": re.compile(r"[A-Z]+"),
    "any": re.compile(r"[0-9A-Za-z][0-9A-Za-z_./-]*"),
}


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list by its name, and the form of its codes, so that a file of another list is noticed."""

    name: str
    title: str
    """To be translated."""
    least: int
    most: int
    signs: Signs = "any"

    @property
    def padded(self) -> bool:
        """Whether leading zeros that a spreadsheet program dropped can be put back."""
        return self.signs == "digits" and self.least == self.most

    def has_signs(self, code: str) -> bool:
        """Say whether a code holds only the signs that codes of this list hold."""
        return _SIGNS[self.signs].fullmatch(code) is not None


_KINDS: Final = (
    ListKind("AGIRC_ARRCO", N_("SIRETs of the Agirc-Arrco institutions"), 14, 14, "digits"),
    ListKind("ART", N_("Occupations of the performing arts"), 2, 6),
    ListKind("CCP", N_("Complements of occupations"), 2, 6),
    ListKind("CMET", N_("Trades"), 2, 6),
    ListKind("CPCP", N_("Paid-leave funds"), 2, 2),
    ListKind("DET", N_("Positions of secondment in the public service"), 3, 3),
    ListKind("DLGASSU", N_("Delegates of insurance companies"), 6, 6),
    ListKind("DLGMUT", N_("Delegates of mutual societies"), 6, 6),
    ListKind("DLGOCI", N_("Delegates of other complementary bodies"), 6, 6),
    ListKind("DLGPREV", N_("Delegates of provident institutions"), 6, 6),
    ListKind("FESAIEG", N_("Job families of the electricity and gas industries"), 2, 6),
    ListKind("HEX", N_("Postal codes"), 5, 5, "digits"),
    ListKind("IBCI", N_("Social protection bodies: contribution statements"), 5, 14),
    ListKind("ICI", N_("Social protection bodies: individual contributions"), 2, 14),
    ListKind("IDCC", N_("Collective agreements"), 4, 4, "digits"),
    ListKind("INSEE", N_("Communes"), 5, 5),
    ListKind("IVO", N_("Social protection bodies: payments"), 2, 14),
    ListKind("MNATA", N_("Reasons for owing no apprenticeship tax"), 3, 3),
    ListKind("NAF", N_("Activities of companies"), 5, 5),
    ListKind("NEHMED", N_("Medical jobs of public hospitals"), 2, 6),
    ListKind("NEHNMED", N_("Other jobs of public hospitals"), 2, 6),
    ListKind("NET", N_("Jobs of the territorial public service"), 2, 6),
    ListKind("NNE", N_("Jobs of the public service of the State"), 4, 14),
    ListKind("OC", N_("Complementary bodies: provident, mutual, insurance and others"), 5, 9),
    ListKind("ODRT", N_("Social protection bodies: declared without members"), 2, 6),
    ListKind("OES", N_("SIRETs of who may send substitutions"), 14, 14, "digits"),
    ListKind("OETH", N_("Agreements on the employment of disabled workers"), 12, 12),
    ListKind("OPCO", N_("Skills operators"), 2, 2),
    ListKind("PAY", N_("Countries outside France"), 2, 2, "letters"),
    ListKind("PAYS", N_("Countries of birth"), 2, 2, "letters"),
    ListKind("PCSESE", N_("Occupations"), 4, 4),
    ListKind("RAT", N_("Risks of work accidents"), 5, 6),
    ListKind("SIRENE", N_("SIRETs of companies and establishments"), 14, 14, "digits"),
    ListKind("SPECTACLES", N_("Paid-leave fund of the performing arts"), 2, 14),
    ListKind("URSSAF", N_("SIRETs of the Urssaf"), 14, 14, "digits"),
)

LISTS: Final[Mapping[str, ListKind]] = {kind.name: kind for kind in _KINDS}
"""By name, in alphabetical order."""

"""Keys of SIREN, SIRET and bank accounts (rubrics whose rule is the check of a key).

Where the SIREN itself is wrong only that is said: the SIRET made of it cannot be right.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from console.plugin import N_, Phrase
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import BlockRule, ChainRule, Declared, Frame, Values

WRONG_KEY = N_("%(rubric)s: “%(value)s” has a wrong check digit. Look for a mistyped or swapped digit.")
WRONG_NIC = N_(
    "%(rubric)s: “%(value)s” with the SIREN %(siren)s makes no valid SIRET. Correct the NIC, or the SIREN."
)
WRONG_ACCOUNT = N_(
    "%(rubric)s: the check digits of the account “%(value)s” are wrong. Copy it again from the bank details."
)
LA_POSTE = "356000000"
_RIB = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
FRENCH_IBAN = 27
"""Characters of an IBAN of France or Monaco: two letters, two digits, a BBAN of 23."""


def siren_holds(number: str) -> bool:
    """Whether a SIREN of nine digits has a right key."""
    return len(number) == 9 and number.isascii() and number.isdecimal() and bool(luhn.is_valid(number))


@lru_cache(maxsize=2_000)
def siret_holds(number: str) -> bool:
    """Whether a SIRET has a right key; those of La Poste may have a sum of digits divisible by five instead."""
    if len(number) != 14 or not (number.isascii() and number.isdecimal()):
        return False
    if luhn.is_valid(number):
        return True
    return number.startswith(LA_POSTE) and sum(map(int, number)) % 5 == 0


@lru_cache(maxsize=2_000)
def iban_holds(number: str) -> bool:
    """Whether the check digits of an IBAN agree (ISO 7064, remainder 1 by 97); nothing else of it is looked at."""
    return number.isascii() and number.isalnum() and bool(mod_97_10.is_valid(number[4:] + number[:4]))


@lru_cache(maxsize=2_000)
def bban_holds(number: str) -> bool:
    """Whether the key of the account (RIB) in an IBAN of France or Monaco is right; other countries pass."""
    if number[:2] not in ("FR", "MC"):
        return True
    account = number[4:].translate(_RIB)
    return len(number) == FRENCH_IBAN and account.isdecimal() and int(account) % 97 == 0


def _one(
    control: str,
    holds: Callable[[str], bool],
    message: str = WRONG_KEY,
    if_: tuple[str, str] | None = None,
) -> BlockRule:
    """Check the value of the rubric itself; `if_`: only where another rubric of the block has a code."""

    def judge(values: Values) -> Phrase | None:
        value = values[0]
        if value is None or (if_ and values[1] != if_[1]) or holds(value):
            return None
        return Phrase(message, {"rubric": words.rubric(control[:14]), "value": words.text(value)})

    number = control[11:14]
    return BlockRule(control, (number, if_[0]) if if_ else (number,), judge)


def _whole(value: str) -> bool:
    """Check a SIRET, unless its SIREN is already wrong: that is for the control on the SIREN."""
    return siret_holds(value) or not siren_holds(value[:9])


def _nic(control: str, siren: str) -> BlockRule:
    def judge(values: Values) -> Phrase | None:
        return _nic_fault(control, values[0], values[1])

    return BlockRule(control, (control[11:14], siren), judge)


def _nic_fault(control: str, nic: str | None, siren: str | None) -> Phrase | None:
    if nic is None or siren is None or not siren_holds(siren) or siret_holds(siren + nic):
        return None
    more = {"rubric": words.rubric(control[:14]), "value": words.text(nic), "siren": siren}
    return Phrase(WRONG_NIC, more)


def _establishment(control: str) -> ChainRule:
    def start(frame: Frame) -> Callable[[Values], Phrase | None]:
        return lambda values: _nic_fault(control, values[0], frame.siren)

    return ChainRule(control, control[:10], (control[:14],), start, control[11:14])


def _siren_part(value: str) -> bool:
    return siren_holds(value[:9])


ESTABLISHMENT = ("010", "01")
"""S21.G00.85.010: the place of work is an establishment, so that its identifier is a SIRET."""

DECLARED: Declared = (
    _one("S10.G00.01.001/CSL-11", siren_holds),
    _nic("S10.G00.01.002/CCH-11", "001"),
    _one("S20.G00.05.012/CSL-12", siret_holds),
    _one("S21.G00.06.001/CSL-11", siren_holds),
    _nic("S21.G00.06.002/CSL-11", "001"),
    _establishment("S21.G00.11.001/CSL-12"),
    _one("S21.G00.12.003/CSL-11", iban_holds, WRONG_ACCOUNT),
    _one("S21.G00.12.003/CSL-12", bban_holds, WRONG_ACCOUNT),
    _one("S21.G00.20.004/CSL-11", iban_holds, WRONG_ACCOUNT),
    _one("S21.G00.20.004/CSL-13", bban_holds, WRONG_ACCOUNT),
    _one("S21.G00.41.012/CSL-11", _siren_part),
    _one("S21.G00.41.012/CSL-12", _whole),
    _one("S21.G00.45.001/CSL-11", _siren_part),
    _one("S21.G00.45.001/CSL-12", _whole),
    _one("S21.G00.85.001/CCH-11", _siren_part, if_=ESTABLISHMENT),
    _one("S21.G00.85.001/CCH-12", _whole, if_=ESTABLISHMENT),
    _one("S89.G00.32.004/CSL-12", siren_holds),
    _nic("S89.G00.32.005/CCH-11", "004"),
)

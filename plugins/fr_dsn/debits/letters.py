"""The letters that banks of the SEPA area must read, and IBANs shown in part.

Source: EPC217-08, SEPA requirements for an extended character set: a to z, A to Z, 0 to 9, / - ? : ( ) . , ' + and
spaces; no identifier or name begins or ends with a slash or holds two in a row.
"""

from __future__ import annotations

import re
from typing import Final

from text_unidecode import unidecode

_OUTSIDE: Final = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")
_INSTEAD: Final = {
    "&": "+", "_": "-", "[": "(", "{": "(", "<": "(", "]": ")", "}": ")", ">": ")", ";": ",", '"': "'", "`": "'",
    "\t": " ", "\n": " ",
}  # fmt: skip
_REFERENCE: Final = re.compile(r"[A-Za-z0-9/?:().,'+-]{1,35}")


def latin(text: str, most: int) -> str:
    """Give a text in SEPA letters, `most` signs at most; nothing of it is lost but what has no letter there."""
    plain = _OUTSIDE.sub(lambda found: _INSTEAD.get(found[0], "."), unidecode(text))
    single = re.sub(r"/{2,}", "/", " ".join(plain.split()))
    return single[:most].strip("/ ")


def is_name(text: str) -> bool:
    """Say whether a bank can read a name: at least one letter or figure of it."""
    return any(sign.isalnum() for sign in latin(text, 70))


def is_reference(text: str) -> bool:
    """Say whether a text can be the reference of a mandate (RUM): SEPA letters without spaces, 35 at most."""
    return bool(_REFERENCE.fullmatch(text)) and "//" not in text and text == text.strip("/")


def in_part(iban: str) -> str:
    """Give an IBAN as lists and letters show it: country and last four signs."""
    return f"{iban[:2]}•• •••• {iban[-4:]}" if iban else ""

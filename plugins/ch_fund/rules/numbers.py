"""Official Swiss numbers: AVS number (13 digits, prefix 756, EAN-13) and UID (modulo 11), by python-stdnum."""

from __future__ import annotations

from stdnum.ch import ssn, uid
from stdnum.exceptions import ValidationError

from console.plugin import ColumnFault
from console.plugin import lazy_gettext as _l


def read_avs(text: str) -> str:
    """Give the 13 digits of an AVS number typed with or without dots and spaces; raises `ColumnFault`."""
    digits = "".join(c for c in text if c not in " .\u00a0\u202f-")
    if not digits.isascii() or not digits.isdigit() or len(digits) != 13:
        raise ColumnFault(
            _l(
                "An AVS number has 13 digits, like 756.1234.5678.97. Check the number on the insurance certificate."
            )
        )
    if not digits.startswith("756"):
        raise ColumnFault(_l("An AVS number begins with 756. Check the number on the insurance certificate."))
    try:
        return str(ssn.validate(digits))
    except ValidationError as fault:
        raise ColumnFault(
            _l(
                "The check digit of this AVS number does not fit. Check the number on the insurance certificate."
            )
        ) from fault


def show_avs(digits: str) -> str:
    """Give an AVS number as it is printed: 756.1234.5678.97."""
    return str(ssn.format(digits))


def read_uid(text: str) -> str:
    """Give a UID as CHE and nine digits, typed in any usual form; raises `ColumnFault`."""
    try:
        return str(
            uid.validate(text.upper().removesuffix("TVA").removesuffix("MWST").removesuffix("IVA").strip())
        )
    except ValidationError as fault:
        raise ColumnFault(
            _l(
                "This is not a UID. It looks like CHE-123.456.788; check it in the UID register or on an invoice."
            )
        ) from fault


def show_uid(number: str) -> str:
    """Give a UID as it is printed: CHE-123.456.788."""
    return str(uid.format(number))

"""The AVS number in files of others: 13 digits, prefix 756, last digit by EAN-13; python-stdnum knows the rule."""

from __future__ import annotations

from stdnum.ch import ssn

from console.plugin import N_, Phrase, quoted

_BETWEEN = " .-\u00a0\u202f"
"""Signs that people write between the digits."""


def avs_as_printed(text: str) -> str:
    """Give 13 digits as they are printed, 756.1234.5678.97, also wrong ones; another text as it is."""
    digits = _digits(text)
    return str(ssn.format(digits)) if _has_form(digits) else text


def avs_fault(text: str | None) -> Phrase | None:
    """Say what is wrong with an AVS number, written with or without signs; None when it can exist."""
    if text is None:
        return Phrase(N_("The AVS number is missing."))
    digits, value = _digits(text), quoted(avs_as_printed(text))
    if not _has_form(digits):
        return Phrase(N_("“%(value)s” is not an AVS number, which has 13 digits."), {"value": value})
    if not digits.startswith("756"):
        return Phrase(N_("The AVS number %(value)s does not begin with 756."), {"value": value})
    if not ssn.is_valid(digits):
        return Phrase(N_("The check digit of the AVS number %(value)s does not fit."), {"value": value})
    return None


def _digits(text: str) -> str:
    return "".join(c for c in text if c not in _BETWEEN)


def _has_form(digits: str) -> bool:
    return len(digits) == 13 and digits.isascii() and digits.isdigit()

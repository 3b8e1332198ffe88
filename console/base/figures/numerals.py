"""Numbers as people type them, never read by guessing.

A sign followed by exactly three digits ("1.234", "65,500") is a thousand to one reader and one and a bit to another: it
is read only where this sign groups thousands in the reader's own style, and refused with both readings elsewhere. Every
other accepted form has one reading wherever it was typed, so that no text has two values.
"""

import re
from decimal import Decimal

from .faults import Misread

LONGEST = 40
"""Characters of the longest number read; official amounts have fewer than twenty."""

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "’": "'", "\u2212": "-"})
_PLAIN = re.compile(r"([0-9]*)(?:[.,]([0-9]+))?")
_QUIET_GROUPS = re.compile(
    r"([1-9][0-9]{0,2}(?:(?P<sign>[' ])[0-9]{3})(?:(?P=sign)[0-9]{3})*)(?:[.,]([0-9]+))?"
)
_POINT_GROUPS = re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)")
_COMMA_GROUPS = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)\.([0-9]+)")
_MANY_GROUPS = re.compile(r"([1-9][0-9]{0,2}(?P<sign>[.,])[0-9]{3}(?:(?P=sign)[0-9]{3})+)")
_TWO_READINGS = re.compile(r"([0-9]{1,3})([.,])([0-9]{3})")


def read_numeral(text: str, places: int | None = None, *, group: str = "", grouped: bool = True) -> Decimal:
    """The number in a typed text.

    Both apostrophes and every kind of space group thousands; a point or a comma groups or divides as far as
    the text itself shows it, or where it is `group`, the style's own sign for thousands. `places` is the most
    decimals allowed (zeros at the end do not count). With `grouped=False` (rates) a number has no thousands,
    so one point or comma always divides.
    Raises `Misread`: empty, too_long, number_form, two_readings, too_many_decimals.
    """
    clean = text.translate(_SPACES).strip()
    if not clean:
        raise Misread("empty")
    if len(clean) > LONGEST:
        raise Misread("too_long", text=clean[:LONGEST], longest=LONGEST)
    minus = clean.startswith("-")
    body = clean[1:].lstrip() if clean[0] in "+-" else clean
    whole, parts = _grouped(body, text.strip(), minus, group) if grouped else _plain(body, text.strip())
    if places is not None and len(parts.rstrip("0")) > places:
        raise Misread("too_many_decimals", text=text.strip(), places=places)
    return _value(minus, whole, parts)


def _value(minus: bool, whole: str, parts: str) -> Decimal:
    return Decimal(f"{'-' if minus else ''}{whole or '0'}.{parts or '0'}")


def _grouped(body: str, typed: str, minus: bool, group: str) -> tuple[str, str]:
    """The digits before and after the decimal sign, where thousands may be grouped."""
    if (found := _TWO_READINGS.fullmatch(body)) and found[1] != "0":
        if found[2] == group and found[1][0] != "0":
            return found[1] + found[3], ""
        raise Misread(
            "two_readings",
            text=typed,
            grouped=_value(minus, found[1] + found[3], ""),
            parts=_value(minus, found[1], found[3]),
        )
    for form in (_QUIET_GROUPS, _POINT_GROUPS, _COMMA_GROUPS, _MANY_GROUPS):
        if found := form.fullmatch(body):
            parts = found[found.re.groups] if form is not _MANY_GROUPS else None
            return re.sub(r"[^0-9]", "", found[1]), parts or ""
    return _plain(body, typed)


def _plain(body: str, typed: str) -> tuple[str, str]:
    """The digits before and after the decimal sign, where nothing groups."""
    found = _PLAIN.fullmatch(body)
    if found and body:
        return found[1], found[2] or ""
    raise Misread("number_form", text=typed)


def show_numeral(value: Decimal, decimal: str, group: str, places: int = 0, *, clear: bool = True) -> str:
    """A number in figures, never rounded, with at least `places` decimals.

    Where the text would have two readings it is written so that it has one (`clear`): whole numbers group
    with a no-break space instead of a point, and three decimals after a short number get a fourth.
    Raises ValueError for a value that is no finite number.
    """
    if not value.is_finite():
        raise ValueError(f"{value} is not a finite number")
    whole, _, parts = format(value.copy_abs(), "f").partition(".")
    parts = parts.rstrip("0").ljust(places, "0")
    if clear and not parts and group in {".", ","}:
        group = "\u00a0"
    if clear and len(parts) == 3 and len(whole) <= 3 and whole != "0":
        parts += "0"
    minus = "-" if value < 0 else ""
    figures = f"{int(whole):,}".replace(",", group)
    return f"{minus}{figures}{decimal}{parts}" if parts else f"{minus}{figures}"

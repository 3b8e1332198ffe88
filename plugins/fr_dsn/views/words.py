"""The words of the page: verdicts, severities, days, months and numbers as a payroll clerk reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from flask import g

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from console.plugin import pages

NBSP: Final = "\u00a0"
"""Keeps a number on one line."""

VERDICTS: Final[Mapping[str, tuple[Any, pages.Tone]]] = {
    "accepted": (_l("Accepted"), "ok"),
    "refused": (_l("Refused"), "bad"),
    "not_a_dsn": (_l("No DSN"), "bad"),
}
SEVERITIES: Final[Mapping[str, tuple[Any, pages.Tone]]] = {
    "refusal": (_l("Refusal"), "bad"),
    "business": (_l("To look at"), "warn"),
    "warning": (_l("Warning"), "info"),
}
CHANGES: Final[Mapping[str, Any]] = {
    "appeared": _l("Is new"),
    "left": _l("Is not there any more"),
    "contract_began": _l("Contract is new"),
    "contract_ended": _l("Contract is not there any more"),
    "contract_changed": _l("Contract changed"),
    "base_jumped": _l("Base jumped"),
}
CONTROLS: Final[Mapping[str, Any]] = {
    "EMPTY": _l("Empty file"),
    "BINARY": _l("File that is no text"),
    "NOT_DSN": _l("File of another kind"),
    "ENCODING": _l("Character set"),
    "BOM": _l("Mark before the first line"),
    "SYNTAX": _l("Form of the lines"),
    "BLANK_LINE": _l("Blank lines"),
    "LINE_TOO_LONG": _l("Length of the lines"),
    "EMPTY_VALUE": _l("Empty values"),
    "UNKNOWN_RUBRIC": _l("Rubrics that the norm does not know"),
    "UNKNOWN_BLOCK": _l("Blocks that the norm does not know"),
    "ORDER": _l("Order of blocks and rubrics"),
    "ORPHAN": _l("Blocks without the block they belong to"),
    "CARDINALITY": _l("Number of blocks"),
    "MISSING": _l("What is missing"),
    "FORBIDDEN": _l("What may not stand there"),
    "LENGTH": _l("Length of values"),
    "PATTERN": _l("Form of values"),
    "CODE": _l("Values of code lists"),
    "DATE": _l("Dates"),
    "COUNT": _l("Counts at the end of the sending"),
    "DUPLICATE": _l("Declarations that are held already"),
    "RANK": _l("Order numbers of replacements"),
    "DUE_PAID": _l("Due and paid for insured contracts"),
}
"""What a control without a number of the norm looks at."""


def control(code: str) -> str:
    """Say what a control without a number of the norm looks at, or nothing."""
    return str(CONTROLS.get(code, ""))


def verdict(code: str) -> tuple[str, pages.Tone]:
    """Give a verdict in a word, with its tone."""
    text, tone = VERDICTS.get(code, (code, "plain"))
    return str(text), tone


def severity(code: str) -> tuple[str, pages.Tone]:
    """Give a severity in a word, with its tone."""
    text, tone = SEVERITIES.get(code, (code, "plain"))
    return str(text), tone


def number(value: int) -> str:
    """Write a count."""
    return str(g.style.show_number(value))


def amount(value: object) -> str:
    """Write an amount that stands as `98.62`."""
    return str(g.style.show_amount(Decimal(str(value)), "EUR")) if value else ""


def day(value: object) -> str:
    """Write a day that stands as `2025-03-12`."""
    return str(g.style.show_day(date.fromisoformat(str(value)))) if value else ""


def month(value: object) -> str:
    """Write a month that stands as `2025-03` or as its first day."""
    text = str(value or "")
    return f"{text[5:7]}/{text[:4]}" if text else ""


def siret(text: str) -> str:
    """Part the fourteen figures of a SIRET as they are read aloud."""
    plain = text if len(text) == 14 and text.isdecimal() else ""
    return NBSP.join((plain[:3], plain[3:6], plain[6:9], plain[9:])) if plain else text


def nir(text: str) -> str:
    """Part the thirteen signs of a NIR as they are written on the card."""
    if len(text) != 13 or not text.isalnum():
        return text
    return NBSP.join((text[0], text[1:3], text[3:5], text[5:7], text[7:10], text[10:]))


def whose(person: str, name: str) -> str:
    """Name a person: her name, else her number."""
    return name or nir(person) or str(_("Without a number"))


def until(first: object, last: object) -> str:
    """Write a time from one day to another."""
    if not first and not last:
        return ""
    return str(_("%(first)s to %(last)s", first=day(first) or "?", last=day(last) or "?"))

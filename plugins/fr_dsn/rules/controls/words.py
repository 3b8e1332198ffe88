"""How rubrics, blocks, codes, dates and values are put into the sentence that says what to correct.

Every sentence of a control is a template with placeholders; what fills them is made here, so that a payroll clerk meets
one way to name a rubric (`S21.G00.60.005 (Date de fin de subrogation)`), a code (`02 (Envoi néant)`) and a day
(`12/03/2025`). The names are those of the norm, in French in every language: they are what her software shows.
"""

from __future__ import annotations

from functools import lru_cache

from console.plugin import quoted
from plugins.fr_dsn.norm.norms import Rubric, norm_of

LABEL_YEARS = ("P25V01", "P26V01", "P24V01")
"""Norms in which a name is looked up, the first one that knows it wins."""
LONGEST_LABEL = 60
"""Characters of a name; some of the official ones run over several lines."""


@lru_cache(maxsize=2000)
def rubric(code: str) -> str:
    """Name a rubric: `S21.G00.60.005 (Date de début de subrogation)`; the code alone when no norm knows it."""
    known = _known(code)
    return f"{code} ({_short(known.label)})" if known else code


@lru_cache(maxsize=200)
def block(code: str) -> str:
    """Name a block: `S21.G00.53 (Activité)`; the code alone when no norm knows it."""
    norms = (norm_of(version) for version in LABEL_YEARS)
    known = next((norm.blocks[code] for norm in norms if norm and code in norm.blocks), None)
    return f"{code} ({_short(known.name)})" if known else code


@lru_cache(maxsize=4000)
def code(rubric_code: str, value: str) -> str:
    """Name a value of a rubric by its code list: `31 (Eléments de cotisation ...)`; else the value as quoted."""
    for version in LABEL_YEARS:
        norm = norm_of(version)
        known = norm.rubrics.get(rubric_code) if norm else None
        label = known.codes.get(value) if known and known.codes else None
        if label:
            return f"{value} ({_short(label)})"
    return quoted(value)


def codes(rubric_code: str, values: tuple[str, ...] | frozenset[str]) -> str:
    """Name several values of a rubric, one after the other: `15, 16, 17`; the names would drown the sentence."""
    if len(values) == 1:
        return code(rubric_code, *values)
    return ", ".join(sorted(values))


def text(value: str | None) -> str:
    """Repeat a value of the file, cut at 80 characters."""
    return quoted(value or "")


def day(value: str | None) -> str:
    """Write a date of the file, `12032025`, as it is read: `12/03/2025`; anything else as it stands."""
    if value is not None and len(value) == 8 and value.isdecimal():
        return f"{value[:2]}/{value[2:4]}/{value[4:]}"
    return text(value)


def _known(code: str) -> Rubric | None:
    norms = (norm_of(version) for version in LABEL_YEARS)
    return next((norm.rubrics[code] for norm in norms if norm and code in norm.rubrics), None)


def _short(label: str) -> str:
    """Cut a name for a sentence, so that it stays readable."""
    label = " ".join(label.split())
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"

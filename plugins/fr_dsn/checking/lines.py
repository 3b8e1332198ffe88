"""What was found and what is known of persons, as lines of a result."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from plugins.fr_dsn.checking.months import MonthChange, Names, number_of
from plugins.fr_dsn.checking.outcome import (
    CHANGE,
    ENDING,
    FINDING,
    KNOWN,
    LONGEST,
    STOPPAGE,
    Line,
    plain,
    told,
)
from plugins.fr_dsn.formats.figures import amount, iso
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.norm.norms import YEARS, norm_of
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.facts.declarations import Ending, Stoppage, Subrogation
from plugins.fr_dsn.rules.sequence.stoppages import KnownStoppage

CONTRACT = "S21.G00.40"
LONGEST_CODE = 60


def finding_line(file: int, found: Found, names: Names) -> Line:
    """Give a finding."""
    rubric = plain(found.rubric, LONGEST["rubric"])
    facts = told(found.message)
    if found.line is None and isinstance(above := found.more.get("block_line"), int):
        facts["block_line"] = above
    return Line(
        FINDING, file,
        *_who(found.person or "", names),
        severity=found.severity,
        control=plain(found.control, LONGEST["control"]),
        line=found.line,
        rubric=rubric,
        label=plain(label_of(rubric), LONGEST["label"]),
        facts=facts,
    )  # fmt: skip


def stoppage_line(file: int, one: Stoppage, names: Names) -> Line:
    """Give a stoppage as a file says it."""
    facts = {
        "contract": _text(one.contract),
        "reason": _code("S21.G00.60.001", one.reason),
        "last_day_worked": iso(one.last_day_worked),
        "until": iso(one.until),
        "resumed": iso(one.resumed),
        "accident_date": iso(one.accident_date),
        **_subrogation(one.subrogation),
    }
    return Line(STOPPAGE, file, *_who(number_of(one.person), names), line=one.line, facts=facts)


def ending_line(file: int, one: Ending, names: Names) -> Line:
    """Give the end of a contract."""
    facts = {
        "contract": _text(one.contract),
        "date": iso(one.date),
        "reason": _code("S21.G00.62.002", one.reason),
    }
    return Line(ENDING, file, *_who(number_of(one.person), names), facts=facts)


def known_line(one: KnownStoppage, names: Names) -> Line:
    """Give a stoppage as all files together tell it."""
    facts = {
        "siret": _text(one.siret),
        "contract": _text(one.contract),
        "reason": _code("S21.G00.60.001", one.reason),
        "last_day_worked": iso(one.last_day_worked),
        "until": iso(one.until),
        "resumed": iso(one.resumed),
        **_subrogation(one.subrogation),
    }
    return Line(KNOWN, 0, *_who(number_of(one.person), names), facts=facts)


def change_lines(one: MonthChange) -> Iterator[Line]:
    """Give what changed between two months; of a contract, one line for each rubric that changed."""
    change = one.change
    facts = {
        "siret": _text(one.siret),
        "before": iso(one.before),
        "after": iso(one.after),
        "kind": change.kind,
        "contract": _text(change.contract),
        "explained": change.explained,
    }
    who = _who(number_of(change.person), {number_of(change.person): change.name})
    if change.base is not None:
        amounts = {"was": amount(change.before or 0), "now": amount(change.after or 0)}
        facts |= {"base": _code("S21.G00.78.001", change.base), **amounts}
    if not change.terms:
        yield Line(CHANGE, 0, *who, facts=facts)
    for number, (was, now) in change.terms.items():
        rubric = f"{CONTRACT}.{number}"
        values = {"was": plain(was, LONGEST_CODE), "now": plain(now, LONGEST_CODE)}
        label = plain(label_of(rubric), LONGEST["label"])
        yield Line(
            CHANGE, 0, *who, rubric=plain(rubric, LONGEST["rubric"]), label=label, facts={**facts, **values}
        )


@cache
def label_of(key: str) -> str:
    """Give how the norm calls a rubric or a block, or nothing for what it does not know."""
    for version in sorted(YEARS, reverse=True):
        norm = norm_of(version)
        if norm and key in norm.rubrics:
            return norm.rubrics[key].label
        if norm and key in norm.blocks:
            return norm.blocks[key].name
    return ""


def _who(number: str, names: Names) -> tuple[str, str]:
    return plain(number, LONGEST["person"]), plain(names.get(number, ""), LONGEST["name"])


def _text(value: str | None) -> str:
    return plain(value, LONGEST_CODE)


def _code(rubric: str, value: str | None) -> str:
    return plain(words.code(rubric, value), 100) if value else ""


def _subrogation(one: Subrogation | None) -> dict[str, str | None]:
    return {} if one is None else {"subrogated_from": iso(one.first), "subrogated_to": iso(one.last)}

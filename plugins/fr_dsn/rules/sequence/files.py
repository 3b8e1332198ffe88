"""Reads files one after the other, in the order given, and tells what each is worth and what all mean together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Literal

from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.reading import Judge, Lot, Profile, read
from plugins.fr_dsn.rules.facts.collecting import Collector
from plugins.fr_dsn.rules.facts.declarations import Declaration
from plugins.fr_dsn.rules.sequence.standing import Standing
from plugins.fr_dsn.rules.sequence.stoppages import KnownStoppage, known_stoppages

Verdict = Literal["accepted", "refused", "not_a_dsn"]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file that was read; its declarations are refused with it where the whole sending is."""

    name: str
    verdict: Verdict
    norm: str | None
    records: int
    lot: Lot | None
    declarations: list[Declaration]
    findings: list[Found]
    """By line; those without a line come last."""
    suppressed: dict[str, int]
    """How many more findings there are, by control."""


class Sequence:
    """Takes files; knows the months and stoppages that stand after them."""

    def __init__(self, profile: Profile = "file", judge: Callable[[Profile], Judge] | None = None) -> None:
        self._profile: Profile = profile
        self._judge = judge
        self._standing = Standing()

    def read(self, name: str, file: BinaryIO) -> FileFacts:
        """Read one more file, which can be sought; whatever it is, it is answered."""
        collector = Collector()
        judge = None if self._judge is None else self._judge(self._profile)
        outcome = read(file, self._profile, collector, judge)
        self._place(collector, outcome.refused)
        refused = outcome.refused or any(one.refused for one in collector.declarations)
        verdict: Verdict = "not_a_dsn"
        if outcome.reached == "read":
            verdict = "refused" if refused else "accepted"
        return FileFacts(
            name,
            verdict,
            outcome.norm,
            outcome.records,
            outcome.lot,
            collector.declarations,
            sorted(collector.findings, key=_by_line),
            dict(outcome.suppressed),
        )

    def months(self) -> list[Declaration]:
        """Give the monthly declarations that stand, by SIRET, month and fraction."""
        return self._standing.months()

    def stoppages(self) -> list[KnownStoppage]:
        """Give the stoppages that are known, by SIRET, person, contract and day."""
        return known_stoppages(self._standing.declarations())

    def _place(self, collector: Collector, all_refused: bool) -> None:
        for declaration in collector.declarations:
            if all_refused or declaration.refused:
                declaration.refused = True
                continue
            wrong = self._standing.take(declaration)
            if wrong is not None:
                declaration.refused = True
                collector.findings.append(wrong)


def _by_line(found: Found) -> tuple[bool, int]:
    return found.line is None, found.line or 0

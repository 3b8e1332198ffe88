"""`guichet fr_dsn bpij` and `guichet fr_dsn ij`: what the health insurance paid, and what it should pay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from console.plugin import (
    N_,
    Answer,
    Asked,
    CaseRefused,
    FileRefused,
    Finding,
    Given,
    Phrase,
    answer_cases,
    open_file,
    quoted,
)
from plugins.fr_dsn.answers.slips import (
    Document,
    Matcher,
    of_balances,
    of_benefit,
    of_findings,
    of_returns,
    of_slip,
    of_unreadable,
)
from plugins.fr_dsn.formats.slips.reading import read_slip
from plugins.fr_dsn.formats.slips.returns import Returns
from plugins.fr_dsn.formats.slips.slip import Slip
from plugins.fr_dsn.rules.daily_benefits.benefit import WorkStoppage
from plugins.fr_dsn.rules.daily_benefits.computing import WAGES_OF, daily_benefit
from plugins.fr_dsn.rules.daily_benefits.figures import NoFigure
from plugins.fr_dsn.rules.slips.balances import balances_of
from plugins.fr_dsn.rules.slips.judging import JudgedSlip, judge, refuse_repeated
from plugins.fr_dsn.rules.slips.matching import StoppageOfPerson, Stoppages

if TYPE_CHECKING:
    from plugins.fr_dsn.rules.sequence.files import Sequence as DsnSequence

ENDS: dict[str, Literal[0, 1, 2]] = {"accepted": 0, "refused": 1, "unreadable": 2}
_HIGHEST_WAGE = Decimal(10**9)

StoppagesOf = Callable[[Sequence[Path]], tuple[Sequence[StoppageOfPerson], Sequence[Finding]]]
"""Gives the stoppages that DSN files tell of, and what is to be said of those files."""

Read = Slip | Returns | FileRefused

_NO_DSN = N_("%(file)s is not a DSN that can be read: no stoppage is known from it.")
_OUT_OF_PLACE = {"DUPLICATE", "RANK"}
"""Refused because another file tells the same, or tells it better."""


def stoppages_from_dsn(files: Sequence[Path]) -> tuple[Sequence[StoppageOfPerson], Sequence[Finding]]:
    """Give the stoppages that stand after DSN files, filed or received; files that tell nothing are named."""
    from plugins.fr_dsn.rules.sequence.files import Sequence as DsnSequence

    # Whoever receives slips has her declarations from the hub, which leaves out what she may not see.
    sequence = DsnSequence("received")
    remarks = [remark for file in files for remark in _read_dsn(sequence, file)]
    return [
        StoppageOfPerson(known.siret[:9], known.person.nir, known.last_day_worked, known.until)
        for known in sequence.stoppages()
        if known.person.nir and known.last_day_worked
    ], remarks


def bpij(asked: Asked, stoppages_of: StoppagesOf = stoppages_from_dsn) -> Answer:
    """Answer for slips and returns, in the order given; option `dsn`: files with the stoppages to match."""
    beside = asked.beside.get("dsn", ())
    known, remarks = stoppages_of(beside) if beside else ((), ())
    matcher: Matcher = Stoppages(known).match if beside else _unmatched
    read = [_read(file) for file in asked.files]
    judged = iter(refuse_repeated(judge(one) for one in read if isinstance(one, Slip)))
    slips = [next(judged) if isinstance(one, Slip) else None for one in read]
    files = [_document(one, slip, matcher) for one, slip in zip(read, slips, strict=True)]
    end = max(ENDS[file["verdict"]] for file in files)
    if len(files) == 1:
        (only,) = files
        return Answer({**only, "findings": [*only["findings"], *of_findings(remarks)]}, end)
    return Answer(
        {
            "verdict": next(verdict for verdict, code in ENDS.items() if code == end),
            "files": [{"file": file.name, **one} for file, one in zip(asked.files, files, strict=True)],
            "balances": of_balances(balances_of(slip for slip in slips if slip)),
            "findings": of_findings(remarks),
        },
        end,
    )


def ij(data: bytes) -> Answer:
    """Answer for a file of cases, each a stoppage whose daily benefit is asked; raises `FileRefused`."""
    return answer_cases(data, _benefit)


def _read(file: Path) -> Read:
    try:
        with open_file(file) as opened:
            return read_slip(opened)
    except FileRefused as refused:
        return refused


def _read_dsn(sequence: DsnSequence, file: Path) -> Iterator[Finding]:
    """Read one more DSN file; say so when stoppages in it may be missing."""
    name, opened = {"file": quoted(file.name)}, _opened(file)
    if opened is None:
        yield Finding("business", "DSN_FILE", Phrase(_NO_DSN, name), name)
        return
    with opened:
        facts = sequence.read(file.name, opened)
    refusals = {found.control for found in facts.findings if found.severity == "refusal"}
    if facts.verdict == "not_a_dsn":
        yield Finding("business", "DSN_FILE", Phrase(_NO_DSN, name), name)
    elif refusals - _OUT_OF_PLACE:
        said = N_("%(file)s is refused at least in part: stoppages may be missing. Check it with `read`.")
        yield Finding("business", "DSN_FILE", Phrase(said, name), name)


def _opened(file: Path) -> BinaryIO | None:
    try:
        return open_file(file)
    except FileRefused:
        return None


def _document(read: Read, judged: JudgedSlip | None, matcher: Matcher) -> Document:
    if judged is not None:
        return of_slip(judged, matcher)
    return of_returns(read) if isinstance(read, Returns) else of_unreadable(_findings(read))


def _findings(read: Read) -> Sequence[Finding]:
    return read.findings if isinstance(read, FileRefused) else ()


def _unmatched(_period: object) -> None:
    """Nobody asked for stoppages."""


def _benefit(given: Given) -> Mapping[str, Any]:
    risk = given.choice("risk", tuple(WAGES_OF))
    wages = tuple(given.amounts("wages"))
    if len(wages) != WAGES_OF[risk]:
        said = N_("Monthly wages given: %(given)s. Needed: %(expected)s.")
        raise CaseRefused("wages", Phrase(said, {"given": len(wages), "expected": WAGES_OF[risk]}))
    if not all(0 <= wage < _HIGHEST_WAGE for wage in wages):
        raise CaseRefused(
            "wages", Phrase(N_("A monthly wage is not negative and has at most nine digits before the dot."))
        )
    stoppage = WorkStoppage(risk, wages, given.day("first_day"), given.count("days", 1))
    try:
        return of_benefit(daily_benefit(stoppage))
    except NoFigure as missing:
        said = N_("No figures are known for a stoppage that begins on %(day)s. Add them to the table.")
        day = {"day": stoppage.first_day.isoformat()}
        raise CaseRefused("first_day", Phrase(said, day)) from missing

"""May a slip be taken: its totals at both levels, the numbers of its persons, and that it was not read before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from console.plugin import N_, Finding, Phrase, quoted
from plugins.fr_dsn.formats.slips.slip import Declarant, Slip

from .amounts import printed
from .line_kinds import kind_of
from .periods import Period, lines_of, periods_of, sum_of

_NIR = re.compile(r"[1-478][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{6}")
_DUMMY = re.compile(r"[12]9{12}")


@dataclass(frozen=True, slots=True)
class EmployerTotal:
    """The lines of an employer added up, beside the total that the slip declares."""

    siret: str | None
    total: Decimal
    declared: Decimal | None


@dataclass(frozen=True, slots=True)
class JudgedSlip:
    """A slip with what was made of it."""

    slip: Slip
    verdict: Literal["accepted", "refused"]
    total: Decimal
    declared: Decimal | None
    """What the slip declares in all; None when it does not say."""
    employers: tuple[EmployerTotal, ...]
    periods: tuple[Period, ...]
    findings: tuple[Finding, ...]


def judge(slip: Slip) -> JudgedSlip:
    """Judge a slip for itself."""
    employers = [_totals(one) for one in slip.declarants]
    periods = tuple(periods_of(slip))
    findings = (
        *slip.faults,
        *_unnamed(slip),
        *_wrong_totals(slip, employers),
        *_strange_numbers(periods),
        *_strange_periods(periods),
    )
    return JudgedSlip(
        slip,
        _verdict(findings),
        sum((one.total for part in employers for one in part), Decimal()),
        _declared(slip),
        tuple(one for part in employers for one in part),
        periods,
        findings,
    )


def refuse_repeated(slips: Iterable[JudgedSlip]) -> list[JudgedSlip]:
    """Refuse each slip whose identification was read before, in the order given."""
    seen: set[str] = set()
    judged = []
    for one in slips:
        name = one.slip.identification
        judged.append(repeated(one) if name in seen else one)
        seen.update(() if name is None else (name,))
    return judged


def repeated(judged: JudgedSlip) -> JudgedSlip:
    """Refuse a slip whose identification was read before."""
    said = N_("The slip %(identification)s was read before. It is not counted again.")
    message = Phrase(said, {"identification": quoted(judged.slip.identification)})
    findings = (*judged.findings, Finding("refusal", "DUPLICATE", message))
    return replace(judged, verdict="refused", findings=findings)


def _verdict(findings: Iterable[Finding]) -> Literal["accepted", "refused"]:
    return "refused" if any(finding.severity == "refusal" for finding in findings) else "accepted"


def _totals(declarant: Declarant) -> list[EmployerTotal]:
    return [
        EmployerTotal(one.siret, sum_of(line for _nir, line in lines_of(one)), one.declared)
        for one in declarant.employers
    ]


def _declared(slip: Slip) -> Decimal | None:
    """Give what all declarants declare together; there is one, as a rule."""
    known = [one.declared for one in slip.declarants if one.declared is not None]
    complete = known and len(known) == len(slip.declarants)
    return sum(known, Decimal()) if complete else None


def _unnamed(slip: Slip) -> Iterator[Finding]:
    if slip.identification is None:
        said = Phrase(N_("This slip has no identification: should it come again, nobody will notice."))
        yield Finding("business", "IDENTIFICATION", said)


def _wrong_totals(slip: Slip, employers: list[list[EmployerTotal]]) -> Iterator[Finding]:
    if not slip.declarants:
        yield from _compared(None, None, Decimal())
    for declarant, parts in zip(slip.declarants, employers, strict=True):
        for part in parts:
            yield from _compared(part.siret, part.declared, part.total)
        yield from _compared(None, declarant.declared, sum((part.total for part in parts), Decimal()))


def _compared(siret: str | None, declared: Decimal | None, counted: Decimal) -> Iterator[Finding]:
    if declared == counted:
        return
    figures = {"declared": None if declared is None else printed(declared), "counted": printed(counted)}
    if declared is None:
        said = N_("The slip declares no total, while its lines make %(counted)s.")
    else:
        said = N_(
            "The slip declares %(declared)s, but its lines make %(counted)s. Ask the fund for a new one."
        )
    yield Finding("refusal", "TOTAL", Phrase(said, figures), {"siret": siret, **figures})


def _strange_numbers(periods: Iterable[Period]) -> Iterator[Finding]:
    """Warn once of each person whose number is a dummy, or none."""
    for siret, nir in dict.fromkeys((period.siret, period.nir) for period in periods):
        if nir is None or (_NIR.fullmatch(nir) and not _DUMMY.fullmatch(nir)):
            continue
        if _DUMMY.fullmatch(nir):
            said = N_(
                "%(nir)s is a number for persons whose NIR is not known. Look for the person by other means."
            )
        else:
            said = N_("“%(nir)s” does not have the form of a NIR of 13 characters.")
        yield Finding("warning", "NIR", Phrase(said, {"nir": quoted(nir)}), {"siret": siret, "nir": nir[:80]})


def _strange_periods(periods: Iterable[Period]) -> Iterator[Finding]:
    for period in periods:
        place = {"siret": period.siret, "nir": period.nir}
        for code in dict.fromkeys(line.code for line in period.lines):
            if code is not None and kind_of(code) is None:
                said = N_("“%(code)s” is not a kind of line that is known. It counts as a benefit.")
                yield Finding("warning", "CODE", Phrase(said, {"code": quoted(code)}), place)
        if period.first and period.until and period.until < period.first:
            days = {"first": period.first.isoformat(), "until": period.until.isoformat()}
            said = N_("The period ends on %(until)s, before it begins on %(first)s.")
            yield Finding("business", "PERIOD", Phrase(said, days), place)
        if {line.subrogated for line in period.lines} >= {True, False}:
            said = N_("Part of this period was paid to the employer, part to the person.")
            yield Finding("business", "SUBROGATION", Phrase(said), place)

"""Slips, returns and daily benefits as the documents that commands print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from console.plugin import Finding
from plugins.fr_dsn.formats.figures import iso
from plugins.fr_dsn.formats.slips.returns import Diagnosis, Returns
from plugins.fr_dsn.formats.slips.slip import Line, Slip
from plugins.fr_dsn.rules.daily_benefits.benefit import DailyBenefit
from plugins.fr_dsn.rules.slips.amounts import printed
from plugins.fr_dsn.rules.slips.balances import Balance, balances_of
from plugins.fr_dsn.rules.slips.judging import EmployerTotal, JudgedSlip
from plugins.fr_dsn.rules.slips.line_kinds import kind_of
from plugins.fr_dsn.rules.slips.matching import Match
from plugins.fr_dsn.rules.slips.periods import Period, lines_of

Document = dict[str, Any]
Matcher = Callable[[Period], Match | None]

NOTHING: Document = {
    "kind": None, "identification": None, "total": None, "declared_total": None, "employers": [],
    "periods": [], "lines": [], "balances": [], "answers": [],
}  # fmt: skip
"""The keys of an answer about a file that is neither a slip nor a return, beside verdict and findings."""


def of_slip(judged: JudgedSlip, match: Matcher) -> Document:
    """Give a slip with its periods, lines and balances."""
    return {
        "kind": "BPIJ",
        "identification": judged.slip.identification,
        "verdict": judged.verdict,
        "total": printed(judged.total),
        "declared_total": _amount(judged.declared),
        "employers": [_employer(one) for one in judged.employers],
        "periods": [_period(one, match(one)) for one in judged.periods],
        "lines": list(_lines(judged.slip)),
        "balances": of_balances(balances_of([judged])),
        "answers": [],
        "findings": of_findings(judged.findings),
    }


def of_returns(returns: Returns) -> Document:
    """Give a return: its verdict speaks of the file, its answers of what was registered."""
    refused = any(fault.severity == "refusal" for fault in returns.faults)
    return {
        **NOTHING,
        "kind": returns.kind,
        "identification": returns.identification,
        "verdict": "refused" if refused else "accepted",
        "answers": [_diagnosis(one) for one in returns.answers],
        "findings": of_findings(returns.faults),
    }


def of_unreadable(findings: Sequence[Finding]) -> Document:
    """Give a file that is neither a slip nor a return."""
    return {**NOTHING, "verdict": "unreadable", "findings": of_findings(findings)}


def of_balances(balances: Iterable[Balance]) -> list[Document]:
    """Give what was paid in all."""
    return [{"siret": one.siret, "nir": one.nir, "net": printed(one.net)} for one in balances]


def of_findings(findings: Iterable[Finding]) -> list[Document]:
    """Give findings for programs."""
    return [finding.as_json() for finding in findings]


def of_benefit(benefit: DailyBenefit) -> Document:
    """Give a daily benefit with its steps."""
    return {
        "daily_base": printed(benefit.daily_base),
        "waiting_days": benefit.waiting_days,
        "paid_days": benefit.paid_days,
        "rates": [
            {"from_day": rate.from_day, "daily": printed(rate.daily), "days": rate.days}
            for rate in benefit.rates
        ],
        "total": printed(benefit.total),
        "status": benefit.status,
        "steps": [
            {
                "label": step.label.message % step.label.params,
                "amount": printed(step.amount),
                "source": step.source,
                "status": step.status,
            }
            for step in benefit.steps
        ],
    }


def _employer(one: EmployerTotal) -> Document:
    return {"siret": one.siret, "total": printed(one.total), "declared_total": _amount(one.declared)}


def _period(period: Period, match: Match | None) -> Document:
    return {
        "siret": period.siret,
        "nir": period.nir,
        "fund": period.fund,
        "nature": period.nature,
        "booked_on": iso(period.booked_on),
        "from": iso(period.first),
        "to": iso(period.until),
        "kind": period.kind,
        "days": period.days,
        "gross": printed(period.gross),
        "deductions": printed(period.deductions),
        "net": printed(period.net),
        "subrogated": period.subrogated,
        "automatic": period.automatic,
        "match": match,
    }


def _lines(slip: Slip) -> Iterator[Document]:
    for declarant in slip.declarants:
        for employer in declarant.employers:
            for nir, line in lines_of(employer):
                yield {"siret": employer.siret, "nir": nir, **_line(line)}


def _line(line: Line) -> Document:
    kind = kind_of(line.code)
    return {
        "code": line.code,
        "label": None if kind is None else kind.label,
        "from": iso(line.first),
        "to": iso(line.until),
        "days": line.days,
        "unit": _amount(line.unit),
        "amount": _amount(line.amount),
        "subrogated": line.subrogated,
    }


def _diagnosis(one: Diagnosis) -> Document:
    return {
        "document": one.document,
        "state": one.state,
        "cause": one.cause,
        "label": one.label,
        "activity": one.activity,
        "company": one.company,
        "operation": one.operation,
        "nir": one.nir,
    }


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else printed(value)

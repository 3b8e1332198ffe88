"""The commands of the fund: sheets of others in, answers in JSON out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from console.plugin import Answer, Command, Finding, hookimpl

from .formats.delegation_sheet import read_delegations
from .formats.salary_sheet import read_salaries
from .rules.delegation_checks import CheckedDelegation, check_delegations
from .rules.salary_checks import CheckedSalary, check_salaries, totals_of


@hookimpl
def register_commands() -> Sequence[Command]:
    """The two sheets that employers fill for the fund."""
    nowhere = {"row": None, "column": None}
    no_totals = {"persons": 0, "avs": "0.00", "ac": "0.00"}
    no_salaries = {"rows": [], "totals": no_totals}
    no_delegations = {"rows": [], "delegations": 0}
    return [
        Command("salaries", "Check a list of salaries.", salaries, no_salaries, nowhere),
        Command("delegations", "Check a list of addresses.", delegations, no_delegations, nowhere),
    ]


def salaries(data: bytes) -> Answer:
    """Answer for a list of salaries; raises `FileRefused`."""
    rows = check_salaries(read_salaries(data))
    totals = totals_of(rows)
    return _answer(
        all(checked.status in ("ok", "ignored") for checked in rows),
        [finding for checked in rows for finding in checked.findings],
        {
            "rows": [_salary(checked) for checked in rows],
            "totals": {"persons": totals.persons, "avs": _amount(totals.avs), "ac": _amount(totals.ac)},
        },
    )


def delegations(data: bytes) -> Answer:
    """Answer for a list of addresses; raises `FileRefused`."""
    rows = check_delegations(read_delegations(data))
    return _answer(
        all(checked.status in ("ok", "ignored") for checked in rows),
        [finding for checked in rows for finding in checked.findings],
        {
            "rows": [_delegation(checked) for checked in rows],
            "delegations": sum(checked.status == "ok" for checked in rows),
        },
    )


def _answer(accepted: bool, findings: list[Finding], content: dict[str, object]) -> Answer:
    verdict = "accepted" if accepted else "to_correct"
    found = [finding.as_json() for finding in findings]
    return Answer({"verdict": verdict, **content, "findings": found}, 0 if accepted else 1)


def _salary(checked: CheckedSalary) -> dict[str, object]:
    row = checked.row
    return {
        "row": row.number,
        "status": checked.status,
        "avs": row.avs,
        "name": row.name,
        "first_name": row.first_name,
        "birth": _day(row.birth),
        "from": _day(row.first),
        "until": _day(row.until),
        "avs_income": _amount(row.avs_income),
        "ac_income": _amount(row.ac_income),
        "canton": row.canton,
    }


def _delegation(checked: CheckedDelegation) -> dict[str, object]:
    row = checked.row
    return {
        "row": row.number,
        "status": checked.status,
        "avs": row.avs,
        "name": row.name,
        "first_name": row.first_name,
        "email": row.email,
        "child_avs": row.child_avs,
        "child": row.child,
        "until": _day(row.until),
    }


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"

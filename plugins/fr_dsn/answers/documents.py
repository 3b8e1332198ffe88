"""Facts as the documents that commands print: amounts with two decimals, days as YYYY-MM-DD, months as YYYY-MM."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from plugins.fr_dsn.formats.figures import amount, iso
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.reading import Profile
from plugins.fr_dsn.rules.facts.declarations import (
    Declaration,
    Ending,
    InsuredContract,
    Stoppage,
    Subrogation,
)
from plugins.fr_dsn.rules.lists.codes import Known
from plugins.fr_dsn.rules.lists.unjudged import unjudged
from plugins.fr_dsn.rules.sequence.files import FileFacts
from plugins.fr_dsn.rules.sequence.stoppages import KnownStoppage

Document = dict[str, object]


def of_file(facts: FileFacts, profile: Profile, known: Known) -> Document:
    """Give a file with its declarations and findings, and with what these lists did not suffice to judge."""
    lot = facts.lot
    return {
        "file": facts.name,
        "verdict": facts.verdict,
        "profile": profile,
        "norm": facts.norm,
        "rubrics": facts.records,
        "lot": None if lot is None else {"number": lot.number, "declarations": lot.declared},
        "declarations": [_declaration(one) for one in facts.declarations],
        "findings": [of_finding(found) for found in facts.findings],
        "suppressed": facts.suppressed,
        "not_judged": unjudged(facts.norm, (one.head.nature for one in facts.declarations), known),
    }


def of_finding(found: Found) -> Document:
    """Give a finding; the sentence is the English one, whoever asks."""
    return {
        "severity": found.severity,
        "control": found.control,
        "message": found.message.message % found.message.params,
        "line": found.line,
        "rubric": found.rubric,
        "person": found.person,
        **found.more,
    }


def of_months(months: Iterable[Declaration]) -> list[Document]:
    """Give the months that stand."""
    return [
        {
            "siret": one.head.siret,
            "month": _month(one.head.month),
            "fraction": one.head.fraction,
            "order": one.head.order,
            "individuals": one.individuals,
            "gross": amount(one.gross),
            "due": amount(one.due),
            "paid": amount(one.paid_for_contracts),
        }
        for one in months
    ]


def of_stoppages(stoppages: Iterable[KnownStoppage]) -> list[Document]:
    """Give the stoppages that are known."""
    return [
        {
            "siret": one.siret,
            "nir": one.person.nir,
            "technical_number": one.person.technical_number,
            "contract": one.contract,
            "last_day_worked": iso(one.last_day_worked),
            "until": iso(one.until),
            "resumed": iso(one.resumed),
        }
        for one in stoppages
    ]


def _declaration(one: Declaration) -> Document:
    head = one.head
    return {
        "nature": head.nature,
        "type": head.type,
        "fraction": head.fraction,
        "order": head.order,
        "month": _month(head.month),
        "siret": head.siret,
        "individuals": one.individuals,
        "verdict": "refused" if one.refused else "accepted",
        "gross": amount(one.gross),
        "urssaf": amount(one.urssaf),
        "payments": {"count": one.payments, "total": amount(one.paid)},
        "contracts": [_contract(contract) for contract in one.contracts],
        "stoppages": [_stoppage(stoppage) for stoppage in one.stoppages],
        "endings": [_ending(ending) for ending in one.endings],
    }


def _contract(one: InsuredContract) -> Document:
    return {
        "reference": one.reference,
        "organisation": one.organisation,
        "due": amount(one.due),
        "paid": amount(one.paid),
        "periods": list(one.periods),
    }


def _stoppage(one: Stoppage) -> Document:
    return {
        "nir": one.person.nir,
        "technical_number": one.person.technical_number,
        "contract": one.contract,
        "reason": one.reason,
        "last_day_worked": iso(one.last_day_worked),
        "until": iso(one.until),
        "subrogation": _subrogation(one.subrogation),
        "resumed": iso(one.resumed),
        "accident_date": iso(one.accident_date),
    }


def _subrogation(one: Subrogation | None) -> Document | None:
    return None if one is None else {"from": iso(one.first), "to": iso(one.last)}


def _ending(one: Ending) -> Document:
    return {
        "nir": one.person.nir,
        "technical_number": one.person.technical_number,
        "contract": one.contract,
        "date": iso(one.date),
        "reason": one.reason,
    }


def _month(value: date | None) -> str | None:
    return None if value is None else value.isoformat()[:7]

"""Invented rows of a portfolio for the benchmark, written in bulk: establishments, their months, and declarations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

MONTHS = 24
FIRST, LAST = date(2024, 11, 1), date(2026, 10, 1)
SILENT, WRONG = 6, 3
"""Of ten establishments so many have nothing for the last month, and so many something refused."""
FIRST_KEY = 1_000_000
TOGETHER = 5_000

_DEPOSIT = """
insert into fr_dsn_deposit (institution_id, reference, company_id, user_id, user_name, covers_all, name, digest, size,
    state, verdict, norm, flow, why, findings, lines, people, task, created_at)
values (:institution_id, 'BENCH', :company_id, 0, 'bench', true, 'bench.dsn', 'bench', 0, 'sent', 'accepted', '', '',
    '{}', 0, '[]', '[]', '', '2024-01-01 00:00:00')
"""
_DECLARATIONS = """
insert into fr_dsn_declaration (institution_id, company_id, deposit_id, establishment_id, siret, month, nature, type,
    order_number, fraction, individuals, state, stoppages)
select m.institution_id, m.company_id, d.id, e.id, e.siret, m.month, '01', '01', '1', '11', 12, m.state, '[]'
from fr_dsn_month m
join fr_dsn_establishment e on e.id = m.establishment_id and e.id >= :first
join fr_dsn_deposit d on d.reference = 'BENCH'
where m.month = {month}
"""
_INSURED = """
insert into fr_dsn_insured (institution_id, company_id, declaration_id, establishment_id, month, contracts, people)
select d.institution_id, d.company_id, d.id, d.establishment_id, d.month, {contracts}, '[]'
from fr_dsn_declaration d
where d.establishment_id >= :first and d.month = {month}
"""
_KINDS = {"month": "date", "contracts": "json"}


def write(connection: Connection, count: int, institution: int, company: int) -> None:
    """Add a portfolio to an account."""
    common = {"institution_id": institution, "company_id": company}
    partner = connection.scalar(text("select id from fr_dsn_partner where code = 'P0942'"))
    for table, rows in _tables(count, common, partner):
        names = list(rows[0])
        values = ", ".join(f":{name}" for name in names)
        into = text(f"insert into {table} ({', '.join(names)}) values ({values})")
        for first in range(0, len(rows), TOGETHER):
            connection.execute(into, rows[first : first + TOGETHER])
    connection.execute(text(_DEPOSIT), common)
    is_typed = connection.dialect.name == "postgresql"
    said = {name: f"cast(:{name} as {kind})" if is_typed else f":{name}" for name, kind in _KINDS.items()}
    for back in range(MONTHS):
        month = month_of(back)
        values_of = {
            "first": FIRST_KEY,
            "month": month.isoformat(),
            "contracts": json.dumps(_contracts(month)),
        }
        for statement in (_DECLARATIONS, _INSURED):
            connection.execute(text(statement.format(**said)), values_of)


def month_of(back: int) -> date:
    """Give the first day of the month that is so many before the last one."""
    at = LAST.year * 12 + LAST.month - 1 - back
    return date(at // 12, at % 12 + 1, 1)


def _tables(count: int, common: dict[str, int], partner: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    keys = [(n, FIRST_KEY + n) for n in range(count)]
    yield (
        "fr_dsn_establishment",
        [_establishment(n, key, common) | {"partner_id": partner if n % 2 else None} for n, key in keys],
    )
    yield (
        "inst_search_term",
        [
            {
                "institution_id": common["institution_id"],
                "subject": "fr_dsn_establishment",
                "subject_id": key,
                "term": term,
            }
            for n, key in keys
            for term in (f"number{n:05}", _siret(n))
        ],
    )
    yield "fr_dsn_month", [_month(n, key, back, common) for n, key in keys for back in _months(n)]


def _months(n: int) -> Sequence[int]:
    """Give how many months before the last one each month of an establishment is; most have nothing for the last one.

    So each page is full in a small portfolio too.
    """
    return range(1 if n % 10 < SILENT else 0, MONTHS)


def _establishment(n: int, key: int, common: dict[str, int]) -> dict[str, Any]:
    done = month_of(0 if n % 10 >= SILENT + WRONG else 1).isoformat()
    return {
        **common, "id": key, "siret": _siret(n), "name": f"Number{n:05}", "due_day": ("5", "15")[n % 2],
        "state": "verified", "came": "sheet", "added_at": "2024-01-01 00:00:00",
        "expected_from": FIRST.isoformat(), "accepted_until": done, "last_month": done, "priming": "", "version": 1,
    }  # fmt: skip


def _month(n: int, key: int, back: int, common: dict[str, int]) -> dict[str, Any]:
    refused = back == 0 and n % 10 < SILENT + WRONG
    return {
        **common, "establishment_id": key, "month": month_of(back).isoformat(),
        "state": "refused" if refused else "accepted", "to_handle": int(refused), "waits": refused,
    }  # fmt: skip


def _contracts(month: date) -> list[dict[str, Any]]:
    """Give two contracts of a declaration as `gaps.models.DeclaredInsured` keeps them; all is paid."""
    return [
        {
            "reference": reference, "organisation": "P0942", "due": 6_400, "paid": [[f"{month:%Y}M{month:%m}", 6_400]],
            "people": 12, "without": [],
        }
        for reference in ("PREV-2025-001", "SANTE-2025-001")
    ]  # fmt: skip


def _siret(n: int) -> str:
    return f"{99900000000000 + n}"

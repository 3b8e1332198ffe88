"""Runs the benchmarks and says whether the required ratios are met.

python -m benchmarks [start] [list] [sheets] [validator] [imports] [mailbox] [proofs] [journal] [dispatch] [dsn]
                     [stoppages] [portfolio] [--quick] [--json]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks import (
    dispatch,
    dsn,
    grounds,
    imports,
    journal,
    lists,
    mailbox,
    portfolio,
    proofs,
    report,
    sheets,
    start,
    stoppages,
    validator,
)
from benchmarks.measuring import Line
from tests.services.machine import Missing

ALL = (
    "start", "list", "sheets", "validator", "imports", "mailbox", "proofs", "journal", "dispatch", "dsn", "stoppages",
    "portfolio",
)  # fmt: skip
ROWS, SHEET_ROWS, ROUNDS = 1_000_000, 100_000, 7
QUICK_ROWS, QUICK_SHEET_ROWS, QUICK_ROUNDS = 20_000, 10_000, 3
QUICK_MESSAGES = 100_000
ACTS, QUICK_ACTS = 5_000, 500
JOBS, QUICK_JOBS, MANY, QUICK_MANY = 800, 100, 100_000, 2_000


def main() -> int:
    """Measure and print; gives 1 when a requirement is missed or could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("which", nargs="*", help=f"what to measure, of {', '.join(ALL)}; all without a name")
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds; judges nothing")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if unknown := set(options.which) - set(ALL):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    missing: list[str] = []
    lines = list(_lines(options.which or ALL, options.quick, missing))
    if options.quick:
        lines = [replace(line, limit=None) for line in lines]
    print(report.as_json(lines) if options.json else report.table(lines))
    for what in missing:
        print(what, file=sys.stderr)
    return 1 if missing or any(line.passed is False for line in lines) else 0


def _lines(which: Sequence[str], quick: bool, missing: list[str]) -> Iterator[Line]:
    rows, rounds = (QUICK_ROWS, QUICK_ROUNDS) if quick else (ROWS, ROUNDS)
    grounds.FOLDER.mkdir(parents=True, exist_ok=True)
    if "start" in which:
        _say("start")
        yield from start.compare(rounds)
    if "list" in which:
        _say(f"list of {rows:,} rows on SQLite")
        yield from lists.compare(grounds.sqlite(rows), rows, rounds)
        _say(f"list of {rows:,} rows on PostgreSQL")
        try:
            with grounds.postgresql(rows) as databases:
                yield from lists.compare(databases, rows, rounds)
        except Missing as absent:
            missing.append(f"Lists on PostgreSQL are not measured. PostgreSQL: {absent}")
    if "sheets" in which:
        sheet_rows = QUICK_SHEET_ROWS if quick else SHEET_ROWS
        _say(f"sheet of {sheet_rows:,} rows")
        yield from sheets.compare(sheet_rows, rounds)
    if "validator" in which:
        _say("typed rows")
        yield from validator.compare(rounds)
    if "imports" in which:
        sheet_rows = QUICK_SHEET_ROWS if quick else SHEET_ROWS
        _say(f"import of {sheet_rows:,} rows")
        yield from imports.compare(sheet_rows, rounds)
    if "mailbox" in which:
        yield from _mailbox(QUICK_MESSAGES if quick else ROWS, rounds, missing)
    if "proofs" in which:
        _say("proofs")
        yield from proofs.compare(rounds)
    if "journal" in which:
        yield from _journal(QUICK_ACTS if quick else ACTS, rounds, missing)
    if "dispatch" in which:
        yield from _dispatch(quick, missing)
    if "dsn" in which:
        _say("DSN")
        yield from dsn.compare(QUICK_ROUNDS if quick else dsn.ROUNDS, quick=quick)
    if "stoppages" in which:
        yield from _stoppages(quick, missing)
    if "portfolio" in which:
        yield from _portfolio(quick, missing)


def _mailbox(messages: int, rounds: int, missing: list[str]) -> Iterator[Line]:
    _say(f"mailbox of {messages:,} messages on SQLite")
    yield from mailbox.compare(mailbox.sqlite(messages), rounds)
    _say(f"mailbox of {messages:,} messages on PostgreSQL")
    try:
        with mailbox.postgresql(messages) as databases:
            yield from mailbox.compare(databases, rounds)
    except Missing as absent:
        missing.append(f"The mailbox on PostgreSQL is not measured. PostgreSQL: {absent}")


def _dispatch(quick: bool, missing: list[str]) -> Iterator[Line]:
    jobs, many = (QUICK_JOBS, QUICK_MANY) if quick else (JOBS, MANY)
    _say(f"outbox with {jobs} jobs a round on PostgreSQL")
    try:
        with grounds.postgresql(1_000, durable=True) as databases:
            yield from dispatch.compare(databases, jobs, 1 if quick else dispatch.ROUNDS, many)
    except Missing as absent:
        missing.append(f"The outbox is not measured. PostgreSQL: {absent}")


def _stoppages(quick: bool, missing: list[str]) -> Iterator[Line]:
    count, rounds = (stoppages.QUICK_LARGE, QUICK_ROUNDS) if quick else (stoppages.LARGE, stoppages.ROUNDS)
    _say(f"{count:,} stoppages in flight on SQLite")
    with stoppages.sqlite(count) as (small, large):
        yield from stoppages.compare(small, large, rounds, count)
    _say(f"{count:,} stoppages in flight on PostgreSQL")
    try:
        with stoppages.postgresql(count) as (small, large):
            yield from stoppages.compare(small, large, rounds, count)
    except Missing as absent:
        missing.append(f"Stoppages in flight on PostgreSQL are not measured. PostgreSQL: {absent}")


def _portfolio(quick: bool, missing: list[str]) -> Iterator[Line]:
    count, rounds = (portfolio.QUICK_LARGE, QUICK_ROUNDS) if quick else (portfolio.LARGE, portfolio.ROUNDS)
    _say(f"portfolio of {count:,} establishments on SQLite")
    with portfolio.sqlite(count) as (small, large):
        yield from portfolio.compare(small, large, rounds, count)
    _say(f"portfolio of {count:,} establishments on PostgreSQL")
    try:
        with portfolio.postgresql(count) as (small, large):
            yield from portfolio.compare(small, large, rounds, count)
    except Missing as absent:
        missing.append(f"The portfolio on PostgreSQL is not measured. PostgreSQL: {absent}")


def _journal(acts: int, rounds: int, missing: list[str]) -> Iterator[Line]:
    _say(f"journal with {acts:,} acts on SQLite")
    yield from journal.compare(grounds.sqlite(journal.ROWS), acts, rounds)
    _say(f"journal with {acts:,} acts on PostgreSQL")
    try:
        with grounds.postgresql(journal.ROWS) as databases:
            yield from journal.compare(databases, acts, rounds)
    except Missing as absent:
        missing.append(f"The journal on PostgreSQL is not measured. PostgreSQL: {absent}")


def _say(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""`guichet journal`: checks the sealed journals, and gives them as files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from console.audit.sealed import Book
    from console.audit.verifying import Report

ACCOUNTS = "accounts"
_TOLD = {
    "changed": "was changed after it was sealed",
    "missing": "is missing",
    "inserted": "was put in afterwards",
    "moved": "does not stand where it was sealed",
    "severed": "follows on a line that is not there: the one before it was written anew, or some were cut out",
    "emptied": "lost its personal parts without an act of erasing",
    "headless": "does not fit the head of the journal, or the head is gone",
    "unexpected": "is not the one that was noted: everything up to it may have been written anew",
}


@click.group()
def journal() -> None:
    """Check the journals, and give them as files."""


def _noted(_context: click.Context, _option: click.Parameter, value: str | None) -> dict[int, str]:
    """Read NUMBER:DIGEST."""
    if value is None:
        return {}
    number, _, digest = value.partition(":")
    if not number.isdigit() or len(digest) != 64 or set(digest.lower()) - set("0123456789abcdef"):
        raise click.BadParameter("give it as guichet journal verify printed it, as NUMBER:DIGEST")
    return {int(number): digest.lower()}


@journal.command()
@click.option(
    "--institution", help="Short name of one institution, or `accounts`; otherwise all are checked."
)
@click.option(
    "--expect", callback=_noted, metavar="NUMBER:DIGEST", help="A head noted earlier; needs --institution."
)
def verify(institution: str | None, expect: dict[int, str]) -> None:
    """Check the chains; ends with 1 when a line was changed, removed or put in.

    Keep the heads that this prints outside the console: whoever can write all of the database can write a whole journal
    anew, but not so that it fits a digest that somebody else has.
    """
    if expect and institution is None:
        raise click.UsageError("--expect needs --institution: a head belongs to one journal")
    wrong = False
    for name, book, session in _books(institution):
        from console.audit.verifying import verify as check

        found = check(session, book, expected=expect)
        wrong = wrong or bool(found.faults)
        for told in lines_of(name, found):
            click.echo(told)
    sys.exit(1 if wrong else 0)


@journal.command()
@click.option("--institution", required=True, help="Short name of the institution, or `accounts`.")
def export(institution: str) -> None:
    """Print a sealed journal as lines of JSON: all that is needed to compute its chain without the console."""
    from console.audit.exporting import plain_lines

    for _, book, session in _books(institution):
        for told in plain_lines(session, book):
            click.echo(told)


def lines_of(name: str, report: Report) -> Iterator[str]:
    """Give what was found, a line each."""
    for fault in report.faults:
        yield f"{name}: {_run(fault.first, fault.last)} {_TOLD[fault.wrong]}"
    for first, last in report.late:
        yield f"{name}: {_run(first, last)} sealed more than an hour after its own time"
    if not report.faults:
        erased = f", personal parts erased in {report.erased}" if report.erased else ""
        yield f"{name}: the chain is whole, lines: {report.number}{erased}"
    if report.number:
        yield f"{name}: head {report.number}:{report.digest}"
    if report.oldest is not None:
        yield f"{name}: not sealed yet: {report.unsealed}, the oldest from {report.oldest:%Y-%m-%d %H:%M:%S} UTC"


def _run(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"each of the lines {first} to {last}"


def _books(wanted: str | None) -> Iterator[tuple[str, Book, Session]]:
    """Give the name, the journal and a reading session of every institution asked for, and of the accounts."""
    from sqlalchemy import select

    from config import settings_from
    from console.accounts.models import ACCOUNTS_JOURNAL
    from console.app import create_app
    from console.audit.models import JOURNAL
    from console.institutions.models import Institution
    from console.institutions.sessions import accounts

    with create_app(settings_from(os.environ)).app_context():
        institutions: list[Any] = list(accounts().execute(select(Institution.id, Institution.short_name)))
        accounts().rollback()
        names = {name for _, name in institutions} | {ACCOUNTS}
        if wanted is not None and wanted not in names:
            raise click.UsageError(f"there is no journal of {wanted}; there are: {', '.join(sorted(names))}")
        for key, name in institutions:
            if wanted in (None, name):
                with _reading(key) as session:
                    yield name, JOURNAL, session
        if wanted in (None, ACCOUNTS):
            yield ACCOUNTS, ACCOUNTS_JOURNAL, accounts()
            accounts().rollback()


@contextmanager
def _reading(institution: int) -> Iterator[Session]:
    from console.institutions.scope import Scope
    from console.institutions.sessions import acting

    with acting(Scope((institution,), purpose="command")) as session:
        yield session

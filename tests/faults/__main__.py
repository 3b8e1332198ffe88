"""The commands; each prints its figures, and ends with 1 when one is not as it must be."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.faults import answers, clocks, disks, killing, outages, slowness, uploads

ALL = ("sqlite", "postgresql", "celery")
BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Command:
    """What is done to the console: where, how often, and what does it."""

    what: str
    number: int
    """Rounds, or messages."""
    where: tuple[str, ...]
    run: Callable[[str, int], Any]


COMMANDS = {
    "kill": Command(
        "kill -9 of one of three workers at random moments",
        100,
        ALL,
        lambda where, rounds: killing.at_random(where, rounds, 10 * rounds),
    ),
    "accepted": Command(
        "kill -9 between the receiver's acceptance and our note of it",
        30,
        ALL,
        lambda where, rounds: killing.when_accepted(where, rounds, 2),
    ),
    "postgresql": Command(
        "PostgreSQL stopped fast, at once, and its connections ended, under load",
        20,
        ("postgresql",),
        lambda _, rounds: outages.run(rounds),
    ),
    "disk": Command(
        "a full disk under the database, and under the files people attach",
        200,
        (*BOTH, "files"),
        lambda where, number: (
            disks.under_files(30) if where == "files" else disks.under_database(where, number)
        ),
    ),
    "clock": Command(
        "clocks of workers five minutes wrong, and one that jumps back an hour",
        200,
        ("postgresql",),
        lambda _, messages: clocks.run(messages),
    ),
    "slow": Command(
        "receivers that are late, silent, dribbling, half there or gone, beside a good one",
        1000,
        BOTH,
        lambda where, messages: slowness.run(where, messages),
    ),
    "acknowledgements": Command(
        "answers doubled, late, out of order, forged, and for another institution", 1000, BOTH, answers.run
    ),
    "uploads": Command("the web's worker killed during uploads and PDFs", 100, BOTH, uploads.run),
}
TESTS = {
    "twice": (
        "double clicks, two browsers, a request that is posted again: tests of the suite",
        ["tests/concurrency/test_messages_at_once.py"],
    ),
    "autosave": (
        "two tabs that save: tests of the suite",
        ["tests/console/shell/test_working.py", "tests/concurrency", "-k", "two_who_save or several_tabs"],
    ),
    "restore": (
        "a backup in the middle of load, restored and let go: tests of the suite",
        ["tests/console/cli/test_backup.py", "-k", "under_load"],
    ),
    "calendar": (
        "nights in which clocks change, ends of years: tests of the suite",
        ["tests/console/base/test_calendar.py", "tests/console/factors", "-k", "calendar or code"],
    ),
}


def main() -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (what, _) in TESTS.items():
        commands.add_parser(name, help=what)
    for name, command in COMMANDS.items():
        one = commands.add_parser(name, help=command.what)
        one.add_argument("--rounds", type=int, default=command.number)
        one.add_argument("--on", choices=command.where, action="append", help="all of them, if not said")
    options = parser.parse_args()
    if options.command in TESTS:
        return subprocess.call([sys.executable, "-m", "pytest", "-v", *TESTS[options.command][1]])
    command = COMMANDS[options.command]
    bad = [one for one in options.on or command.where if not _is_as_it_must_be(command, one, options.rounds)]
    return int(bool(bad))


def _is_as_it_must_be(command: Command, where: str, number: int) -> bool:
    found = command.run(where, number)
    print(found, flush=True)
    for fault in found.faults:
        print(f"NOT AS IT MUST BE: {fault}", flush=True)
    return not found.faults


if __name__ == "__main__":
    sys.exit(main())

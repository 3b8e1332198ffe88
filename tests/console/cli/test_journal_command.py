"""`guichet journal`: what an auditor sees, and what he can compute without the console."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from console.cli.commands import guichet
from tests.support.books import book, lines, tamper
from tests.support.house import House


@pytest.fixture
def asked(lite_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Give a house with six sealed lines, whose settings the commands find."""
    book(lite_house)
    monkeypatch.setenv("GUICHET_ENV", "test")
    monkeypatch.setenv("GUICHET_SECRET_KEY", lite_house.settings.secret_key)
    monkeypatch.setenv("DATABASE_URL", lite_house.settings.database_url)
    monkeypatch.setenv("GUICHET_DATA", str(lite_house.settings.data))
    return lite_house


def run(*arguments: str) -> Result:
    """Run `guichet journal`."""
    return CliRunner().invoke(guichet, ["journal", *arguments])


def test_whole_journals_are_said_to_be_whole_with_their_heads(asked: House) -> None:
    head = lines(asked)[-1].digest

    found = run("verify")

    assert found.exit_code == 0
    assert "CC Léman: the chain is whole, lines: 6" in found.output
    assert f"CC Léman: head 6:{head}" in found.output
    assert "accounts: " in found.output


def test_a_changed_line_is_named_and_the_command_ends_with_one(asked: House) -> None:
    tamper(asked, "update audit_entry set action = 'x' where number = 2")

    found = run("verify", "--institution", "CC Léman")

    assert found.exit_code == 1
    assert "CC Léman: line 2 was changed after it was sealed" in found.output


def test_a_head_noted_earlier_is_compared(asked: House) -> None:
    fourth = lines(asked)[3].digest

    assert run("verify", "--institution", "CC Léman", "--expect", f"4:{fourth}").exit_code == 0
    assert run("verify", "--institution", "CC Léman", "--expect", f"5:{fourth}").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--expect", "4:" + "0" * 64),
        ("--institution", "CC Léman", "--expect", "4"),
        ("--institution", "CC Léman", "--expect", "four:" + "0" * 64),
        ("--institution", "Nowhere"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(asked: House, arguments: tuple[str, ...]) -> None:
    found = run("verify", *arguments)

    assert found.exit_code == 2
    assert "Error" in found.output


def test_the_exported_lines_can_be_checked_without_the_console(asked: House) -> None:
    found = [json.loads(line) for line in run("export", "--institution", "CC Léman").output.splitlines()]

    previous = ""
    for number, line in enumerate(found, 1):
        commitment = _digest([line["form"], "personal", line["salt"], line["personal"]])
        parts = [line["form"], line["chain"], previous, line["sealed_at"], line["open"], commitment]
        assert (line["number"], line["digest"]) == (number, _digest(parts))
        previous = line["digest"]
    assert len(found) == 6


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()

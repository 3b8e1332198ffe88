"""The command makes, shows and ends keys; what it prints opens the API."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.cli.keys import key
from tests.conftest import SECRET
from tests.console.api.test_reading import LIST, get
from tests.support.house import House

MAKE = ("create", "--institution", "CC Léman", "--plugin", "ch_fund", "--name", "Payroll")


@pytest.fixture
def run(lite_house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GUICHET_ENV", "test")
    monkeypatch.setenv("GUICHET_SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", lite_house.settings.database_url)
    monkeypatch.setenv("GUICHET_DATA", str(lite_house.settings.data))

    def command(*words: str) -> Result:
        return CliRunner().invoke(key, list(words))

    return command


def test_the_key_shown_once_opens_the_fund_until_it_is_ended(lite_house: House, run) -> None:
    made = run(*MAKE, "--operation", "employees:read")
    secret = made.output.split()[-1]
    assert get(lite_house, LIST, secret).status_code == 200

    listed = run("list").output
    ended = run("end", "1")

    assert "Payroll" in listed
    assert secret not in listed
    assert ended.exit_code == 0
    assert get(lite_house, LIST, secret).status_code == 401
    with lite_house.reading() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == "console.key"))
        assert list(acts) == ["console.key.added", "console.key.ended"]


def test_a_key_is_made_for_named_operations_and_never_for_all_of_them(lite_house: House, run) -> None:
    answer = run(*MAKE)

    assert answer.exit_code == 1
    assert "--operation" in answer.output
    assert "core.parties:write" in answer.output
    with lite_house.reading() as session:
        assert session.scalar(select(AuditEntry.id).where(AuditEntry.subject == "console.key")) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("create", "--institution", "Nowhere", "--plugin", "ch_fund", "--name", "x"), "CC Léman"),
        (("create", "--institution", "CC Léman", "--plugin", "nothing", "--name", "x"), "nothing"),
        ((*MAKE, "--operation", "all"), "employees:read"),
        (("end", "7"), "no key 7"),
    ],
)
def test_a_wrong_word_is_answered_in_one_line(run, words: tuple[str, ...], said: str) -> None:
    answer = run(*words)

    assert answer.exit_code == 1
    assert said in answer.output
    assert "Traceback" not in answer.output

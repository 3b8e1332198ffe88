"""Number and list always agree: after a crowd at work, after a savepoint was rolled back, and after a repair."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import event, update

from console.cli.mailbox_command import mailbox as command
from console.mailbox import service
from console.mailbox.counters import WHOLE, Key
from console.mailbox.models import Counter as FolderCounter
from console.mailbox.service import State
from tests.support.mailbox import ALLOWANCES, TRAINING, Mailbox, opening
from tests.support.mailbox_walk import Walker, states_of

WRITERS = 8
STEPS = int(os.environ.get("GUICHET_WALK", "640"))
"""Steps of all writers together; `GUICHET_WALK=10000` takes the long walk."""


def test_eight_writers_walk_at_random_and_every_counter_equals_its_list(
    mailbox: Mailbox, capsys: pytest.CaptureFixture[str]
) -> None:
    walkers = [Walker(mailbox, seed) for seed in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        taken = sum(pool.map(lambda walker: walker.walk(STEPS // WRITERS), walkers), Counter[str]())

    with capsys.disabled():
        print(f"\n  steps: {dict(taken)}")
    assert sum(taken.values()) - taken["refused"] - taken["waited in vain"] >= STEPS
    assert states_of(mailbox) >= {State.INBOX, State.DRAFT, State.DELEGATED, State.SENT, State.DONE}
    assert mailbox.differences() == []


def test_what_a_rolled_back_savepoint_moved_is_not_counted(mailbox: Mailbox) -> None:
    with mailbox.acting(mailbox.fund) as session:
        service.request(session, mailbox.fund, opening(mailbox.atelier))
        with session.begin_nested():
            service.request(session, mailbox.fund, opening(mailbox.atelier))
        outer = session.begin_nested()
        with session.begin_nested():
            service.request(session, mailbox.fund, opening(mailbox.atelier))
        outer.rollback()

    assert mailbox.folders(mailbox.fund) == {"INBOX": 2}
    assert mailbox.differences() == []


def test_a_transaction_that_fails_counts_nothing(mailbox: Mailbox) -> None:
    with pytest.raises(ZeroDivisionError), mailbox.acting(mailbox.fund) as session:
        service.request(session, mailbox.fund, opening(mailbox.atelier))
        raise ZeroDivisionError

    assert mailbox.folders(mailbox.fund) == {}
    assert mailbox.differences() == []


def test_counters_are_written_by_the_last_statement_before_the_commit_in_the_order_of_their_keys(
    mailbox: Mailbox,
) -> None:
    said: list[tuple[str, Any]] = []
    with mailbox.acting(mailbox.fund) as session:
        event.listen(
            session.get_bind(),
            "before_cursor_execute",
            lambda _c, _k, text, parameters, *_: said.append((text, parameters)),
        )
        for company in (mailbox.other, mailbox.atelier):
            service.request(session, mailbox.fund, opening(company))

    counting = [n for n, (text, _parameters) in enumerate(said) if "INSERT INTO mail_counter" in text]
    assert counting == [len(said) - 1]
    values = said[-1][1]
    companies = list(values.values() if isinstance(values, dict) else values)[1::7]
    assert companies == [WHOLE, mailbox.atelier, mailbox.other]


def test_a_wrong_counter_is_found_and_set_right(mailbox: Mailbox) -> None:
    mailbox.ask()
    with mailbox.acting(mailbox.fund) as session:
        session.execute(update(FolderCounter).values(count=5))

    found = mailbox.differences()
    assert {(one.key.company, one.counted, one.listed) for one in found} == {
        (mailbox.atelier, 5, 1),
        (WHOLE, 5, 1),
    }
    assert Key(mailbox.atelier, ALLOWANCES, TRAINING, "INBOX", "") in {one.key for one in found}
    with mailbox.acting(mailbox.fund) as session:
        assert service.repair(session) == found
    assert (mailbox.differences(), mailbox.folders(mailbox.user())) == ([], {"INBOX": 1})


def test_the_command_says_what_is_wrong_repairs_it_and_is_content_afterwards(
    lite_mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = lite_mailbox.house.settings
    for name, value in (
        ("GUICHET_ENV", "test"),
        ("DATABASE_URL", settings.database_url),
        ("GUICHET_SECRET_KEY", settings.secret_key),
        ("GUICHET_DATA", str(settings.data)),
    ):
        monkeypatch.setenv(name, value)
    lite_mailbox.ask()
    with lite_mailbox.acting(lite_mailbox.fund) as session:
        session.execute(update(FolderCounter).values(count=5))

    answers = [CliRunner().invoke(command, ["check", *more]) for more in ([], ["--repair"], [])]

    assert [answer.exit_code for answer in answers] == [1, 0, 0]
    assert "CC Léman, the desk: ch_fund.family_allowances" in answers[0].output
    assert "counted 5, listed 1" in answers[0].output
    assert "set right: 2" in answers[1].output
    assert "CC Léman: all counters are as the lists say" in answers[2].output

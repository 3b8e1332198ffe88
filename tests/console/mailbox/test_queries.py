"""Lists and the work queue: the right rows in the right order, by an index, also as the application's role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from console.base import clock
from console.hooks.declarations import Level
from console.mailbox import queries, service
from console.mailbox.queries import Wanted
from console.mailbox.service import Actor, Role, State
from tests.support.mailbox import ACCOUNTING, ALLOWANCES, INSTALMENTS, TRAINING, Mailbox, opening, sending


def sent(mailbox: Mailbox, number: int, **more: Any) -> list[str]:
    """Send so many messages, one an hour, in both themes in turn; gives their references, the oldest first."""
    begin = clock.now() - timedelta(days=30)
    made = []
    for n in range(number):
        theme, type_ = ((ALLOWANCES, TRAINING), (ACCOUNTING, INSTALMENTS))[n % 2]
        with clock.at(begin + timedelta(hours=n)):
            heading = opening(mailbox.atelier, theme, type_, **more)
            made.append(str(mailbox.do(mailbox.user(), service.send_new, heading, sending(f"{number}-{n}"))))
    return made


def staff(mailbox: Mailbox, themes: int) -> Actor:
    """Give a case worker of both themes and of others, so that she is served in the one way or the other."""
    named = [ALLOWANCES, ACCOUNTING, *(f"ch_fund.theme_{n}" for n in range(themes - 2))]
    return Actor(
        Role.FUND, mailbox.institution, themes=dict.fromkeys(named, Level.SEND), user_id=1, name="Marc"
    )


def walked(session: Session, actor: Actor, size: int, **how: Any) -> list[str]:
    """Go through a list page by page."""
    found: list[str] = []
    after = None
    while rows := queries.newest(session, actor, State.SENT, after=after, size=size, **how):
        found += [row.reference for row in rows]
        after = rows[-1].place
    return found


@pytest.mark.parametrize("themes", [2, 5])
def test_page_after_page_shows_every_message_once_the_newest_first(mailbox: Mailbox, themes: int) -> None:
    made = sent(mailbox, 11)

    for actor in (staff(mailbox, themes), mailbox.user()):
        with mailbox.acting(actor, writes=False) as session:
            assert walked(session, actor, 4) == made[::-1]
            assert walked(session, actor, 4, wanted=Wanted(theme=ACCOUNTING)) == made[1::2][::-1]


def test_the_queue_begins_with_who_waits_longest(mailbox: Mailbox) -> None:
    made = sent(mailbox, 5)
    mailbox.do(mailbox.fund, service.settle, made[0])

    with mailbox.acting(mailbox.fund, writes=False) as session:
        first = queries.queue(session, mailbox.fund, size=2)
        rest = queries.queue(session, mailbox.fund, after=first[-1].place)

    assert [row.reference for row in (*first, *rest)] == made[1:]


def test_the_queue_is_narrowed_to_what_somebody_wants_to_see(mailbox: Mailbox) -> None:
    first, second, third = sent(mailbox, 3, person_number="7561234567897")
    late = mailbox.do(
        mailbox.user(mailbox.other),
        service.send_new,
        opening(mailbox.other, due=clock.today("Europe/Zurich")),
        sending("o"),
    )
    mailbox.do(mailbox.fund, service.assign, second, 77)
    tomorrow = clock.today("Europe/Zurich") + timedelta(days=1)

    for wanted, expected in (
        (Wanted(theme=ALLOWANCES), [first, third, late]),
        (Wanted(type=INSTALMENTS), [second]),
        (Wanted(company=mailbox.other), [late]),
        (Wanted(person_number="7561234567897"), [first, second, third]),
        (Wanted(assigned_to=77), [second]),
        (Wanted(unassigned=True), [first, third, late]),
        (Wanted(before=clock.now() - timedelta(days=20)), [first, second, third]),
        (Wanted(late_on=tomorrow), [late]),
        (Wanted(theme="ch_fund.salaries"), []),
    ):
        with mailbox.acting(mailbox.fund, writes=False) as session:
            assert [row.reference for row in queries.queue(session, mailbox.fund, wanted)] == expected


@pytest.mark.parametrize("side", ["fund", "company"])
def test_all_counts_and_the_newest_page_are_two_statements(mailbox: Mailbox, side: str) -> None:
    actor = mailbox.fund if side == "fund" else mailbox.user()
    with mailbox.acting(actor, writes=False) as session, caught(session) as statements:
        queries.counts(session, actor)
        queries.newest(session, actor, State.SENT)

    assert sum(text.startswith("SELECT") for text, _parameters in statements) == 2


@contextmanager
def caught(session: Session) -> Iterator[list[tuple[str, Any]]]:
    """Give the statements that reach the database, with their parameters."""
    found: list[tuple[str, Any]] = []

    def catch(_c: object, _k: object, text: str, parameters: Any, *_rest: object) -> None:
        found.append((text, parameters))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", catch)
    yield found
    event.remove(engine, "before_cursor_execute", catch)


LISTS: dict[str, Callable[[Session, Mailbox], object]] = {
    "counts of the desk": lambda s, m: queries.counts(s, m.fund),
    "counts of a company": lambda s, m: queries.counts(s, m.user()),
    "few themes": lambda s, m: queries.newest(s, m.fund, State.SENT),
    "many themes": lambda s, m: queries.newest(s, staff(m, 5), State.SENT),
    "a company": lambda s, m: queries.newest(s, m.user(), State.SENT),
    "queue": lambda s, m: queries.queue(s, m.fund),
    "queue of a colleague": lambda s, m: queries.queue(s, m.fund, Wanted(assigned_to=1)),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_goes_by_an_index_and_reads_no_whole_table(mailbox: Mailbox, name: str) -> None:
    """PostgreSQL reads small tables whole; where that is made dear, it still does when no index serves."""
    sent(mailbox, 3)
    with mailbox.acting(mailbox.fund, writes=False) as session:
        with caught(session) as statements:
            LISTS[name](session, mailbox)
        connection, (text, parameters) = session.connection(), statements[-1]
        on_postgresql = connection.dialect.name == "postgresql"
        if on_postgresql:
            connection.exec_driver_sql("set local enable_seqscan = off")
        explain = "explain " if on_postgresql else "explain query plan "
        plan = "\n".join(str(row) for row in connection.exec_driver_sql(explain + text, parameters))
    assert "mail_" in plan
    assert "Seq Scan" not in plan
    assert "SCAN mail_" not in plan

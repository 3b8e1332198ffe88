"""How transactions open, on both databases alike where it matters to us."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import event, select, text, update

from console.accounts.models import Throttle
from console.app import create_app
from console.base import clock, engines
from console.base.engines import NestedWrite
from console.base.errors import ProgrammingError
from console.institutions.models import Institution
from console.institutions.sessions import accounts, db
from tests.support.house import House


def test_sqlite_keeps_foreign_keys_and_its_log_on_every_connection(lite_house: House) -> None:
    with create_app(lite_house.settings).app_context():
        for _ in range(2):
            asked = {
                name: accounts().scalar(text(f"pragma {name}"))
                for name in ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
            }
            assert asked == {
                "foreign_keys": 1,
                "journal_mode": "wal",
                "synchronous": 2,
                "busy_timeout": 15000,
            }
            accounts.remove()
            db.engine.dispose()


def test_a_reader_does_not_wait_for_the_writer(house: House) -> None:
    with house.writing() as session:
        session.execute(update(Institution).values(number="1"))
        with house.reading("AK Aaretal") as other:
            assert other.scalars(select(Institution.number)).all() != []


def test_reading_the_accounts_takes_no_lock(lite_house: House) -> None:
    with lite_house.app.app_context():
        accounts().scalars(select(Institution)).all()
        with lite_house.writing() as session:
            session.execute(update(Institution).values(number="1"))


def test_a_second_writer_of_the_thread_is_told_at_once(standing_house: House) -> None:
    with standing_house.app.app_context():
        accounts().add(Throttle(kind="test", key="a", tries=1, since=clock.now()))
        accounts().flush()
        with pytest.raises(NestedWrite), standing_house.writing() as session:
            session.execute(update(Institution).values(number="1"))
        accounts.rollback()


def test_after_the_end_of_one_the_thread_may_write_again(house: House) -> None:
    for ending in ("commit", "rollback"):
        with house.app.app_context():
            accounts().execute(update(Institution).values(number="1"))
            getattr(accounts, ending)()
            with house.writing() as session:
                session.execute(update(Institution).values(number="2"))


def test_writers_of_two_threads_wait_for_each_other(house: House) -> None:
    order: list[str] = []
    started = threading.Event()

    def second() -> None:
        started.set()
        with house.writing() as session:
            session.execute(update(Institution).values(number="2"))
            order.append("second")

    thread = threading.Thread(target=second)
    with house.writing() as session:
        session.execute(update(Institution).values(number="1"))
        thread.start()
        started.wait(5)
        order.append("first")
    thread.join(10)

    assert order == ["first", "second"]


@pytest.mark.parametrize(
    "statement", ["insert into t values (1)", " UPDATE t set a=1", "with x as (select 1) delete from t", "replace into t values (1)"]
)  # fmt: skip
def test_what_writes_is_told_from_what_reads(lite_house: House, statement: str) -> None:
    with lite_house.app.app_context():
        reading = engines.options(engines.READ, "sqlite")
        with db.engine.connect().execution_options(**reading) as connection:
            with pytest.raises(ProgrammingError, match="reading"):
                connection.exec_driver_sql(statement)
            assert connection.exec_driver_sql("select 'insert into t'").scalar() == "insert into t"


def test_a_reading_transaction_is_read_only_for_postgresql_itself(house: House) -> None:
    if house.settings.database_url.startswith("sqlite"):
        return
    with house.reading() as session:
        assert session.scalar(text("show transaction_read_only")) == "on"
    with house.writing() as session:
        assert session.scalar(text("show transaction_read_only")) == "off"


def test_the_accounts_open_no_transaction_before_they_write(lite_house: House) -> None:
    seen: list[str] = []
    with lite_house.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_: seen.append(statement))
        accounts().scalars(select(Institution.id)).all()
        accounts.commit()
        assert not any(statement.startswith("BEGIN") for statement in seen)
        accounts().execute(update(Institution).values(number="1"))
        accounts.rollback()
    assert seen.count("BEGIN IMMEDIATE") == 1

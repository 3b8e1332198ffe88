"""PostgreSQL itself keeps institutions apart when our own fences are taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.pool import NullPool, QueuePool

from console.app import create_app
from console.base.errors import ConfigurationError
from console.base.model import Model
from console.institutions.policies import OUTSIDE, faults_of_role
from console.institutions.scope import scoped_models
from tests.services.postgresql import PostgreSQL
from tests.support.house import House

pytestmark = pytest.mark.postgresql
READ = "select count(*), min(institution_id), max(institution_id) from party_company"


@pytest.fixture(scope="module")
def bare(postgresql: PostgreSQL, postgresql_template: str) -> Iterator[tuple[str, str]]:
    """Give the application's and the owner's address of a filled database without any fence of ours."""
    postgresql.create("bare", template=postgresql_template)
    yield postgresql.app_url("bare"), postgresql.owner_url("bare")
    postgresql.drop("bare")


@pytest.fixture
def application(bare: tuple[str, str]) -> Iterator[Engine]:
    """Give plain connections of the application's role."""
    engine = create_engine(bare[0], poolclass=QueuePool, pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()


def scoped() -> set[str]:
    """Give the tables whose rows belong to an institution, the plugins' too."""
    return {model.__tablename__ for model in scoped_models(Model.registry)}


def scope(connection: Connection, read: str = "", written: str = "") -> None:
    connection.execute(
        text(
            "select set_config('guichet.institutions', :r, true), set_config('guichet.institution', :w, true)"
        ),
        {"r": read, "w": written},
    )


@pytest.mark.parametrize(
    ("read", "found"), [("", (0, None, None)), ("1", (4, 1, 1)), ("2", (2, 2, 2)), ("1,2", (6, 1, 2)), ("9", (0, None, None))]
)  # fmt: skip
def test_the_database_shows_the_institutions_that_are_set(
    application: Engine, read: str, found: tuple[int | None, ...]
) -> None:
    with application.connect() as connection:
        scope(connection, read)
        assert tuple(connection.execute(text(READ)).one()) == found


def test_nothing_is_shown_when_nothing_was_ever_set(application: Engine) -> None:
    with application.connect() as connection:
        for table in scoped():
            assert connection.scalar(text(f"select count(*) from {table}")) == 0, table


def test_a_connection_of_the_pool_forgets_whose_it_was(application: Engine) -> None:
    for ending in ("commit", "rollback"):
        with application.connect() as connection:
            scope(connection, "1", "1")
            process = connection.scalar(text("select pg_backend_pid()"))
            getattr(connection, ending)()
        with application.connect() as connection:
            assert connection.scalar(text("select pg_backend_pid()")) == process
            assert connection.scalar(text("select count(*) from party_company")) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "insert into party_company (institution_id, number, name, official_number, language, email, phone, street,"
        " house_number, postcode, town, version) values (2, '9', 'X', '', 'fr', '', '', '', '', '', '', 1)",
        "update party_company set institution_id = 2 where id = (select min(id) from party_company)",
    ],
    ids=["a new row of another", "an own row moved"],
)
def test_foreign_rows_are_not_written(application: Engine, statement: str) -> None:
    with application.connect() as connection:
        scope(connection, "1", "1")
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(text(statement))


@pytest.mark.parametrize("written", ["", "1"])
def test_foreign_rows_are_neither_changed_nor_deleted(application: Engine, written: str) -> None:
    with application.connect() as connection:
        scope(connection, "1,2", written)
        for statement in (
            "update party_company set name = 'X' where institution_id = 2",
            "delete from ch_fund_employee where institution_id = 2",
        ):
            assert connection.execute(text(statement)).rowcount == 0
        connection.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "alter table party_company disable row level security",
        "drop policy guichet_select on party_company",
        "create table mine (id int)",
        "truncate party_company",
        "set role guichet_owner",
    ],
)
def test_the_application_cannot_take_the_fence_away(application: Engine, statement: str) -> None:
    with application.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(statement))


def test_switching_row_security_off_reads_nothing(application: Engine) -> None:
    with application.connect() as connection:
        connection.execute(text("set local row_security = off"))
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(text(READ))


def test_the_application_owns_no_table(application: Engine) -> None:
    with application.connect() as connection:
        owners = connection.scalars(
            text("select distinct tableowner from pg_tables where schemaname = 'public'")
        )
        assert set(owners) == {"guichet_owner"}


def test_every_table_is_behind_policies_or_named_with_a_reason(application: Engine) -> None:
    with application.connect() as connection:
        protected = dict(
            connection.execute(
                text(
                    "select relname, relrowsecurity from pg_class"
                    " where relnamespace = 'public'::regnamespace and relkind = 'r'"
                )
            ).all()
        )
    outside = {table for table in protected if any(_stands_for(name, table) for name in OUTSIDE)}

    assert {table for table, fenced in protected.items() if fenced} == set(protected) - outside == scoped()
    assert all(len(reason.split()) > 1 for reason in OUTSIDE.values())
    assert [name for name in OUTSIDE if not any(_stands_for(name, table) for table in protected)] == []


def test_the_application_s_role_is_sound(application: Engine) -> None:
    with application.connect() as connection:
        assert faults_of_role(connection) == []


def test_an_owner_a_superuser_and_a_table_without_policies_are_found(
    bare: tuple[str, str], postgresql: PostgreSQL
) -> None:
    superuser = bare[1].replace("guichet_owner", "postgres", 1)
    with _once(bare[1]) as owner:
        assert len(faults_of_role(owner)) == len(scoped())
        assert all("guichet_owner owns the table" in fault for fault in faults_of_role(owner))
    with _once(superuser) as connection:
        [fault] = faults_of_role(connection)
        assert "postgres is a superuser" in fault
        connection.execute(text("create role passing login bypassrls"))
        connection.execute(text("set local role passing"))
        [fault] = faults_of_role(connection)
        assert "passing is a role with BYPASSRLS" in fault
        connection.rollback()
    for damage in (
        "alter table party_company disable row level security",
        "drop policy guichet_delete on party_company",
    ):
        with _once(bare[1]) as connection:
            connection.execute(text(damage))
            assert any("party_company lacks" in fault for fault in faults_of_role(connection))
            connection.rollback()


def test_the_console_does_not_start_with_such_a_role(bare: tuple[str, str], tmp_path: Path) -> None:
    from tests.conftest import settings_for

    sound = settings_for(bare[0], tmp_path, bare[1])
    with pytest.raises(ConfigurationError, match="guichet_owner owns the table"):
        create_app(replace(sound, database_url=bare[1]))
    assert create_app(sound)
    assert create_app(replace(sound, database_url=bare[1]), serves=False), (
        "the upgrade has to run all the same"
    )


def test_the_console_starts_before_its_tables_and_before_its_database(
    postgresql: PostgreSQL, tmp_path: Path
) -> None:
    from tests.conftest import settings_for

    postgresql.create("empty")
    assert create_app(settings_for(postgresql.app_url("empty"), tmp_path))
    postgresql.drop("empty")
    assert create_app(settings_for(postgresql.app_url("empty"), tmp_path))


def test_the_page_session_tells_the_database_its_scope(house: House) -> None:
    from sqlalchemy import select

    if house.settings.database_url.startswith("sqlite"):
        return
    seen = text("select current_setting('guichet.institutions'), current_setting('guichet.institution')")
    with house.reading("CC Léman") as session:
        assert tuple(session.execute(seen).one()) == ("1", "")
    with house.writing("AK Aaretal") as session:
        session.begin_nested().rollback()
        assert tuple(session.execute(seen).one()) == ("2", "2")
        assert session.scalar(select(1)) == 1


def _once(url: str) -> Connection:
    return create_engine(url, poolclass=NullPool).connect()


def _stands_for(name: str, table: str) -> bool:
    return table.startswith(name) if name.endswith("_") else table == name

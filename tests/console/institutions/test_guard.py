"""A session writes rows of its own institution and no others, whatever way the writing takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from console.base.engines import NestedWrite
from console.base.errors import ProgrammingError
from console.institutions.models import Institution
from console.institutions.scope import Scope, ScopeError
from console.institutions.sessions import accounts, acting, db, enter, hook_savepoint
from console.parties.models import Company
from plugins.ch_fund.models import Employee
from plugins.ch_fund.samples import employee
from tests.support.house import House, acting_in

LEMAN, AARETAL = "CC Léman", "AK Aaretal"
TABLE = Company.__table__


def names(house: House, short_name: str) -> dict[int, str]:
    """Give the companies of an institution by key."""
    with house.reading(short_name) as session:
        return {key: name for key, name in session.execute(select(Company.id, Company.name))}  # noqa: C416


@pytest.fixture
def foreign(standing_house: House) -> int:
    """Give the key of a company of the other fund."""
    return min(names(standing_house, AARETAL))


def test_a_new_row_gets_the_institution_of_the_scope(standing_house: House) -> None:
    with pytest.raises(ZeroDivisionError), standing_house.writing(LEMAN) as session:
        row = Company(number="41900", name="Neue Firma")
        session.add(row)
        session.flush()
        assert row.institution_id == standing_house.institution(LEMAN)
        raise ZeroDivisionError


WRITERS: dict[str, Callable[[Session, int, int], Any]] = {
    "new row of another": lambda s, other, _: (
        s.add(Company(institution_id=other, number="9", name="X")),
        s.flush(),
    ),
    "own row moved": lambda s, other, _: (
        setattr(s.scalars(select(Company)).first(), "institution_id", other),
        s.flush(),
    ),
    "orm insert": lambda s, other, _: s.execute(
        insert(Company).values(institution_id=other, number="9", name="X")
    ),
    "orm insert of many": lambda s, other, _: s.execute(
        insert(Company), [{"institution_id": other, "number": "9", "name": "X"}] * 2
    ),
    "insert from select": lambda s, other, _: s.execute(
        insert(Company).from_select(["number", "name"], select(Company.number, Company.name))
    ),
    "bulk mappings": lambda s, other, _: s.bulk_insert_mappings(
        Company, [{"institution_id": other, "number": "9", "name": "X"}]
    ),
    "bulk objects": lambda s, other, _: s.bulk_save_objects(
        [Company(institution_id=other, number="9", name="X")]
    ),
    "bulk update by key": lambda s, _, row: s.execute(
        update(Company), [{"id": row, "version": 1, "name": "X"}]
    ),
    "bulk update mappings": lambda s, _, row: s.bulk_update_mappings(
        Company, [{"id": row, "version": 1, "name": "X"}]
    ),
    "institution by query": lambda s, other, _: s.execute(update(Company).values(institution_id=other)),
    "institution as parameter": lambda s, other, _: s.execute(
        update(Company).where(Company.id > 0), {"institution_id": other}
    ),
    "institution by legacy query": lambda s, other, _: s.query(Company).update({"institution_id": other}),
    "institution of the own row": lambda s, other, _: s.execute(
        update(TABLE).where(TABLE.c.institution_id == s.info["work"].scope.institution),
        {"institution_id": other},
    ),
    "table insert": lambda s, other, _: s.execute(
        insert(TABLE).values(institution_id=other, number="9", name="X")
    ),
    "table update": lambda s, _, row: s.execute(update(TABLE).where(TABLE.c.id == row).values(name="X")),
    "table delete": lambda s, _, row: s.execute(delete(TABLE).where(TABLE.c.id == row)),
    "text insert": lambda s, other, _: s.execute(
        text(f"insert into party_company (institution_id, number, name) values ({other}, '9', 'X')")
    ),
    "text update": lambda s, _, row: s.execute(text(f"update party_company set name = 'X' where id = {row}")),
    "text delete": lambda s, _, row: s.execute(text("delete from party_company")),
    "text on the connection": lambda s, _, row: s.connection().execute(
        text(f"update \"party_company\" set name = 'X' where id = {row}")
    ),
}


@pytest.mark.parametrize("way", WRITERS)
def test_rows_of_another_institution_are_not_written(standing_house: House, foreign: int, way: str) -> None:
    other = standing_house.institution(AARETAL)
    before = names(standing_house, LEMAN), names(standing_house, AARETAL)

    with pytest.raises(ScopeError), standing_house.writing(LEMAN) as session:
        WRITERS[way](session, other, foreign)

    assert (names(standing_house, LEMAN), names(standing_house, AARETAL)) == before


@pytest.mark.parametrize(
    "statement",
    [
        lambda row: update(Company).where(Company.id == row).values(name="X"),
        lambda row: delete(Employee).where(Employee.company_id == row),
    ],
    ids=["update", "delete"],
)
def test_writing_by_query_touches_no_row_of_another(
    standing_house: House, foreign: int, statement: Any
) -> None:
    with standing_house.writing(LEMAN) as session:
        assert session.execute(statement(foreign)).rowcount == 0


def test_writing_by_query_touches_the_own_rows(house: House) -> None:
    with house.writing(LEMAN) as session:
        session.execute(update(Company).values(town="Lausanne"))

    with house.reading(LEMAN) as session:
        assert set(session.scalars(select(Company.town))) == {"Lausanne"}
    with house.reading(AARETAL) as session:
        assert set(session.scalars(select(Company.town))) == {"Thun", "Münsingen"}


def test_a_row_brought_in_from_another_session_is_not_written(standing_house: House, foreign: int) -> None:
    for act in ("changed", "deleted"):
        with standing_house.reading(AARETAL) as session:
            row = session.get(Company, foreign)
            session.expunge(row)
        with pytest.raises(ScopeError), standing_house.writing(LEMAN) as session:
            session.add(row)
            if act == "changed":
                row.name = "X"
            else:
                session.delete(row)
            session.flush()


READER_WRITES: dict[str, Callable[[Session], Any]] = {
    "flush": lambda s: (s.add(Company(number="9", name="X")), s.flush()),
    "change": lambda s: (setattr(s.scalars(select(Company)).first(), "name", "X"), s.flush()),
    "delete": lambda s: (s.delete(s.scalars(select(Company)).first()), s.flush()),
    "update by query": lambda s: s.execute(update(Company).values(name="X")),
    "unscoped table": lambda s: s.execute(update(Institution).values(name="X")),
    "text": lambda s: s.execute(text("update inst_institution set name = 'X'")),
    "with": lambda s: s.execute(text("with x as (select 1) delete from inst_part where 1 = 0")),
    "connection": lambda s: s.connection().execute(text("delete from inst_part")),
}


@pytest.mark.parametrize("way", READER_WRITES)
def test_a_reading_session_writes_nothing_not_even_unscoped_rows(standing_house: House, way: str) -> None:
    with pytest.raises((ProgrammingError, DBAPIError)) as refused, standing_house.reading(LEMAN) as session:
        READER_WRITES[way](session)

    assert isinstance(refused.value, ProgrammingError), "the console refuses before the database has to"


def test_writing_needs_a_scope(standing_house: House) -> None:
    with standing_house.app.app_context(), pytest.raises(ScopeError):
        enter(None, writes=True)
        db.session.add(Company(number="9", name="X"))
        db.session.flush()


def test_two_institutions_at_once_are_only_read(standing_house: House) -> None:
    both = Scope((standing_house.institution(LEMAN), standing_house.institution(AARETAL)))
    with pytest.raises(ScopeError), acting_in(standing_house.app, both, writes=True) as session:
        session.add(Company(number="9", name="X"))
        session.flush()


def test_a_key_of_another_institution_is_refused_by_the_database(standing_house: House, foreign: int) -> None:
    with pytest.raises(IntegrityError), standing_house.writing(LEMAN) as session:
        own = session.scalars(select(Company)).first()
        row = employee(own, 900)
        row.company, row.company_id = None, foreign
        session.add(row)
        session.flush()


def test_a_company_s_people_write_for_their_company_only(standing_house: House) -> None:
    own, other = sorted(names(standing_house, LEMAN))[:2]
    scope = Scope((standing_house.institution(LEMAN),), companies=(own,))

    def write(company: int) -> None:
        with acting_in(standing_house.app, scope, writes=True) as session:
            session.add(
                Employee(company_id=company, avs_number="7560000900012", family_name="Muster", given_name="Eva",
                         entry_date=date(2026, 1, 1))
            )  # fmt: skip
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(own)
    with pytest.raises(ScopeError):
        write(other)


def test_a_company_s_people_move_no_row_to_another_company(standing_house: House) -> None:
    own, other = sorted(names(standing_house, LEMAN))[:2]
    scope = Scope((standing_house.institution(LEMAN),), companies=(own,))
    with pytest.raises(ScopeError), acting_in(standing_house.app, scope, writes=True) as session:
        session.scalars(select(Employee)).first().company_id = other
        session.flush()


def test_a_second_writer_in_one_thread_is_refused_at_once(standing_house: House) -> None:
    scope = Scope((standing_house.institution(LEMAN),))
    with pytest.raises(NestedWrite), standing_house.writing(LEMAN) as session:
        session.scalars(select(Company)).first()
        with acting(scope, writes=True) as second:
            second.scalars(select(Company)).first()


def test_the_accounts_are_not_written_while_the_page_writes(standing_house: House) -> None:
    with pytest.raises(NestedWrite), standing_house.writing(LEMAN) as session:
        session.scalars(select(Company)).first()
        accounts().execute(update(Institution).values(words_version=0))
    with standing_house.writing(LEMAN) as session:
        session.scalars(select(Company)).first()


def test_a_reader_beside_the_writer_is_welcome(standing_house: House) -> None:
    scope = Scope((standing_house.institution(AARETAL),))
    with standing_house.writing(LEMAN) as session:
        session.scalars(select(Company)).first()
        with acting(scope) as second:
            assert second.scalars(select(Company)).all()


def test_a_failing_hook_leaves_nothing_and_the_rest_stays(house: House) -> None:
    with house.writing(LEMAN) as session:
        session.add(Company(number="41801", name="Before"))
        session.flush()
        with pytest.raises(IntegrityError), hook_savepoint("ch_fund"):
            session.add(Company(number="41802", name="In the hook"))
            session.flush()
            session.add(Company(number="41002", name="A number that exists"))
            session.flush()
        session.add(Company(number="41803", name="After"))

    with house.reading(LEMAN) as session:
        found = session.scalars(select(Company.number).where(Company.number.like("418%"))).all()
    assert sorted(found) == ["41801", "41803"]


@pytest.mark.parametrize("act", ["commit", "rollback", "close"])
def test_a_hook_neither_commits_nor_rolls_back(house: House, act: str) -> None:
    with house.writing(LEMAN) as session:
        session.add(Company(number="41801", name="Before"))
        session.flush()
        with pytest.raises(ProgrammingError, match="ch_fund"), hook_savepoint("ch_fund"):
            session.add(Company(number="41802", name="In the hook"))
            getattr(db.session, act)()

    with house.reading(LEMAN) as session:
        found = session.scalars(select(Company.number).where(Company.number.like("418%"))).all()
    assert list(found) == ["41801"]


def test_the_scope_outlives_a_hook_that_was_rolled_back(standing_house: House) -> None:
    with standing_house.reading(LEMAN) as session:
        before = json.dumps(sorted(session.scalars(select(Company.number))))
        with pytest.raises(ZeroDivisionError), hook_savepoint("ch_fund"):
            session.scalars(select(Company)).all()
            raise ZeroDivisionError
        assert json.dumps(sorted(session.scalars(select(Company.number)))) == before

"""A session sees the rows of its scope and no others, whatever the statement looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import and_, column, exists, func, literal_column, select, table, text, union_all
from sqlalchemy.orm import Session, aliased, joinedload, selectinload, subqueryload

from console.base.errors import ProgrammingError
from console.institutions.models import Institution
from console.institutions.scope import Scope, ScopeError
from console.institutions.sessions import acting, db, enter, scope_of
from console.parties.models import Company
from plugins.ch_fund.models import Employee
from tests.support.house import House, acting_in

LEMAN, AARETAL = "CC Léman", "AK Aaretal"
OWN = {"41002", "41017", "41033", "41058"}
FOREIGN = {"7001", "7014"}

Reader = Callable[[Session], "set[str]"]


def _numbers(companies: Any) -> set[str]:
    return {company.number for company in companies}


def _listed(session: Session) -> set[str]:
    return _numbers(session.scalars(select(Company)))


def _by_column(session: Session) -> set[str]:
    return set(session.scalars(select(Company.number)))


def _by_legacy_query(session: Session) -> set[str]:
    return _numbers(session.query(Company).all())


def _by_table_of_the_class(session: Session) -> set[str]:
    return set(session.scalars(select(Company.number).select_from(Company.__table__)))


def _lazy(session: Session) -> set[str]:
    return {employee.company.number for employee in session.scalars(select(Employee))}


def _joined(session: Session) -> set[str]:
    return {e.company.number for e in session.scalars(select(Employee).options(joinedload(Employee.company)))}


def _selectin(session: Session) -> set[str]:
    return {
        e.company.number for e in session.scalars(select(Employee).options(selectinload(Employee.company)))
    }


def _subquery_load(session: Session) -> set[str]:
    return {
        e.company.number for e in session.scalars(select(Employee).options(subqueryload(Employee.company)))
    }


def _alias(session: Session) -> set[str]:
    other = aliased(Company)
    return set(session.scalars(select(other.number)))


def _self_join(session: Session) -> set[str]:
    other = aliased(Company)
    pairs = session.execute(select(Company.number, other.number).join(other, Company.id != other.id))
    return {number for pair in pairs for number in pair}


def _relation_join(session: Session) -> set[str]:
    return set(session.scalars(select(Company.number).select_from(Employee).join(Employee.company)))


def _outer_join(session: Session) -> set[str]:
    return set(session.scalars(select(Company.number).outerjoin(Employee, Employee.company_id == Company.id)))


def _cte(session: Session) -> set[str]:
    found = select(Company.number).cte("found")
    return set(session.scalars(select(found.c.number)))


def _union(session: Session) -> set[str]:
    return set(session.scalars(union_all(select(Company.number), select(Company.number))))


def _exists(session: Session) -> set[str]:
    outer = select(Institution.short_name).where(
        exists(select(Company.id).where(Company.institution_id == Institution.id))
    )
    return OWN if set(session.scalars(outer)) == {LEMAN} else FOREIGN


def _has(session: Session) -> set[str]:
    found = session.scalars(select(Employee).where(Employee.company.has(Company.number.in_(OWN | FOREIGN))))
    return {employee.company.number for employee in found}


def _scalar_subselect(session: Session) -> set[str]:
    name = select(Company.number).where(Company.id == Employee.company_id).scalar_subquery()
    return set(session.scalars(select(name).select_from(Employee)))


def _in_subselect(session: Session) -> set[str]:
    return _numbers(session.scalars(select(Company).where(Company.id.in_(select(Employee.company_id)))))


def _loaded_again(session: Session) -> set[str]:
    found = list(session.scalars(select(Company)))
    session.expire_all()
    return _numbers(found)


READERS: tuple[Reader, ...] = (
    _listed, _by_column, _by_legacy_query, _by_table_of_the_class, _lazy, _joined, _selectin, _subquery_load, _alias,
    _self_join, _relation_join, _outer_join, _cte, _union, _exists, _has, _scalar_subselect, _in_subselect,
    _loaded_again,
)  # fmt: skip


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_every_kind_of_statement_finds_exactly_the_own_rows(standing_house: House, read: Reader) -> None:
    with standing_house.reading(LEMAN) as session:
        assert read(session) == OWN


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_a_session_without_scope_reads_nothing(standing_house: House, read: Reader) -> None:
    with standing_house.app.app_context():
        enter(None, writes=False)
        with pytest.raises(ScopeError):
            read(db.session())
        db.session.rollback()


def test_a_foreign_key_number_opens_nothing(standing_house: House) -> None:
    with standing_house.reading(AARETAL) as session:
        foreign = session.scalars(select(Company.id)).all()
        of_foreign = session.scalars(select(Employee.id)).all()
    with standing_house.reading(LEMAN) as session:
        assert [session.get(Company, key) for key in foreign] == [None] * len(foreign)
        assert session.scalars(select(Employee).where(Employee.id.in_(of_foreign))).all() == []


def test_counting_over_a_sub_select_counts_the_own_rows(standing_house: House) -> None:
    with standing_house.reading(LEMAN) as session:
        assert session.scalar(select(func.count()).select_from(select(Company.id).subquery())) == len(OWN)
        assert session.scalar(select(func.count()).select_from(Company)) == len(OWN)
        assert session.query(Company).count() == len(OWN)


@pytest.mark.parametrize(
    "statement",
    [
        select(Company.__table__),
        select(Company.__table__.c.name),
        select(Company.__table__.alias("other")),
        select(table("party_company", column("name"))),
        select(literal_column("name")).select_from(text("party_company")),
        select(literal_column("(select max(name) from party_company)")),
        select(Company).from_statement(text("select * from party_company")),
        select(Institution.id).where(text("exists (select 1 from party_company)")),
        select(Institution.id).join(Company.__table__, Company.__table__.c.institution_id == Institution.id),
        text("select name from party_company"),
        text('SELECT "name" FROM "party_company"'),
        text("select p.name from\n  PARTY_COMPANY p where p.institution_id > 0"),
        text("with x as (select * from party_company) select name from x"),
    ],
    ids=str,
)
def test_a_statement_that_cannot_be_filtered_is_refused(standing_house: House, statement: Any) -> None:
    for opened in (standing_house.reading, standing_house.writing):
        with pytest.raises(ScopeError), opened(LEMAN) as session:
            session.execute(statement)


def test_the_accounts_session_reads_no_scoped_table_at_all(standing_house: House) -> None:
    from console.institutions.sessions import accounts

    with standing_house.app.app_context():
        for statement in (select(Company), select(Company).where(Company.institution_id == 1)):
            with pytest.raises(ScopeError):
                accounts().execute(statement)
            accounts.rollback()


def test_several_institutions_are_read_side_by_side(standing_house: House) -> None:
    with _in_scope(standing_house, LEMAN, AARETAL) as session:
        assert _listed(session) == _lazy(session) == _joined(session) == OWN | FOREIGN
    with standing_house.reading(AARETAL) as session:
        assert _listed(session) == _lazy(session) == FOREIGN


def test_a_scope_inside_a_scope_sees_its_own_rows_and_the_outer_one_goes_on(standing_house: House) -> None:
    inner = Scope((standing_house.institution(AARETAL),))
    with standing_house.reading(LEMAN) as session:
        before = session.scalars(select(Company)).first()
        with acting(inner) as other:
            assert other is not session
            assert _listed(other) == FOREIGN
        assert _listed(session) == OWN
        assert before in session


def test_a_session_keeps_the_scope_it_was_born_with(standing_house: House) -> None:
    with standing_house.reading(LEMAN) as session:
        enter(Scope((standing_house.institution(AARETAL),)), writes=False)
        assert _listed(db.session()) == FOREIGN
        assert scope_of(session).institutions == (standing_house.institution(LEMAN),)


@pytest.mark.parametrize("flushed", [False, True])
def test_another_scope_is_refused_while_work_is_unsaved(standing_house: House, flushed: bool) -> None:
    other = Scope((standing_house.institution(AARETAL),))
    with pytest.raises(ProgrammingError, match="unsaved"), standing_house.writing(LEMAN) as session:
        session.add(Company(number="41999", name="Neue Firma"))
        if flushed:
            session.flush()
        enter(other, writes=True)


def test_a_company_s_people_see_their_company_and_its_rows_only(standing_house: House) -> None:
    with standing_house.reading(LEMAN) as session:
        own = session.scalars(select(Company.id).where(Company.number == "41002")).one()
        other = session.scalars(select(Employee.id).where(Employee.company_id != own)).first()
    with _in_scope(standing_house, LEMAN, companies=(own,)) as session:
        for read in READERS:
            if read not in (_exists, _self_join):
                assert read(session) == {"41002"}, read.__name__
        assert _self_join(session) == set()
        assert session.get(Employee, other) is None
        assert session.scalars(select(Company).where(Company.id != own)).all() == []


def test_a_person_of_companies_in_two_institutions_sees_just_these(standing_house: House) -> None:
    with _in_scope(standing_house, LEMAN, AARETAL) as session:
        keys = session.scalars(select(Company.id).where(Company.number.in_(["41017", "7001"]))).all()
    with _in_scope(standing_house, LEMAN, AARETAL, companies=tuple(keys)) as session:
        assert _listed(session) == _lazy(session) == {"41017", "7001"}


def test_a_scope_without_exactly_one_institution_has_none_to_write_for() -> None:
    assert Scope((7,)).institution == 7
    for institutions in ((), (1, 2)):
        with pytest.raises(ScopeError):
            Scope(institutions).institution  # noqa: B018


def test_refreshing_a_row_loads_what_belongs_to_it_within_the_scope(standing_house: House) -> None:
    with standing_house.reading(LEMAN) as session:
        row = session.scalars(select(Employee).where(and_(Employee.canton != "")).limit(1)).one()
        session.refresh(row)
        session.refresh(row, ["company"])
        assert row.company.number in OWN


@contextmanager
def _in_scope(house: House, *names: str, companies: tuple[int, ...] | None = None) -> Iterator[Session]:
    keys = tuple(house.institution(name) for name in names)
    with acting_in(house.app, Scope(keys, companies)) as session:
        yield session

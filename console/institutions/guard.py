"""The first fence: the session itself filters every statement and refuses foreign writes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session, with_loader_criteria

from console.institutions.fence import NAMED_QUERY
from console.institutions.scope import CompanyScoped, InstitutionScoped, Scope, ScopeError, Work
from console.institutions.sessions import ConsoleSession


def install() -> None:
    """Listen on every page session of this process; calling it twice changes nothing."""
    for name, listener in (
        ("do_orm_execute", _filter),
        ("before_flush", _guard),
        ("after_begin", _tell_database),
    ):
        if not event.contains(ConsoleSession, name, listener):
            event.listen(ConsoleSession, name, listener)


def _filter(state: ORMExecuteState) -> None:
    """Add the scope to every statement; refuse what cannot be filtered."""
    work: Work = state.session.info["work"]
    if (state.is_insert or state.is_update or state.is_delete) and not work.writes:
        raise ScopeError("a reading session must not write")
    if state.is_column_load:
        # Refreshing columns of a row this session already holds: SQLAlchemy adds no criteria there.
        state.update_execution_options(**{NAMED_QUERY: True})
        return
    if state.is_insert and _scoped_target(state):
        raise ScopeError("bulk inserts bypass the guard: use add_all")
    if work.scope is None:
        return
    state.statement = state.statement.options(*_criteria(work.scope))


def _criteria(scope: Scope) -> list[Any]:
    institutions, companies = scope.institutions, scope.companies
    found = [
        with_loader_criteria(InstitutionScoped, _one(institutions[0]), include_aliases=True)
        if len(institutions) == 1
        else with_loader_criteria(InstitutionScoped, _many(institutions), include_aliases=True)
    ]
    if companies is not None:
        found.append(with_loader_criteria(CompanyScoped, _companies(companies), include_aliases=True))
    return found


def _one(institution: int) -> Any:
    return lambda cls: cls.institution_id == institution


def _many(institutions: tuple[int, ...]) -> Any:
    return lambda cls: cls.institution_id.in_(institutions)


def _companies(companies: tuple[int, ...]) -> Any:
    return lambda cls: cls.company_id.in_(companies)


def _scoped_target(state: ORMExecuteState) -> bool:
    mapper = state.bind_mapper
    return mapper is not None and issubclass(mapper.class_, InstitutionScoped)


def _guard(session: Session, _context: object, _instances: object) -> None:
    """Stamp new rows with the institution and refuse another's row, before anything is written."""
    work: Work = session.info["work"]
    touched = [*session.new, *(row for row in session.dirty if session.is_modified(row)), *session.deleted]
    if touched and not work.writes:
        raise ScopeError("a reading session must not write")
    for row in touched:
        if isinstance(row, InstitutionScoped):
            _check_row(row, work)


def _check_row(row: InstitutionScoped, work: Work) -> None:
    if work.scope is None:
        raise ScopeError(f"{type(row).__name__} is written without a scope")
    institution = work.scope.institution
    state: InstanceState[Any] = inspect(row)
    if not state.persistent and state.dict.get("institution_id") is None:
        row.institution_id = institution
    before = state.attrs.institution_id.history.deleted
    if row.institution_id != institution or any(old not in (None, institution) for old in before):
        raise ScopeError(f"{type(row).__name__} belongs to another institution")
    companies = work.scope.companies
    if companies is not None and isinstance(row, CompanyScoped) and row.company_id not in companies:
        raise ScopeError(f"{type(row).__name__} belongs to another company")


def _tell_database(session: Session, transaction: Any, connection: Any) -> None:
    """Set what row-level security on PostgreSQL reads; forgotten by the database at the end of the transaction."""
    work: Work = session.info["work"]
    if transaction.nested or connection.dialect.name != "postgresql" or work.scope is None:
        return
    seen = ",".join(map(str, work.scope.institutions))
    written = str(work.scope.institution) if work.writes else ""
    connection.exec_driver_sql(
        "select set_config('guichet.institutions', %s, true), set_config('guichet.institution', %s, true)",
        (seen, written),
    )

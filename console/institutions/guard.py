"""The first fence: the session itself filters every statement and refuses foreign writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Executable, event, false, inspect
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session, with_loader_criteria

from console.base import engines
from console.base.model import Model
from console.institutions.fence import NAMED_QUERY
from console.institutions.scope import (
    CompanyScoped,
    InstitutionScoped,
    Scope,
    ScopeError,
    Work,
    scoped_models,
)
from console.institutions.sessions import ConsoleSession

Statement = TypeVar("Statement", bound=Executable)
LASTING = "guichet_lasting"
"""Execution option of statements that are made once for a process and sent by many requests, with their parameters."""
MOST_KEPT = 1_000
"""Scopes for which one lasting statement is kept."""
_kept: WeakKeyDictionary[Any, dict[Scope, Any]] = WeakKeyDictionary()
Sees: TypeAlias = Callable[[Scope], ColumnElement[bool]]
_seen_by_persons: dict[type[Any], Sees] = {}


def let_persons_see(model: type[Any], condition: Sees) -> None:
    """Say which rows of a scoped table one person sees in a scope of her own; of any other table she sees none."""
    _seen_by_persons[model] = condition


def lasting(statement: Statement) -> Statement:
    """Mark a statement as made once; its values are parameters."""
    return statement.execution_options(**{LASTING: True})


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
    state.statement = _scoped(state.statement, work.scope)


def _scoped(statement: Any, scope: Scope) -> Any:
    """Give a statement with the scope; of a lasting one the same again, so that SQLAlchemy knows it at once."""
    if not statement.get_execution_options().get(LASTING):
        return statement.options(*_criteria(scope))
    made = _kept.setdefault(statement, {})
    found = made.get(scope)
    if found is None:
        if len(made) >= MOST_KEPT:
            made.clear()
        found = made[scope] = statement.options(*_criteria(scope))
    return found


@lru_cache(maxsize=4_096)
def _criteria(scope: Scope) -> tuple[Any, ...]:
    institutions, companies = scope.institutions, scope.companies
    found = [
        with_loader_criteria(InstitutionScoped, _one(institutions[0]), include_aliases=True)
        if len(institutions) == 1
        else with_loader_criteria(InstitutionScoped, _many(institutions), include_aliases=True)
    ]
    if companies is not None:
        found.append(with_loader_criteria(CompanyScoped, _companies(companies), include_aliases=True))
    if scope.person is not None:
        found += _of_person(scope)
    return tuple(found)


def _of_person(scope: Scope) -> list[Any]:
    """Give one condition per scoped table: what nobody has opened to persons stays shut."""
    return [
        with_loader_criteria(
            model,
            _seen_by_persons[model](scope) if model in _seen_by_persons else false(),
            include_aliases=True,
        )
        for model in scoped_models(Model.registry)
    ]


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
    if touched and work.scope is not None and work.scope.person is not None:
        raise ScopeError("a person's scope only reads")
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
    engines.begin_telling(connection, **{"guichet.institutions": seen, "guichet.institution": written})

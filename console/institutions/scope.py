"""Whose rows a piece of work may see and write.

Words: a *scope* is the institutions (and, for a company's people, the companies) whose rows a session sees; *work* is a
scope with the leave to write. Both are frozen, and a session keeps the one it was born with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from console.base.errors import ProgrammingError


class ScopeError(ProgrammingError):
    """A statement would read or write rows outside its scope, or has no scope at all."""


@dataclass(frozen=True)
class Scope:
    """Whose rows may be seen. Writing needs exactly one institution."""

    institutions: tuple[int, ...]
    companies: tuple[int, ...] | None = None
    """Limits company-bound rows to these companies; `None` is the institution's own staff: all of them."""
    purpose: str = "page"
    person: tuple[int, ...] | None = None
    """Limits everything to the delegations of one person, and to reading; `None` is no such person."""

    @property
    def institution(self) -> int:
        """Give the one institution of this scope; raises `ScopeError` when there is not exactly one."""
        if len(self.institutions) != 1:
            raise ScopeError(f"this needs exactly one institution, the scope has {len(self.institutions)}")
        return self.institutions[0]


@dataclass(frozen=True)
class Work:
    """What a page session is born with."""

    scope: Scope | None = None
    writes: bool = False


class InstitutionScoped:
    """Mixin of every table whose rows belong to one institution.

    The first column of each index and unique key of such a table is `institution_id`.
    """

    institution_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("inst_institution.id"), nullable=False, index=False
    )


class CompanyScoped(InstitutionScoped):
    """Mixin of institution rows that also belong to one company; its people see only these.

    The foreign key to the company is declared by the table itself, composite with `institution_id`.
    """

    company_id: Mapped[int] = mapped_column(Integer, nullable=False)


def scoped_models(registry: Any) -> list[type[Any]]:
    """Give all mapped classes whose rows belong to an institution."""
    return [m.class_ for m in registry.mappers if issubclass(m.class_, InstitutionScoped)]

"""What another system calls the rows of an institution: its own references, each for one row, and one for each row.

Words: a *system* is a label such as `core`, under which references are kept; an institution with two core systems has
two. What is called is told by the table of the row. A reference goes with its row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, UniqueConstraint, bindparam, delete, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from console.base import clock
from console.base.errors import Conflict
from console.base.model import Model, UtcMoment
from console.base.sheets.phrases import N_, Phrase
from console.institutions.scope import CompanyScoped, InstitutionScoped
from console.institutions.sessions import ConsoleSession

LONGEST = 100
"""Characters of a reference."""
_BATCH = 500


class ForeignReference(CompanyScoped, Model):
    """That a system calls a row so; its company stays empty, so that the scope hides it from companies' people."""

    __tablename__ = "party_reference"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    system: Mapped[str] = mapped_column(String(40), nullable=False)
    kind: Mapped[str] = mapped_column(String(60), nullable=False)
    """The table of the row."""
    reference: Mapped[str] = mapped_column(String(LONGEST), nullable=False)
    target: Mapped[int] = mapped_column(Integer, nullable=False)
    """The key of the row."""
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "system", "kind", "reference"),
        UniqueConstraint("institution_id", "kind", "target", "system"),
    )


@dataclass(frozen=True)
class References:
    """The references of one system for the rows of one table. Functions flush and never commit."""

    session: Session
    system: str
    kind: str

    def row(self, reference: str) -> int | None:
        """Give the key of the row that the system calls so."""
        return self.rows([reference]).get(reference)

    def rows(self, references: Iterable[str]) -> Mapping[str, int]:
        """Give the keys of the rows that the system calls so, by its references."""
        return dict(self._found(ForeignReference.reference, set(references)))

    def names(self, rows: Iterable[int]) -> Mapping[int, str]:
        """Give what the system calls these rows, by their keys."""
        return {row: reference for reference, row in self._found(ForeignReference.target, set(rows))}

    def add(self, reference: str, row: int) -> None:
        """Note what the system calls a row.

        Raises `Conflict` when it calls this row something else, or another row so.
        """
        made = ForeignReference(
            system=self.system, kind=self.kind, reference=reference, target=row, made_at=clock.now()
        )
        try:
            with self.session.begin_nested():
                self.session.add(made)
        except IntegrityError as fault:
            text = N_(
                "Your system has another reference for this entry already, or this reference for another entry."
            )
            raise Conflict(Phrase(text), place="reference") from fault

    def _found(self, column: Any, values: Collection[Any]) -> Iterable[tuple[str, int]]:
        wanted = sorted(values)
        for start in range(0, len(wanted), _BATCH):
            asked = select(ForeignReference.reference, ForeignReference.target).where(
                ForeignReference.system == self.system,
                ForeignReference.kind == self.kind,
                column.in_(wanted[start : start + _BATCH]),
            )
            yield from ((reference, row) for reference, row in self.session.execute(asked))


def install() -> None:
    """Let references go with their rows in every page session of this process; twice changes nothing."""
    if not event.contains(ConsoleSession, "after_flush", _forget):
        event.listen(ConsoleSession, "after_flush", _forget)


def _forget(session: Session, _context: object) -> None:
    """Forget what deleted rows were called: their keys may be given again."""
    gone = [row for row in session.deleted if isinstance(row, InstitutionScoped) and hasattr(row, "id")]
    if not gone:
        return
    table = ForeignReference.__table__
    places = [
        {"of_institution": row.institution_id, "of_kind": type(row).__tablename__, "of_target": row.id}  # type: ignore[attr-defined]
        for row in gone
        if isinstance(row.id, int)
    ]
    of_row = (
        table.c.institution_id == bindparam("of_institution"),
        table.c.kind == bindparam("of_kind"),
        table.c.target == bindparam("of_target"),
    )
    if places:
        session.connection().execute(delete(table).where(*of_row), places)

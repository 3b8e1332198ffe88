"""Reading dossiers and documents in the scope of the session. Counting stops at a cap, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from console.documents.models import StoredFile
from console.dossiers.deadlines import ENDS_SOON
from console.dossiers.document_models import Document, Opening, PrintRun
from console.dossiers.models import OPEN, Dossier
from console.parties.models import Company

COUNT_CAP = 1000
"""Beyond it a number is only said to be larger."""
MOST_DOCUMENTS = 200
"""What a dossier's page shows and its archive holds."""
MOST_ENDING = 10
MOST_RUNS = 50


@dataclass(frozen=True)
class ThemeCount:
    """How many dossiers of a theme are pending, and how many documents nobody of the company has opened."""

    pending: int
    unopened: int


@dataclass(frozen=True)
class Filed:
    """A document with its file."""

    document: Document
    file: StoredFile


@dataclass(frozen=True)
class Waiting:
    """What a company is to get by post in a theme."""

    company: Company
    theme: str
    documents: int


def theme_counts(session: Session, themes: Collection[str]) -> Mapping[str, ThemeCount]:
    """Give the counts of these themes in one statement; each stops one above `COUNT_CAP`."""
    if not themes:
        return {}
    arms = []
    for theme in sorted(themes):
        pending = select(Dossier.id).where(Dossier.theme == theme, Dossier.state == OPEN)
        arms += [_capped(theme, "pending", pending)]
        unopened = select(Document.id).where(Document.theme == theme, Document.opened_at.is_(None))
        arms += [_capped(theme, "unopened", unopened)]
    found = {(theme, what): number for theme, what, number in session.execute(union_all(*arms))}
    return {theme: ThemeCount(found[theme, "pending"], found[theme, "unopened"]) for theme in sorted(themes)}


def ending_soon(session: Session, theme: str, today: date) -> Sequence[Dossier]:
    """Give the dossiers of a theme that end soon, the next one first."""
    return session.scalars(
        select(Dossier)
        .where(Dossier.theme == theme, Dossier.valid_until.between(today, today + ENDS_SOON))
        .order_by(Dossier.valid_until, Dossier.id)
        .limit(MOST_ENDING)
    ).all()


def unopened_in(session: Session, dossiers: Collection[int]) -> Mapping[int, int]:
    """Give how many documents of each of these dossiers nobody of the company has opened; none is left out."""
    if not dossiers:
        return {}
    rows = session.execute(
        select(Document.dossier_id, func.count())
        .where(Document.dossier_id.in_(list(dossiers)), Document.opened_at.is_(None))
        .group_by(Document.dossier_id)
    )
    return {key: number for key, number in rows}  # noqa: C416  rows are no pairs to the type checker


def documents_in(session: Session, dossier: Dossier) -> Sequence[Filed]:
    """Give the documents of a dossier with their files, the newest first."""
    return _filed(
        session, Document.dossier_id == dossier.id, order=(Document.id.desc(),), most=MOST_DOCUMENTS
    )


def printed_in(session: Session, run: PrintRun) -> Sequence[Filed]:
    """Give the documents of a print run with their files, company by company."""
    return _filed(session, Document.print_run_id == run.id, order=(Document.company_id, Document.id))


def file_of(session: Session, document: Document) -> StoredFile:
    """Give the file of a document."""
    return session.scalars(select(StoredFile).where(StoredFile.reference == document.file_reference)).one()


def openings_of(session: Session, document: Document) -> Sequence[Opening]:
    """Give who of the company opened a document, each person's first time, the first one first."""
    return session.scalars(
        select(Opening).where(Opening.document_id == document.id).order_by(Opening.at, Opening.id)
    ).all()


def known_to(session: Session, documents: Collection[int], user_id: int) -> set[int]:
    """Give which of these documents a person has opened before."""
    opened = select(Opening.document_id).where(
        Opening.document_id.in_(list(documents)), Opening.user_id == user_id
    )
    return set(session.scalars(opened))


def companies_of(session: Session, keys: Collection[int]) -> Mapping[int, Company]:
    """Give these companies by their keys."""
    if not keys:
        return {}
    return {one.id: one for one in session.scalars(select(Company).where(Company.id.in_(list(keys))))}


def waiting(session: Session, themes: Collection[str]) -> list[Waiting]:
    """Give what waits for a print run in these themes, by company and theme."""
    rows = session.execute(
        select(Document.company_id, Document.theme, func.count())
        .where(Document.to_print.is_(True), Document.theme.in_(sorted(themes)))
        .group_by(Document.company_id, Document.theme)
        .order_by(Document.company_id, Document.theme)
    ).all()
    companies = companies_of(session, {company for company, _theme, _number in rows})
    return [Waiting(companies[company], theme, number) for company, theme, number in rows]


def runs(session: Session, themes: Collection[str]) -> list[PrintRun]:
    """Give the newest print runs all of whose themes are among these."""
    newest = session.scalars(
        select(PrintRun).order_by(PrintRun.made_at.desc(), PrintRun.id.desc()).limit(MOST_RUNS)
    )
    return [run for run in newest if set(run.themes) <= set(themes)]


def _capped(theme: str, what: str, rows: Any) -> Any:
    some = rows.limit(COUNT_CAP + 1).subquery()
    return select(literal(theme), literal(what), func.count()).select_from(some)


def _filed(
    session: Session, *conditions: Any, order: tuple[Any, ...], most: int | None = None
) -> list[Filed]:
    rows = session.execute(
        select(Document, StoredFile)
        .join(
            StoredFile,
            (StoredFile.institution_id == Document.institution_id)
            & (StoredFile.reference == Document.file_reference),
        )
        .where(*conditions)
        .order_by(*order)
        .limit(most)
    )
    return [Filed(document, file) for document, file in rows]

"""The PDF of a print run, made by the worker: a cover sheet for each company, and its documents behind it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from console.documents import service as files
from console.documents.paper import Column, LongText, Paper, Table, render_paper
from console.dossiers import queries, service
from console.dossiers.binding import bind
from console.dossiers.document_models import PrintRun
from console.dossiers.kinds import title_of
from console.dossiers.queries import Filed
from console.institutions.sessions import acting, scope_of
from console.jobs.declarations import TaskKind
from console.jobs.models import Task
from console.jobs.running import TaskRun
from console.parties.models import Company
from console.shell import words

KIND: Final = "console.print_run"
LIMITS: Final = files.FileLimits(frozenset({"pdf"}), 512 * 1024 * 1024)


def make_pdf(work: TaskRun) -> None:
    """Make the PDF of a run and keep it; nothing when it is there already."""
    reference, themes = work.params["reference"], work.params["themes"]
    with tempfile.TemporaryDirectory() as folder:
        with acting(scope_of(work.session)) as session:
            run = service.run_of(session, reference, themes)
            if run.file_reference:
                return
            letters = list(_letters(session, run, Path(folder)))
        target = Path(folder) / "run.pdf"
        bind(letters, target)
        with target.open("rb") as content:
            # The bytes are checked and stored before the first statement of the writing session.
            file = files.keep(
                work.session,
                content,
                f"print-run-{reference}.pdf",
                LIMITS,
                user_id=work.params["user"],
                company_id=None,
            )
    run = service.run_of(work.session, reference, themes, lock=True)
    files.claim(work.session, [file.reference])
    service.printed(work.session, run, file)
    work.advance(done=run.documents)


def _letters(session: Session, run: PrintRun, folder: Path) -> Iterator[list[Path]]:
    """Write cover sheets and documents into the folder; gives the files of each company's letter."""
    found = queries.printed_in(session, run)
    companies = queries.companies_of(session, {one.document.company_id for one in found})
    for number, (company, group) in enumerate(groupby(found, lambda one: one.document.company_id)):
        documents = list(group)
        cover = folder / f"{number}-cover.pdf"
        cover.write_bytes(render_paper(_cover(run, companies[company], documents)))
        yield [cover, *(_copied(one, folder) for one in documents)]


def _copied(filed: Filed, folder: Path) -> Path:
    path = folder / f"document-{filed.document.id}.pdf"
    with files.content_of(filed.file) as content, path.open("wb") as copy:
        shutil.copyfileobj(content, copy)
    return path


def _cover(run: PrintRun, company: Company, documents: Sequence[Filed]) -> Paper:
    """Give the cover sheet of a company, in its language."""
    words.bind_for("console", company.language, run.institution_id)
    address = (
        company.name,
        " ".join(filter(None, (company.street, company.house_number))),
        " ".join(filter(None, (company.postcode, company.town))),
    )
    columns = (Column(_("Title")), Column(_("Kind")), Column(_("Made available"), "figure"))
    rows = tuple(
        (
            one.document.title,
            title_of(one.document.kind),
            g.style.show_day(one.document.made_available_at.astimezone(g.style.zone).date()),
        )
        for one in documents
    )
    return Paper(
        title=_("Your documents"),
        institution=g.words_tenant.name,
        subtitle=f"{company.number} {company.name}",
        reference=run.reference,
        language=g.language,
        made_at=run.made_at,
        blocks=(
            LongText(_("Address"), tuple(line for line in address if line)),
            Table("", columns, rows),
        ),
        practice=g.words_tenant.is_practice,
    )


def _result(task: Task) -> str | None:
    return url_for("PrintRunsView.show", reference=task.params["reference"])


KINDS = (TaskKind(KIND, _l("PDF of a print run"), make_pdf, result_url=_result),)

"""The long work on a sheet: reading and judging it in pieces, and sending its entries in pieces.

The pieces that are stored are the place where the work goes on: what is judged is not judged again, and an entry that
was sent is known by its key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from console.base.bounded import stream_bounded
from console.base.figures import Style
from console.base.sheets import SheetRefused, refusing_bounds
from console.documents import service as documents
from console.forms.entries import Opened, Piece, decode_entries
from console.forms.errors import FormClosed
from console.forms.import_models import CHECKED, REFUSED, SENT, FormImport, FormImportPiece
from console.forms.import_parties import asks_for_parties, with_strangers
from console.forms.importing import EXPLAINED, SheetJob, read_entries
from console.forms.imports import piece_count, send_key
from console.forms.registry import Registry
from console.forms.revisions import Revision, from_stored, to_stored
from console.forms.rules import UnknownRule, resolve
from console.forms.service import Sender, known_keys, revision_of, submit_many
from console.forms.titles import TitlesRefused, refusals_of
from console.jobs.running import TaskRun

SECONDS, MEMORY_MB = 300.0, 1024
"""What the child may take for one sheet."""
SLICE = 100
"""How many entries are sent in one transaction: each is a message of its own, and others wait for the writer."""
Deliver = Callable[[Session, FormImport, Revision, Collection[str]], None]
"""Passes on what was submitted of a sheet, by the keys of the submissions."""


@dataclass(frozen=True)
class _Begun:
    """A sheet as its check finds it."""

    key: int
    company_id: int | None
    pieces: int
    job: SheetJob


def check(work: TaskRun, registry: Registry, style: Style, ignored: Sequence[str]) -> None:
    """Judge a sheet in pieces of entries; a refused one keeps nothing but the reasons. Raises `FormClosed`."""
    begun = _begun(work, registry, style, ignored)
    revision = from_stored(begun.job.revision)
    number = begun.pieces
    # Nothing is open while the child begins to read.
    work.advance()
    try:
        with refusing_bounds(), closing(_read(begun.job)) as answers:
            for answer in answers:
                if isinstance(answer, Opened):
                    _note_titles(work, begun.key, answer)
                    continue
                if asks_for_parties(revision.form):
                    left = _left(work.session, begun.key) - answer.explained
                    answer = with_strangers(answer, revision, registry.sources, style, left)
                _keep(work, begun, number, answer)
                number += 1
    except (SheetRefused, TitlesRefused) as refused:
        _refuse(work, begun.key, refused)
        return
    found = work.session.get_one(FormImport, begun.key)
    found.state = CHECKED
    work.advance(result={"refused": False, "good": found.good, "faulty": found.faulty})


def send(work: TaskRun, deliver: Deliver) -> None:
    """Send the entries of a checked sheet, slice by slice; `deliver` passes on what was submitted."""
    session = work.session
    found = session.get_one(FormImport, work.params["import"])
    revision = revision_of(session, found.revision_id)
    sender = Sender(found.user_id, found.user_name, found.company_id, found.language)
    for number in range(found.sent_pieces, piece_count(session, found.id)):
        asked = select(FormImportPiece.entries).where(
            FormImportPiece.import_id == found.id, FormImportPiece.number == number
        )
        entries = decode_entries(session.scalars(asked).one())
        for first in range(0, len(entries), SLICE):
            some = {send_key(found.reference, one.row): one.values for one in entries[first : first + SLICE]}
            known = known_keys(session, some)
            new = {key: values for key, values in some.items() if key not in known}
            submit_many(session, revision, new, sender, source="sheet")
            deliver(session, found, revision, tuple(new))
            found.sent += len(new)
            found.sent_pieces = number + 1 if first + SLICE >= len(entries) else number
            work.advance(done=len(new), cursor={"piece": number, "row": first + len(some)})
    found.state = SENT


def _begun(work: TaskRun, registry: Registry, style: Style, ignored: Sequence[str]) -> _Begun:
    session = work.session
    found = session.get_one(FormImport, work.params["import"])
    revision = revision_of(session, found.revision_id)
    last = session.scalar(
        select(func.max(FormImportPiece.last_row)).where(FormImportPiece.import_id == found.id)
    )
    try:
        rules = resolve(revision.form.rules, registry.rules)
    except UnknownRule as fault:
        raise FormClosed(fault.name) from None
    with documents.content_of(documents.find(session, found.file_reference)) as content:
        path = content.name
    job = SheetJob(
        path=path,
        filename=found.file_name,
        revision=to_stored(revision),
        style=style,
        rules=rules,
        ignored=tuple(ignored),
        after=last or 0,
        explained=EXPLAINED - _left(session, found.id),
    )
    return _Begun(found.id, found.company_id, piece_count(session, found.id), job)


def _read(job: SheetJob) -> Generator[Opened | Piece, None, None]:
    return stream_bounded(read_entries, job, seconds=SECONDS, memory_mb=MEMORY_MB)


def _left(session: Session, key: int) -> int:
    """Give how many faulty entries may still be explained."""
    asked = select(func.sum(FormImportPiece.explained)).where(FormImportPiece.import_id == key)
    return EXPLAINED - (session.scalar(asked) or 0)


def _note_titles(work: TaskRun, key: int, opened: Opened) -> None:
    found = work.session.get_one(FormImport, key)
    found.sheet, found.letters = opened.sheet[:40], list(opened.letters)
    before = 0 if work.done else found.good + found.faulty
    work.advance(done=before, total=opened.rows)


def _keep(work: TaskRun, begun: _Begun, number: int, piece: Piece) -> None:
    work.session.add(
        FormImportPiece(
            import_id=begun.key,
            company_id=begun.company_id,
            number=number,
            last_row=piece.last,
            explained=piece.explained,
            entries=piece.entries,
            faults=piece.faults,
        )
    )
    found = work.session.get_one(FormImport, begun.key)
    found.good, found.faulty = found.good + piece.good, found.faulty + piece.faulty
    work.advance(done=piece.rows, faults=piece.faulty, cursor={"piece": number + 1})


def _refuse(work: TaskRun, key: int, refused: SheetRefused | TitlesRefused) -> None:
    """Note why, and keep nothing of what was read."""
    work.session.rollback()
    work.session.execute(delete(FormImportPiece).where(FormImportPiece.import_id == key))
    found = work.session.get_one(FormImport, key)
    found.state, found.good, found.faulty = REFUSED, 0, 0
    found.refusals = [{"code": one.code, "params": one.params} for one in refusals_of(refused)]
    work.advance(result={"refused": True, "good": 0, "faulty": 0})

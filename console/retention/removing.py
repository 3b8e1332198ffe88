"""Taking rows out of the database with everything that belongs to them.

What belongs to a row is what points to it: the foreign keys say it, so that a table added later cannot be forgotten.
What a row points to itself (a submission, a file) goes after it, unless something else still needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, inspect, or_, select, update
from sqlalchemy.orm import Session

from console.base.model import Model
from console.campaigns.models import CampaignLine
from console.dispatch.models import Dispatch
from console.documents.models import StoredFile
from console.dossiers.document_models import Document
from console.dossiers.models import Dossier
from console.forms.models import Draft, Submission
from console.institutions.search import Searchable, SearchTerm
from console.institutions.sessions import scope_of
from console.mailbox import counters
from console.mailbox.models import Delegation, Message, PrivatePart
from console.parties.references import ForeignReference
from console.private.models import PrivateFile
from console.proofs.models import Proof

_LONGEST_REFERENCE = 14
_TO_HER = ("console.delegation",)
"""Subjects of envelopes about a message, by its reference."""
_CODES = ("console.private_code", "console.insured_code")
"""Subjects of envelopes about a delegation, by its key."""


@dataclass(frozen=True)
class _Left:
    """What has no reason to stay once the messages around it are gone."""

    messages: frozenset[str]
    """Their references."""
    delegations: frozenset[int]
    submissions: frozenset[int]
    files: frozenset[str]


def remover(model: type[Any]) -> Callable[[Session, Sequence[int]], None]:
    """Give a function that removes rows of a model by their keys."""

    def run(session: Session, keys: Sequence[int]) -> None:
        remove(session, model, keys)

    return run


def remove(session: Session, model: type[Any], keys: Sequence[Any], by: str = "id") -> None:
    """Delete the rows whose column `by` is one of `keys`, after all that points to them."""
    if not keys:
        return
    institution = scope_of(session).institution
    mine = (model.institution_id == institution, getattr(model, by).in_(keys))
    for child, column, target in _pointing_at(model):
        values = session.scalars(select(getattr(model, target)).where(*mine)).all()
        if child is model:
            session.execute(
                _silent(update(child).where(getattr(child, column).in_(values)).values({column: None}))
            )
        else:
            remove(session, child, values, column)
    if issubclass(model, Searchable):
        terms = SearchTerm.subject == inspect(model).local_table.name, SearchTerm.subject_id.in_(keys)
        session.execute(_silent(delete(SearchTerm).where(*terms)))
    if hasattr(model, "id"):
        called = ForeignReference.kind == inspect(model).local_table.name
        gone = ForeignReference.target.in_(select(model.id).where(*mine))
        session.execute(_silent(delete(ForeignReference).where(called, gone)))
    session.execute(_silent(delete(model).where(*mine)))


def remove_dossiers(session: Session, keys: Sequence[int]) -> None:
    """Remove dossiers with all their messages and documents."""
    messages = session.scalars(select(Message.id).where(Message.dossier_id.in_(keys))).all()
    documents = session.scalars(select(Document.file_reference).where(Document.dossier_id.in_(keys)))
    left = _left_by(session, messages, documents)
    _uncount(session, messages)
    remove(session, Message, messages)
    remove(session, Dossier, keys)
    _clear(session, left)


def remove_messages(session: Session, keys: Sequence[int]) -> None:
    """Remove messages with everything in them."""
    left = _left_by(session, keys, ())
    _uncount(session, keys)
    remove(session, Message, keys)
    _clear(session, left)


def remove_submissions(session: Session, keys: Sequence[int]) -> None:
    """Remove submissions that nothing points to, and the files attached to them."""
    files = files_in(session, keys)
    remove(session, Submission, keys)
    _clear_files(session, files)


def _pointing_at(model: type[Any]) -> Iterator[tuple[type[Any], str, str]]:
    """Give each model that points to this one, with its column and the column it points to."""
    classes = {mapper.local_table: mapper.class_ for mapper in Model.registry.mappers}
    for table, child in classes.items():
        for key in table.foreign_key_constraints:
            if key.referred_table is not model.__table__:
                continue
            (pair,) = (one for one in key.elements if one.column.name != "institution_id")
            yield child, pair.parent.key, pair.column.key


def _uncount(session: Session, keys: Sequence[int]) -> None:
    """Take messages out of the counted folders."""
    for message in session.scalars(select(Message).where(Message.id.in_(keys))):
        counters.moved(session, counters.keys_of(message), ())
        session.expunge(message)


def _left_by(session: Session, messages: Sequence[int], documents: Iterable[str]) -> _Left:
    delegations = select(Delegation.id).where(Delegation.message_id.in_(messages))
    hers = frozenset(session.scalars(delegations))
    asked = (
        select(Message.submission_id).where(Message.id.in_(messages)),
        select(PrivatePart.submission_id).where(PrivatePart.delegation_id.in_(hers)),
        select(Proof.submission_id).where(Proof.message_id.in_(messages)),
    )
    sent = frozenset(key for one in asked for key in session.scalars(one) if key is not None)
    added = session.scalars(select(PrivateFile.reference).where(PrivateFile.delegation_id.in_(hers)))
    proven = session.scalars(select(Proof.file).where(Proof.message_id.in_(messages), Proof.file != ""))
    return _Left(
        frozenset(session.scalars(select(Message.reference).where(Message.id.in_(messages)))),
        hers,
        sent,
        frozenset((*documents, *added, *proven, *files_in(session, sent))),
    )


def _clear(session: Session, left: _Left) -> None:
    """Remove what the messages have left: sendings, files, working copies, e-mails, names in campaigns."""
    remove(session, Submission, sorted(left.submissions))
    remove_drafts = delete(Draft).where(Draft.message.in_(left.messages), Draft.message != "")
    session.execute(_silent(remove_drafts))
    written = or_(
        and_(Dispatch.subject.in_(_TO_HER), Dispatch.subject_id.in_(sorted(left.messages))),
        and_(Dispatch.subject.in_(_CODES), Dispatch.subject_id.in_([str(one) for one in left.delegations])),
    )
    session.execute(_silent(delete(Dispatch).where(written)))
    nobody = {"person": "", "person_number": "", "about": "", "prefill": None}
    session.execute(
        _silent(update(CampaignLine).where(CampaignLine.message.in_(left.messages)).values(nobody))
    )
    _clear_files(session, left.files)


def _clear_files(session: Session, references: Iterable[str]) -> None:
    """Delete the rows of files that nothing names any more; their bytes go with the next sweep."""
    unnamed = [
        ~select(getattr(child, column)).where(getattr(child, column) == getattr(StoredFile, target)).exists()
        for child, column, target in _pointing_at(StoredFile)
    ]
    wanted = StoredFile.reference.in_(sorted(set(references)))
    session.execute(_silent(delete(StoredFile).where(wanted, *unnamed)))


def files_in(session: Session, submissions: Iterable[int]) -> frozenset[str]:
    """Give the references of files in submissions: every short text could be one, and the rows tell which are."""
    contents = session.scalars(select(Submission.content).where(Submission.id.in_(sorted(submissions))))
    texts = {text for content in contents for text in _texts(content) if len(text) <= _LONGEST_REFERENCE}
    return frozenset(
        session.scalars(select(StoredFile.reference).where(StoredFile.reference.in_(sorted(texts))))
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _silent(statement: Any) -> Any:
    """Give a statement after which the session need not look at what it holds."""
    return statement.execution_options(synchronize_session=False)

"""What a person sees in a scope of her own: a list of all she may see, so that whatever is new stays hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select, true

from console.documents.models import StoredFile
from console.forms.models import FormRevision, OwnForm, Submission
from console.institutions.guard import let_persons_see
from console.institutions.scope import Scope
from console.languages.models import OwnText
from console.mailbox.models import Delegation, Message, PrivatePart
from console.parties.models import Company
from console.private.models import PrivateDoor, PrivateFile
from console.proofs.models import Proof

_BY_DELEGATION: Final = (
    (Message, Message.delegation_id),
    (Delegation, Delegation.id),
    (PrivatePart, PrivatePart.delegation_id),
    (PrivateDoor, PrivateDoor.delegation_id),
    (PrivateFile, PrivateFile.delegation_id),
    (Proof, Proof.delegation_id),
)
_OF_EVERYBODY: Final = (FormRevision, OwnForm, OwnText)
"""Texts that an institution shows to all its people."""


def install() -> None:
    """Open to persons what is theirs; calling it twice changes nothing."""
    for model, column in _BY_DELEGATION:
        let_persons_see(model, _among(column))
    for everybodys in _OF_EVERYBODY:
        let_persons_see(everybodys, lambda _scope: true())
    let_persons_see(
        Company, lambda scope: Company.id.in_(_of(scope, Delegation, Delegation.company_id, Delegation.id))
    )
    let_persons_see(Submission, _sent)
    let_persons_see(StoredFile, _files)


def _among(column: Any) -> Callable[[Scope], ColumnElement[bool]]:
    return lambda scope: column.in_(scope.person or ())


def _sent(scope: Scope) -> ColumnElement[bool]:
    return Submission.id.in_(_of(scope, PrivatePart, PrivatePart.submission_id, PrivatePart.delegation_id))


def _files(scope: Scope) -> ColumnElement[bool]:
    """Give the documents she added, and the papers of her proofs; never one of a company."""
    added = _of(scope, PrivateFile, PrivateFile.reference, PrivateFile.delegation_id)
    proved = _of(scope, Proof, Proof.file, Proof.delegation_id)
    return StoredFile.company_id.is_(None) & or_(
        StoredFile.reference.in_(added), StoredFile.reference.in_(proved)
    )


def _of(scope: Scope, model: Any, wanted: Any, delegation: Any) -> Any:
    """Give a column of the rows of her delegations; conditions are not filtered again, so it names the institution."""
    return select(wanted).where(
        model.institution_id.in_(scope.institutions), delegation.in_(scope.person or ())
    )

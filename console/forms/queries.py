"""Reading forms, drafts and submissions in the scope of the session."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from console.forms.declarations import FormFault
from console.forms.models import Draft, FormRevision, OwnForm, Submission
from console.forms.revisions import Revision, from_stored


def own_forms(session: Session, *, closed: bool = False) -> Sequence[tuple[OwnForm, FormRevision]]:
    """Give the institution's own forms in use, with their revisions, in the order of their keys; `closed` ones too."""
    wanted = (
        select(OwnForm, FormRevision)
        .join(FormRevision, FormRevision.id == OwnForm.revision_id)
        .order_by(OwnForm.form_key)
    )
    rows = session.execute(wanted if closed else wanted.where(OwnForm.is_open))
    return [(own, revision) for own, revision in rows]


def own_form(session: Session, key: str, *, closed: bool = False) -> tuple[OwnForm, FormRevision] | None:
    """Give an open form of the institution by its key; with `closed` also one that is closed now."""
    return next((pair for pair in own_forms(session, closed=closed) if pair[0].form_key == key), None)


def draft(session: Session, reference: str, user_id: int, *, lock: bool = False) -> Draft | None:
    """Give a person's own draft; with `lock` a second sending waits for the first one."""
    wanted = select(Draft).where(Draft.reference == reference, Draft.user_id == user_id)
    return session.scalar(wanted.with_for_update() if lock else wanted)


def drafts(session: Session, user_id: int, *, most: int = 100) -> Sequence[Draft]:
    """Give a person's own drafts, the last changed first."""
    return session.scalars(
        select(Draft)
        .where(Draft.user_id == user_id)
        .order_by(Draft.changed_at.desc(), Draft.id.desc())
        .limit(most)
    ).all()


def working_copy(session: Session, message: str, user_id: int) -> Draft | None:
    """Give a person's own working copy of a message."""
    wanted = select(Draft).where(Draft.message == message, Draft.user_id == user_id)
    return session.scalar(wanted.order_by(Draft.id.desc()).limit(1))


def submission(session: Session, reference: str) -> Submission | None:
    """Give a submission by its reference."""
    return session.scalar(select(Submission).where(Submission.reference == reference))


def sent_from(session: Session, draft_reference: str) -> Submission | None:
    """Give what was sent from a draft: its second sending finds the first."""
    return session.scalar(select(Submission).where(Submission.send_key == f"draft:{draft_reference}"))


def submissions(
    session: Session, keys: Collection[str], *, user_id: int | None = None, most: int = 100
) -> Sequence[Submission]:
    """Give the last submissions of these forms, of everybody or of one person, the newest first."""
    by_whom = true() if user_id is None else Submission.user_id == user_id
    return session.scalars(
        select(Submission)
        .where(Submission.form_key.in_(keys), by_whom)
        .order_by(Submission.sent_at.desc(), Submission.id.desc())
        .limit(most)
    ).all()


def revisions(session: Session, key: str, *, most: int = 20) -> Sequence[Revision]:
    """Give the last revisions of a form that somebody used, the newest first, as far as this console can read them."""
    rows = session.scalars(
        select(FormRevision).where(FormRevision.form_key == key).order_by(FormRevision.id.desc()).limit(most)
    )
    return [found for row in rows if (found := _readable(row)) is not None]


def _readable(row: FormRevision) -> Revision | None:
    try:
        return from_stored(row.content)
    except FormFault:
        return None

"""Public functions of forms. Other packages import this module for everything that is stored.

Words: a *draft* is what a person is filling in, kept as it was typed; a *submission* is what was sent, kept for ever
with the *revision* of the form it was made with. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.forms.canonical import digest_of, to_canonical
from console.forms.declarations import Form
from console.forms.errors import DraftOvertaken
from console.forms.fields import AnyField, Composite, Group, Simple
from console.forms.models import Draft, FormRevision, OwnForm, Submission
from console.forms.prefill import Prefilled
from console.forms.revisions import Revision, from_stored, to_stored
from console.forms.validator import is_blank


@dataclass(frozen=True)
class Sender:
    """Who sends, and for which company (None: the institution's staff for itself)."""

    user_id: int
    name: str
    company_id: int | None
    language: str


@dataclass(frozen=True)
class Copied:
    """What a working copy of a message begins with: whose it is, at which edition, and what stands in it."""

    message: str
    edition: int
    raw: Mapping[str, Any]
    language: str


def keep_revision(session: Session, revision: Revision) -> FormRevision:
    """Give the row of a revision, made when nobody used it before."""
    asked = select(FormRevision).where(FormRevision.digest == revision.digest)
    found: FormRevision | None = session.scalar(asked)
    if found is not None:
        return found
    made = FormRevision(
        form_key=revision.form.key,
        digest=revision.digest,
        shape=revision.shape,
        content=to_stored(revision),
        created_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        # Somebody else used it for the first time at the same moment.
        return session.scalars(asked).one()
    return made


def revision_of(session: Session, revision_id: int) -> Revision:
    """Give the frozen revision of a draft or a submission. Raises `FormFault` when a newer console wrote it."""
    row = session.get_one(FormRevision, revision_id)
    return from_stored(row.content)


def publish_own(session: Session, plugin: str, revision: Revision) -> OwnForm:
    """Put a form of the institution itself to use, or a new revision of it; `plugin` is whose theme guards it."""
    row = keep_revision(session, revision)
    own = session.scalar(select(OwnForm).where(OwnForm.form_key == revision.form.key).with_for_update())
    if own is None:
        own = OwnForm(form_key=revision.form.key, plugin=plugin, revision_id=row.id)
        session.add(own)
    own.plugin, own.revision_id = plugin, row.id
    session.flush()
    audit.record(session, "console.form.published", subject="form", subject_id=own.id, form=revision.form.key)
    return own


def switch_own(session: Session, own: OwnForm, *, is_open: bool) -> None:
    """Open or close a form of the institution itself; what was sent with it stays."""
    if own.is_open == is_open:
        return
    own.is_open = is_open
    session.flush()
    act = "opened" if is_open else "closed"
    audit.record(session, f"console.form.{act}", subject="form", subject_id=own.id, form=own.form_key)


def open_draft(
    session: Session,
    revision: Revision,
    sender: Sender,
    prefilled: Mapping[str, Prefilled] | None = None,
    *,
    copied: Copied | None = None,
    channel: str = "",
) -> Draft:
    """Begin to fill in a form; prefilled values stand in it with their origin.

    With `copied` it is the private working copy of a message; `channel` says how what the staff enter for a company
    came to them.
    """
    moment = clock.now()
    found = prefilled or {}
    base = copied or Copied("", 0, {}, sender.language)
    draft = Draft(
        reference=ids.reference(),
        user_id=sender.user_id,
        company_id=sender.company_id,
        form_key=revision.form.key,
        message=base.message,
        edition=base.edition,
        channel=channel,
        revision_id=keep_revision(session, revision).id,
        language=base.language,
        raw={**{key: one.text for key, one in found.items()}, **base.raw},
        origins={key: {"text": one.text, "origin": one.origin, "day": one.day} for key, one in found.items()},
        visited=[],
        created_at=moment,
        changed_at=moment,
    )
    session.add(draft)
    session.flush()
    return draft


def save_draft(
    session: Session,
    draft: Draft,
    raw: Mapping[str, Any],
    *,
    version: int,
    language: str = "",
    visited: Collection[str] = (),
) -> None:
    """Keep what was typed, in `language` when it is another one than before; `version` is the one the person saw.

    `visited` are sections left by the button. Raises `DraftOvertaken` and keeps nothing.
    """
    if draft.version != version:
        raise DraftOvertaken
    language = language or draft.language
    left = [*draft.visited, *(key for key in visited if key not in draft.visited)]
    if (dict(raw), language, left) == (draft.raw, draft.language, draft.visited):
        return
    draft.raw, draft.language, draft.visited = dict(raw), language, left
    draft.origins = {key: one for key, one in draft.origins.items() if raw.get(key) == one["text"]}
    draft.changed_at = clock.now()
    session.flush()


def rebase(session: Session, draft: Draft, current: Revision) -> tuple[str, ...]:
    """Let a draft follow the form in use; give the keys of typed values that have no place in it any more.

    They stay in the draft, so that the page can show them once more.
    """
    draft.revision_id = keep_revision(session, current).id
    session.flush()
    return homeless(current.form, draft.raw)


def homeless(form: Form, raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the keys of filled raw values for which the form has no field, or one of another build."""
    known = {field.key: field for field in form.fields()}
    return tuple(
        key
        for key, value in raw.items()
        if not is_blank(value) and not (key in known and _takes(known[key], value))
    )


def _takes(field: AnyField, raw: Any) -> bool:
    """Say whether a raw value is built as the page builds that of this field."""
    if isinstance(field, Group):
        return isinstance(raw, list) and all(isinstance(row, dict) for row in raw)
    if isinstance(field, Composite):
        return isinstance(raw, dict)
    return isinstance(field, Simple) and isinstance(raw, list if field.many else str)


def drop_draft(session: Session, draft: Draft) -> None:
    """Throw a draft away."""
    audit.record(
        session, "console.form.draft_dropped", subject="form", subject_id=draft.reference, form=draft.form_key
    )
    session.delete(draft)
    session.flush()


def release_draft(session: Session, draft: Draft) -> None:
    """End a draft whose content stands in a message now: nothing is thrown away."""
    session.delete(draft)
    session.flush()


def send_draft(
    session: Session, draft: Draft, revision: Revision, values: Mapping[str, Any], sender: Sender
) -> Submission:
    """Make a submission of a draft whose values are complete; the draft ends. Sent twice, it gives the first one."""
    submission = submit(session, revision, values, sender, source="page", send_key=f"draft:{draft.reference}")
    release_draft(session, draft)
    return submission


def submit(
    session: Session,
    revision: Revision,
    values: Mapping[str, Any],
    sender: Sender,
    *,
    source: str,
    send_key: str,
    sent_at: datetime | None = None,
) -> Submission:
    """Store complete values under a key that makes the sending unique; a known key gives what was stored under it."""
    known: Submission | None = session.scalar(select(Submission).where(Submission.send_key == send_key))
    if known is not None:
        return known
    content = to_canonical(revision.form, values)
    submission = Submission(
        reference=ids.reference(),
        send_key=send_key,
        user_id=sender.user_id,
        user_name=sender.name,
        company_id=sender.company_id,
        form_key=revision.form.key,
        revision_id=keep_revision(session, revision).id,
        source=source,
        content=content,
        digest=digest_of(content),
        sent_at=sent_at or clock.now(),
    )
    session.add(submission)
    session.flush()
    audit.record(
        session,
        "console.form.sent",
        subject="submission",
        subject_id=submission.id,
        form=revision.form.key,
        reference=submission.reference,
    )
    return submission


def known_keys(session: Session, keys: Collection[str]) -> set[str]:
    """Give those of these keys under which something was submitted."""
    return set(session.scalars(select(Submission.send_key).where(Submission.send_key.in_(keys))))


def submit_many(
    session: Session,
    revision: Revision,
    entries: Mapping[str, Mapping[str, Any]],
    sender: Sender,
    *,
    source: str,
) -> int:
    """Store canonical values by their keys, those of a known key not again; gives how many are new.

    One line of the journal speaks of all of them.
    """
    known = known_keys(session, entries)
    row, moment = keep_revision(session, revision), clock.now()
    new = [
        Submission(
            reference=ids.reference(),
            send_key=key,
            user_id=sender.user_id,
            user_name=sender.name,
            company_id=sender.company_id,
            form_key=revision.form.key,
            revision_id=row.id,
            source=source,
            content=dict(content),
            digest=digest_of(content),
            sent_at=moment,
        )
        for key, content in entries.items()
        if key not in known
    ]
    session.add_all(new)
    session.flush()
    if new:
        audit.record(
            session, "console.form.many_sent", subject="form", form=revision.form.key, count=len(new)
        )
    return len(new)

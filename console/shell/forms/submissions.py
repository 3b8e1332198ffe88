"""What was sent, with the form as it was then, for those who may read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext as _l

from console.accounts.visits import Visit
from console.base.errors import NotFound
from console.forms import queries
from console.forms.canonical import from_canonical
from console.forms.models import Submission
from console.forms.revisions import Revision
from console.forms.service import revision_of
from console.institutions.sessions import db
from console.mailbox.queries import held
from console.shell import consulting, gate
from console.shell.forms import current

_REFERENCE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")
"""A message: its submissions have keys that begin with it, those of a person's part with `person`."""


@dataclass(frozen=True)
class Sent:
    """A submission with the revision it was made with."""

    submission: Submission
    revision: Revision

    @cached_property
    def values(self) -> dict[str, Any]:
        """Give its values."""
        return from_canonical(self.revision.form, self.submission.content)


def sent_of(visit: Visit, reference: str) -> Sent:
    """Give a submission that the person may read, and note that she does; raises `NotFound` as if it were not there."""
    submission = queries.submission(db.session(), reference)
    if submission is not None:
        found = Sent(submission, revision_of(db.session(), submission.revision_id))
        if may_read(visit, found) and (not is_of_message(submission) or held(db.session(), [submission])):
            _note(submission)
            return found
    raise NotFound(_l("Nothing with this reference was sent, or it is not for you to read."))


def _note(submission: Submission) -> None:
    consulting.note(
        "console.submission",
        subject_id=submission.id,
        institution=submission.institution_id,
        reference=submission.reference,
        form=submission.form_key,
    )


def is_of_message(submission: Submission) -> bool:
    """Say whether a submission was sent with a message, which decides who reads it."""
    sender = submission.send_key.partition(":")[0]
    return sender == "person" or _REFERENCE.fullmatch(sender) is not None


def may_read(visit: Visit, found: Sent) -> bool:
    """Say whether a person may read what was sent: by its form's theme, under the mandate of its company.

    With a password only she reads what she sent herself.
    """
    submission = found.submission
    form = current.find(visit, submission.form_key, "can_read", closed=True)
    if form is None or (gate.is_of_old(visit, form.guard) and submission.user_id != visit.user_id):
        return False
    return any(
        one.tenant.id == submission.institution_id and one.company in (None, submission.company_id)
        for one in current.mandates(visit, form, "can_read", closed=True)
    )

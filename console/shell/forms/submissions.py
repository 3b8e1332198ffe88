"""What was sent, with the form as it was then, for those who may read it."""

from __future__ import annotations

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
from console.shell.forms import current


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
    """Give a submission that the person may read; raises `NotFound` alike for one that is not there."""
    submission = queries.submission(db.session(), reference)
    if submission is not None:
        found = Sent(submission, revision_of(db.session(), submission.revision_id))
        if may_read(visit, found):
            return found
    raise NotFound(_l("Nothing with this reference was sent, or it is not for you to read."))


def may_read(visit: Visit, found: Sent) -> bool:
    """Say whether a person may read what was sent: by its form's theme, under the mandate of its company."""
    submission = found.submission
    form = current.find(visit, submission.form_key, "can_read", closed=True)
    return form is not None and any(
        one.tenant.id == submission.institution_id and one.company in (None, submission.company_id)
        for one in current.mandates(visit, form, "can_read", closed=True)
    )

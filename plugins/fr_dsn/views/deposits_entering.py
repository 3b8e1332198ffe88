"""The files that somebody deposits: taken at once, or put aside for a worker when they are large."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from sqlalchemy.orm import Session

from console.plugin import NotAllowed, Phrase, start_task, task_url, visitor
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.outcome import StoredList
from plugins.fr_dsn.deposits import reading, service
from plugins.fr_dsn.deposits.models import CHECKING, Deposit
from plugins.fr_dsn.deposits.reading import Deposited
from plugins.fr_dsn.deposits.service import Depositor
from plugins.fr_dsn.deposits.task import KIND
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.views.entering import AT_ONCE, name_of

FILES_MB = 100
"""Megabytes of all files of one request."""
MOST_FILES = 50
AT_ONCE_TOGETHER = AT_ONCE
"""Bytes of all files up to which the person waits for the answer."""


class DepositForm(FlaskForm):
    """The files to deposit."""

    files = MultipleFileField(
        _l("DSN files"),
        [FileRequired(_l("Choose at least one file."))],
        description=_l(
            "One or several, together up to 100 MB. Each is checked first; one without a refusal goes to the hub."
        ),
    )


def depositor(session: Session) -> Depositor:
    """Give the visitor as who brings files; raises `NotAllowed` for who may not."""
    who = visitor()
    if who.everywhere or who.mandate is None or who.mandate.company is None:
        raise NotAllowed(_l("Files are deposited by an account. Change to one mandate of an account first."))
    if not sight.may_somewhere(session, "deposit"):
        raise NotAllowed(_l("No deposit is entrusted to you. Ask your account’s administrator."))
    return Depositor(who.user_id, who.name, who.mandate.company, sight.may_everywhere(session, "deposit"))


def brought(form: DepositForm) -> Sequence[tuple[str, bytes]] | None:
    """Give the files that were sent, or put what is wrong on the form and give nothing."""
    if not form.validate_on_submit():
        return None
    sent = [one for one in form.files.data or () if one and one.filename]
    if len(sent) > MOST_FILES:
        form.files.errors = [_("Choose at most %(most)s files at a time.", most=MOST_FILES)]
        return None
    return [(name_of(one.filename), one.stream.read()) for one in sent]


def read_at_once(
    files: Sequence[tuple[str, bytes]], lists: Sequence[StoredList]
) -> list[Deposited | Phrase | None]:
    """Read files that are small together, before anything is written; for large ones give nothing of each."""
    if sum(len(content) for _name, content in files) > AT_ONCE_TOGETHER:
        return [None] * len(files)
    return [reading.checked(name, content, lists) for name, content in files]


def take(
    session: Session, by: Depositor, name: str, content: bytes, read: Deposited | Phrase | None
) -> tuple[Deposit, bool]:
    """Keep a file and draw the conclusions, or have a worker do it; gives its deposit and whether it is new."""
    deposit, is_new = service.begin(session, by, name, content)
    if not is_new:
        return deposit, False
    if isinstance(read, Phrase):
        service.fail(session, deposit, read)
    elif read is not None:
        service.settle(session, deposit, read, by)
    else:
        deposit.state = CHECKING
        params = {
            "deposit": deposit.reference, "user": by.user_id, "name": by.name, "company": by.company,
            "covers_all": by.covers_all,
        }  # fmt: skip
        deposit.task = task_url(start_task(session, KIND, params, total=1))
        session.flush()
    return deposit, True

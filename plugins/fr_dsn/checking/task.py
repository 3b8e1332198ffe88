"""The check of large files, as long work that a person can leave."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from flask import url_for
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.plugin import BadArgument, Task, TaskKind, TaskRun, clock, db, ngettext
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking import checks, running
from plugins.fr_dsn.checking.lists import to_check_with
from plugins.fr_dsn.checking.outcome import Outcome
from plugins.fr_dsn.models import CHECKED, Check

KIND: Final = "fr_dsn.check"
WORKS: Final = timedelta(minutes=15)
"""How long files last after the last word of the work on them."""


def work(run: TaskRun) -> None:
    """Check the files that were put aside; nothing when that is done already, or when they were forgotten."""
    check = _check(run.session, run.params["check"])
    if check is None or check.state == CHECKED:
        return
    with TemporaryDirectory(prefix="guichet-dsn-") as folder:
        files = [(name, _laid_out(run, check, at, folder)) for at, name in enumerate(check.names)]
        outcome = _checked(run, files, check.profile)
    found = _check(run.session, run.params["check"])
    if found is not None:
        checks.settle(run.session, found, outcome)
        run.advance(done=_step(run, run.total or 0), faults=found.findings)


def _laid_out(run: TaskRun, check: Check, at: int, folder: str) -> str:
    """Write a file where the child can read it, and give its path."""
    path = Path(folder) / str(at)
    with path.open("wb") as file:
        for data in checks.brought_back(run.session, check, at):
            file.write(data)
    return str(path)


def _checked(run: TaskRun, files: list[tuple[str, str]], profile: str) -> Outcome:
    """Have files checked, telling how far it is; raises `BadArgument`, and forgets them, when that cannot be done."""

    def say(records: int) -> None:
        # Work that is stopped or abandoned says nothing any more, so that its files are forgotten soon.
        _lasts(run.session, run.params["check"], WORKS)
        run.advance(done=_step(run, records))

    size = sum(Path(path).stat().st_size for _name, path in files)
    say(0)
    lists = to_check_with(run.session)
    try:
        return running.run(files, "received" if profile == "received" else "file", size, say, lists)
    except BadArgument:
        run.session.execute(delete(Check).where(Check.reference == run.params["check"]))
        run.advance()
        raise


def _step(run: TaskRun, records: int) -> int:
    """Give how many records are new since the last word; one turn may begin where another ended."""
    return max(0, min(records, run.total or records) - run.done)


def _lasts(session: Session, reference: str, by: timedelta) -> None:
    check = _check(session, reference)
    if check is not None:
        check.gone_at = clock.now() + by


def _check(session: Session, reference: str) -> Check | None:
    return session.scalars(select(Check).where(Check.reference == reference, Check.is_there())).first()


def _of(task: Task) -> Check | None:
    found = _check(db.session(), task.params["check"])
    return found if found is not None and found.state == CHECKED else None


def _url(task: Task) -> str | None:
    found = _of(task)
    return None if found is None else url_for("fr_dsn__CheckView.show", reference=found.reference)


def _text(task: Task) -> str | None:
    found = _of(task)
    if found is None:
        return str(_("The files and what was found in them are forgotten."))
    return str(
        ngettext(
            "The files were checked: %(num)s finding.",
            "The files were checked: %(num)s findings.",
            found.findings,
        )
    )


CHECK: Final = TaskKind(KIND, _l("Check of DSN files"), work, result_text=_text, result_url=_url)

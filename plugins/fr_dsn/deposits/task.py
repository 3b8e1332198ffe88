"""The check of large deposits, as long work that a person can leave."""

from __future__ import annotations

import gzip
import shutil
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from flask import url_for
from sqlalchemy import select

from console.plugin import BadArgument, Phrase, Task, TaskKind, TaskRun, db
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.lists import to_check_with
from plugins.fr_dsn.deposits import reading, service
from plugins.fr_dsn.deposits.models import CHECKING, REFUSED_HERE, Deposit
from plugins.fr_dsn.deposits.service import Depositor

KIND: Final = "fr_dsn.deposit"


def work(run: TaskRun) -> None:
    """Check a file that was brought and draw the conclusions; nothing when that is done already."""
    reference = str(run.params["deposit"])
    deposit = service.find(run.session, reference)
    if deposit.state != CHECKING:
        return
    name, size, content = deposit.name, deposit.size, service.content_of(run.session, reference)
    lists = to_check_with(run.session)
    with TemporaryDirectory(prefix="guichet-dsn-") as folder:
        path = Path(folder) / "0"
        with gzip.open(BytesIO(content or b"")) as packed, path.open("wb") as file:
            shutil.copyfileobj(packed, file)
        try:
            run.advance()
            read = reading.run(str(path), name, size, lambda _records: run.advance(), lists)
        except BadArgument as fault:
            why = fault.text if isinstance(fault.text, Phrase) else Phrase(str(fault.text))
            service.fail(run.session, service.find(run.session, reference), why)
            run.advance()
            raise
    by = Depositor(
        int(run.params["user"]),
        str(run.params["name"]),
        int(run.params["company"]),
        bool(run.params["covers_all"]),
    )
    service.settle(run.session, service.find(run.session, reference), read, by)
    run.advance(done=1, faults=read.findings)


def _of(task: Task) -> Deposit | None:
    asked = select(Deposit).where(Deposit.reference == str(task.params["deposit"]))
    found: Deposit | None = db.session.scalars(asked).first()
    return found


def _url(task: Task) -> str | None:
    found = _of(task)
    return None if found is None else url_for("fr_dsn__DepositView.show", reference=found.reference)


def _text(task: Task) -> str | None:
    found = _of(task)
    if found is None:
        return None
    if found.state == REFUSED_HERE:
        return str(_("The file was not sent. Look at what is to be corrected."))
    return str(_("The file was checked and is handed to the hub."))


DEPOSIT: Final = TaskKind(KIND, _l("Deposit of a DSN file"), work, result_text=_text, result_url=_url)

"""The long work of erasing, in slices: each is committed with its line in the journal.

A worker killed anywhere is followed by one that finds what is still there. Legal holds are asked anew for each slice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base.errors import Conflict
from console.base.sealing import seal, unseal
from console.hooks.declarations import Contribution, Erased
from console.hooks.manager import Plugins
from console.institutions.sessions import hook_savepoint
from console.jobs.models import Task
from console.jobs.running import TaskRun
from console.jobs.tasks import start_task
from console.retention.holdings import CONSOLE, Holding, holdings
from console.retention.journal import PERSON, SUBJECT
from console.retention.models import RetentionProposal
from console.retention.people import People, held, people
from console.retention.proposing import proposals, shares, today, zone_of
from console.retention.rules import keepings

PAST: Final = "console.retention"
ONE_PERSON: Final = "console.person_erased"
_PURPOSE: Final = "person of a task"


def decide(session: Session, seen: Mapping[str, str], reason: str) -> Task:
    """Let the classes that were chosen be erased; `seen` gives by class the day and count that were shown.

    Raises `Conflict` when they have been counted anew meanwhile, or when nothing is chosen.
    """
    wanted = {one.key: one for one in proposals(session) if one.key in seen}
    if not wanted or any(mark_of(one) != seen[one.key] for one in wanted.values()) or len(wanted) < len(seen):
        raise Conflict(_("What is past its time has been counted anew meanwhile. Look at the list again."))
    for one in wanted.values():
        audit.record(
            session, f"{SUBJECT}.decided", subject=SUBJECT, subject_id=one.key, retention=one.key,
            count=one.count, reason=reason,
        )  # fmt: skip
    days = {key: one.before.isoformat() for key, one in wanted.items()}
    return start_task(session, PAST, {"before": days}, total=sum(one.count for one in wanted.values()))


def mark_of(proposal: RetentionProposal) -> str:
    """Give what tells a proposal from a later one of its class."""
    return f"{proposal.before.isoformat()}:{proposal.count}"


def erase_past(work: TaskRun) -> None:
    """Erase what an administrator decided on, class by class."""
    known, session = holdings(), work.session
    for key, day in work.params["before"].items():
        if key in known:
            _erase(work, known[key], date.fromisoformat(day), None, f"{SUBJECT}.erased")
        session.execute(delete(RetentionProposal).where(RetentionProposal.key == key))


def decide_person(session: Session, number: str, reason: str) -> Task:
    """Let a person's data be erased as far as nothing has to be kept; `number` as it is kept.

    Raises `Conflict` when nothing of hers is past its time.
    """
    total = sum(one.past for one in shares(session, number))
    if not total:
        raise Conflict(_("Nothing that is held of this person can be erased now."))
    audit.record(session, f"{PERSON}.asked", subject=PERSON, reason=reason)
    return start_task(session, ONE_PERSON, {"number": sealed(number)}, total=total)


def erase_person(work: TaskRun) -> None:
    """Erase what is held of a person and need not be kept: first the console's, then each plugin's."""
    session, number = work.session, opened(work.params["number"])
    her, zone = people(session, [number]), zone_of(session)
    day = today(zone)
    before = {key: one.before(day) for key, one in keepings(session).items() if one.is_in_force}
    for holding in CONSOLE:
        if holding.key in before:
            _erase(work, holding, before[holding.key], her, f"{PERSON}.erased")
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    for plugin in plugins:
        if not her.numbers & held(session).people.numbers:
            _erase_theirs(work, plugins, plugin, number=number, before=before)


def sealed(number: str) -> str:
    """Give an official number as it may wait with a task."""
    return seal(_secret(), _PURPOSE, number)


def opened(text: str) -> str:
    """Give back a number that was sealed."""
    return unseal(_secret(), _PURPOSE, text)


def _erase(work: TaskRun, holding: Holding, before: date, of: People | None, act: str) -> None:
    session = work.session
    while True:
        wanted = holding.past(before, zone_of(session), held(session), of).limit(holding.piece)
        keys = session.scalars(wanted.with_for_update()).all()
        if not keys:
            return
        holding.erase(session, keys)
        _tell(session, act, Erased(holding.key, len(keys)))
        done = len(keys)
        counted = {**work.result, holding.key: work.result.get(holding.key, 0) + done}
        work.advance(done=done, cursor={"done": work.done + done}, result=counted)


def _erase_theirs(work: TaskRun, plugins: Plugins, plugin: Contribution, **asked: Any) -> None:
    """Let one plugin erase, and commit all of it together; raises `Conflict` when it fails."""
    counted = dict(work.result)
    for answer in plugins.ask("erase_person", [plugin.name], hook_savepoint, **asked):
        if answer.failed:
            title = plugin.manifest.title
            raise Conflict(
                _("The module %(name)s could not erase what it holds. Tell your support.", name=title)
            )
        for one in answer.values:
            if one.count:
                _tell(work.session, f"{PERSON}.erased", one)
                counted[one.key] = counted.get(one.key, 0) + one.count
    done = sum(counted.values()) - sum(work.result.values())
    work.advance(done=done, cursor={"done": work.done + done}, result=counted)


def _tell(session: Session, act: str, erased: Erased) -> None:
    audit.record(
        session, act, subject=SUBJECT, subject_id=erased.key, retention=erased.key, count=erased.count
    )


def _secret() -> str:
    found: str = current_app.extensions["guichet_settings"].secret_key
    return found

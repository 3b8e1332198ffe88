"""An institution's own words: stored, taken back, and shown by every process on the next request.

Words: a text is *shipped* when it comes with the release, and *own* when the institution says it otherwise.
Nothing is stored that would break a page: every text is held against its source first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.base.errors import Conflict, ConsoleError
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import scope_of

from .checks import Flaw, breaks
from .models import OwnText
from .queries import Wording

SUBJECT = "console.translation"


class TextRefused(ConsoleError):
    """A text that would break a page; `flaws` says where."""

    status = 422

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__(flaws[0])
        self.flaws = tuple(flaws)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose text in which language: `console` or a plugin's name, and a language that is translated."""

    owner: str
    language: str


def save(session: Session, place: Place, wording: Wording, texts: Sequence[str], *, by: str) -> bool:
    """Say a text in other words, one per form; give whether anything changed.

    The shipped text takes the own one back. Raises `TextRefused`.
    """
    wanted = tuple(_tidy(text) for text in texts)
    if wanted == wording.entry.texts:
        return False
    if flaws := list(breaks(wording.shipped, wanted, place.language)):
        raise TextRefused(flaws)
    _tell_every_process(session)
    _store(session, place, wording, wanted, by)
    audit.record(
        session,
        f"{SUBJECT}.changed",
        subject=SUBJECT,
        subject_id=wording.key[:60],
        **_facts(place, wording),
        changes={"text": [_said(wording.entry.texts), _said(wanted)]},
    )
    return True


def reset(session: Session, place: Place, wording: Wording) -> bool:
    """Take an own text back, so that the shipped one is shown; give whether there was one."""
    if not wording.own:
        return False
    _tell_every_process(session)
    _forget(session, place, wording)
    audit.record(
        session,
        f"{SUBJECT}.reset",
        subject=SUBJECT,
        subject_id=wording.key[:60],
        **_facts(place, wording),
        changes={"text": [_said(wording.own), _said(wording.shipped.texts)]},
    )
    return True


def save_all(
    session: Session,
    place: Place,
    known: Sequence[Wording],
    texts: Mapping[str, Sequence[str]],
    *,
    by: str,
    seen: int,
) -> int:
    """Store the texts of a translators' file by the key of their wording, all or none; give how many changed.

    `seen` is the count of changes to the institution's words when the file was looked at. Raises `Conflict` when
    there was one since or a text is gone, `TextRefused` for the first text that would break a page.
    """
    by_key = {wording.key: wording for wording in known}
    changed = []
    for key, wanted in texts.items():
        wording = by_key.get(key)
        if wording is None:
            raise _meanwhile()
        if flaws := list(breaks(wording.shipped, tuple(wanted), place.language)):
            raise TextRefused(flaws)
        if tuple(wanted) != wording.entry.texts:
            changed.append((wording, tuple(wanted)))
    if not changed:
        return 0
    _tell_every_process(session, seen)
    for wording, wanted in changed:
        _store(session, place, wording, wanted, by)
    audit.record(
        session,
        f"{SUBJECT}.imported",
        subject=SUBJECT,
        owner=place.owner,
        language=place.language,
        count=len(changed),
        keys=[wording.key for wording, _ in changed],
    )
    return len(changed)


def _tell_every_process(session: Session, seen: int | None = None) -> None:
    """Count the change. First of all: the row also makes two translators at once wait for each other."""
    scope: Scope = scope_of(session)
    counting = update(Institution).where(Institution.id == scope.institution)
    if seen is not None:
        counting = counting.where(Institution.words_version == seen)
    counted = session.execute(
        counting.values(words_version=Institution.words_version + 1),
        execution_options={"synchronize_session": False},
    )
    if counted.rowcount != 1:  # type: ignore[attr-defined]
        raise _meanwhile()


def _store(session: Session, place: Place, wording: Wording, texts: tuple[str, ...], by: str) -> None:
    if texts == wording.shipped.texts and not wording.shipped.fuzzy:
        _forget(session, place, wording)
        return
    row = session.scalars(
        select(OwnText).where(
            OwnText.language == place.language, OwnText.owner == place.owner, OwnText.key == wording.key
        )
    ).one_or_none()
    if row is None:
        entry = wording.shipped
        row = OwnText(
            language=place.language,
            owner=place.owner,
            key=wording.key,
            context=entry.context or "",
            msgid=entry.msgid,
        )
        session.add(row)
    row.texts, row.changed_at, row.changed_by = list(texts), clock.now(), by
    session.flush()


def _forget(session: Session, place: Place, wording: Wording) -> None:
    session.execute(
        delete(OwnText).where(
            OwnText.language == place.language, OwnText.owner == place.owner, OwnText.key == wording.key
        ),
        execution_options={"synchronize_session": False},
    )


def _tidy(text: str) -> str:
    """A browser sends every line break as two signs."""
    return text.replace("\r\n", "\n")


def _facts(place: Place, wording: Wording) -> dict[str, str]:
    return {"owner": place.owner, "language": place.language, "source": wording.shipped.msgid}


def _said(texts: Sequence[str]) -> str | None:
    return " / ".join(texts) or None


def _meanwhile() -> Conflict:
    return Conflict(_l("The texts were changed since you looked at the file. Add the file again."))

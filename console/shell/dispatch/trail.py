"""The transmission trail: what left about one message or dossier, and what was answered.

Staff see the stations of each; a company's people read in plain words what was passed on to an agency and confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from console.dispatch import queries
from console.dispatch.models import ACCEPTED, DELIVERED, GIVEN_UP, REFUSED, Dispatch
from console.dossiers.matters import SUBJECT as DOSSIER
from console.dossiers.models import Dossier
from console.mailbox.models import Message
from console.shell import gate
from console.shell.dispatch.page_data import (
    Step,
    moment,
    reason_of,
    steps_of,
    tags_of,
    title_of,
)
from console.shell.pages import Tag

MESSAGES = ("console.message", "console.delegation")
"""Subjects under which something leaves about a message."""


@dataclass(frozen=True, slots=True)
class Transmission:
    """One thing that left: with its stations for staff, in one sentence for a company."""

    title: str
    detail: str
    tags: tuple[Tag, ...]
    reference: str
    url: str | None
    steps: tuple[Step, ...]
    text: str = ""


def of_message(session: Session, message: Message, *, by_staff: bool) -> tuple[Transmission, ...]:
    """Give the trail of a message."""
    return _trail(session, _about([message]), by_staff=by_staff)


def of_dossier(
    session: Session, dossier: Dossier, messages: Iterable[Message], *, by_staff: bool
) -> tuple[Transmission, ...]:
    """Give the trail of a dossier, with that of those messages in it which the reader may see."""
    things = [(DOSSIER, _names(dossier.id, dossier.reference)), *_about(messages)]
    return _trail(session, things, by_staff=by_staff)


def _about(messages: Iterable[Message]) -> list[tuple[str, list[str]]]:
    named = [name for one in messages for name in _names(one.id, one.reference)]
    return [(subject, named) for subject in MESSAGES]


def _names(key: int, reference: str) -> list[str]:
    """Give what a thing may go by: its row's key, as in the journal, or its reference."""
    return [str(key), reference]


def _trail(
    session: Session, things: Iterable[tuple[str, Sequence[str]]], *, by_staff: bool
) -> tuple[Transmission, ...]:
    rows = queries.about(session, things)
    if by_staff:
        may_open = gate.allows(g.visit, "can_read", "console.dispatch")
        return tuple(_for_staff(one, may_open) for one in rows)
    return tuple(_for_company(one) for one in rows if _is_to_agency(one) and one.state != GIVEN_UP)


def _is_to_agency(row: Dispatch) -> bool:
    """Say whether a module's own channel carries it: the console's, whose keys are one word, lead to people."""
    return "." in row.channel


def _for_staff(row: Dispatch, may_open: bool) -> Transmission:
    return Transmission(
        title=title_of(row),
        detail=row.peer,
        tags=tags_of(row),
        reference=row.reference or row.public_id,
        url=url_for("DispatchView.show", reference=row.public_id) if may_open else None,
        steps=steps_of(row),
        text=reason_of(row),
    )


def _for_company(row: Dispatch) -> Transmission:
    return Transmission(
        title=title_of(row), detail="", tags=(), reference="", url=None, steps=(), text=_in_words(row)
    )


def _in_words(row: Dispatch) -> str:
    """Say without technical detail how far it is."""
    if row.state != DELIVERED:
        return str(_("The institution passes it on."))
    passed = moment(row.ended_at)
    if row.answer == REFUSED:
        return str(
            _(
                "Passed on %(passed)s. Not accepted on %(answered)s; the institution sees to it.",
                passed=passed,
                answered=moment(row.business_at),
            )
        )
    if row.answer == ACCEPTED:
        return str(
            _(
                "Passed on %(passed)s, accepted on %(answered)s.",
                passed=passed,
                answered=moment(row.business_at),
            )
        )
    if row.technical_at is not None:
        return str(
            _(
                "Passed on %(passed)s, received on %(answered)s.",
                passed=passed,
                answered=moment(row.technical_at),
            )
        )
    return str(_("Passed on %(passed)s.", passed=passed))

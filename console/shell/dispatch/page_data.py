"""The words and colours for what leaves, and the parts that several of its pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from console.base import clock
from console.base.sheets.phrases import Phrase
from console.dispatch.declarations import Channel
from console.dispatch.models import (
    ACCEPTED,
    BEGUN,
    DELIVERED,
    GIVEN_UP,
    PARKED,
    RECEIVED,
    REFUSED,
    UNKNOWN,
    WAITING,
    Acknowledgement,
    Dispatch,
    DispatchAttempt,
    DispatchPoll,
)
from console.dispatch.service import outbox
from console.dispatch.wording import title_of as wording_title
from console.shell.pages import Crumb, Tag

StepState = Literal["done", "now", "late", "bad", "open"]


@dataclass(frozen=True, slots=True)
class Step:
    """A station on the way of an envelope: reached, being waited for, late, failed, or still far."""

    title: str
    detail: str
    state: StepState


def title_of(row: Dispatch) -> str:
    """Give what a dispatch is: the name of its wording; of what a module sends, the name of its channel."""
    title = wording_title(row.kind)
    return channel_title(row.channel) if title == row.kind else title


def channel_title(key: str) -> str:
    """Give the name of a channel; of one that is not set up any more, its key."""
    found: Channel | None = outbox().channels.get(key)
    return str(found.title) if found is not None else key


def state_of(row: Dispatch) -> Tag:
    """Give the state in a word."""
    if row.state == WAITING and row.attempts:
        return Tag(pgettext("transmission", "Tried again"), "warn")
    words: dict[str, Tag] = {
        WAITING: Tag(pgettext("transmission", "Waiting"), "info"),
        PARKED: Tag(pgettext("transmission", "Waits for a decision"), "bad"),
        GIVEN_UP: Tag(pgettext("transmission", "Given up")),
        DELIVERED: Tag(pgettext("transmission", "Handed over"), "ok"),
    }
    return words[row.state]


def answer_tag(answer: str) -> Tag | None:
    """Give what the other side answered in a word; nothing while it said nothing."""
    words: dict[str, Tag] = {
        RECEIVED: Tag(pgettext("answer", "Received"), "info"),
        ACCEPTED: Tag(pgettext("answer", "Accepted"), "ok"),
        REFUSED: Tag(pgettext("answer", "Refused"), "bad"),
    }
    return words.get(answer)


def late_tags(row: Dispatch) -> tuple[Tag, ...]:
    """Say which answers are late."""
    found = []
    if _is_late(row, row.technical_by, row.technical_at):
        found.append(Tag(_("Technical acknowledgement late"), "bad"))
    if _is_late(row, row.business_by, row.business_at):
        found.append(Tag(_("Business acknowledgement late"), "bad"))
    return tuple(found)


def tags_of(row: Dispatch) -> tuple[Tag, ...]:
    """Give everything about a dispatch that is said in a word."""
    answer = answer_tag(row.answer)
    return (state_of(row), *((answer,) if answer else ()), *late_tags(row))


def outcome_tag(outcome: str) -> Tag:
    """Give what came of an attempt in a word."""
    words: dict[str, Tag] = {
        BEGUN: Tag(pgettext("attempt", "Under way"), "info"),
        UNKNOWN: Tag(pgettext("attempt", "Broken off"), "warn"),
        "delivered": Tag(pgettext("attempt", "Handed over"), "ok"),
        "later": Tag(pgettext("attempt", "Not now"), "warn"),
        "rejected": Tag(pgettext("attempt", "Refused"), "bad"),
        "misconfigured": Tag(pgettext("attempt", "Settings wrong"), "bad"),
    }
    return words[outcome]


def reason_of(row: Dispatch | DispatchAttempt | DispatchPoll | Acknowledgement) -> str:
    """Say in the reader's language why something is not through."""
    return str(Phrase(row.why["message"], row.why["params"])) if row.why else ""


def moment(at: datetime | None) -> str:
    """Give a moment as the reader writes it."""
    return str(g.style.show_moment(at)) if at is not None else ""


def steps_of(row: Dispatch) -> tuple[Step, ...]:
    """Give the way of an envelope from its writing to the last answer that is expected or came."""
    found = [Step(_("Written"), moment(row.created_at), "done"), _handing_over(row)]
    if row.technical_by or row.technical_at:
        title = _("Technical acknowledgement")
        found.append(_awaited(row, title, row.technical_by, row.technical_at))
    if row.answer == REFUSED:
        found.append(Step(_("Refused"), moment(row.business_at), "bad"))
    elif row.business_by or row.business_at:
        title = _("Accepted") if row.business_at else _("Business acknowledgement")
        found.append(_awaited(row, title, row.business_by, row.business_at))
    return tuple(found)


def crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    """Give the way back to the list."""
    return (Crumb(_("Outgoing"), url_for("DispatchView.index")), *more)


def crumb_of(row: Dispatch) -> Crumb:
    """Give the way back to one dispatch."""
    return Crumb(title_of(row), url_for("DispatchView.show", reference=row.public_id))


def _handing_over(row: Dispatch) -> Step:
    if row.state == DELIVERED:
        said = moment(row.ended_at)
        if row.attempts > 1:
            said = _("%(moment)s, attempt %(number)s", moment=said, number=g.style.show_number(row.attempts))
        return Step(_("Handed over"), said, "done")
    if row.state == WAITING:
        said = _("next attempt %(moment)s", moment=moment(row.next_at)) if row.attempts else ""
        return Step(_("Handing over"), said, "late" if row.attempts else "now")
    if row.state == PARKED:
        return Step(_("Handing over"), _("waits for a decision"), "bad")
    return Step(_("Given up"), moment(row.ended_at), "bad")


def _awaited(row: Dispatch, title: str, by: datetime | None, at: datetime | None) -> Step:
    if at is not None:
        return Step(title, moment(at), "done")
    if row.state == GIVEN_UP or by is None:
        return Step(title, "", "open")
    if by <= clock.now():
        return Step(title, _("expected by %(moment)s, late", moment=moment(by)), "late")
    return Step(
        title, _("expected by %(moment)s", moment=moment(by)), "now" if row.state == DELIVERED else "open"
    )


def _is_late(row: Dispatch, by: datetime | None, at: datetime | None) -> bool:
    return by is not None and at is None and row.state != GIVEN_UP and by <= clock.now()

"""What the pages about what leaves show, ready to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from console.base.sheets.phrases import Phrase
from console.dispatch.models import (
    BEGUN,
    DELIVERED,
    GIVEN_UP,
    PARKED,
    UNKNOWN,
    WAITING,
    Dispatch,
    DispatchAttempt,
)
from console.dispatch.service import outbox
from console.dispatch.wording import title_of as wording_title
from console.shell.pages import Action, ConfirmPage, Crumb, Fact, FactGroup, ShowPage, Tag, TimelineEntry


def title_of(row: Dispatch) -> str:
    """Give what a dispatch is: the name of its wording, or its kind as it stands."""
    return wording_title(row.kind)


def channel_of(row: Dispatch) -> str:
    """Give the name of a channel; of one that is not set up any more, its key."""
    found = outbox().channels.get(row.channel)
    return str(found.title) if found is not None else row.channel


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


def reason_of(row: Dispatch | DispatchAttempt) -> str:
    """Say in the reader's language why something is not through."""
    return str(Phrase(row.why["message"], row.why["params"])) if row.why else ""


def moment(at: datetime | None) -> str:
    """Give a moment as the reader writes it."""
    return str(g.style.show_moment(at)) if at is not None else ""


def show_page(
    row: Dispatch, attempts: Sequence[DispatchAttempt], *, may_write: bool, kept_url: str | None
) -> ShowPage:
    """Give the page of one dispatch."""
    return ShowPage(
        title=title_of(row),
        groups=(
            FactGroup(
                None,
                (
                    Fact(pgettext("recipient", "To"), row.target),
                    Fact(_("Channel"), channel_of(row)),
                    Fact(_("Reason"), reason_of(row)),
                    Fact(_("Written"), moment(row.created_at), "day"),
                    Fact(_("Attempts"), g.style.show_number(row.attempts), "number"),
                    Fact(_("Next attempt"), moment(row.next_at), "day"),
                    Fact(_("Ended"), moment(row.ended_at), "day"),
                    Fact(_("Reference"), row.public_id, "code"),
                ),
            ),
        ),
        crumbs=crumbs(),
        tags=(state_of(row),),
        actions=_actions(row, may_write, kept_url),
        timeline=tuple(_event(one) for one in attempts),
    )


def give_up_page(row: Dispatch) -> ConfirmPage:
    """Give the question before giving up."""
    return ConfirmPage(
        title=_("Give up “%(name)s”?", name=title_of(row)),
        consequences=(
            _("It is not tried again. An attempt under way can still arrive."),
            _("What waits behind it in the same conversation goes on."),
            _("The act that caused it stays as it is. Tell the person in another way."),
        ),
        submit=_("Give up"),
        cancel_url=url_for(".show", reference=row.public_id),
        crumbs=(*crumbs(), Crumb(title_of(row), url_for(".show", reference=row.public_id))),
        danger=True,
    )


def crumbs() -> tuple[Crumb, ...]:
    """Give the way back to the list."""
    return (Crumb(_("Outgoing"), url_for(".index")),)


def _actions(row: Dispatch, may_write: bool, kept_url: str | None) -> tuple[Action, ...]:
    found = [Action(_("Read the e-mail"), kept_url)] if kept_url else []
    if may_write and row.state in (WAITING, PARKED):
        found += [
            Action(_("Try again now"), url_for(".retry", reference=row.public_id), "main", post=True),
            Action(_("Give up"), url_for(".give_up", reference=row.public_id), "danger"),
        ]
    return tuple(found)


def _event(one: DispatchAttempt) -> TimelineEntry:
    words: dict[str, Any] = {
        BEGUN: _("Under way"),
        UNKNOWN: _("Broken off, whether it arrived is not known"),
        "delivered": _("Handed over"),
        "later": _("Not now"),
        "rejected": _("Refused"),
        "misconfigured": _("Not possible with the present settings"),
    }
    return TimelineEntry(
        when=moment(one.started_at),
        moment=one.started_at.isoformat(),
        title=str(words[one.outcome]),
        text=" ".join(part for part in (reason_of(one), one.reply) if part),
    )

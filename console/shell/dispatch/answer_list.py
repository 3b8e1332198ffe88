"""The list of what other systems answered: how an address narrows it, and its page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy.sql import ColumnElement

from console.base.errors import BadArgument
from console.base.figures import Style
from console.dispatch.acknowledging import APPLIED, CONTRARY, FAILED, LATE, OPEN, UNMATCHED
from console.dispatch.models import Acknowledgement
from console.shell.crud.filters import ChoiceFilter
from console.shell.crud.listing import Asked, Listing, Page
from console.shell.dispatch import answer_words
from console.shell.dispatch.listing import ChannelFilter, frame_of
from console.shell.dispatch.page_data import channel_title, crumbs, moment, reason_of
from console.shell.pages import Cell, Column, DataTable, Empty, ListPage, Row

STATES = (
    ("open", lazy_pgettext("answer", "To decide")),
    (UNMATCHED, lazy_pgettext("answer", "Fits nothing")),
    (CONTRARY, lazy_pgettext("answer", "Says the contrary")),
    (FAILED, lazy_pgettext("answer", "Module refused it")),
    (APPLIED, lazy_pgettext("answer", "Taken")),
    (LATE, lazy_pgettext("answer", "Came late, changed nothing")),
)


@dataclass(frozen=True, kw_only=True)
class AnswerStateFilter(ChoiceFilter):
    """What came of it; to decide is what nobody has laid aside."""

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition."""
        if value == "open":
            found: ColumnElement[bool] = self.column.in_(OPEN) & Acknowledgement.seen_at.is_(None)
            return found
        return super().condition(value, style)


ANSWERS = Listing(
    model=Acknowledgement,
    sorts=("id",),
    default_sort="-id",
    filters=(
        AnswerStateFilter(name="state", label=_l("State"), column=Acknowledgement.outcome, of=STATES),
        ChannelFilter(name="channel", label=_l("Channel"), column=Acknowledgement.channel),
    ),
)


def list_page(asked: Asked, found: Page, fault: BadArgument | None) -> ListPage:
    """Give the page of the list."""
    return frame_of(
        ANSWERS,
        asked,
        found,
        fault,
        title=_("Answers from other systems"),
        lead=_(
            "What agencies and other systems say about what we sent. What fits nothing, says the contrary or was "
            "refused by its module waits until you decide."
        ),
        table=DataTable(
            _("Answers from other systems"),
            (
                Column(_("Answer")),
                Column(_("Channel")),
                Column(_("Says"), "tag"),
                Column(_("State"), "tag"),
                Column(_("Came"), "day"),
            ),
            tuple(_row(one) for one in found.rows),
        ),
        empty=Empty(_("No answer came yet"), _("What other systems answer appears here.")),
        crumbs=crumbs(),
    )


def _row(one: Acknowledgement) -> Row:
    says, state = answer_words.verdict(one), answer_words.state_of(one)
    return Row(
        (
            Cell(one.kind or answer_words.verdict(one).text, detail=one.public_id),
            Cell(channel_title(one.channel), detail=answer_words.source(one)),
            Cell(says.text, says.tone),
            Cell(state.text, state.tone, detail=reason_of(one)),
            Cell(moment(one.came_at)),
        ),
        url_for(".show", reference=one.public_id),
    )

"""The list of what leaves: how an address narrows it, and its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext, pgettext
from sqlalchemy import func
from sqlalchemy.sql import ColumnElement

from console.base.errors import BadArgument
from console.base.figures import Style
from console.dispatch.models import DELIVERED, GIVEN_UP, PARKED, WAITING, Dispatch
from console.dispatch.service import outbox
from console.hooks.declarations import Text
from console.shell import gate
from console.shell.crud.filters import ChoiceFilter, Filter
from console.shell.crud.listing import COUNT_CAP, SIZES, Asked, Listing, Page
from console.shell.crud.pages import correct_first
from console.shell.dispatch.page_data import (
    answer_tag,
    channel_title,
    late_tags,
    moment,
    reason_of,
    state_of,
    title_of,
)
from console.shell.pages import (
    Action,
    Cell,
    Choice,
    Column,
    Crumb,
    DataTable,
    Empty,
    FilterChip,
    FilterControl,
    FilterKind,
    ListPage,
    Pager,
    PageSize,
    Row,
    Tag,
)

STATES = (
    ("open", _l("Not through yet")),
    (PARKED, _l("Waits for a decision")),
    (DELIVERED, _l("Handed over")),
    (GIVEN_UP, _l("Given up")),
)


@dataclass(frozen=True, kw_only=True)
class StateFilter(ChoiceFilter):
    """One state; what is not through yet is either tried by itself or waits for a decision."""

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition."""
        if value == "open":
            return self.column.in_((WAITING, PARKED))  # type: ignore[no-any-return]
        return super().condition(value, style)


@dataclass(frozen=True, kw_only=True)
class ChannelFilter(ChoiceFilter):
    """One of the channels that are set up here."""

    of: tuple[tuple[str, Text], ...] = ()

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the equality; a channel that is not set up here is refused."""
        if value not in outbox().channels:
            raise BadArgument(_l("The list cannot be narrowed to this value."), place=self.name)
        found: ColumnElement[bool] = self.column == value
        return found

    def shown(self, value: str) -> str:
        """Give the name of the channel."""
        return channel_title(value)


@dataclass(frozen=True, kw_only=True)
class TargetFilter(Filter):
    """Transmissions to a target that contains the typed text, or with this very reference."""

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "text"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition, whatever the case."""
        target = func.lower(Dispatch.target).contains(value.lower(), autoescape=True)
        found: ColumnElement[bool] = target | (Dispatch.public_id == value.upper())
        return found


DISPATCHES = Listing(
    model=Dispatch,
    sorts=("created_at",),
    default_sort="-created_at",
    filters=(
        StateFilter(name="state", label=_l("State"), column=Dispatch.state, of=STATES),
        ChannelFilter(name="channel", label=_l("Channel"), column=Dispatch.channel),
        TargetFilter(name="to", label=_l("To or reference")),
    ),
)


def list_page(asked: Asked, found: Page, fault: BadArgument | None) -> ListPage:
    """Give the page of the list."""
    return frame_of(
        DISPATCHES,
        asked,
        found,
        fault,
        title=_("Outgoing"),
        lead=_(
            "E-mails and other messages on their way out. What does not get through is tried again by itself; what "
            "waits for a decision stands still until you decide."
        ),
        table=DataTable(
            _("Outgoing"),
            (
                Column(_("Message")),
                Column(pgettext("recipient", "To")),
                Column(_("State"), "tag"),
                Column(_("Answer"), "tag"),
                Column(_("Written"), "day"),
                Column(_("Attempts"), "number"),
                Column(_("Next attempt"), "day"),
            ),
            tuple(_row(one) for one in found.rows),
        ),
        empty=Empty(
            _("Nothing has left yet"), _("Invitations and other messages appear here once they are written.")
        ),
        actions=ways(),
    )


def ways() -> tuple[Action, ...]:
    """Give the ways from the list to what belongs to it."""
    found = [
        Action(_("Channels"), url_for("ChannelsView.index")),
        Action(_("Answers"), url_for("AnswersView.index", state="open")),
    ]
    if gate.allows(g.visit, "can_read", "console.wording"):
        found.append(Action(_("Messages to people"), url_for("WordingView.index")))
    return tuple(found)


def frame_of(
    listing: Listing,
    asked: Asked,
    found: Page,
    fault: BadArgument | None,
    *,
    title: str,
    lead: str,
    table: DataTable,
    empty: Empty,
    crumbs: tuple[Crumb, ...] = (),
    actions: tuple[Action, ...] = (),
) -> ListPage:
    """Give the page of a list with what narrows and turns it."""
    count = _count(found) if fault is None else ""
    return ListPage(
        title=title,
        lead=lead,
        table=table,
        empty=_empty(asked, fault) or empty,
        pager=Pager(
            text=count,
            prev_url=_with(before=found.prev) if found.prev else None,
            next_url=_with(after=found.next) if found.next else None,
            sizes=tuple(PageSize(n, _with(size=str(n)), n == asked.size) for n in SIZES),
        ),
        count=count,
        crumbs=crumbs,
        filters=tuple(_control(one, asked.filters.get(one.name, ""), fault) for one in listing.filters),
        chips=tuple(
            FilterChip(
                _("%(label)s: %(value)s", label=one.label, value=one.shown(asked.filters[one.name])),
                _with(**{one.name: None}),
            )
            for one in listing.filters
            if one.name in asked.filters and (fault is None or fault.place != one.name)
        ),
        clear_url=url_for(".index") if asked.filters else None,
        keep=tuple((k, v) for k, v in request.args.items() if k == "size"),
        actions=actions,
    )


def _row(one: Dispatch) -> Row:
    state, answer, late = state_of(one), answer_tag(one.answer), late_tags(one)
    said = late[0] if late else answer or Tag("")
    return Row(
        (
            Cell(title_of(one), detail=one.public_id),
            Cell(one.target, detail=channel_title(one.channel)),
            Cell(state.text, state.tone, detail=reason_of(one)),
            Cell(said.text, said.tone),
            Cell(moment(one.created_at)),
            Cell(g.style.show_number(one.attempts)),
            Cell(moment(one.next_at)),
        ),
        url_for(".show", reference=one.public_id),
    )


def _empty(asked: Asked, fault: BadArgument | None) -> Empty | None:
    if fault is not None:
        return correct_first()
    return Empty(_("Nothing is found"), _("Take away a filter.")) if asked.filters else None


def _control(one: Filter, value: str, fault: BadArgument | None) -> FilterControl:
    choices = one.of if isinstance(one, ChoiceFilter) else ()
    if isinstance(one, ChannelFilter):
        choices = tuple((key, channel.title) for key, channel in sorted(outbox().channels.items()))
    return FilterControl(
        name=one.name,
        label=str(one.label),
        kind=one.kind,
        value=value,
        choices=tuple(Choice(code, str(word)) for code, word in choices),
        fault=str(fault) if fault is not None and fault.place == one.name else "",
    )


def _count(found: Page) -> str:
    if found.count is None:
        return str(_("more than %(count)s entries", count=g.style.show_number(COUNT_CAP)))
    return str(ngettext("%(num)d entry", "%(num)d entries", found.count))


def _with(**changed: str | None) -> str:
    """Give this page's address with some arguments changed, from its first page unless a cursor is given."""
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if k not in ("after", "before")}
    return url_for(".index", **{k: v for k, v in {**kept, **changed}.items() if v is not None})

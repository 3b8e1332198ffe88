"""What the pages about channels show, ready to be read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from sqlalchemy.orm import Session

from console.base import clock
from console.dispatch import figures, holding
from console.dispatch.declarations import Filed, Pushed
from console.dispatch.figures import Open
from console.dispatch.models import PARKED, Dispatch, DispatchBreaker, DispatchHold, DispatchPoll
from console.dispatch.service import outbox
from console.institutions.sessions import scope_of
from console.shell.dispatch.page_data import (
    channel_title,
    crumbs,
    moment,
    reason_of,
    state_of,
    title_of,
)
from console.shell.pages import (
    Action,
    Cell,
    Chart,
    Column,
    ConfirmPage,
    Crumb,
    DataTable,
    Empty,
    Fact,
    ListPage,
    Pager,
    Row,
    Tag,
    bars_of,
)

DAY, DAYS = timedelta(days=1), 14


@dataclass(frozen=True, slots=True)
class Away:
    """A system that is left alone; `peer` is posted to `try_url`."""

    name: str
    told: tuple[str, ...]
    peer: str
    try_url: str | None


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """One channel: its figures, what is wrong with it, what got through, what is stuck."""

    title: str
    crumbs: tuple[Crumb, ...]
    tags: tuple[Tag, ...]
    actions: tuple[Action, ...]
    held: str
    figures: tuple[Fact, ...]
    away: tuple[Away, ...]
    charts: tuple[Chart, ...]
    facts: tuple[Fact, ...]
    stuck: DataTable
    empty: Empty
    all_url: str


def index_page(session: Session, plugins: Collection[str], *, may_write: bool) -> ListPage:
    """Give the list of channels with what is worth knowing of each; `plugins` are those switched on here.

    A channel of another one is listed only as long as something of it is still open or has just left.
    """
    known = sorted(outbox().channels)
    opened = figures.open_in(session, known)
    through = figures.delivered_since(session, clock.now() - DAY)
    used = [
        key
        for key in known
        if "." not in key or key.partition(".")[0] in plugins or opened[key] != Open() or key in through
    ]
    held = {one.channel for one in _holds(session)}
    away = {one.channel for one in figures.breakers_of(session)}
    rows = [_line(key, opened[key], through.get(key, 0), key in held, key in away) for key in used]
    repeat = (Action(_("Send again"), url_for(".repeat")),) if may_write else ()
    return ListPage(
        title=_("Channels"),
        lead=_("The ways by which something leaves. Open one to see what is stuck, and to hold it."),
        table=DataTable(
            _("Channels"),
            (
                Column(_("Channel")),
                Column(_("State"), "tag"),
                Column(_("Waiting"), "number"),
                Column(_("Waits for a decision"), "number"),
                Column(_("Oldest waiting")),
                Column(_("Delivered in 24 hours"), "number"),
            ),
            tuple(rows),
        ),
        empty=Empty(_("No channel is set up"), _("The operator of the console sets channels up.")),
        pager=Pager(""),
        crumbs=crumbs(),
        actions=repeat,
    )


def channel_page(session: Session, channel: str, zone: str, *, may_write: bool) -> ChannelPage:
    """Give the page of one channel."""
    opened = figures.open_in(session, [channel])[channel]
    hold = next((one for one in _holds(session) if one.channel == channel), None)
    away = [one for one in figures.breakers_of(session) if one.channel == channel]
    hours, days = _hours(session, channel), _days(session, channel, zone)
    return ChannelPage(
        title=channel_title(channel),
        crumbs=crumbs(Crumb(_("Channels"), url_for(".index"))),
        tags=(_state(opened, hold is not None, bool(away)),),
        actions=_actions(channel, hold, opened) if may_write else (),
        held=_held(hold) if hold is not None else "",
        figures=_figures(opened, hours),
        away=tuple(_away(channel, one, may_write=may_write) for one in away),
        charts=(_hour_chart(hours), _day_chart(days, zone)),
        facts=(*_facts(channel, figures.polls(session).get(channel)), *_doors(session, channel)),
        stuck=_stuck(figures.stuck_in(session, channel)),
        empty=Empty(_("Nothing is stuck"), _("What was tried in vain appears here with its reason.")),
        all_url=url_for("DispatchView.index", channel=channel),
    )


def let_go_page(session: Session, channel: str) -> ConfirmPage:
    """Give the question before a channel goes on."""
    hold = next((one for one in _holds(session) if one.channel == channel), None)
    url = url_for(".show", channel=channel)
    return ConfirmPage(
        title=_("Let the channel %(name)s go?", name=channel_title(channel)),
        lead=_held(hold) if hold is not None else "",
        consequences=(
            ngettext(
                "%(num)d transmission that waits leaves now.",
                "%(num)d transmissions that wait leave now.",
                figures.open_in(session, [channel])[channel].waiting,
            ),
        ),
        submit=_("Let go"),
        cancel_url=url,
        crumbs=crumbs(Crumb(_("Channels"), url_for(".index")), Crumb(channel_title(channel), url)),
    )


def _holds(session: Session) -> Sequence[DispatchHold]:
    return holding.holds_of(session, scope_of(session).institution)


def _line(key: str, opened: Open, through: int, is_held: bool, is_away: bool) -> Row:
    state, show = _state(opened, is_held, is_away), g.style.show_number
    return Row(
        (
            Cell(channel_title(key)),
            Cell(state.text, state.tone),
            Cell(_counted(opened.waiting, opened)),
            Cell(_counted(opened.parked, opened)),
            Cell(_age(opened.oldest)),
            Cell(show(through)),
        ),
        url_for(".show", channel=key),
    )


def _state(opened: Open, is_held: bool, is_away: bool) -> Tag:
    """Give what is most worth knowing of a channel."""
    if is_held:
        return Tag(pgettext("channel", "Held"), "warn")
    if is_away:
        return Tag(pgettext("channel", "A system does not answer"), "bad")
    if opened.parked:
        return Tag(pgettext("channel", "Waits for a decision"), "bad")
    if opened.failing:
        return Tag(pgettext("channel", "Tried again"), "warn")
    return Tag(pgettext("channel", "In order"), "ok")


def _held(hold: DispatchHold) -> str:
    return str(
        _(
            "Held since %(moment)s by %(name)s: %(reason)s",
            moment=moment(hold.since),
            name=hold.by,
            reason=_(hold.reason),
        )
    )


def _figures(opened: Open, hours: Sequence[int]) -> tuple[Fact, ...]:
    show = g.style.show_number
    return (
        Fact(_("Waiting"), _counted(opened.waiting, opened), "number"),
        Fact(_("In flight"), show(opened.in_flight), "number"),
        Fact(_("Tried in vain"), show(opened.failing), "number"),
        Fact(
            _("Waits for a decision"),
            _counted(opened.parked, opened),
            "number",
            tone="bad" if opened.parked else "plain",
        ),
        Fact(_("Oldest waiting"), _age(opened.oldest) or "–"),
        Fact(_("Delivered in the last hour"), show(hours[-1]), "number"),
        Fact(_("Delivered in 24 hours"), show(sum(hours)), "number"),
    )


def _counted(count: int, opened: Open) -> str:
    shown = g.style.show_number(count)
    return f"{shown}+" if opened.is_cut and count else shown


def _age(since: datetime | None) -> str:
    """Say for how long something has been waiting."""
    if since is None:
        return ""
    minutes = int((clock.now() - since).total_seconds() // 60)
    if minutes < 60:
        return str(ngettext("%(num)d minute", "%(num)d minutes", max(minutes, 0)))
    if minutes < 48 * 60:
        return str(ngettext("%(num)d hour", "%(num)d hours", minutes // 60))
    return str(ngettext("%(num)d day", "%(num)d days", minutes // (24 * 60)))


def _away(channel: str, one: DispatchBreaker, *, may_write: bool) -> Away:
    failed = ngettext(
        "It failed %(num)d time in a row since %(since)s.",
        "It failed %(num)d times in a row since %(since)s.",
        one.failures,
        since=moment(one.since),
    )
    if one.open_until is not None and one.open_until > clock.now():
        now = _("It is left alone until %(until)s.", until=g.style.show_time(one.open_until))
    else:
        now = _("It is tried with the next transmission.")
    url = url_for(".try_now", channel=channel) if may_write else None
    return Away(one.name or channel_title(channel), (str(failed), str(now)), one.peer, url)


def _actions(channel: str, hold: DispatchHold | None, opened: Open) -> tuple[Action, ...]:
    again = url_for(".repeat", channel=channel, state=PARKED)
    found = [Action(_("Try all again"), again, "main")] if opened.parked else []
    found.append(Action(_("Send again"), url_for(".repeat", channel=channel)))
    if hold is None:
        found.append(Action(_("Hold"), url_for(".hold", channel=channel), "danger"))
    else:
        found.append(Action(_("Let go"), url_for(".let_go", channel=channel), "main"))
    return tuple(found)


def _hours(session: Session, channel: str) -> list[int]:
    now = clock.now()
    edges = [now - timedelta(hours=24 - one) for one in range(24)]
    return figures.delivered_between(session, channel, [*edges, now + timedelta(seconds=1)])


def _days(session: Session, channel: str, zone: str) -> list[int]:
    today = clock.today(zone)
    days = [today - timedelta(days=DAYS - 1 - one) for one in range(DAYS + 1)]
    edges = [datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) for day in days]
    return figures.delivered_between(session, channel, edges)


def _hour_chart(hours: Sequence[int]) -> Chart:
    now = clock.now()
    labels = [g.style.show_time(now - timedelta(hours=24 - one)) for one in range(24)]
    return _chart(
        _("Delivered in the last 24 hours"),
        _("Hour from"),
        hours,
        labels,
        (labels[0], pgettext("chart", "now")),
    )


def _day_chart(days: Sequence[int], zone: str) -> Chart:
    today = clock.today(zone)
    labels = [g.style.show_day(today - timedelta(days=DAYS - 1 - one)) for one in range(DAYS)]
    return _chart(
        _("Delivered in the last 14 days"), _("Day"), days, labels, (labels[0], pgettext("chart", "today"))
    )


def _chart(
    title: str, column: str, counts: Sequence[int], labels: Sequence[str], ends: tuple[str, str]
) -> Chart:
    show = g.style.show_number
    shown = [show(one) for one in counts]
    text = _("%(total)s in all, at most %(most)s.", total=show(sum(counts)), most=show(max(counts)))
    return Chart(
        title=title,
        text=text,
        column=column,
        figure=pgettext("chart", "Delivered"),
        bars=bars_of(counts, labels, shown),
        top=show(max(counts)),
        first=ends[0],
        last=ends[1],
    )


def _facts(channel: str, poll: DispatchPoll | None) -> tuple[Fact, ...]:
    pace = outbox().channels[channel].pace
    found = [
        Fact(_("Tries before it waits for a decision"), g.style.show_number(pace.tries), "number"),
        Fact(_("Longest pause between two tries"), _span(pace.longest)),
    ]
    if poll is not None:
        asked = moment(poll.asked_at) or _("not yet")
        found.append(Fact(_("Other side last asked"), asked, "day", tone="bad" if poll.failures else "plain"))
        if poll.failures:
            found.append(Fact(_("Failed in a row"), g.style.show_number(poll.failures), "number"))
            found.append(Fact(_("Reason"), reason_of(poll)))
    found.append(Fact(_("Key"), channel, "code"))
    return tuple(found)


def _doors(session: Session, key: str) -> tuple[Fact, ...]:
    """Say where the other side calls the institution, and where it leaves files for it."""
    channel, institution = outbox().channels[key], scope_of(session).institution
    found = []
    if isinstance(channel, Pushed):
        at = url_for("inbound.hear", institution=institution, channel=key, _external=True)
        found.append(Fact(_("Address for what the other side pushes"), at, "code"))
    if isinstance(channel, Filed):
        found.append(Fact(_("Folder for files, in the data"), f"inbound/{institution}/{key}", "code"))
    return tuple(found)


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes >= 60 and not minutes % 60:
        return str(ngettext("%(num)d hour", "%(num)d hours", minutes // 60))
    return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))


def _stuck(rows: Sequence[Dispatch]) -> DataTable:
    lines = []
    for one in rows:
        state = state_of(one)
        cells = (
            Cell(title_of(one), detail=one.public_id),
            Cell(one.target, detail=one.peer),
            Cell(state.text, state.tone, detail=reason_of(one)),
            Cell(g.style.show_number(one.attempts)),
            Cell(moment(one.next_at)),
        )
        lines.append(Row(cells, url_for("DispatchView.show", reference=one.public_id)))
    columns = (
        Column(_("Message")),
        Column(pgettext("recipient", "To")),
        Column(_("State"), "tag"),
        Column(_("Attempts"), "number"),
        Column(_("Next attempt"), "day"),
    )
    return DataTable(_("Stuck"), columns, tuple(lines))

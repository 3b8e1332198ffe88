"""What the pages of campaigns show, ready to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from console.campaigns.models import (
    BY_POST,
    DONE,
    DOUBLE,
    FAILED,
    PLANNED,
    RUNNING,
    SENT,
    TAKEN_BACK,
    WAITING,
    WITHDRAWING,
    WITHDRAWN,
    Campaign,
)
from console.institutions.sessions import db
from console.mailbox.states import State
from console.shell import pages as page
from console.shell.campaigns import queries
from console.shell.campaigns.queries import PAGE, ShownLine
from console.shell.mailbox.actors import theme_title, type_title
from console.shell.mailbox.wording import number
from console.shell.pages.parts import Tone

NAMED = 100
"""Companies, or lines put aside, that a preview names."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under a heading, with what to know about them and what can be done with them."""

    title: str
    text: str
    table: page.DataTable
    more: str = ""
    actions: tuple[page.Action, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """A campaign: how it stands, what it asks, and of whom."""

    title: str
    crumbs: tuple[page.Crumb, ...]
    state: page.Tag
    tone: Tone
    text: str
    figures: tuple[page.Fact, ...]
    facts: tuple[page.Fact, ...]
    parts: tuple[Part, ...]
    filters: tuple[page.FilterControl, ...]
    pager: page.Pager
    actions: tuple[page.Action, ...]


def crumbs() -> tuple[page.Crumb, ...]:
    """Give the way to the campaigns."""
    return (page.Crumb(_("Campaigns"), url_for("CampaignsView.index")),)


def campaign_crumbs(campaign: Campaign) -> tuple[page.Crumb, ...]:
    """Give the way to one campaign."""
    return (*crumbs(), page.Crumb(campaign.subject, _url(campaign, "show")))


def list_page(found: Sequence[Campaign], counts: Mapping[int, Mapping[str, int]]) -> page.ListPage:
    """Give the page with all campaigns."""
    columns = (
        page.Column(_("Subject")),
        page.Column(_("What is asked for")),
        page.Column(_("State"), "tag"),
        page.Column(_("Requests"), "number"),
        page.Column(_("Planned"), "day"),
        page.Column(_("By")),
    )
    return page.ListPage(
        title=_("Campaigns"),
        lead=_("One request to many companies, each in its own inbox."),
        table=page.DataTable(
            _("Campaigns"), columns, tuple(_campaign_row(one, counts[one.id]) for one in found)
        ),
        empty=page.Empty(
            _("No campaign yet"), _("Plan one: nothing is sent before you have seen who is asked for what.")
        ),
        pager=page.Pager(""),
        actions=(page.Action(_("New campaign"), url_for("CampaignsView.new"), "main", "add"),),
    )


def campaign_page(campaign: Campaign, *, is_idle: bool, has_lists: bool) -> CampaignPage:
    """Give the page of one campaign."""
    counts = queries.counts_of(db.session(), [campaign.id])[campaign.id]
    tone, text = _said(campaign, counts, is_idle)
    planned = campaign.state == PLANNED
    at, state = _page_number(), request.args.get("state", "")
    parts: tuple[Part, ...] = _planned(campaign) if planned else ()
    filters: tuple[page.FilterControl, ...] = ()
    pager = page.Pager("")
    if not planned:
        state = state if state in _STATES else ""
        lines = queries.lines_of(db.session(), campaign, state, first=(at - 1) * PAGE)
        parts = (Part(_("Requests"), "", _lines_table(_("Requests"), lines, campaign)),)
        filters = (_state_filter(state),)
        pager = _pager(campaign, at, state, counts.get(state, 0) if state else sum(counts.values()))
    return CampaignPage(
        title=campaign.subject,
        crumbs=crumbs(),
        state=state_tag(campaign, is_idle=is_idle),
        tone=tone,
        text=text,
        figures=_figures(counts),
        facts=_facts(campaign),
        parts=parts,
        filters=filters,
        pager=pager,
        actions=_actions(campaign, counts, is_idle, has_lists),
    )


def state_tag(campaign: Campaign, *, is_idle: bool = False) -> page.Tag:
    """Give the state of a campaign in a word."""
    if is_idle:
        return page.Tag(pgettext("campaign", "Stopped"), "warn")
    words: dict[str, page.Tag] = {
        PLANNED: page.Tag(pgettext("campaign", "Planned"), "info"),
        RUNNING: page.Tag(pgettext("campaign", "Being sent"), "info"),
        DONE: page.Tag(pgettext("campaign", "Sent"), "ok"),
        WITHDRAWING: page.Tag(pgettext("campaign", "Being withdrawn"), "warn"),
        WITHDRAWN: page.Tag(pgettext("campaign", "Withdrawn"), "warn"),
    }
    return words[campaign.state]


_STATES = (WAITING, SENT, BY_POST, DOUBLE, FAILED, TAKEN_BACK)


def _word(state: str) -> str:
    words: dict[str, str] = {
        WAITING: pgettext("request", "Waiting"),
        SENT: pgettext("request", "Sent"),
        BY_POST: pgettext("request", "By post"),
        DOUBLE: pgettext("request", "Asked already"),
        FAILED: pgettext("request", "Failed"),
        TAKEN_BACK: pgettext("request", "Withdrawn"),
    }
    return words[state]


def _tag_of(shown: ShownLine) -> tuple[str, Tone]:
    """Give how a request stands: once it is sent, as on the institution's desk."""
    if shown.is_withdrawn:
        return _word(TAKEN_BACK), "plain"
    if shown.line.state != SENT:
        tones: dict[str, Tone] = {FAILED: "bad", BY_POST: "warn", DOUBLE: "warn"}
        return _word(shown.line.state), tones.get(shown.line.state, "plain")
    found: dict[str, tuple[str, Tone]] = {
        State.INBOX: (pgettext("request", "Open"), "info"),
        State.DELEGATED: (pgettext("request", "Delegated"), "info"),
        State.SENT: (pgettext("request", "Answered"), "warn"),
        State.DONE: (pgettext("request", "Settled"), "ok"),
    }
    return found.get(shown.desk, (_word(SENT), "plain"))


def _campaign_row(campaign: Campaign, counts: Mapping[str, int]) -> page.Row:
    tag = state_tag(campaign)
    return page.Row(
        (
            page.Cell(campaign.subject, detail=campaign.reference),
            page.Cell(type_title(campaign.type), detail=theme_title(campaign.theme)),
            page.Cell(tag.text, tag.tone),
            page.Cell(g.style.show_number(sum(counts.values()))),
            page.Cell(g.style.show_moment(campaign.made_at)),
            page.Cell(campaign.by),
        ),
        _url(campaign, "show"),
    )


def _said(campaign: Campaign, counts: Mapping[str, int], is_idle: bool) -> tuple[Tone, str]:
    """Say in one sentence how it stands with the campaign."""
    if is_idle:
        return "warn", _(
            "The work on this campaign was stopped. What is sent stays sent; you can let it go on."
        )
    if campaign.state == PLANNED:
        if not counts:
            return "info", _("Nothing is sent yet. Say next who is asked.")
        if not counts.get(WAITING):
            return "warn", _("Nobody of these recipients is left to ask. The list below says why.")
        return "info", _("Nothing is sent yet. Look at the recipients, then send the requests.")
    if campaign.state == RUNNING:
        return "info", _("The requests are being sent.")
    if campaign.state == WITHDRAWING:
        return "info", _("The requests are being withdrawn.")
    if campaign.state == WITHDRAWN:
        return "ok", _("The requests that nobody had begun to answer are withdrawn.")
    if counts.get(FAILED):
        return "warn", _("Some requests could not be sent. Their lines say why.")
    return "ok", _("All requests are sent.")


def _figures(counts: Mapping[str, int]) -> tuple[page.Fact, ...]:
    show = g.style.show_number
    return tuple(
        page.Fact(_word(state), show(counts[state]), tone="bad" if state == FAILED else "plain")
        for state in _STATES
        if counts.get(state)
    )


def _facts(campaign: Campaign) -> tuple[page.Fact, ...]:
    return (
        page.Fact(_("Theme"), theme_title(campaign.theme)),
        page.Fact(_("What is asked for"), type_title(campaign.type)),
        page.Fact(_("Text"), campaign.text),
        page.Fact(_("To be answered by"), g.style.show_day(campaign.due) if campaign.due else "", "day"),
        page.Fact(_("May be delegated"), _("Yes") if campaign.is_delegable else _("No")),
        page.Fact(_("Recipients from"), campaign.source),
        page.Fact(_("By"), campaign.by),
        page.Fact(_("Reference"), campaign.reference, "code"),
    )


def _planned(campaign: Campaign) -> tuple[Part, ...]:
    """Give who would be asked, by company, and which lines are put aside."""
    session, parts = db.session(), []
    companies = queries.company_counts(session, campaign, WAITING)
    if companies:
        title = _("Companies that are asked")
        parts.append(
            Part(title, "", _companies_table(title, companies[:NAMED]), _more(len(companies) - NAMED))
        )
    waiting = queries.lines_of(session, campaign, WAITING)
    if waiting:
        title = _("Requests that are sent")
        total = queries.counts_of(session, [campaign.id])[campaign.id][WAITING]
        parts.append(Part(title, "", _lines_table(title, waiting, campaign), _more(total - len(waiting))))
    doubles = queries.lines_of(session, campaign, DOUBLE)
    if doubles:
        title = _("Left out: asked already")
        text = _(
            "The same request lies open with the company. Such lines are left out unless you send them too."
        )
        act = page.Action(_("Send these too"), _url(campaign, "doubles"), post=True)
        parts.append(Part(title, text, _lines_table(title, doubles, campaign), actions=(act,)))
    posted = queries.lines_of(session, campaign, BY_POST)
    if posted:
        title = _("Put aside: by post")
        text = _("These companies receive requests by post. Write them a letter.")
        parts.append(Part(title, text, _lines_table(title, posted, campaign)))
    return tuple(parts)


def _more(count: int) -> str:
    if count <= 0:
        return ""
    shown = g.style.show_number(count)
    return str(ngettext("%(count)s more is not shown.", "%(count)s more are not shown.", count, count=shown))


def _companies_table(caption: str, companies: Sequence[tuple[str, int]]) -> page.DataTable:
    columns = (page.Column(_("Company")), page.Column(_("Requests"), "number"))
    rows = (page.Row((page.Cell(name), page.Cell(g.style.show_number(n)))) for name, n in companies)
    return page.DataTable(caption, columns, tuple(rows))


def _lines_table(caption: str, lines: Sequence[ShownLine], campaign: Campaign) -> page.DataTable:
    columns = (
        page.Column(_("Company")),
        page.Column(_("Person")),
        page.Column(_("Official number"), "code"),
        page.Column(_("Subject")),
        page.Column(_("State"), "tag"),
    )
    return page.DataTable(caption, columns, tuple(_line_row(one, campaign) for one in lines))


def _line_row(shown: ShownLine, campaign: Campaign) -> page.Row:
    line, (word, tone) = shown.line, _tag_of(shown)
    subject = f"{campaign.subject}: {line.about}" if line.about else campaign.subject
    row = _("Row %(row)s", row=g.style.show_number(line.row)) if line.row else ""
    return page.Row(
        (
            page.Cell(shown.company, detail=row),
            page.Cell(line.person),
            page.Cell(number(line.person_number)),
            page.Cell(subject),
            page.Cell(word, tone, detail=line.reason or line.message),
        ),
        url_for("MailboxView.message", reference=line.message) if line.message else None,
    )


def _actions(
    campaign: Campaign, counts: Mapping[str, int], is_idle: bool, has_lists: bool
) -> tuple[page.Action, ...]:
    if campaign.state == PLANNED:
        waiting = counts.get(WAITING, 0)
        found = [
            page.Action(_("Recipients from a sheet"), _url(campaign, "sheet"), "plain" if waiting else "main")
        ]
        if has_lists:
            found.insert(0, page.Action(_("Recipients from a list"), _url(campaign, "from_list")))
        if waiting:
            found.append(page.Action(_("Send the requests"), _url(campaign, "send"), "main", "sent"))
        return (*found, page.Action(_("Throw away"), _url(campaign, "drop"), "danger"))
    if is_idle:
        going = page.Action(_("Let it go on"), _url(campaign, "go_on"), "main", post=True)
        return (going, _withdraw(campaign)) if campaign.state == RUNNING else (going,)
    if campaign.state in (RUNNING, WITHDRAWING):
        return (page.Action(_("Show progress"), url_for("TasksView.show", reference=campaign.task), "main"),)
    return (_withdraw(campaign),) if campaign.state == DONE and counts.get(SENT) else ()


def _withdraw(campaign: Campaign) -> page.Action:
    return page.Action(_("Withdraw what is unanswered"), _url(campaign, "withdraw"), "danger")


def _state_filter(state: str) -> page.FilterControl:
    choices = tuple(page.Choice(one, _word(one)) for one in _STATES)
    return page.FilterControl("state", _("State"), "choice", state, choices)


def _page_number() -> int:
    asked = request.args.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _pager(campaign: Campaign, at: int, state: str, total: int) -> page.Pager:
    def url(to: int) -> str:
        return url_for("CampaignsView.show", reference=campaign.reference, page=to, state=state or None)

    first, last = (at - 1) * PAGE, min(at * PAGE, total)
    show = g.style.show_number
    text = _("%(first)s to %(last)s of %(total)s", first=show(first + 1), last=show(last), total=show(total))
    return page.Pager(
        text if total > first else "",
        url(at - 1) if at > 1 else None,
        url(at + 1) if last < total else None,
    )


def _url(campaign: Campaign, act: str) -> str:
    return url_for(f"CampaignsView.{act}", reference=campaign.reference)

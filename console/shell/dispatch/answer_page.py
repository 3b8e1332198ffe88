"""The page of one answer from another system, and the question before it is laid aside."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from console.dispatch.acknowledging import CONTRARY, FAILED, OPEN
from console.dispatch.models import Acknowledgement, Dispatch
from console.shell.dispatch import answer_words
from console.shell.dispatch.page_data import channel_title, crumbs, moment, reason_of, title_of
from console.shell.pages import Action, ConfirmPage, Crumb, Fact, FactGroup, ShowPage


def answer_page(
    row: Acknowledgement, dispatch: Dispatch | None, *, may_write: bool, may_read: bool
) -> ShowPage:
    """Give the page of one answer; its body stands beside it."""
    return ShowPage(
        title=_name(row),
        groups=(FactGroup(None, tuple(fact for fact in _facts(row, dispatch) if fact.text)),),
        crumbs=_crumbs(),
        tags=(answer_words.verdict(row), answer_words.state_of(row)),
        actions=_actions(row, may_write, may_read),
    )


def lay_aside_page(row: Acknowledgement) -> ConfirmPage:
    """Give the question before an answer is laid aside."""
    url = url_for(".show", reference=row.public_id)
    return ConfirmPage(
        title=_("Lay this answer aside?"),
        lead=reason_of(row),
        consequences=(
            _("It changes nothing in what was sent, and no module hears of it."),
            _("It stays in the list of answers, with your name in the journal."),
        ),
        submit=_("Lay aside"),
        cancel_url=url,
        crumbs=(*_crumbs(), Crumb(_name(row), url)),
    )


def _name(row: Acknowledgement) -> str:
    return row.kind or answer_words.verdict(row).text


def _crumbs() -> tuple[Crumb, ...]:
    return crumbs(Crumb(_("Answers from other systems"), url_for("AnswersView.index")))


def _facts(row: Acknowledgement, dispatch: Dispatch | None) -> tuple[Fact, ...]:
    about = title_of(dispatch) if dispatch is not None else ""
    url = url_for("DispatchView.show", reference=dispatch.public_id) if dispatch is not None else None
    return (
        Fact(_("About"), about, url=url),
        Fact(_("Reason"), reason_of(row)),
        Fact(_("Channel"), channel_title(row.channel), url=url_for("ChannelsView.show", channel=row.channel)),
        Fact(_("How it came"), answer_words.source(row)),
        Fact(_("Came"), moment(row.came_at), "day"),
        Fact(_("Said there"), moment(row.said_at), "day"),
        Fact(_("Reference it names"), row.reference),
        Fact(_("Key it names"), row.key),
        Fact(_("Mark of the other side"), row.token),
        Fact(_("Laid aside by"), row.seen_by),
        Fact(_("Laid aside"), moment(row.seen_at), "day"),
        Fact(_("Reference"), row.public_id, "code"),
    )


def _actions(row: Acknowledgement, may_write: bool, may_read: bool) -> tuple[Action, ...]:
    found = []
    if may_read:
        found.append(
            Action(_("Download the answer"), url_for(".body", reference=row.public_id), icon="export")
        )
    if may_write and row.outcome in OPEN:
        if row.outcome != CONTRARY:
            label = _("Let the module hear it again") if row.outcome == FAILED else _("Look again")
            again = url_for(".again", reference=row.public_id)
            found.append(Action(label, again, "main", post=True))
        if row.seen_at is None:
            found.append(Action(_("Lay aside"), url_for(".lay_aside", reference=row.public_id)))
    return tuple(found)

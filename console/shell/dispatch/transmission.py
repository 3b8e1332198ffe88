"""The page of one transmission: how it stands, each attempt, what was answered, what stands before and behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy.orm import Session

from console.audit.models import CONSULTATION
from console.audit.service import history_of
from console.dispatch import queries
from console.dispatch.models import DELIVERED, PARKED, WAITING, Acknowledgement, Dispatch, DispatchAttempt
from console.dispatch.queries import Heard
from console.dispatch.service import SUBJECT
from console.dispatch.wording import title_of as wording_title
from console.shell import journal_sentences
from console.shell.dispatch import answer_words
from console.shell.dispatch.page_data import (
    Step,
    channel_title,
    crumbs,
    moment,
    outcome_tag,
    reason_of,
    state_of,
    steps_of,
    tags_of,
    title_of,
)
from console.shell.pages import (
    Action,
    Cell,
    Column,
    DataTable,
    Empty,
    Fact,
    FactGroup,
    RelatedTable,
    Row,
    ShowPage,
    Tag,
    TimelineEntry,
)


@dataclass(frozen=True)
class May:
    """What the reader may do with a transmission beyond seeing it."""

    write: bool
    read_contents: bool


def transmission_page(
    session: Session, row: Dispatch, may: May, *, kept_url: str | None, practice: bool
) -> tuple[ShowPage, tuple[Step, ...]]:
    """Give the page of one dispatch, and the stations of its way."""
    attempts, heard = queries.attempts_of(session, row), queries.exchanges_of(session, row)
    tables = [_attempts(row, attempts, heard, may)]
    answers = queries.acknowledgements_of(session, row)
    if answers:
        tables.append(_answers(answers))
    talk = queries.conversation_of(session, row)
    if talk:
        tables.append(_conversation(row, talk))
    mark = (Tag(_("Practice"), "warn"),) if practice else ()
    page = ShowPage(
        title=title_of(row),
        groups=(FactGroup(None, tuple(fact for fact in _facts(row) if fact.text)),),
        crumbs=crumbs(),
        tags=(*tags_of(row), *mark),
        actions=_actions(row, may, kept_url),
        tables=tuple(tables),
        timeline=_history(session, row),
    )
    return page, steps_of(row)


def _facts(row: Dispatch) -> tuple[Fact, ...]:
    return (
        Fact(pgettext("recipient", "To"), row.target),
        Fact(_("Channel"), channel_title(row.channel), url=url_for("ChannelsView.show", channel=row.channel)),
        Fact(_("System"), row.peer),
        Fact(_("Kind"), "" if wording_title(row.kind) != row.kind else row.kind),
        Fact(_("Reason"), reason_of(row)),
        Fact(_("Written"), moment(row.created_at), "day"),
        Fact(_("Next attempt"), moment(row.next_at), "day"),
        Fact(_("Reference of the other side"), row.reference),
        Fact(_("Technical acknowledgement by"), moment(row.technical_by), "day"),
        Fact(_("Business acknowledgement by"), moment(row.business_by), "day"),
        Fact(_("Reference"), row.public_id, "code"),
        Fact(_("Key against doubles"), row.key),
    )


def _actions(row: Dispatch, may: May, kept_url: str | None) -> tuple[Action, ...]:
    found = [Action(_("Read the e-mail"), kept_url)] if kept_url else []
    if may.write and row.state in (WAITING, PARKED):
        found += [
            Action(_("Try again now"), url_for(".retry", reference=row.public_id), "main", post=True),
            Action(_("Give up"), url_for(".give_up", reference=row.public_id), "danger"),
        ]
    return tuple(found)


def _attempts(
    row: Dispatch, attempts: Sequence[DispatchAttempt], heard: Mapping[int, Heard], may: May
) -> RelatedTable:
    title = _("Attempts")
    columns = (
        Column(_("Attempt")),
        Column(_("Begun"), "day"),
        Column(_("Outcome"), "tag"),
        Column(_("Reason and reply")),
        Column(_("Took"), "number"),
        Column(_("What was said")),
    )
    return RelatedTable(
        title,
        DataTable(title, columns, tuple(_attempt(row, one, heard.get(one.number), may) for one in attempts)),
        Empty(_("Not tried yet"), _("It leaves as soon as the worker takes it.")),
    )


def _attempt(row: Dispatch, one: DispatchAttempt, heard: Heard | None, may: May) -> Row:
    tag = outcome_tag(one.outcome)
    url = None
    if heard is not None and may.read_contents:
        url = url_for(".exchange", reference=row.public_id, number=one.number)
    return Row(
        (
            Cell(g.style.show_number(one.number)),
            Cell(moment(one.started_at)),
            Cell(tag.text, tag.tone, detail=heard.status if heard is not None else ""),
            Cell(reason_of(one) or one.reply, detail=one.reply if reason_of(one) else ""),
            Cell(_took(one, heard)),
            Cell(_("Exchange %(number)s", number=g.style.show_number(one.number)) if url else "", url=url),
        )
    )


def _took(one: DispatchAttempt, heard: Heard | None) -> str:
    if heard is not None:
        return str(_("%(count)s ms", count=g.style.show_number(heard.milliseconds)))
    if one.ended_at is None:
        return ""
    seconds = round((one.ended_at - one.started_at).total_seconds())
    return str(_("%(count)s s", count=g.style.show_number(seconds)))


def _answers(answers: Sequence[Acknowledgement]) -> RelatedTable:
    title = _("Answers")
    columns = (Column(_("Came")), Column(_("Says"), "tag"), Column(_("State"), "tag"), Column(_("Kind")))
    rows = []
    for one in answers:
        says, state = answer_words.verdict(one), answer_words.state_of(one)
        cells = (
            Cell(moment(one.came_at), detail=answer_words.source(one)),
            Cell(says.text, says.tone),
            Cell(state.text, state.tone, detail=reason_of(one)),
            Cell(one.kind),
        )
        rows.append(Row(cells, url_for("AnswersView.show", reference=one.public_id)))
    return RelatedTable(title, DataTable(title, columns, tuple(rows)), Empty("", ""))


def _conversation(row: Dispatch, talk: Sequence[Dispatch]) -> RelatedTable:
    title = _("Conversation")
    columns = (
        Column(_("Message")),
        Column(_("Place")),
        Column(_("State"), "tag"),
        Column(_("Written"), "day"),
    )
    rows = []
    for one in talk:
        state = state_of(one)
        url = url_for(".show", reference=one.public_id) if one.id != row.id else None
        cells = (
            Cell(title_of(one), detail=one.public_id),
            Cell(_place(row, one)),
            Cell(state.text, state.tone),
            Cell(moment(one.created_at)),
        )
        rows.append(Row(cells, url))
    return RelatedTable(title, DataTable(title, columns, tuple(rows)), Empty("", ""))


def _place(row: Dispatch, one: Dispatch) -> str:
    """Say how another envelope of the conversation stands to the one at hand."""
    if one.id == row.id:
        return str(_("This one"))
    if one.id < row.id:
        return str(pgettext("conversation", "Before"))
    waits = row.state in (WAITING, PARKED) and one.state != DELIVERED
    return str(_("Waits behind this one") if waits else pgettext("conversation", "Behind"))


def _history(session: Session, row: Dispatch) -> tuple[TimelineEntry, ...]:
    """Give what people and the console decided about it."""
    return tuple(
        TimelineEntry(
            when=moment(line.at),
            moment=line.at.isoformat(),
            title=journal_sentences.of_entry(line),
            who=line.actor_name,
        )
        for line in history_of(session, SUBJECT, row.public_id, limit=queries.SHOWN)
        if line.kind != CONSULTATION
    )

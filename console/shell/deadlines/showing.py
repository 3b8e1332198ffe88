"""What the pages of deadline rules and alerts show."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from console.base.calendar import End, said, span_of
from console.deadlines.options import USUAL
from console.deadlines.service import Alerts, Rule
from console.dispatch.wording import title_of as envelope_title
from console.shell.deadlines.words import span_title
from console.shell.mailbox.actors import type_title
from console.shell.pages import (
    Action,
    Cell,
    Column,
    Crumb,
    DataTable,
    Empty,
    Fact,
    FactGroup,
    RelatedTable,
    Row,
    ShowPage,
    Tag,
)
from console.shell.users.themes import ThemeColumn


def index_page(
    rules: Mapping[str, Rule], chosen: Mapping[str, Alerts], themes: tuple[ThemeColumn, ...]
) -> ShowPage:
    """List the rules, and by theme when people are told."""
    of_rules = (
        Column(_("Deadline")),
        Column(_("Lasts")),
        Column(_("Counted from")),
        Column(_("State"), "tag"),
    )
    of_themes = (
        Column(_("Theme")),
        Column(_("Before")),
        Column(_("On the last day")),
        Column(_("After")),
        Column(_("Administrators")),
    )
    return ShowPage(
        title=_("Rules and alerts"),
        groups=(),
        crumbs=crumbs()[:1],
        tables=(
            RelatedTable(
                _("Rules"),
                DataTable(_("Rules"), of_rules, tuple(_rule_row(one) for one in rules.values())),
                Empty(_("There is no rule"), _("Modules bring rules for what they send and ask.")),
            ),
            RelatedTable(
                _("Alerts"),
                DataTable(
                    _("Alerts"),
                    of_themes,
                    tuple(_alert_row(one, chosen.get(one.code, USUAL)) for one in themes),
                ),
                Empty(_("No theme is in use"), _("Switch a module on first.")),
            ),
        ),
    )


def rule_page(rule: Rule, example: End) -> ShowPage:
    """Show one rule, with an example that is counted from today, step by step."""
    declared = rule.declared
    facts = [
        Fact(_("What it is about"), _about(rule)),
        Fact(_("Lasts"), span_title(rule.span)),
        Fact(_("Counted from"), str(declared.runs_from)),
        Fact(_("Legal ground"), str(rule.ground)),
    ]
    if rule.source:
        facts.append(Fact(_("Source"), rule.source))
    if rule.confirmed_at is not None:
        facts.append(Fact(_("Confirmed on"), g.style.show_moment(rule.confirmed_at), "day"))
        facts.append(Fact(_("Confirmed by"), rule.confirmed_by))
        facts.append(Fact(_("As the module proposes it"), span_title(span_of(declared.span))))
    label = _("Edit") if rule.is_in_force else _("Confirm")
    return ShowPage(
        title=str(declared.title),
        groups=(FactGroup(None, tuple(facts)), FactGroup(_("An example: what begins now"), _steps(example))),
        crumbs=crumbs(),
        tags=(state_of(rule),),
        actions=(Action(label, url_for(".edit", deadline_rule=rule.key), "main"),),
    )


def state_of(rule: Rule) -> Tag:
    """Say whether a rule counts."""
    if rule.confirmed_at is not None:
        return Tag(pgettext("deadline", "Confirmed"), "ok")
    if rule.is_in_force:
        return Tag(pgettext("deadline", "From the law"), "ok")
    return Tag(pgettext("deadline", "Does not count: not confirmed yet"), "warn")


def crumbs() -> tuple[Crumb, ...]:
    """Give the way back."""
    return (
        Crumb(_("Deadlines"), url_for("DeadlinesView.index")),
        Crumb(_("Rules and alerts"), url_for("DeadlineRulesView.index")),
    )


def _about(rule: Rule) -> str:
    declared = rule.declared
    if declared.message:
        return str(_("Requests to companies: %(name)s", name=type_title(declared.message)))
    if declared.dossier:
        return str(_("Open dossiers: %(name)s", name=type_title(declared.dossier)))
    name = envelope_title(declared.dispatch)
    if declared.answer == "technical":
        return str(_("Technical acknowledgement of transmissions: %(name)s", name=name))
    return str(_("Business acknowledgement of transmissions: %(name)s", name=name))


def _steps(example: End) -> tuple[Fact, ...]:
    lines = [
        Fact(str(_("Step %(number)s", number=n)), said(one, g.style))
        for n, one in enumerate(example.steps, 1)
    ]
    end = g.style.show_moment(example.at) if example.is_moment else g.style.show_long_day(example.day)
    return (*lines, Fact(_("Ends"), end, "day"))


def _rule_row(rule: Rule) -> Row:
    state = state_of(rule)
    return Row(
        (
            Cell(str(rule.declared.title)),
            Cell(span_title(rule.span)),
            Cell(str(rule.declared.runs_from)),
            Cell(state.text, state.tone),
        ),
        url_for(".show", deadline_rule=rule.key),
    )


def _alert_row(theme: ThemeColumn, chosen: Alerts) -> Row:
    return Row(
        (
            Cell(str(theme.title)),
            Cell(_days(chosen.before)),
            Cell(_("yes") if chosen.on_day else _("no")),
            Cell(_days(chosen.after)),
            Cell(_days(chosen.escalate)),
        ),
        url_for(".alerts", theme=theme.code),
    )


def _days(number: int | None) -> str:
    return str(ngettext("%(num)d day", "%(num)d days", number)) if number else str(_("no"))

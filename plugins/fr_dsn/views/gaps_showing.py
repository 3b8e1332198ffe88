"""The page of one gap with its history, and the forms about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from flask import g, url_for

from console.plugin import gettext as _
from console.plugin import ngettext, pages
from plugins.fr_dsn.gaps.models import UNSETTLED, Gap, GapStep
from plugins.fr_dsn.gaps.service import REASONS
from plugins.fr_dsn.views import gaps_words, words

if TYPE_CHECKING:
    from plugins.fr_dsn.views.gaps_view import GapView


def show_page(view: GapView, gap: Gap, steps: Sequence[GapStep], *, may_answer: bool) -> pages.ShowPage:
    """Give the page of a gap."""
    text, tone = gaps_words.state(gap.state)
    return pages.ShowPage(
        title=title_of(gap),
        groups=(_facts(view, gap),),
        crumbs=(pages.Crumb(str(view.rows), url_for(".index")),),
        tags=(pages.Tag(text, tone),),
        actions=tuple(_actions(view, gap, may_answer)),
        timeline=tuple(_entry(step) for step in reversed(steps)),
    )


def form_page(
    view: GapView, gap: Gap, form: Any, title: str, names: tuple[str, ...], submit: str, lead: str = ""
) -> pages.FormPage:
    """Give the page of a form about a gap."""
    return pages.FormPage(
        title=title,
        form=form,
        fieldsets=(pages.Fieldset(None, names),),
        submit=submit,
        cancel_url=url_for(".show", pk=gap.id),
        crumbs=(
            pages.Crumb(str(view.rows), url_for(".index")),
            pages.Crumb(title_of(gap), url_for(".show", pk=gap.id)),
        ),
        lead=lead,
    )


def bulk_page(view: GapView, form: Any) -> pages.FormPage:
    """Give the page on which something is done with several gaps."""
    return pages.FormPage(
        title=_("Several gaps at once"),
        form=form,
        fieldsets=(
            pages.Fieldset(_("Which ones"), ("gaps",)),
            pages.Fieldset(_("What to do"), ("act", "day", "reason", "text")),
        ),
        submit=_("Do it"),
        cancel_url=url_for(".index"),
        crumbs=(pages.Crumb(str(view.rows), url_for(".index")),),
        lead=_("These are the gaps of the page from which you come that are still to be followed up."),
    )


def title_of(gap: Gap) -> str:
    """Give what a gap is called on its page."""
    place = words.siret(str(gap.establishment))
    return f"{gaps_words.kind(gap.kind)}, {place}, {gaps_words.month(gap.month)}"


def line_of(gap: Gap) -> str:
    """Name a gap among others, without saying whom it is about."""
    return f"{title_of(gap)}, {gap.reference}"


def _actions(view: GapView, gap: Gap, may_answer: bool) -> Iterator[pages.Action]:
    is_open, may_follow = gap.state in UNSETTLED, view.may_follow()
    if is_open and may_follow:
        yield pages.Action(_("Write to the company"), url_for(".write", pk=gap.id), "main")
        yield pages.Action(_("Note an answer"), url_for(".note", pk=gap.id))
        yield pages.Action(_("Look again later"), url_for(".later", pk=gap.id))
        yield pages.Action(_("Close the gap"), url_for(".close", pk=gap.id))
    if is_open and may_answer:
        yield pages.Action(_("Answer"), url_for(".answer", pk=gap.id), "main")
    if not is_open and may_follow:
        yield pages.Action(_("Open again"), url_for(".reopen", pk=gap.id), post=True)
    yield pages.Action(_("Next one"), url_for(".onward", pk=gap.id))


def _facts(view: GapView, gap: Gap) -> pages.FactGroup:
    style = g.style
    facts = [
        pages.Fact(_("Reference"), gap.reference, "code"),
        pages.Fact(_("What is missing"), gaps_words.sentence(gap)),
        pages.Fact(_("Month"), gaps_words.month(gap.month)),
        pages.Fact(_("Establishment"), words.siret(str(gap.establishment))),
        pages.Fact(_("SIRET"), words.siret(gap.siret), "code"),
        pages.Fact(_("Account"), view.column("company").show(gap.company, style)),
    ]
    if gap.subject:
        label = _("Person") if gap.person else _("Insured contract")
        facts.append(pages.Fact(label, gaps_words.subject(gap), "code"))
    facts.append(pages.Fact(_("Found"), style.show_moment(gap.found_at), "day"))
    facts.append(
        pages.Fact(_("Look at it on"), style.show_day(gap.follow_up) if gap.follow_up else "", "day")
    )
    return pages.FactGroup(None, tuple(facts))


def _entry(step: GapStep) -> pages.TimelineEntry:
    told = [str(REASONS.get(step.reason, "")), step.text]
    if step.count:
        told.append(ngettext("E-mail to %(num)s person.", "E-mail to %(num)s people.", step.count))
    if step.day is not None:
        told.append(_("Until %(day)s.", day=g.style.show_day(step.day)))
    return pages.TimelineEntry(
        when=g.style.show_moment(step.at),
        moment=step.at.isoformat(),
        title=str(gaps_words.STEPS.get(step.what, step.what)),
        text=" ".join(one for one in told if one),
        who=step.by,
    )

"""The page of one establishment, and the question before it is removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from flask import g, url_for

from console.plugin import db, pages
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.portfolio.models import TO_VERIFY, VERIFIED, Establishment
from plugins.fr_dsn.portfolio.service import Step
from plugins.fr_dsn.views import portfolio_priming
from plugins.fr_dsn.views.portfolio_columns import CAME, DUE_DAYS, PRIMING, STATES, first_day

if TYPE_CHECKING:
    from plugins.fr_dsn.views.portfolio_establishments import EstablishmentView

STEP_WORDS: Final[Mapping[Step, Any]] = {
    "ask": _l("Ask for priming data"),
    "grant": _l("Grant priming data"),
    "refuse": _l("Refuse priming data"),
    "end": _l("End the authorisation for priming data"),
}
TONES: Final[Mapping[str, pages.Tone]] = {VERIFIED: "ok", TO_VERIFY: "warn"}


def show_page(view: EstablishmentView, row: Establishment) -> pages.ShowPage:
    """Give the page of an establishment."""
    return pages.ShowPage(
        title=view.name_of(row),
        groups=(_facts(view, row), _priming(row)),
        crumbs=(pages.Crumb(str(view.rows), url_for(".index")),),
        tags=(pages.Tag(_word(STATES, row.state), TONES.get(row.state, "plain")),),
        actions=tuple(_actions(view, row)),
        tables=portfolio_priming.tables(db.session(), row),
    )


def remove_page(view: EstablishmentView, row: Establishment) -> pages.ConfirmPage:
    """Give the question before an establishment is removed."""
    here = url_for(".show", pk=row.id)
    return pages.ConfirmPage(
        title=_("Remove %(name)s from the portfolio?", name=view.name_of(row)),
        consequences=(
            _("It disappears from the portfolio, the board and the due dates, also for your colleagues."),
            _("Its deposits and returns stay until their time is over. You can add it again."),
        ),
        submit=_("Remove"),
        cancel_url=here,
        crumbs=(pages.Crumb(str(view.rows), url_for(".index")), pages.Crumb(view.name_of(row), here)),
        danger=True,
    )


def _facts(view: EstablishmentView, row: Establishment) -> pages.FactGroup:
    style = g.style
    shown = [
        pages.Fact(str(column.label), column.show(column.value(row), style), column.cell)
        for column in map(view.column, ("siret", "name", "partner"))
    ]
    shown += [
        pages.Fact(_("Due day"), _word(DUE_DAYS, row.due_day)),
        pages.Fact(_("How it came"), _word(CAME, row.came)),
        pages.Fact(_("Added"), style.show_moment(row.added_at)),
        pages.Fact(_("Last month deposited"), first_day(row.last_month)),
    ]
    if sight.is_staff():
        shown.append(pages.Fact(_("Account"), view.column("company").show(row.company, style)))
    return pages.FactGroup(_("Establishment"), tuple(shown))


def _priming(row: Establishment) -> pages.FactGroup:
    def day(value: Any) -> str:
        return g.style.show_day(value) if value is not None else ""

    return pages.FactGroup(
        _("Authorisation for priming data"),
        (
            pages.Fact(_("State"), _word(PRIMING, row.priming)),
            pages.Fact(_("Asked for on"), day(row.priming_asked), "day"),
            pages.Fact(_("Decided on"), day(row.priming_decided), "day"),
            pages.Fact(_("Ended on"), day(row.priming_ended), "day"),
        ),
    )


def _actions(view: EstablishmentView, row: Establishment) -> list[pages.Action]:
    found = [
        pages.Action(str(STEP_WORDS[step]), url_for(".prime", pk=row.id, act=step), post=True)
        for step in view.steps_of(row)
    ]
    if sight.may(db.session(), "manage", row.id) and view.may("write"):
        if row.state == TO_VERIFY and row.name and row.due_day:
            found.append(pages.Action(_("Verified"), url_for(".verify", pk=row.id), post=True))
        found.append(pages.Action(_("Remove"), url_for(".remove", pk=row.id), "danger"))
        found.append(pages.Action(_("Edit"), url_for(".edit", pk=row.id), "main"))
    found.append(pages.Action(_("History"), url_for(".history", pk=row.id), icon="history"))
    return found


def _word(of: tuple[tuple[str, Any], ...], value: str) -> str:
    return next((str(word) for code, word in of if code == value), "")

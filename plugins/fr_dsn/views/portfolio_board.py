"""The board, establishment by month, and the page of due dates with who is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access

from console.plugin import BadArgument, PageView, clock, db, pages
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.deposits.models import ACCEPTED, DEPOSITED, REFUSED
from plugins.fr_dsn.portfolio import boards
from plugins.fr_dsn.portfolio.boards import FILTERS, MOST_COUNTED, TO_HANDLE, Asked, Line, Missing, Wanted
from plugins.fr_dsn.portfolio.due import DAYS, due_at, month_before
from plugins.fr_dsn.portfolio.models import Establishment
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.board_showing import SHORT, TONES, BoardPage, CellShown, DuePage, DuePart, RowShown
from plugins.fr_dsn.views.open_showing import open_page
from plugins.fr_dsn.views.portfolio_columns import first_day

EARLIEST, LATEST = 2000, 2100
"""Years that an address may ask for."""


class BoardView(PageView):
    """How each month of each establishment stands, and until when the next one is due."""

    key = "board"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "due": "read",
        "not_accepted": "read",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show the board."""
        wanted = _wanted()
        found = boards.board(db.session(), wanted)
        here = {"state": wanted.state, "search": wanted.search, "last": f"{wanted.last:%Y-%m}"}
        kept: dict[str, Any] = {key: value for key, value in here.items() if value}
        next_url = None
        if found.has_more:
            last = found.lines[-1].establishment
            next_url = url_for(".index", **kept, after=f"{last.id}.{last.name}")
        page = BoardPage(
            title=_("Board"),
            lead=_("How the monthly declarations of each establishment stand."),
            months=tuple(words.month(f"{month:%Y-%m}") for month in found.months),
            rows=tuple(_row(line, found.months) for line in found.lines),
            search=wanted.search,
            filters=(
                pages.FilterControl("state", _("In one of the months"), "choice", wanted.state, _choices()),
                pages.FilterControl("last", _("Last month shown"), "text", f"{wanted.last:%Y-%m}"),
            ),
            clear_url=url_for(".index") if request.args else None,
            empty=pages.Empty(
                _("Nothing is found"), _("Establishments appear here once they are in the portfolio.")
            ),
            pager=pages.Pager("", url_for(".index", **kept) if wanted.after else None, next_url),
            actions=(pages.Action(_("Due dates"), url_for(".due"), icon="calendar"),),
        )
        return render_template("fr_dsn/board.html", page=page)

    @expose("/due")
    @has_access
    def due(self) -> ResponseReturnValue:
        """Show until when a month is due, and for which establishments nothing is deposited."""
        month = _month("month", month_before(clock.today("Europe/Paris"), 1))
        day, after = request.args.get("day", ""), _dated("after")
        begun = {day: after} if day in DAYS and after is not None else {}
        parts = [
            _part(month, found, has_before=found.due_day in begun)
            for found in boards.missing(db.session(), month, begun)
        ]
        page = DuePage(
            title=_("Due dates"),
            crumbs=(pages.Crumb(_("Board"), url_for(".index")),),
            lead=_(
                "Monthly declarations of %(month)s that are not deposited yet.",
                month=words.month(f"{month:%Y-%m}"),
            ),
            before_url=url_for(".due", month=f"{month_before(month):%Y-%m}"),
            after_url=url_for(".due", month=f"{month_before(month, -1):%Y-%m}"),
            parts=tuple(parts),
        )
        return render_template("fr_dsn/due.html", page=page)

    @expose("/not_accepted")
    @has_access
    def not_accepted(self) -> ResponseReturnValue:
        """List the establishments of a due day whose month is not accepted yet: a line of the deadlines leads here."""
        asked = _asked()
        found = boards.not_accepted(db.session(), asked)
        return render_template("guichet/list.html", page=open_page(asked, *found))


def _asked() -> Asked:
    month = _month("month", month_before(clock.today("Europe/Paris"), 1))
    day, company = request.args.get("day", DAYS[0]), request.args.get("company", "")
    if day not in DAYS:
        raise BadArgument(_l("The list cannot be narrowed to this value."), place="day")
    if company and not (company.isascii() and company.isdecimal() and len(company) < 10):
        raise BadArgument(_l("The list cannot be narrowed to this value."), place="company")
    return Asked(month, day, int(company) if company else None, _dated("after"))


def _wanted() -> Wanted:
    state = request.args.get("state", "")
    if state and state not in FILTERS:
        raise BadArgument(_l("The list cannot be narrowed to this value."), place="state")
    today = clock.today("Europe/Paris").replace(day=1)
    return Wanted(_month("last", today), state, request.args.get("search", "").strip()[:60], _place("after"))


def _month(name: str, usual: date) -> date:
    """Read a month of an address, `2025-02`; raises `BadArgument`."""
    text = request.args.get(name, "")
    if not text:
        return usual.replace(day=1)
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError as fault:
        raise BadArgument(_l("Enter a month as year and month, such as 2025-02."), place=name) from fault
    if not EARLIEST <= found.year < LATEST:
        raise BadArgument(_l("Enter a month as year and month, such as 2025-02."), place=name)
    return found


def _place(name: str) -> tuple[str, int] | None:
    """Read where a page begins, `12.Name`; raises `BadArgument`."""
    text = request.args.get(name, "")[:200]
    key, _dot, value = text.partition(".")
    if text and not (key.isascii() and key.isdecimal() and len(key) < 10):
        raise BadArgument(_l("There is no such page."), place=name)
    return (value, int(key)) if text else None


def _dated(name: str) -> tuple[date, int] | None:
    """Read where a page begins in the order of a day, `12.2025-02-01`; raises `BadArgument`."""
    found = _place(name)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[0]), found[1]
    except ValueError as fault:
        raise BadArgument(_l("There is no such page."), place=name) from fault


def _row(line: Line, months: Sequence[date]) -> RowShown:
    one = line.establishment
    return RowShown(
        one.name or words.siret(one.siret),
        words.siret(one.siret) if one.name else "",
        url_for("fr_dsn__EstablishmentView.show", pk=one.id),
        tuple(_cell(line, month) for month in months),
    )


def _cell(line: Line, month: date) -> CellShown:
    found = line.months.get(month)
    if found is None:
        return CellShown("", "plain", 0)
    return CellShown(str(SHORT[found.state]), TONES[found.state], found.to_handle)


def _choices() -> tuple[pages.Choice, ...]:
    found = [pages.Choice(key, str(SHORT[key])) for key in (DEPOSITED, ACCEPTED, REFUSED)]
    return (*found, pages.Choice(TO_HANDLE, _("Return to handle")))


def _part(month: date, found: Missing, *, has_before: bool) -> DuePart:
    moment = due_at(month, found.due_day)
    is_late = clock.now() >= moment
    many = found.count > MOST_COUNTED
    count = _("more than %(count)s", count=words.number(MOST_COUNTED)) if many else words.number(found.count)
    here: dict[str, Any] = {"month": f"{month:%Y-%m}", "day": found.due_day}
    last = found.rows[-1] if found.has_more else None
    return DuePart(
        title=_("Due on %(moment)s", moment=g.style.show_moment(moment)),
        tag=pages.Tag(_("Late"), "bad") if is_late and found.count else None,
        count=_("Missing: %(count)s", count=count),
        table=_table(found),
        empty=_("Everything is deposited."),
        pager=pages.Pager(
            "",
            url_for(".due", **here) if has_before else None,
            url_for(".due", **here, after=f"{last.id}.{last.last_month}") if last is not None else None,
        ),
    )


def _table(found: Missing) -> pages.DataTable:
    columns = (
        pages.Column(_("Establishment")),
        pages.Column(_("SIRET"), "code"),
        pages.Column(_("Last month deposited")),
    )
    return pages.DataTable(_("Not deposited yet"), columns, tuple(map(_missing_row, found.rows)))


def _missing_row(one: Establishment) -> pages.Row:
    cells = (
        pages.Cell(one.name or words.siret(one.siret)),
        pages.Cell(words.siret(one.siret)),
        pages.Cell(first_day(one.last_month)),
    )
    return pages.Row(cells, url_for("fr_dsn__EstablishmentView.show", pk=one.id))

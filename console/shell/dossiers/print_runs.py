"""What goes out by post: what waits, what was printed together, and that it was posted."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from console.documents import service as files
from console.dossiers import queries, service
from console.dossiers.document_models import PrintRun
from console.dossiers.kinds import title_of
from console.dossiers.queries import Waiting
from console.institutions.sessions import db
from console.jobs.tasks import start_task
from console.shell import gate
from console.shell.boundary import say_done
from console.shell.dossiers import here
from console.shell.dossiers.print_task import KIND
from console.shell.forms.attachments import handed_out
from console.shell.mailbox.actors import theme_title
from console.shell.page_view import PageView
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
from console.shell.staff import institution_at_hand
from console.shell.tasks.page_data import task_url


class PrintRunsView(PageView):
    """Print runs of the institution, in the themes of who looks."""

    key = "print_run"
    route_base = "/dossiers/print"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "file": "read",
        "make": "write",
        "again": "write",
        "posted": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show what waits, and the newest runs."""
        return render_template("guichet/show.html", page=_index_page(_themes()))

    @expose("/make", methods=("POST",))
    @has_access
    def make(self) -> ResponseReturnValue:
        """Collect what waits into a run, and begin its PDF."""
        run = service.make_run(db.session(), _themes(), by=here.reader().name)
        return _begin(run)

    @expose("/run/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show a run with its documents."""
        return render_template("guichet/show.html", page=_run_page(_run(reference)))

    @expose("/run/<reference>/again", methods=("POST",))
    @has_access
    def again(self, reference: str) -> ResponseReturnValue:
        """Begin the PDF of a run anew, while it has none."""
        run = _run(reference)
        if run.file_reference:
            return redirect(url_for(".show", reference=reference), 303)
        return _begin(run)

    @expose("/run/<reference>/file")
    @has_access
    def file(self, reference: str) -> ResponseReturnValue:
        """Give the PDF of a run."""
        run = _run(reference)
        if not run.file_reference:
            raise here.unknown()
        return handed_out(files.find(db.session(), run.file_reference))

    @expose("/run/<reference>/posted", methods=("POST",))
    @has_access
    def posted(self, reference: str) -> ResponseReturnValue:
        """Note that the letters of a run were posted."""
        service.posted(db.session(), _run(reference), by=here.reader().name)
        say_done(_("The documents are marked as posted."))
        return redirect(url_for(".show", reference=reference), 303)


def _themes() -> list[str]:
    """Give the themes in which the visitor works for the institution."""
    institution_at_hand()
    return list(here.reader().themes)


def _run(reference: str) -> PrintRun:
    return service.run_of(db.session(), reference, _themes(), lock=request.method == "POST")


def _begin(run: PrintRun) -> ResponseReturnValue:
    params = {"reference": run.reference, "themes": run.themes, "user": here.reader().user_id}
    task = start_task(db.session(), KIND, params, total=run.documents)
    return redirect(task_url(task), 303)


def _may_write() -> bool:
    return gate.allows(g.visit, "can_write", "console.print_run")


def _index_page(themes: list[str]) -> ShowPage:
    waiting = queries.waiting(db.session(), themes)
    make = Action(_("Make a print run"), url_for(".make"), "main", post=True)
    return ShowPage(
        title=_("By post"),
        groups=(),
        crumbs=(Crumb(_("Dossiers"), url_for("DossiersView.index")),),
        actions=(make,) if waiting and _may_write() else (),
        tables=(_waiting_table(waiting), _runs_table(queries.runs(db.session(), themes))),
    )


def _waiting_table(waiting: list[Waiting]) -> RelatedTable:
    title = _("Waits to be printed")
    columns = (Column(_("Company")), Column(_("Theme")), Column(_("Documents"), "number"))
    rows = tuple(
        Row(
            (
                Cell(f"{one.company.number} {one.company.name}"),
                Cell(theme_title(one.theme)),
                Cell(g.style.show_number(one.documents)),
            )
        )
        for one in waiting
    )
    return RelatedTable(
        title,
        DataTable(title, columns, rows),
        Empty(
            _("Nothing waits"),
            _("Documents of companies that receive by post, and decisions nobody opens, are collected here."),
        ),
    )


def _runs_table(runs: list[PrintRun]) -> RelatedTable:
    title = _("Print runs")
    columns = (
        Column(_("Reference"), "code"),
        Column(_("Made"), "day"),
        Column(_("By")),
        Column(_("Documents"), "number"),
        Column(_("State"), "tag"),
    )
    rows = []
    for run in runs:
        state = _state(run)
        cells = (
            Cell(run.reference),
            Cell(g.style.show_moment(run.made_at)),
            Cell(run.made_by),
            Cell(g.style.show_number(run.documents)),
            Cell(state.text, state.tone),
        )
        rows.append(Row(cells, url_for(".show", reference=run.reference)))
    return RelatedTable(
        title,
        DataTable(title, columns, tuple(rows)),
        Empty(_("No print run yet"), _("A print run is one PDF with a cover sheet for each company.")),
    )


def _run_page(run: PrintRun) -> ShowPage:
    found = queries.printed_in(db.session(), run)
    names = queries.companies_of(db.session(), {one.document.company_id for one in found})
    title = _("Documents")
    columns = (Column(_("Title")), Column(_("Company")), Column(_("Theme")))
    rows = tuple(
        Row(
            (
                Cell(one.document.title, detail=title_of(one.document.kind)),
                Cell(f"{names[one.document.company_id].number} {names[one.document.company_id].name}"),
                Cell(theme_title(one.document.theme)),
            ),
            url_for("DossiersView.document", reference=one.document.reference),
        )
        for one in found
    )
    return ShowPage(
        title=_("Print run %(reference)s", reference=run.reference),
        groups=(FactGroup(None, _facts(run)),),
        crumbs=(
            Crumb(_("Dossiers"), url_for("DossiersView.index")),
            Crumb(_("By post"), url_for(".index")),
        ),
        tags=(_state(run),),
        actions=tuple(_actions(run)),
        tables=(RelatedTable(title, DataTable(title, columns, rows), Empty("", "")),),
    )


def _facts(run: PrintRun) -> tuple[Fact, ...]:
    posted = ""
    if run.posted_at is not None:
        when = g.style.show_moment(run.posted_at)
        posted = _("%(when)s by %(name)s", when=when, name=run.posted_by)
    made = _("%(when)s by %(name)s", when=g.style.show_moment(run.made_at), name=run.made_by)
    count = str(ngettext("%(num)d document", "%(num)d documents", run.documents))
    return (Fact(_("Made"), made), Fact(_("Documents"), count), Fact(_("Posted"), posted))


def _actions(run: PrintRun) -> list[Action]:
    if not run.file_reference:
        again = Action(_("Make the PDF again"), url_for(".again", reference=run.reference), post=True)
        return [again] if _may_write() else []
    found = [Action(_("PDF"), url_for(".file", reference=run.reference), icon="document")]
    if run.posted_at is None and _may_write():
        url = url_for(".posted", reference=run.reference)
        found.append(Action(_("Mark as posted"), url, "main", post=True))
    return found


def _state(run: PrintRun) -> Tag:
    if run.posted_at is not None:
        return Tag(pgettext("print run", "Posted"), "ok")
    if run.file_reference:
        return Tag(pgettext("print run", "To be posted"), "warn")
    return Tag(pgettext("print run", "The PDF is being made"), "info")

"""Slips as they came, for the institution's staff: brought by hand, and with what was found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from sqlalchemy import select

from console.plugin import ConsoleError, PageView, db, note_consultation, pages, say_done, visitor
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.benefits import receiving, service
from plugins.fr_dsn.benefits.models import BY_FILE, Benefit, KeptSlip
from plugins.fr_dsn.benefits.receiving import Taken
from plugins.fr_dsn.benefits.service import SUBJECT, Came
from plugins.fr_dsn.checking.outcome import said
from plugins.fr_dsn.views import benefit_words, words
from plugins.fr_dsn.views import stoppage_words as stoppage_said
from plugins.fr_dsn.views.asking import page_of
from plugins.fr_dsn.views.entering import name_of

PER_PAGE = 50
MOST_FILES = 50
SHOWN = 200
"""Benefits that the page of a slip shows."""
TITLE = _l("Slips (BPIJ)")


class SlipForm(FlaskForm):
    """The files that somebody brings."""

    files = MultipleFileField(
        _l("Slips and answers"),
        [FileRequired(_l("Choose at least one file."))],
        description=_l(
            "Slips of daily benefits (BPIJ) and answers to enrolments (ARL, CR) as XML, together up to 20 MB. What "
            "was brought before is known again."
        ),
        render_kw={"accept": ".xml"},
    )


class SlipView(PageView):
    """Slips of the institution."""

    key = "slip"
    default_view = "index"
    files_mb = 20
    method_permission_name: ClassVar[dict[str, str]] = {"index": "read", "show": "read", "upload": "write"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List slips, the last one first."""
        page = page_of(request.args)
        asked = select(KeptSlip).order_by(KeptSlip.came_at.desc(), KeptSlip.id.desc())
        found = db.session.scalars(asked.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)).all()
        may_write = bool(self.appbuilder.sm.has_access("can_write", self.class_permission_name))
        shown = _list_page(found[:PER_PAGE], page, has_more=len(found) > PER_PAGE, may_write=may_write)
        return render_template("guichet/list.html", page=shown)

    @expose("/files", methods=("GET", "POST"))
    @has_access
    def upload(self) -> ResponseReturnValue:
        """Ask for files and take them, all or none."""
        form = SlipForm()
        taken = _taken(form)
        if taken is None:
            return render_template("guichet/form.html", page=_form_page(form)), 422 if form.errors else 200
        for one in taken:
            say_done(_told(one))
        if len(taken) == 1 and taken[0].slip is not None:
            return redirect(url_for(".show", reference=taken[0].slip.reference), 303)
        return redirect(url_for(".index"), 303)

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show a slip with its findings and its benefits."""
        one = service.slip_by_reference(db.session(), reference)
        asked = select(Benefit).where(Benefit.slip == one.reference).order_by(Benefit.id).limit(SHOWN)
        found = db.session.scalars(asked).all()
        page = _show_page(one, found, benefit_words.names_of(db.session(), found))
        note_consultation(
            SUBJECT,
            subject_id=one.reference,
            institution=one.institution_id,
            name=one.reference,
        )
        return render_template("guichet/show.html", page=page)


def _taken(form: SlipForm) -> list[Taken] | None:
    """Take the files that were sent; else put what is wrong on the form, keep nothing, and give nothing."""
    if not form.validate_on_submit():
        return None
    sent = [one for one in form.files.data or () if one and one.filename]
    if len(sent) > MOST_FILES:
        form.files.errors = [_("Choose at most %(most)s files at a time.", most=MOST_FILES)]
        return None
    session, by, taken, faults = db.session(), str(visitor().name), [], []
    with session.begin_nested() as kept:
        for one in sent:
            name = name_of(one.filename)
            try:
                taken.append(receiving.take(session, one.stream.read(), Came(name, BY_FILE, by)))
            except ConsoleError as fault:
                faults.append(f"{name}: {fault}")
        if faults:
            kept.rollback()
    if faults:
        form.files.errors = faults
        return None
    return taken


def _told(one: Taken) -> str:
    if one.slip is None:
        text = _("%(kind)s: %(count)s answers fitted a line, %(unknown)s did not and are kept.")
        return str(text % {"kind": one.kind, "count": one.fitted, "unknown": one.unknown})
    if not one.is_new:
        return str(_("%(name)s came before; it is kept and counted once.", name=one.slip.name))
    if one.slip.verdict == "refused":
        return str(_("%(name)s is refused; nothing of it is counted.", name=one.slip.name))
    return str(_("%(name)s is taken.", name=one.slip.name))


def _form_page(form: SlipForm) -> pages.FormPage:
    return pages.FormPage(
        title=_("Bring slips or answers"),
        form=form,
        fieldsets=(pages.Fieldset(None, ("files",)),),
        submit=_("Bring"),
        cancel_url=url_for(".index"),
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
    )


def _list_page(found: Sequence[KeptSlip], page: int, *, has_more: bool, may_write: bool) -> pages.ListPage:
    columns = (
        pages.Column(_("File")),
        pages.Column(_("Identification"), "code"),
        pages.Column(_("Verdict"), "tag"),
        pages.Column(_("Benefits"), "number"),
        pages.Column(_("Total"), "number"),
        pages.Column(_("Came"), "day"),
    )
    before = url_for(".index", page=page - 1) if page > 1 else None
    after = url_for(".index", page=page + 1) if has_more else None
    return pages.ListPage(
        title=str(TITLE),
        lead=_("Each slip as it came. One whose totals are wrong is refused, and nothing of it is counted."),
        table=pages.DataTable(str(TITLE), columns, tuple(map(_row, found))),
        empty=pages.Empty(_("No slip yet"), _("Slips come from the slip service, or are brought as files.")),
        pager=pages.Pager("", before, after),
        actions=(pages.Action(_("Bring files"), url_for(".upload"), "main"),) if may_write else (),
    )


def _row(one: KeptSlip) -> pages.Row:
    cells = (
        pages.Cell(one.name),
        pages.Cell(one.identification),
        pages.Cell(*words.verdict(one.verdict)),
        pages.Cell(words.number(one.benefits)),
        pages.Cell(benefit_words.money(one.total)),
        pages.Cell(stoppage_said.moment(one.came_at)),
    )
    return pages.Row(cells, url=url_for(".show", reference=one.reference))


def _show_page(one: KeptSlip, found: Sequence[Benefit], names: Mapping[str, str]) -> pages.ShowPage:
    text, tone = words.verdict(one.verdict)
    facts = (
        pages.Fact(_("Reference"), one.reference, "code"),
        pages.Fact(_("Identification"), one.identification, "code"),
        pages.Fact(_("Total of the lines"), benefit_words.money(one.total)),
        pages.Fact(_("Declared total"), "" if one.declared is None else benefit_words.money(one.declared)),
        pages.Fact(_("Benefits"), words.number(one.benefits)),
        pages.Fact(_("Came"), stoppage_said.moment(one.came_at), "day"),
        pages.Fact(_("Brought by"), one.brought_by or _("Slip service")),
        pages.Fact(_("How often it came"), words.number(one.times)),
    )
    columns = (pages.Column(_("Severity"), "tag"), pages.Column(_("What to do")))
    rows = tuple(
        pages.Row((pages.Cell(*words.severity(each["severity"])), pages.Cell(said(each["facts"]))))
        for each in one.findings
    )
    title = _("What was found")
    findings = pages.DataTable(title, columns, rows)
    return pages.ShowPage(
        title=one.name,
        groups=(pages.FactGroup(None, facts),),
        crumbs=(pages.Crumb(str(TITLE), url_for(".index")),),
        tags=(pages.Tag(text, tone),),
        tables=(
            pages.RelatedTable(title, findings, pages.Empty(_("Nothing was found."), "")),
            pages.RelatedTable(
                _("Benefits"),
                benefit_words.table(found, _("Benefits"), names),
                pages.Empty(_("No daily benefit"), ""),
            ),
        ),
    )

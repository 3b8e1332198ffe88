"""The standard answers of the themes: who may send in a theme keeps them, everybody in it uses them."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from config import LANGUAGES
from console.audit import service as audit
from console.base.errors import Conflict
from console.desk import keeping
from console.desk.models import StandardAnswer
from console.institutions.sessions import db
from console.mailbox.service import Actor
from console.shell.boundary import say_done
from console.shell.desk.act_forms import LONGEST_TEXT, NEEDED, area, short
from console.shell.desk.doors import for_staff, staff
from console.shell.journal_sentences import sentence
from console.shell.mailbox.actors import theme_title
from console.shell.page_view import PageView
from console.shell.pages import (
    Cell,
    Column,
    ConfirmPage,
    Crumb,
    DataTable,
    Empty,
    FieldChange,
    Fieldset,
    FormPage,
    HistoryPage,
    ListPage,
    Pager,
    Row,
    TimelineEntry,
)


class AnswerForm(FlaskForm):
    """A standard answer."""

    version = HiddenField()
    theme = SelectField(_l("Theme"), [NEEDED], choices=[])
    language = SelectField(
        _l("Language"), [NEEDED], choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()]
    )
    title = StringField(
        _l("Title"),
        [NEEDED, short(120)],
        description=_l("By which you choose it. The company does not read it."),
    )
    text = area(_l("Text"), NEEDED, short(LONGEST_TEXT), rows=10)


class DeskAnswersView(PageView):
    """Texts that are written often."""

    key = "desk"
    route_base = "/desk/answers"
    default_view = "index"
    method_permission_name = {
        "index": "read",
        "history": "read",
        "add": "write",
        "edit": "write",
        "delete": "write",
    }

    @expose("/")
    @for_staff
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the standard answers of the person's themes."""
        actor, _tenant = staff()
        rows = keeping.answers(db.session(), actor.themes)
        return render_template("guichet/list.html", page=_list(actor, rows))

    @expose("/add", methods=("GET", "POST"))
    @for_staff
    @has_access
    def add(self) -> ResponseReturnValue:
        """Write a new standard answer."""
        actor, tenant = staff()
        form = AnswerForm(language=g.language if g.language in tenant.languages else tenant.languages[0])
        return _edited(actor, form, StandardAnswer(theme=""), url_for(".index"))

    @expose("/<int:pk>/edit", methods=("GET", "POST"))
    @for_staff
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        """Change a standard answer; what somebody else changed meanwhile is not overwritten."""
        actor, _tenant = staff()
        row = keeping.answer_of(db.session(), actor, pk, lock=request.method == "POST")
        form = AnswerForm(obj=row) if request.method == "GET" else AnswerForm()
        if form.is_submitted() and form.version.data != str(row.version):
            raise Conflict(_("Somebody changed this entry meanwhile. Nothing of theirs was overwritten."))
        return _edited(actor, form, row, url_for(".index"))

    @expose("/<int:pk>/delete", methods=("GET", "POST"))
    @for_staff
    @has_access
    def delete(self, pk: int) -> ResponseReturnValue:
        """Ask, then delete a standard answer."""
        actor, _tenant = staff()
        row = keeping.answer_of(db.session(), actor, pk, lock=request.method == "POST")
        if request.method == "POST":
            keeping.delete_answer(db.session(), actor, row)
            say_done(_("%(name)s is deleted.", name=row.title))
            return redirect(url_for(".index"), 303)
        page = ConfirmPage(
            title=_("Delete %(name)s?", name=row.title),
            consequences=(
                _("Nobody can choose it any more."),
                _("What was written with it stays as it was sent."),
            ),
            submit=_("Delete"),
            cancel_url=url_for(".edit", pk=pk),
            crumbs=_crumbs(),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)

    @expose("/<int:pk>/history")
    @for_staff
    @has_access
    def history(self, pk: int) -> ResponseReturnValue:
        """Show who changed what in a standard answer."""
        row = keeping.answer_of(db.session(), staff()[0], pk)
        entries = audit.history_of(db.session(), keeping.ANSWER, pk)
        return render_template("guichet/history.html", page=_history(row, entries))


def _edited(actor: Actor, form: AnswerForm, row: StandardAnswer, back: str) -> ResponseReturnValue:
    themes = [theme for theme in actor.themes if keeping.may_keep(actor, theme)]
    if row.theme and row.theme not in themes:
        themes.insert(0, row.theme)
    form.theme.choices = [SelectChoice(theme, theme_title(theme)) for theme in themes]
    if form.validate_on_submit():
        values = {"theme": form.theme.data, "language": form.language.data, "title": form.title.data.strip()}
        values["text"] = form.text.data.replace("\r\n", "\n").strip()
        try:
            keeping.keep_answer(db.session(), actor, row, values)
        except Conflict as fault:
            form.title.errors = [str(fault)]
        else:
            say_done(_("%(name)s is saved.", name=row.title))
            return redirect(back, 303)
    page = FormPage(
        title=_("Standard answer"),
        form=form,
        fieldsets=(Fieldset(None, (("theme", "language"), "title", "text")),),
        submit=_("Save"),
        cancel_url=back,
        crumbs=_crumbs(),
    )
    return render_template("guichet/form.html", page=page), 422 if form.errors else 200


def _list(actor: Actor, rows: Any) -> ListPage:
    may_add = any(keeping.may_keep(actor, theme) for theme in actor.themes)
    return ListPage(
        title=_("Standard answers"),
        lead=_("Texts to begin a question or an answer with, by theme and language."),
        table=DataTable(
            _("Standard answers"),
            (
                Column(_("Title")),
                Column(_("Theme")),
                Column(_("Language")),
                Column(_("Text")),
                Column(_("History")),
            ),
            tuple(
                Row(
                    (
                        Cell(one.title),
                        Cell(theme_title(one.theme)),
                        Cell(LANGUAGES.get(one.language, one.language)),
                        Cell(_shortened(one.text)),
                        Cell(_("History"), url=url_for(".history", pk=one.id)),
                    ),
                    url_for(".edit", pk=one.id) if keeping.may_keep(actor, one.theme) else None,
                )
                for one in rows
            ),
        ),
        empty=Empty(
            _("No standard answer yet"), _("Texts that are written often are kept here once, for all.")
        ),
        pager=Pager(""),
        add_url=url_for(".add") if may_add else None,
        crumbs=(Crumb(_("Work queue"), url_for("DeskView.queue")),),
    )


def _history(row: StandardAnswer, entries: Any) -> HistoryPage:
    labels = {"theme": _("Theme"), "language": _("Language"), "title": _("Title"), "text": _("Text")}
    return HistoryPage(
        title=_("History: %(name)s", name=row.title),
        entries=tuple(
            TimelineEntry(
                when=g.style.show_moment(one.at),
                moment=one.at.isoformat(),
                title=sentence(one.action, one.subject, one.facts),
                who=one.actor_name,
                changes=tuple(
                    FieldChange(labels[key], old, new)
                    for key, (old, new) in one.facts.get("changes", {}).items()
                    if key in labels
                ),
            )
            for one in entries
        ),
        empty=Empty(
            _("Nothing was changed yet"), _("Each change appears here with its author and the time.")
        ),
        pager=Pager(""),
        crumbs=_crumbs(),
    )


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def _crumbs() -> tuple[Crumb, ...]:
    return (
        Crumb(_("Work queue"), url_for("DeskView.queue")),
        Crumb(_("Standard answers"), url_for(".index")),
    )

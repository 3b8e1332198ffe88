"""How the institution works in each theme: what it promises, and whether settling takes a second person."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from console.base.errors import NotFound
from console.desk import keeping
from console.desk.keeping import PLAIN, Option
from console.desk.promises import Promise
from console.institutions.sessions import db
from console.shell.boundary import say_done
from console.shell.desk.doors import for_staff
from console.shell.page_view import PageView
from console.shell.pages import (
    Cell,
    Column,
    Crumb,
    DataTable,
    Empty,
    Fieldset,
    FormPage,
    ListPage,
    Pager,
    Row,
)
from console.shell.users.themes import ThemeColumn, themes_in_use

WORKING, CALENDAR = "working", "calendar"


class ThemeForm(FlaskForm):
    """What is promised in a theme, and who settles."""

    promised_days = IntegerField(
        _l("Answer promised within days"),
        [
            Optional(),
            NumberRange(
                0,
                keeping.MOST_PROMISED,
                _l("Type a number of days from 0 to %(most)s.", most=keeping.MOST_PROMISED),
            ),
        ],
        description=_l(
            "Counted from the day of receipt. Left empty, nothing is promised and nothing is late."
        ),
        render_kw={"data-width": "short"},
    )
    counting = SelectField(
        _l("Days that count"),
        [InputRequired()],
        choices=[
            SelectChoice(WORKING, _l("Working days, Monday to Friday")),
            SelectChoice(CALENDAR, _l("Calendar days")),
        ],
    )
    needs_second = BooleanField(_l("Settling takes a second person"))


class DeskThemesView(PageView):
    """Promises and the second person, by theme; for administrators."""

    key = "desk"
    route_base = "/desk/themes"
    default_view = "index"
    method_permission_name = {"index": "setup", "edit": "setup"}

    @expose("/")
    @for_staff
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the themes with what is set up for each."""
        return render_template("guichet/list.html", page=_list())

    @expose("/<theme>", methods=("GET", "POST"))
    @for_staff
    @has_access
    def edit(self, theme: str) -> ResponseReturnValue:
        """Set up a theme."""
        column = next((one for one in themes_in_use() if one.code == theme), None)
        if column is None:
            raise NotFound(_("There is nothing at this address."))
        option = keeping.option_of(db.session(), theme)
        form = _form(option)
        if form.validate_on_submit():
            keeping.set_option(db.session(), theme, str(column.title), _typed(form))
            say_done(_("%(name)s is saved.", name=column.title))
            return redirect(url_for(".index"), 303)
        page = FormPage(
            title=str(column.title),
            form=form,
            fieldsets=(
                Fieldset(_("Promise"), (("promised_days", "counting"),)),
                Fieldset(_("Settling"), ("needs_second",)),
            ),
            submit=_("Save"),
            cancel_url=url_for(".index"),
            crumbs=_crumbs(),
        )
        return render_template("guichet/form.html", page=page), 422 if form.errors else 200


def _form(option: Option) -> ThemeForm:
    promise = option.promise
    return ThemeForm(
        promised_days=promise.days if promise else None,
        counting=CALENDAR if promise and not promise.working else WORKING,
        needs_second=option.needs_second,
    )


def _typed(form: ThemeForm) -> Option:
    days = form.promised_days.data
    promise = None if days is None else Promise(days, form.counting.data == WORKING)
    return Option(bool(form.needs_second.data), promise)


def _list() -> ListPage:
    options = keeping.options(db.session())
    return ListPage(
        title=_("Promises and second person"),
        lead=_("Until when you answer in each theme, and where two people settle together."),
        table=DataTable(
            _("Promises and second person"),
            (Column(_("Theme")), Column(_("Answer promised")), Column(_("Second person"))),
            tuple(_row(one, options.get(one.code, PLAIN)) for one in themes_in_use()),
        ),
        empty=Empty(_("No theme is in use"), _("Switch a module on first.")),
        pager=Pager(""),
        crumbs=_crumbs()[:1],
    )


def _row(theme: ThemeColumn, option: Option) -> Row:
    url = url_for(".edit", theme=theme.code)
    second = _("yes") if option.needs_second else _("no")
    return Row((Cell(str(theme.title)), Cell(_promised(option.promise)), Cell(second)), url)


def _promised(promise: Promise | None) -> str:
    if promise is None:
        return ""
    if promise.working:
        return str(ngettext("within %(num)d working day", "within %(num)d working days", promise.days))
    return str(ngettext("within %(num)d calendar day", "within %(num)d calendar days", promise.days))


def _crumbs() -> tuple[Crumb, ...]:
    return (
        Crumb(_("Work queue"), url_for("DeskView.queue")),
        Crumb(_("Promises and second person"), url_for(".index")),
    )

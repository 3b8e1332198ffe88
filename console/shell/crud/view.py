"""The page class behind every list: list, entry, add, edit, delete, history.

A plugin writes a subclass with a model and its columns; everything else follows. No state of a request is kept on the
view, which all threads share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from console.audit import service as audit
from console.base.errors import BadArgument, NotFound
from console.hooks.declarations import Text
from console.institutions.sessions import db
from console.shell import confirming, gate
from console.shell.boundary import say_done
from console.shell.crud import exporting, forms, import_steps, pages, personal
from console.shell.crud.columns import Column
from console.shell.crud.filters import Filter
from console.shell.crud.listing import NO_PAGE, Listing
from console.shell.crud.personal import Personal
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, ConfirmPage


@dataclass(frozen=True)
class Related:
    """Rows of another page that belong to the one shown: `view` by its key, narrowed by its filter `name`."""

    view: str
    name: str
    column: str


class CrudView(PageView):
    """Base of a list over one model.

    `rows` and `row` are the plural and the singular in the reader's language; `listed` the columns of the list;
    `beneath` names, by some of these, the column whose value stands below theirs in a quiet second line.
    """

    default_view = "index"
    model: ClassVar[type[Any]]
    rows: ClassVar[Text]
    row: ClassVar[Text]
    lead: ClassVar[Text] = ""
    columns: ClassVar[tuple[Column, ...]]
    groups: ClassVar[tuple[tuple[Text, tuple[str | tuple[str, ...], ...]], ...]]
    """The form and the entry page: headings with the keys under them; keys in a tuple share one line."""
    listed: ClassVar[tuple[str, ...]]
    beneath: ClassVar[Mapping[str, str]] = {}
    sorts: ClassVar[tuple[str, ...]]
    default_sort: ClassVar[str]
    filters: ClassVar[tuple[Filter, ...]] = ()
    joined: ClassVar[tuple[str, ...]] = ()
    only: ClassVar[tuple[ColumnElement[bool], ...]] = ()
    """Conditions on every row: others of the model do not exist here."""
    unique: ClassVar[str] = ""
    """The column whose value may exist only once in an institution."""
    suggested_from: ClassVar[dict[str, str]] = {}
    """Related columns and the endpoint (`<plugin>__<View>`) whose rows they suggest."""
    related: ClassVar[tuple[Related, ...]] = ()
    plugin: ClassVar[str] = ""
    theme: ClassVar[str | None] = None
    deletable: ClassVar[bool] = True
    personal: ClassVar[Personal | None] = None
    """Set where the rows are about people: who looks at them is then noted in the journal."""
    import_key: ClassVar[tuple[str, ...]] = ()
    """The required columns that tell one row of a sheet from another, as a unique key does; empty: no import."""

    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "history": "read",
        "suggest": "read",
        "add": "write",
        "edit": "write",
        "delete": "delete",
        "export": "export",
        "import_file": "import",
        "import_template": "import",
        "import_preview": "import",
    }

    def __init__(self) -> None:
        super().__init__()
        self.listing = Listing(
            self.model, self.sorts, self.default_sort, self.filters, self.joined, self.only
        )
        self.form = forms.form_class(type(self).__name__, self.editable())

    def column(self, key: str) -> Column:
        """Give the column with this key."""
        return next(c for c in self.columns if c.key == key)

    def editable(self) -> Sequence[Column]:
        """Give the columns a person may fill in."""
        return [c for c in self.columns if c.editable]

    def may(self, act: str) -> bool:
        """Say whether the person at hand may do `act` (`write`) here."""
        return gate.allows(g.visit, f"can_{act}", self.class_permission_name)

    def name_of(self, row: Any) -> str:
        """Give what a row is called."""
        return str(row)

    def check(self, values: dict[str, Any], form: Any, row: Any | None) -> bool:
        """Say whether the values fit together; put faults on the form's fields. For the plugin to extend.

        A row of a sheet is checked too: `form` then has fields that only hold `errors`.
        """
        return True

    def saved(self, row: Any, changes: dict[str, list[Any]]) -> None:
        """React inside the transaction after a row was added or changed. For the plugin to extend."""

    def list_actions(self) -> tuple[Action, ...]:
        """Give what may be done with the rows of the list at hand. For the plugin to extend."""
        return ()

    @expose("/list/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show the list the address asks for."""
        asked = self.listing.asked(request.args)
        try:
            page, fault = self.listing.page(db.session(), asked, g.style), None
        except BadArgument as refused:
            if refused.place not in asked.filters:
                raise
            page, fault = NO_PAGE, refused
        personal.listed(self, page.rows, asked)
        shown = pages.list_page(self, asked, page, fault)
        return render_template("guichet/list.html", page=shown), 400 if fault else 200

    @expose("/suggest")
    @has_access
    @permission_name("read")
    def suggest(self) -> ResponseReturnValue:
        """Give up to ten rows that the typed words find, for a field that refers to one."""
        asked = self.listing.asked({"search": request.args.get("q", "")})
        page = self.listing.page(db.session(), asked, g.style)
        personal.listed(self, page.rows[:10], asked)
        names = [self.name_of(row) for row in page.rows[:10]]
        return [{"value": name, "label": name} for name in names]

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show one row with what belongs to it."""
        row = self.get(pk)
        if (question := self.consult(row)) is not None:
            return question
        return render_template("guichet/show.html", page=pages.show_page(self, row))

    @expose("/history/<int:pk>")
    @has_access
    @permission_name("read")
    def history(self, pk: int) -> ResponseReturnValue:
        """Show who changed what in a row."""
        row = self.get(pk)
        if (question := self.consult(row)) is not None:
            return question
        entries = audit.history_of(db.session(), self.class_permission_name, pk)
        return render_template("guichet/history.html", page=pages.history_page(self, row, entries))

    @expose("/add", methods=("GET", "POST"))
    @has_access
    def add(self) -> ResponseReturnValue:
        """Ask for a new row and store it."""
        known = {c.key for c in self.editable()}
        form = self.form(data={k: v[:200] for k, v in request.args.items() if k in known})
        if form.is_submitted():
            row = self.model()
            if self._store(form, row, "added"):
                return redirect(url_for(".show", pk=row.id), 303)
        return render_template("guichet/form.html", page=pages.form_page(self, form, None)), _status(form)

    @expose("/edit/<int:pk>", methods=("GET", "POST"))
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        """Ask for changes to a row and store them; what somebody else changed meanwhile is not overwritten."""
        row = self.get(pk, lock=request.method == "POST")
        if request.method == "GET" and (question := self.consult(row)) is not None:
            return question
        form = self.form(
            version=str(row.version),
            **({} if request.method == "POST" else {"data": forms.texts_of(row, self.editable(), g.style)}),
        )
        if form.is_submitted():
            if form.version.data != str(row.version):
                self._show_newer(form, row)
                personal.looked_at(self, row)
                return render_template("guichet/form.html", page=pages.form_page(self, form, row)), 409
            if self._store(form, row, "changed"):
                return redirect(url_for(".show", pk=row.id), 303)
            personal.looked_at(self, row)
        return render_template("guichet/form.html", page=pages.form_page(self, form, row)), _status(form)

    @expose("/delete/<int:pk>", methods=("GET", "POST"))
    @has_access
    def delete(self, pk: int) -> ResponseReturnValue:
        """Ask, then delete a row; its history stays in the journal."""
        if not self.deletable:
            abort(404)
        row = self.get(pk, lock=request.method == "POST")
        if request.method == "GET" and (question := self.consult(row)) is not None:
            return question
        if request.method == "POST":
            self.journal("deleted", row)
            try:
                with db.session.begin_nested():
                    db.session.delete(row)
            except IntegrityError:
                refusal = pages.cannot_delete(self, row)
                return render_template("guichet/message.html", page=refusal), 409
            say_done(_("%(name)s is deleted.", name=self.name_of(row)))
            return redirect(url_for(".index"), 303)
        page = ConfirmPage(
            title=_("Delete %(name)s?", name=self.name_of(row)),
            consequences=(
                _("The entry disappears from all lists and cannot be restored."),
                _("Its history stays in the journal."),
            ),
            submit=_("Delete"),
            cancel_url=url_for(".show", pk=pk),
            crumbs=pages.crumbs(self, row),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)

    @expose("/export/<any(csv, xlsx):kind>")
    @has_access
    def export(self, kind: str) -> ResponseReturnValue:
        """Give the list the address asks for as a file, whole and with all columns."""
        confirming.require(visitor(), is_file=True)
        return exporting.export(self, kind)

    @expose("/import", methods=("GET", "POST"))
    @has_access
    @permission_name("import")
    def import_file(self) -> ResponseReturnValue:
        """Ask for a sheet to import."""
        return import_steps.upload(self)

    @expose("/import/template")
    @has_access
    @permission_name("import")
    def import_template(self) -> ResponseReturnValue:
        """Give an empty sheet with the titles."""
        return import_steps.template(self)

    @expose("/import/<int:pk>", methods=("GET", "POST"))
    @has_access
    @permission_name("import")
    def import_preview(self, pk: int) -> ResponseReturnValue:
        """Show what a sheet would do, then do it."""
        return import_steps.preview(self, pk)

    def consult(self, row: Any) -> ResponseReturnValue | None:
        """Note that a row about a person is about to be shown; give the page that asks what for, where one must."""
        question = personal.asked_first(self, row)
        if question is None:
            personal.looked_at(self, row)
        return question

    def journal(self, act: str, row: Any, **facts: Any) -> None:
        """Write a line about a row into the journal."""
        name = self.class_permission_name
        number = getattr(row, self.personal.number) if self.personal is not None else ""
        audit.record(
            db.session(),
            f"{name}.{act}",
            subject=name,
            subject_id=row.id,
            concerning=str(number or ""),
            name=self.name_of(row),
            **facts,
        )

    def get(self, pk: int, *, lock: bool = False) -> Any:
        """Give a row of this institution; raises `NotFound` for any other, known or not."""
        statement = select(self.model).where(self.model.id == pk, *self.only) if pk < 2**31 else None
        if statement is not None and lock:
            statement = statement.with_for_update()
        row = db.session.scalars(statement).first() if statement is not None else None
        if row is None:
            raise NotFound(_l("There is no such entry in your institution."))
        return row

    def _store(self, form: forms.RowForm, row: Any, act: str) -> bool:
        """Put sound values into a row and flush it; a doubled key is said at its field. Gives whether it was stored."""
        values = form.read(self.editable(), g.style)
        if values is None or not self.check(values, form, row):
            return False
        try:
            with db.session.begin_nested(), db.session.no_autoflush:
                for column in self.editable():
                    column.set(row, values[column.key])
                db.session.add(row)
                changes = audit.changes_of(row)
                db.session.flush()
        except IntegrityError:
            if not self.unique:
                raise
            field = form[self.unique]
            field.errors = [*field.errors, _("This value exists already in another entry.")]
            return False
        if act == "changed" and not changes:
            return True
        self.saved(row, changes)
        self.journal(act, row, changes=changes)
        say_done(_("%(name)s is saved.", name=self.name_of(row)))
        return True

    def _show_newer(self, form: forms.RowForm, row: Any) -> None:
        """Keep what was typed and say beside each field what stands there now; saving again overwrites knowingly."""
        form.read(self.editable(), g.style)
        shown = forms.texts_of(row, self.editable(), g.style)
        for column in self.editable():
            key = column.key
            now = column.show(column.value(row), g.style)
            if (form[key].data or "") != shown[key]:
                form[key].errors = [
                    *form[key].errors,
                    _("Changed meanwhile by somebody else to: %(now)s", now=now or "–"),
                ]
        form.form_errors.append(
            _("Somebody changed this entry while you were working on it. Compare, then save again.")
        )
        form.version.process_data(str(row.version))
        form.version.raw_data = None


def _status(form: forms.RowForm) -> int:
    return 422 if form.is_submitted() else 200

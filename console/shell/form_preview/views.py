"""The doors of the form preview: the list, one form in each way, its files, and forms of the institution's own."""

from __future__ import annotations

import io
from typing import ClassVar

from flask import g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base import clock
from console.base.errors import BadArgument, NotFound
from console.forms import paper
from console.forms.declarations import to_json
from console.forms.service import publish_own, switch_own
from console.institutions.sessions import db
from console.shell.boundary import say_done
from console.shell.crud.exporting import TYPES
from console.shell.form_preview import own, tabs
from console.shell.form_preview.known import (
    KnownForm,
    known_form,
    known_forms,
    plugins_in_use,
    theme_of,
    title_of,
)
from console.shell.form_preview.page_data import OwnPage
from console.shell.forms import current
from console.shell.forms.papers import letterhead, pdf
from console.shell.page_view import PageView
from console.shell.pages import Action, Cell, Choice, Column, DataTable, Empty, ListPage, Pager, Row
from console.shell.staff import institution_at_hand


class FormPreviewView(PageView):
    """All forms of the institution, as everybody and everything gets them."""

    key = "form_preview"
    route_base = "/form-preview"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "paper": "read",
        "template": "read",
        "schema": "read",
        "own": "write",
        "publish": "write",
        "switch": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the forms."""
        institution_at_hand()
        return render_template("guichet/list.html", page=_list(list(known_forms())))

    @expose("/<form>/")
    @has_access
    def show(self, form: str) -> ResponseReturnValue:
        """Show a form in one way."""
        shows = request.args.get("show", "page")
        if shows not in tabs.TABS:
            raise BadArgument(_l("There is nothing at this address."), place="show")
        page = tabs.preview_page(known_form(form), shows, _seed())
        return render_template("guichet/forms/preview.html", page=page)

    @expose("/<form>/paper.pdf")
    @has_access
    def paper(self, form: str) -> ResponseReturnValue:
        """Give the form as a PDF: filled with invented data, or blank."""
        known, kind = known_form(form), request.args.get("kind", "filled")
        head = letterhead(clock.now(), "EXMP-EXMP", _("Example with invented data"))
        tongue = current.tongue(known.revision)
        if kind == "blank":
            return pdf(paper.blank(known.revision, tongue, head), f"{form}-blank")
        _found, values = known.sample(_seed())
        return pdf(paper.filled(known.revision, values, tongue, head, draft=True), f"{form}-filled")

    @expose("/<form>/template.xlsx")
    @has_access
    def template(self, form: str) -> ResponseReturnValue:
        """Give the Excel template."""
        from console.forms.template import template_of

        known = known_form(form)
        data = template_of(known.revision, current.tongue(known.revision), created=clock.now())
        return _download(data, TYPES["xlsx"], f"{form}.xlsx")

    @expose("/<form>/schema.json")
    @has_access
    def schema(self, form: str) -> ResponseReturnValue:
        """Give the JSON Schema as a file."""
        text = tabs.schema_text(known_form(form))
        return _download(text.encode(), "application/schema+json", f"{form}.schema.json")

    @expose("/own", methods=("GET", "POST"))
    @has_access
    def own(self) -> ResponseReturnValue:
        """Ask for a declaration, and show what would be published; nothing is stored here."""
        institution_at_hand()
        if request.method == "GET":
            return render_template("guichet/forms/own.html", page=_own_page(*_known_own()))
        declaration, texts, plugin = _typed()
        brought = own.read(declaration, texts, plugin)
        page = _own_page(declaration, texts, plugin, brought, checked=True)
        return render_template("guichet/forms/own.html", page=page), 422 if brought.faults else 200

    @expose("/own/publish", methods=("POST",))
    @has_access
    def publish(self) -> ResponseReturnValue:
        """Put an own form to use, or a new revision of one; what cannot be used comes back with its faults."""
        institution_at_hand()
        declaration, texts, plugin = _typed()
        brought = own.read(declaration, texts, plugin)
        if brought.revision is None:
            page = _own_page(declaration, texts, plugin, brought, checked=True)
            return render_template("guichet/forms/own.html", page=page), 422
        publish_own(db.session(), plugin, brought.revision)
        say_done(_("The form is published."))
        return redirect(url_for(".show", form=brought.revision.form.key), 303)

    @expose("/<form>/switch", methods=("POST",))
    @has_access
    def switch(self, form: str) -> ResponseReturnValue:
        """Open or close an own form."""
        known = known_form(form)
        if known.own is None:
            raise NotFound(_l("A form of a module is switched on its module's page."))
        is_open = request.form.get("to") == "on"
        switch_own(db.session(), known.own, is_open=is_open)
        say_done(_("The form is open.") if is_open else _("The form is closed."))
        return redirect(url_for(".show", form=form), 303)


def _download(data: bytes, kind: str, name: str) -> ResponseReturnValue:
    return send_file(io.BytesIO(data), mimetype=kind, as_attachment=True, download_name=name)


def _seed() -> int:
    text = request.args.get("seed", "1")
    if not (text.isascii() and text.isdecimal() and 0 < len(text) <= 5):
        raise BadArgument(_l("There is nothing at this address."), place="seed")
    return int(text)


def _typed() -> tuple[str, str, str]:
    """Give what was typed; a file that was added stands in the place of the typed declaration."""
    file = request.files.get("file")
    declaration = request.form.get("declaration", "")
    if file is not None and file.filename:
        declaration = file.read(4 * own.LONGEST).decode("utf-8", "replace")
    return declaration, request.form.get("texts", ""), request.form.get("plugin", "")


def _known_own() -> tuple[str, str, str]:
    """Give the declaration of an own form that gets a new version, else nothing."""
    key = request.args.get("form")
    if not key:
        return "", "", next(iter(plugins_in_use()), "")
    known = known_form(key)
    if known.own is None:
        raise NotFound(_l("There is nothing at this address."))
    return tabs.indented(to_json(known.form)), tabs.texts_of(known), known.plugin


def _own_page(
    declaration: str, texts: str, plugin: str, brought: own.Brought | None = None, *, checked: bool = False
) -> OwnPage:
    revision = brought.revision if brought else None
    return OwnPage(
        title=_("Bring in a form"),
        crumbs=tabs.crumbs(),
        lead=_(
            "A form of your institution's own, as a declaration in JSON. It works like those of the modules."
        ),
        declaration=declaration,
        texts=texts,
        plugin=plugin,
        plugins=tuple(Choice(name, title_of(name)) for name in plugins_in_use()),
        faults=tuple(brought.faults) if brought else (),
        checked=checked and revision is not None,
        sections=tabs.drawn(plugin, revision, KnownForm(plugin, revision).sample(1)[1]) if revision else (),
        cancel_url=url_for(".index"),
    )


def _list(found: list[KnownForm]) -> ListPage:
    columns = (
        Column(_("Form")),
        Column(_("Module")),
        Column(_("Theme")),
        Column(_("Fields"), "number"),
        Column(_("Rules"), "number"),
        Column(_("State"), "tag"),
    )
    return ListPage(
        title=_("Forms"),
        lead=_(
            "Every form as a page, on paper, as a sheet and for other systems, filled with invented data."
        ),
        table=DataTable(_("Forms"), columns, tuple(map(_row, found))),
        empty=Empty(_("There are no forms"), _("Forms come with modules: switch one on that brings some.")),
        pager=Pager(""),
        actions=(Action(_("Bring in a form"), url_for(".own"), icon="import"),) if tabs.may_write() else (),
    )


def _row(known: KnownForm) -> Row:
    theme, state, show = theme_of(known.plugin, known.form.theme), tabs.state_of(known), g.style.show_number
    cells = (
        Cell(known.title, detail=known.form.key),
        Cell(title_of(known.plugin), detail=_("own form") if known.own else ""),
        Cell(str(theme.title) if theme else known.form.theme),
        Cell(show(known.field_count)),
        Cell(show(len(known.form.rules))),
        Cell(state.text, state.tone),
    )
    return Row(cells, url_for(".show", form=known.form.key))

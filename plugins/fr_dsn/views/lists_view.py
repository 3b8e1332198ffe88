"""The lists of codes that controls need: which there are, importing one, removing it."""

from __future__ import annotations

from typing import ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access

from console.plugin import NotAllowed, NotFound, PageView, db, say_done, visitor
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking import lists
from plugins.fr_dsn.models import CodeList
from plugins.fr_dsn.views import list_showing as showing
from plugins.fr_dsn.views.asking import page_of
from plugins.fr_dsn.views.list_form import ListForm, brought


class ListsView(PageView):
    """Lists are the institution's; they hold nothing about anybody."""

    key = "code_list"
    default_view = "index"
    keeps_typed: ClassVar[bool] = True
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "codes": "read",
        "bring": "write",
        "remove": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show all lists with their state."""
        return render_template("guichet/list.html", page=showing.index_page(lists.imported(db.session())))

    @expose("/<code_list>")
    @has_access
    def show(self, code_list: str) -> ResponseReturnValue:
        """Show one list, and the controls that need it."""
        kind = lists.kind_of(code_list)
        row = lists.find(db.session(), kind.name)
        page = showing.list_page(kind, row, may_write=self._may("can_write"))
        return render_template("guichet/show.html", page=page)

    @expose("/<code_list>/codes")
    @has_access
    def codes(self, code_list: str) -> ResponseReturnValue:
        """Show the codes of a list."""
        page = page_of(request.args)
        kind = lists.kind_of(code_list)
        return render_template("guichet/list.html", page=showing.codes_page(kind, _found(kind.name), page))

    @expose("/<code_list>/import", methods=("GET", "POST"))
    @has_access
    def bring(self, code_list: str) -> ResponseReturnValue:
        """Ask for an edition, and put it in the place of the one before if it is whole."""
        by, kind, form = _who(), lists.kind_of(code_list), ListForm()
        # The file is read before the first statement: while it is read, others write.
        edition = brought(form, kind) if form.is_submitted() else None
        if edition is None:
            page = showing.import_page(kind, form)
            return render_template("guichet/import.html", page=page), 422 if form.is_submitted() else 200
        lists.take(db.session(), edition, by)
        say_done(_("The list %(list)s is imported.", list=kind.name))
        return redirect(url_for(".show", code_list=kind.name), 303)

    @expose("/<code_list>/remove", methods=("GET", "POST"))
    @has_access
    def remove(self, code_list: str) -> ResponseReturnValue:
        """Ask before a list is removed, and remove it."""
        _who()
        kind = lists.kind_of(code_list)
        row = _found(kind.name)
        if request.method != "POST":
            return render_template("guichet/confirm.html", page=showing.remove_page(kind, row))
        lists.remove(db.session(), row)
        say_done(_("The list %(list)s is removed.", list=kind.name))
        return redirect(url_for(".show", code_list=kind.name), 303)

    def _may(self, act: str) -> bool:
        return (
            bool(self.appbuilder.sm.has_access(act, self.class_permission_name)) and not visitor().everywhere
        )


def _found(name: str) -> CodeList:
    row = lists.find(db.session(), name)
    if row is None:
        raise NotFound(_l("This list was not imported."))
    return row


def _who() -> str:
    """Give who acts; raises `NotAllowed` where she reads all her companies at once."""
    who = visitor()
    if who.everywhere:
        raise NotAllowed(_l("All companies at once can only be read. Change to one mandate first."))
    return who.name

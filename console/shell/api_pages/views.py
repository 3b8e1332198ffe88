"""The page on which programmers read the open API and try it with a key of theirs."""

from __future__ import annotations

from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _

from console.api.service import whole_document
from console.shell import gate
from console.shell.api_pages.page_data import ReferencePage, shapes_of, subjects_of
from console.shell.page_view import PageView, visitor
from console.shell.pages import Crumb


class ApiPagesView(PageView):
    """The open API as its document describes it; for everybody who is signed in, and about nobody's data."""

    key = "interface"
    route_base = "/interface"
    default_view = "index"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show every operation with its arguments, schemas and examples."""
        visit, document = visitor(), whole_document()
        sees_keys = gate.allows(visit, "can_read", "console.key")
        page = ReferencePage(
            title=_("Description of the interface"),
            lead=_(
                "With these addresses other systems read and send what people do here by hand. Each request needs an "
                "API key, or a token for one."
            ),
            crumbs=(Crumb(_("API keys"), url_for("KeysView.index")),) if sees_keys else (),
            document_url=url_for(".document"),
            root=document["servers"][0]["url"],
            subjects=subjects_of(document),
            shapes=shapes_of(document),
        )
        return render_template("guichet/api/reference.html", page=page)

    @expose("/openapi.json")
    def document(self) -> ResponseReturnValue:
        """Give the document itself."""
        visitor()
        return jsonify(whole_document())

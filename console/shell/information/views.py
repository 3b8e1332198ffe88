"""Reading what the institution tells: open to everybody who is signed in, each side what is for it."""

from __future__ import annotations

from typing import ClassVar

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l

from console.base.errors import NotFound
from console.documents import service as documents
from console.information.queries import Reading
from console.institutions.scope import Scope
from console.institutions.sessions import acting
from console.shell.forms.attachments import handed_out
from console.shell.information import reading
from console.shell.page_view import PageView, visitor


class InformationView(PageView):
    """Information pages, leaflets and contacts."""

    route_base = "/information"
    default_view = "index"
    is_threshold: ClassVar[bool] = True

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List pages and leaflets by theme."""
        return render_template("guichet/information/index.html", page=reading.index_page(visitor()))

    @expose("/contact")
    def contact(self) -> ResponseReturnValue:
        """Say how the institution is reached for a theme."""
        visit, asked = visitor(), request.args
        page = reading.contact_page(visit, asked.get("theme", ""), asked.get("reference", ""))
        return render_template("guichet/information/contact.html", page=page)

    @expose("/<slug>")
    def read(self, slug: str) -> ResponseReturnValue:
        """Show one page."""
        page = reading.text_page(*reading.readable(visitor(), slug))
        return render_template("guichet/information/page.html", page=page)

    @expose("/<slug>/<language>.pdf")
    def leaflet(self, slug: str, language: str) -> ResponseReturnValue:
        """Give the PDF of a leaflet in one language."""
        found, tenant = reading.readable(visitor(), slug)
        return file_in(found, language, tenant.id)


def file_in(found: Reading, language: str, institution: int) -> Response:
    """Answer with the PDF of a page the visitor may read; raises `NotFound`."""
    said = found.texts.get(language)
    if said is None or said.file is None:
        raise NotFound(_l("There is nothing at this address."))
    # The file was added by the staff, for no company: a company's own scope does not see it.
    with acting(Scope((institution,), purpose="information")) as session:
        return handed_out(documents.find(session, said.file))

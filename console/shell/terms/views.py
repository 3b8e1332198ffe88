"""Reading and accepting the terms; open before they are accepted, and before a second factor is passed."""

from __future__ import annotations

from typing import ClassVar

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.accounts import terms
from console.accounts.terms import Accepter, Terms
from console.accounts.visits import Mandate, Visit
from console.base.errors import NotAllowed, NotFound
from console.institutions.sessions import db
from console.parties.models import Company
from console.shell.boundary import say_done
from console.shell.page_view import PageView, visitor
from console.shell.redirects import back_to
from console.shell.terms import reading
from console.shell.terms.forms import AcceptForm


class TermsView(PageView):
    """The terms in force of the institution at hand."""

    route_base = "/terms"
    default_view = "show"
    is_threshold: ClassVar[bool] = True

    @expose("/")
    def show(self) -> ResponseReturnValue:
        """Show the terms, and ask to accept them."""
        visit = visitor()
        mandate = reading.mandate_of(visit)
        found = _in_force(mandate)
        language = reading.language_of(found, mandate)
        form = AcceptForm(formdata=None, version=str(found.version), language=language)
        return render_template(
            "guichet/terms/read.html", page=reading.terms_page(visit, mandate, found, form)
        )

    @expose("/accept", methods=("POST",))
    def accept(self) -> ResponseReturnValue:
        """Accept the terms for the company at hand."""
        visit = visitor()
        mandate = reading.mandate_of(visit)
        if not reading.accepts(visit, mandate):
            raise NotAllowed(_l("The terms are accepted by an administrator of the company."))
        form = AcceptForm()
        if not form.validate_on_submit():
            page = reading.terms_page(visit, mandate, _in_force(mandate), form)
            return render_template("guichet/terms/read.html", page=page), 422
        _accept(visit, mandate, form)
        say_done(_("The terms are accepted. Everybody of your company can work now."))
        return redirect(back_to(request.args.get("next")), 303)


def _in_force(mandate: Mandate) -> Terms:
    found = terms.in_force(db.session(), mandate.tenant.id)
    if found is None:
        raise NotFound(_l("There are no terms of use to read here."))
    return found


def _accept(visit: Visit, mandate: Mandate, form: AcceptForm) -> None:
    typed = form.version.data or ""
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
    who = Accepter(visit.user_id, visit.name, form.language.data or "", request.remote_addr or "")
    # The label of a mandate may be the person's own name for it.
    company = db.session().get_one(Company, mandate.company)
    terms.accept(db.session(), mandate.tenant.id, (company.id, company.name), version, who)

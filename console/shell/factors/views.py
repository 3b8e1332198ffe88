"""The pages on which a person adds and removes her second factors."""

from __future__ import annotations

from typing import ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import Conflict, NotFound
from console.factors import service as factors
from console.institutions.sessions import accounts
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.factors import app, certificate, mails, number, passkey
from console.shell.factors.adding import changer, crumbs, owner, shown_codes
from console.shell.factors.own_page import is_required, own_page
from console.shell.page_view import PageView, visitor
from console.shell.pages import ConfirmPage


class FactorsView(PageView):
    """A person's own second factors. Changing them asks again who she is."""

    route_base = "/me/factors"
    default_view = "index"
    is_threshold: ClassVar[bool] = True

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show her factors; who has one and came in without it shows it first."""
        visit = visitor()
        held = factors.held(accounts(), visit.user_id)
        if held and not visit.factor:
            confirming.require(visit)
        return render_template("guichet/factors/index.html", page=own_page(visit, held))

    @expose("/app", methods=("GET", "POST"))
    def app(self) -> ResponseReturnValue:
        """Add an authenticator app."""
        return app.add(changer())

    @expose("/passkey", methods=("GET", "POST"))
    def passkey(self) -> ResponseReturnValue:
        """Add a passkey."""
        return passkey.add(changer())

    @expose("/certificate", methods=("GET", "POST"))
    def certificate(self) -> ResponseReturnValue:
        """Add a client certificate."""
        return certificate.add(changer())

    @expose("/number", methods=("GET", "POST"))
    def number(self) -> ResponseReturnValue:
        """Add a mobile number."""
        return number.add(changer())

    @expose("/number/<int:factor>", methods=("GET", "POST"))
    def prove(self, factor: int) -> ResponseReturnValue:
        """Ask for the code that was sent to a new number."""
        return number.prove(changer(), factor)

    @expose("/codes", methods=("POST",))
    def codes(self) -> ResponseReturnValue:
        """Make new recovery codes; the older ones end."""
        visit = changer()
        if not factors.has_any(accounts(), visit.user_id):
            raise Conflict(_l("Add a second factor first."))
        return shown_codes(visit, _("New recovery codes"))

    @expose("/<int:factor>/remove", methods=("GET", "POST"))
    def remove(self, factor: int) -> ResponseReturnValue:
        """Ask, then remove a factor; the last one stays where one is required."""
        visit = changer()
        held = factors.held(accounts(), visit.user_id)
        mine = next((one for one in held if one.id == factor), None)
        if mine is None:
            raise NotFound(_l("There is nothing at this address."))
        if len(held) == 1 and is_required(visit):
            raise Conflict(
                _l("Your institution requires a second factor. Add another one before you remove this.")
            )
        if request.method == "POST":
            factors.remove(accounts(), visit.user_id, factor)
            mails.tell(owner(visit), mails.FACTOR_REMOVED)
            say_done(_("%(name)s is removed.", name=mine.name))
            return redirect(url_for(".index"), 303)
        page = ConfirmPage(
            title=_("Remove %(name)s?", name=mine.name),
            consequences=(
                _("You cannot sign in with it any more."),
                _("Browsers that were remembered are asked for the second step again."),
            ),
            submit=_("Remove"),
            cancel_url=url_for(".index"),
            crumbs=crumbs(),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)

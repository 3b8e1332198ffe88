"""To a provider and back, and what a person is linked to."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from config import Settings
from console.accounts import links, throttles, tries
from console.accounts.visits import Visit
from console.base import ids
from console.base.errors import Conflict, NotFound
from console.institutions.sessions import accounts
from console.shell import confirming
from console.shell.access.forms import OnwardForm
from console.shell.boundary import say_done
from console.shell.page_view import PageView, visitor
from console.shell.pages import ConfirmPage, Crumb
from console.shell.redirects import back_to
from console.shell.sso import arriving, leaving, linked, parties
from console.sso import flows, oidc, service
from console.sso.flows import Aim, Flow, Refused, Vouched
from console.sso.models import OIDC, SAML

DEPARTURES = throttles.Limit("sso", 300, timedelta(minutes=15), timedelta(minutes=1), timedelta(minutes=15))
"""How many may leave for providers from one address: a whole office signs in from one."""


class SsoView(PageView):
    """Signing in through a provider: a form leads there, the provider leads back."""

    route_base = "/sso"
    default_view = "callback"
    is_threshold: ClassVar[bool] = True

    @expose("/<provider>/login", methods=("POST",))
    def login(self, provider: str) -> ResponseReturnValue:
        """Leave for a provider in order to sign in; what was typed before waits here."""
        row, form = parties.provider(provider), OnwardForm()
        if g.visit is not None:
            return redirect(back_to(form.next.data), 303)
        _count()
        typed = leaving.sealed_kept(form.kept.data or "")
        return leaving.leave(row, Aim(target=back_to(form.next.data), kept=typed))

    @expose("/<provider>/invited/<token>", methods=("POST",))
    def invited(self, provider: str, token: str) -> ResponseReturnValue:
        """Leave for a provider in order to link the account of a one-time link, instead of choosing a password."""
        row = parties.provider(provider)
        _count()
        user = links.owner_of_link(accounts(), token)
        return leaving.leave(row, Aim(flows.INVITED, user.id, ids.digest(token)))

    @expose("/confirm", methods=("POST",))
    def confirm(self) -> ResponseReturnValue:
        """Leave for the provider of this session, which asks again who she is."""
        visit = visitor()
        found = service.session_of(accounts(), visit.sign_in)
        if found is None:
            raise NotFound(_l("There is nothing at this address."))
        target = back_to(request.form.get("next"))
        return leaving.leave(found[1], Aim(flows.CONFIRM, visit.user_id, target=target))

    @expose("/<provider>/callback")
    def callback(self, provider: str) -> ResponseReturnValue:
        """Come back from a provider of OpenID Connect with a code."""
        row = parties.provider(provider, OIDC)
        party = parties.oidc_party(row)
        answer = request.args.to_dict()

        def said(flow: Flow) -> Vouched:
            return oidc.vouched(party, flow, answer)

        return arriving.arrive(row, answer.get("state", ""), "", said)

    @expose("/<provider>/arrive")
    def arrive(self, provider: str) -> ResponseReturnValue:
        """Come back from a SAML provider: the answer was read already, here is the browser that it belongs to."""
        row = parties.provider(provider, SAML)

        def said(flow: Flow) -> Vouched:
            if flow.vouched is None:
                raise Refused("there is no answer yet")
            return flow.vouched

        return arriving.arrive(row, request.args.get("state", ""), request.args.get("ticket", ""), said)


class IdentitiesView(PageView):
    """What a person is linked to, for herself."""

    route_base = "/me/identities"
    default_view = "index"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List the providers through which she signs in, and those she may link."""
        return render_template("guichet/sso/identities.html", page=linked.page_of(visitor()))

    @expose("/<provider>/link", methods=("POST",))
    def link(self, provider: str) -> ResponseReturnValue:
        """Leave for a provider in order to sign in through it from now on."""
        visit, row = visitor(), parties.provider(provider)
        _refuse_partial(visit)
        if row.institution_id not in {m.tenant.id for m in visit.mandates}:
            raise NotFound(_l("There is nothing at this address."))
        confirming.require(visit, confirming.OWN_ACCOUNT)
        return leaving.leave(row, Aim(flows.LINK, visit.user_id))

    @expose("/<int:pk>/unlink", methods=("GET", "POST"))
    def unlink(self, pk: int) -> ResponseReturnValue:
        """Ask, then take a link away."""
        visit = visitor()
        _refuse_partial(visit)
        found = next((one for one in service.identities(accounts(), visit.user_id) if one[0].id == pk), None)
        if found is None:
            raise NotFound(_l("There is nothing at this address."))
        name = found[1].name
        if request.method == "POST":
            confirming.require(visit, confirming.OWN_ACCOUNT)
            service.unlink(accounts(), visit.user_id, pk)
            arriving.record_unlinked(found[1].institution_id, found[1].id, name, visit.name)
            say_done(_("You no longer sign in through %(name)s.", name=name))
            return redirect(url_for(".index"), 303)
        page = ConfirmPage(
            title=_("No longer sign in through %(name)s?", name=name),
            consequences=(
                _("The sign-ins made through it end at once, this one too if it is one of them."),
                _("You can link it again later."),
            ),
            submit=_("Take away"),
            cancel_url=url_for(".index"),
            crumbs=(Crumb(_("My sign-ins through providers"), url_for(".index")),),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)


def _count() -> None:
    """Count who leaves for providers, so that nobody fills the table of those on their way."""
    settings: Settings = current_app.extensions["guichet_settings"]
    throttles.count(accounts(), settings.secret_key, DEPARTURES, tries.network(request.remote_addr or ""))


def _refuse_partial(visit: Visit) -> None:
    if visit.is_partial:
        raise Conflict(
            _l(
                "You are signed in through the provider of one institution, but also work for another one. "
                "Sign in with your password to change how you sign in."
            )
        )

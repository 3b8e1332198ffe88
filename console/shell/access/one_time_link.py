"""What a one-time link opens: choosing a password, or accepting a mandate with the account one has."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from config import Settings
from console.accounts import links, service, tries
from console.accounts.models import Membership, User
from console.accounts.visits import mandates_of
from console.base.errors import BadArgument, NotFound
from console.institutions.sessions import accounts
from console.shell import browsers
from console.shell.access.forms import PasswordForm
from console.shell.boundary import say_done
from console.shell.factors import mails
from console.shell.page_view import visitor
from console.shell.pages import Action, ConfirmPage, Fieldset, FormPage
from console.shell.password_mails import PASSWORD_CHANGED
from console.sso import service as sso


def opened(token: str) -> ResponseReturnValue:
    """Let the owner of a link set a password, or accept a mandate; raises `NotFound` and `TooManyTries`."""
    settings: Settings = current_app.extensions["guichet_settings"]
    address = f"{request.remote_addr}"
    tries.guard_link(accounts(), settings, address)
    if (offered := links.offered_mandate(accounts(), token)) is not None:
        tries.link_right(accounts(), settings, address)
        return _accept(offered, token)
    user = links.owner_of_link(accounts(), token)
    tries.link_right(accounts(), settings, address)
    form = PasswordForm()
    if form.validate_on_submit() and _set(settings, user, form):
        flash(_("Your password is set. Sign in with it."), "success")
        return redirect(url_for("AccessView.login"), 303)
    page = FormPage(
        title=_("Set a password"),
        form=form,
        fieldsets=(Fieldset(None, ("password", "again")),),
        submit=_("Set password"),
        cancel_url=url_for("AccessView.login"),
        lead=_("For the user account %(name)s.", name=user.username),
        actions=_providers(user, token),
    )
    return render_template("guichet/form_plain.html", page=page), 422 if form.is_submitted() else 200


def _set(settings: Settings, user: User, form: PasswordForm) -> bool:
    """Set the password and tell its owner; put what is wrong with it on its field otherwise."""
    had_one = bool(user.password)
    try:
        service.set_password(accounts(), user, form.password.data)
    except BadArgument as fault:
        form.password.errors = [*form.password.errors, str(fault)]
        return False
    # The link reached nobody but her: while others guess at her account, this browser has tries of its own.
    browsers.keep(tries.marked(settings, user.id, browsers.mark()))
    if had_one:
        mails.tell(user, PASSWORD_CHANGED)
    return True


def _providers(user: User, token: str) -> tuple[Action, ...]:
    """Give the providers of her institutions, which say who she is instead of a password."""
    institutions = sorted({one.tenant.id for one in mandates_of(accounts(), user.id)})
    return tuple(
        Action(
            _("Sign in with %(name)s", name=one.name),
            url_for("SsoView.invited", provider=one.reference, token=token),
            post=True,
        )
        for one in sso.offers(accounts(), institutions)
    )


def _accept(offered: Membership, token: str) -> ResponseReturnValue:
    """Ask the person of an offered mandate to accept it, signed in with her own account."""
    visit = visitor()
    if visit.user_id != offered.user_id:
        raise NotFound(_l("This link is for another user account. Sign in with the account it was sent to."))
    institution = offered.institution.name
    if request.method == "POST":
        links.accept_mandate(accounts(), token, offered)
        say_done(
            _(
                "You can now work for %(institution)s: choose it at the top of the page.",
                institution=institution,
            )
        )
        return redirect(url_for("HomeView.home"), 303)
    page = ConfirmPage(
        title=_("Work for %(institution)s?", institution=institution),
        consequences=(
            _("The institution has given you rights in its console."),
            _("You keep your user name and password, and choose at the top of the page for whom you work."),
        ),
        submit=_("Accept"),
        cancel_url=url_for("HomeView.home"),
    )
    return render_template("guichet/confirm.html", page=page)

"""To a provider: by a page that leads on, because our pages send forms to ourselves only (`form-action 'self'`)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import render_template, session, url_for
from flask_babel import gettext as _

from console.accounts.visits import Visit
from console.base import sealing
from console.base.addresses import public_url
from console.institutions.sessions import accounts
from console.shell.sso import parties
from console.sso import flows, oidc, saml, service
from console.sso.models import OIDC, SsoProvider

COOKIE = "sso"
"""What only this browser holds, for all its ways to providers."""


@dataclass(frozen=True, slots=True)
class OnwardPage:
    """A page that leads on at once, with a link for who stays; `url` is the provider's."""

    title: str
    text: str
    url: str
    link: str
    cancel_url: str


def leave(row: SsoProvider, aim: flows.Aim) -> str:
    """Note that this browser leaves for a provider and give the page that leads there."""
    leaving = flows.departure()
    leaving = replace(leaving, browser=session.setdefault(COOKIE, leaving.browser))
    again = aim.purpose == flows.CONFIRM
    if row.kind == OIDC:
        url = oidc.departure_url(parties.oidc_party(row), leaving, tuple(row.levels), again=again)
    else:
        url, number = saml.departure_url(parties.saml_party(row), leaving.state, again=again)
        leaving = replace(leaving, nonce=number)
    flows.begin(accounts(), row, aim, leaving)
    return lead_on(url, row.name)


def lead_on(url: str, name: str) -> str:
    """Give the page that leads to an address of a provider; what was noted about her leaving is committed before."""
    accounts().commit()  # The frame of the page reads through the page session, which would wait for this one.
    page = OnwardPage(
        title=_("On to %(name)s", name=name),
        text=_("You are led on to %(name)s. If nothing happens, follow the link.", name=name),
        url=url,
        link=_("Go on to %(name)s", name=name),
        cancel_url=url_for("AccessView.login"),
    )
    return render_template("guichet/sso/onward.html", page=page)


def sealed_kept(entries: str) -> str:
    """Give what somebody had typed, so that it can wait until she is back."""
    return sealing.seal(parties.settings().secret_key, service.PURPOSE, entries) if entries else ""


def farewell(visit: Visit) -> tuple[str, str]:
    """Give where the provider ends its own session of this visit, and its name; empty when there is nothing to end.

    To be asked before the sign-in is ended.
    """
    found = service.session_of(accounts(), visit.sign_in)
    if found is None:
        return "", ""
    known, row = found
    hint = sealing.unseal(parties.settings().secret_key, service.PURPOSE, known.hint) if known.hint else ""
    if row.kind == OIDC:
        return oidc.logout_url(parties.oidc_party(row), hint, public_url("AccessView.login")), row.name
    return saml.logout_url(parties.saml_party(row), hint, known.sid), row.name

"""What providers and their people's browsers send from elsewhere: no cookie comes along and none is looked at.

Each message is signed by the provider, so that nothing here needs a token of a page of ours.
"""

from __future__ import annotations

import logging

from flask import Blueprint, Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument, NotFound
from console.institutions.sessions import accounts
from console.shell.sso import parties
from console.sso import flows, oidc, saml, service
from console.sso.flows import Refused
from console.sso.models import OIDC, SAML, SsoProvider

log = logging.getLogger("guichet.sso")


def install(app: Flask) -> None:
    """Add the addresses that providers call, outside the tokens of our forms."""
    blueprint = Blueprint("sso", __name__, url_prefix="/sso/<provider>")
    blueprint.add_url_rule("/acs", "acs", acs, methods=("POST",))
    blueprint.add_url_rule("/metadata", "metadata", metadata)
    blueprint.add_url_rule("/slo", "slo", slo)
    blueprint.add_url_rule("/backchannel", "backchannel", backchannel, methods=("POST",))
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
    app.extensions["guichet_plain"] |= {n for n in app.view_functions if n.startswith("sso.")}


def acs(provider: str) -> ResponseReturnValue:
    """Take a SAML answer, keep what it says, and send the browser where its cookie is looked at."""
    row, state = _in_use(provider, SAML), request.form.get("RelayState", "")
    try:
        flow = flows.find(accounts(), row.id, state)
        accounts.commit()
        said = saml.vouched(parties.saml_party(row), flow.nonce, request.form.get("SAMLResponse", ""))
        kept = service.sealed(parties.settings().secret_key, said)
        ticket = flows.keep(accounts(), row.id, state, kept)
    except Refused as fault:
        raise _refusal(provider, fault) from fault
    return redirect(url_for("SsoView.arrive", provider=provider, state=state, ticket=ticket), 303)


def metadata(provider: str) -> ResponseReturnValue:
    """Describe this console to a SAML provider."""
    row = parties.provider(provider, SAML, in_use=False)
    return Response(saml.metadata(parties.saml_party(row)), mimetype="application/samlmetadata+xml")


def slo(provider: str) -> ResponseReturnValue:
    """End the sign-ins that a SAML provider asks to end; lead who comes back from its log-out to our door."""
    row = _in_use(provider, SAML)
    if "SAMLRequest" not in request.args:
        return redirect(url_for("AccessView.login"), 303)
    try:
        subject, sid, url = saml.logged_out(parties.saml_party(row), request.args)
        service.end_sessions(accounts(), row, subject=subject, sid=sid)
    except Refused as fault:
        raise _refusal(provider, fault) from fault
    return redirect(url, 303)


def backchannel(provider: str) -> ResponseReturnValue:
    """End the sign-ins that a provider of OpenID Connect names in a log-out token."""
    row = _in_use(provider, OIDC)
    accounts.commit()
    try:
        subject, sid = oidc.logged_out(parties.oidc_party(row), request.form.get("logout_token", ""))
        service.end_sessions(accounts(), row, subject=subject, sid=sid)
    except Refused as fault:
        raise _refusal(provider, fault) from fault
    return "", 200


def _in_use(provider: str, kind: str) -> SsoProvider:
    """Give the provider of a message; an unknown one is refused like a message that does not count."""
    try:
        return parties.provider(provider, kind)
    except NotFound as fault:
        raise _refusal(provider, Refused("there is no such provider")) from fault


def _refusal(provider: str, fault: Refused) -> BadArgument:
    log.warning("message of provider %s refused: %s", provider, fault.reason)
    return BadArgument(_l("This message does not count."))

"""Back from a provider: what it said is looked at, and the act for which somebody had left is done.

Whatever does not fit is refused with one text; the reason stands in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from console.accounts import service as people
from console.accounts.visits import Visit
from console.audit.service import record
from console.base import sealing
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.shell import kept
from console.shell.access import second
from console.shell.boundary import later, say_done
from console.shell.onward import Onward
from console.shell.pages import Action, MessagePage
from console.shell.redirects import back_to
from console.shell.sso import parties
from console.shell.sso.leaving import COOKIE
from console.sso import flows, oidc, service
from console.sso.flows import Flow, Refused, Vouched
from console.sso.journal import SUBJECT
from console.sso.models import SAML, SsoProvider

log = logging.getLogger("guichet.sso")


def arrive(row: SsoProvider, state: str, ticket: str, said: Callable[[Flow], Vouched]) -> ResponseReturnValue:
    """End the way of this browser, look at what the provider says (`said`), and go on with it."""
    store = accounts()
    try:
        flow = flows.end(store, row.id, state, session.get(COOKIE, ""), ticket)
        store.commit()  # Used up, whatever comes now; and no transaction is open while the provider is asked.
        return _go_on(row, flow, said(flow))
    except Refused as fault:
        store.rollback()
        return refused(row, fault)


def refused(row: SsoProvider, fault: Refused) -> ResponseReturnValue:
    """Answer what does not count, in the same words whatever the reason."""
    address = request.remote_addr or ""
    log.warning("answer of provider %s refused: %s", row.reference, fault.reason)
    people.note(accounts(), "sign_in_refused", None, address=address, provider=row.name)
    accounts().commit()
    page = MessagePage(
        title=_("This did not work"),
        text=str(fault),
        tone="bad",
        actions=(
            Action(_("Back"), url_for("HomeView.home" if g.visit else "AccessView.login"), kind="main"),
        ),
    )
    return render_template("guichet/message.html", page=page), 400


def _go_on(row: SsoProvider, flow: Flow, said: Vouched) -> ResponseReturnValue:
    if flow.purpose == flows.LINK:
        return _linked(row, _same_person(flow), said)
    if flow.purpose == flows.CONFIRM:
        return _confirmed(row, _same_person(flow), flow, said)
    if flow.purpose == flows.INVITED:
        service.link(accounts(), row, said, service.invited(accounts(), flow.link))
    return _signed_in(row, flow, said)


def _same_person(flow: Flow) -> Visit:
    visit: Visit | None = g.visit
    if visit is None or visit.user_id != flow.user_id:
        raise Refused("somebody else is signed in now")
    return visit


def _signed_in(row: SsoProvider, flow: Flow, said: Vouched) -> ResponseReturnValue:
    store, secret = accounts(), parties.settings().secret_key
    user, _identity = service.person_of(store, row, said)
    entries = sealing.unseal(secret, service.PURPOSE, flow.kept) if flow.kept else ""
    if session.get(kept.ENDED) != str(user.id):
        entries = ""  # Somebody else sat here before: what he typed is not for this person.
    arrival = flows.hold(store, row, user.id, said if row.kind == SAML else service.sealed(secret, said))
    return second.let_in(
        user,
        Onward.of(flow.target, entries),
        way=row.kind,
        factor=service.factor_of(row, said),
        vouched_by=row.institution_id,
        arrival=arrival,
    )


def _linked(row: SsoProvider, visit: Visit, said: Vouched) -> ResponseReturnValue:
    if visit.is_partial:
        raise Refused("another institution's provider vouched for this session")
    service.link(accounts(), row, said, visit.user_id)
    later(_record, row.institution_id, "identity_linked", row.id, row.name, visit.name)
    say_done(_("From now on you can sign in through %(name)s.", name=row.name))
    return redirect(url_for("IdentitiesView.index"), 303)


def _record(institution: int, act: str, key: int, name: str, person: str) -> None:
    with acting(Scope((institution,), purpose="single sign-on"), writes=True) as session:
        record(session, f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=key, name=name, person=person)


def _confirmed(row: SsoProvider, visit: Visit, flow: Flow, said: Vouched) -> ResponseReturnValue:
    """Take what the provider says for a fresh proof: it must have asked her after she left for it."""
    user, _identity = service.person_of(accounts(), row, said)
    if user.id != visit.user_id:
        raise Refused("the provider names somebody else")
    if said.since is None or said.since < flow.begun_at.timestamp() - oidc.LEEWAY:
        raise Refused("the provider did not ask her again")
    session["sign_in"] = people.confirmed(accounts(), visit.sign_in, service.factor_of(row, said))
    return redirect(back_to(flow.target), 303)


def record_unlinked(institution: int, key: int, name: str, person: str) -> None:
    """Note in the institution's journal, once the act is committed, that somebody took a link away."""
    later(_record, institution, "identity_unlinked", key, name, person)

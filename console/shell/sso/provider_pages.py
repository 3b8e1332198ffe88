"""What the administrator reads of the providers of her institution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from console.base import clock
from console.base.addresses import public_url
from console.base.errors import BadArgument
from console.shell import gate
from console.shell.pages import (
    Action,
    Cell,
    Column,
    Crumb,
    DataTable,
    Empty,
    Fact,
    FactGroup,
    ListPage,
    Pager,
    Row,
    ShowPage,
    Tag,
    Tone,
)
from console.shell.sso import parties
from console.sso import saml
from console.sso.journal import SUBJECT
from console.sso.models import OIDC, SsoProvider

SOON = timedelta(days=30)


def may_write() -> bool:
    """Say whether the reader may set up providers."""
    return gate.allows(g.visit, "can_write", SUBJECT)


def kind_of(row: SsoProvider) -> str:
    """Give the name of the protocol."""
    return "OpenID Connect" if row.kind == OIDC else "SAML 2.0"


def crumbs() -> tuple[Crumb, ...]:
    """Give the way up from a page of one provider."""
    return (Crumb(_("Single sign-on"), url_for("SsoProvidersView.index")),)


def list_page(rows: Sequence[tuple[SsoProvider, int]]) -> ListPage:
    """Give the list of providers."""
    adding: tuple[Action, ...] = ()
    if may_write():
        adding = (
            Action(_("Add OpenID Connect"), url_for(".add", kind="oidc"), kind="main", icon="add"),
            Action(_("Add SAML 2.0"), url_for(".add", kind="saml"), icon="add"),
        )
    return ListPage(
        title=_("Single sign-on"),
        lead=_(
            "Providers that say who your people are. Who is linked signs in without a password of this console."
        ),
        table=DataTable(
            _("Identity providers"),
            (
                Column(_("Name")),
                Column(_("Protocol")),
                Column(_("Issuer")),
                Column(_("Linked people"), "number"),
                Column(_("State"), "tag"),
            ),
            tuple(_row(row, linked) for row, linked in rows),
        ),
        empty=Empty(_("No identity provider yet"), _("People sign in with user name and password.")),
        pager=Pager(""),
        actions=adding,
    )


def _row(row: SsoProvider, linked: int) -> Row:
    state, tone = _state(row)
    return Row(
        (
            Cell(row.name),
            Cell(kind_of(row)),
            Cell(row.issuer),
            Cell(g.style.show_number(linked)),
            Cell(state, tone),
        ),
        url_for(".show", reference=row.reference),
    )


def _state(row: SsoProvider) -> tuple[str, Tone]:
    return (_("in use"), "ok") if row.active else (_("not in use"), "plain")


def show_page(row: SsoProvider, check: Sequence[Fact] = ()) -> ShowPage:
    """Give the page of one provider; `check` is what looking at it has just found."""
    state, tone = _state(row)
    groups = [_facts(row), _ours(row)]
    if check:
        groups.insert(0, FactGroup(_("What was checked"), tuple(check)))
    return ShowPage(
        title=row.name, groups=tuple(groups), crumbs=crumbs(), tags=(Tag(state, tone),), actions=_actions(row)
    )


def _actions(row: SsoProvider) -> tuple[Action, ...]:
    if not may_write():
        return ()
    this: dict[str, Any] = {"reference": row.reference}
    switch = _("Take out of use") if row.active else _("Put into use")
    return (
        Action(_("Check the configuration"), url_for(".check", **this), post=True),
        Action(switch, url_for(".switch", **this), kind="plain" if row.active else "main", post=True),
        Action(_("Edit"), url_for(".edit", **this)),
        Action(_("Delete"), url_for(".delete", **this), kind="danger"),
    )


def _facts(row: SsoProvider) -> FactGroup:
    facts = [Fact(_("Protocol"), kind_of(row)), Fact(_("Issuer"), row.issuer)]
    if row.kind == OIDC:
        facts.append(Fact(_("Client ID"), row.client_id, "code"))
        facts.append(Fact(_("Client secret"), _("kept, encrypted") if row.secret else _("none")))
    facts.append(Fact(_("Levels that count as a second factor"), ", ".join(row.levels) or _("none")))
    return FactGroup(_("The identity provider"), tuple(facts))


def _ours(row: SsoProvider) -> FactGroup:
    """Give the addresses that the provider must know of us."""
    this = {"provider": row.reference}
    if row.kind == OIDC:
        known = (
            (_("Redirect address"), public_url("SsoView.callback", **this)),
            (_("Address for log-out by the provider (back-channel)"), public_url("sso.backchannel", **this)),
            (_("Address after logging out"), public_url("AccessView.login")),
        )
    else:
        known = (
            (_("Metadata and entity ID"), public_url("sso.metadata", **this)),
            (_("Address for answers (ACS, HTTP-POST)"), public_url("sso.acs", **this)),
            (_("Address for log-out (SLO, HTTP-Redirect)"), public_url("sso.slo", **this)),
        )
    return FactGroup(_("Tell the provider"), tuple(Fact(label, url) for label, url in known))


def checked_facts(row: SsoProvider) -> tuple[Fact, ...]:
    """Look at the provider now and say what was found; what it publishes is taken over where it has changed."""
    if row.kind == OIDC:
        try:
            parties.checked(row)
        except BadArgument as fault:
            return (Fact(_("Result"), str(fault), tone="bad"),)
        found = [Fact(_("Result"), _("The provider answers, and what it publishes fits."), tone="ok")]
    else:
        found = [_certificates(row)]
    if not row.endpoints["end_session"]:
        found.append(
            Fact(_("Log-out"), _("The provider has none: its own session goes on after ours."), tone="warn")
        )
    return tuple(found)


def _certificates(row: SsoProvider) -> Fact:
    last = max(saml.valid_until(parties.saml_party(row).endpoints))
    day = g.style.show_day(last.astimezone(g.style.zone).date())
    if last < clock.now():
        return Fact(_("Certificate"), _("Ran out on %(day)s. Bring new metadata.", day=day), tone="bad")
    tone: Tone = "warn" if last - clock.now() < SOON else "ok"
    return Fact(_("Certificate"), _("Valid until %(day)s.", day=day), tone=tone)

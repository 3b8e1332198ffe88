"""The page on which a person sees and links the providers through which she signs in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _

from console.accounts.visits import Visit
from console.institutions.sessions import accounts
from console.shell.pages import Cell, Column, Crumb, DataTable, Empty, Row
from console.sso import service
from console.sso.service import Offer


@dataclass(frozen=True, slots=True)
class Way:
    """A provider that may be linked: what its button says, and where its form goes."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class IdentitiesPage:
    """What is linked, and what may be."""

    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    table: DataTable
    empty: Empty
    ways: tuple[Way, ...]
    ways_title: str


def page_of(visit: Visit) -> IdentitiesPage:
    """Give the page of one person."""
    found = service.identities(accounts(), visit.user_id)
    rows = tuple(
        Row(
            (
                Cell(provider.name),
                Cell(g.style.show_moment(one.linked_at)),
                Cell(g.style.show_moment(one.last_used) if one.last_used else _("never")),
                Cell(_("Take away"), url=url_for(".unlink", pk=one.id)),
            )
        )
        for one, provider in found
    )
    known = {provider.reference for _one, provider in found}
    offered = service.offers(accounts(), sorted({m.tenant.id for m in visit.mandates}))
    return IdentitiesPage(
        title=_("My sign-ins through providers"),
        lead=_(
            "Once linked, the provider of your institution says who you are, and you need no password here."
        ),
        crumbs=(Crumb(_("My profile"), url_for("PreferencesView.profile")),),
        table=DataTable(
            _("Linked identity providers"),
            (
                Column(_("Identity provider")),
                Column(_("Since"), "day"),
                Column(_("Last used"), "day"),
                Column(_("Take away")),
            ),
            rows,
        ),
        empty=Empty(
            _("No identity provider is linked yet"), _("You sign in with your user name and password.")
        ),
        ways=() if visit.is_partial else tuple(_way(one) for one in offered if one.reference not in known),
        ways_title=_("Link an identity provider"),
    )


def _way(offer: Offer) -> Way:
    text = _("%(name)s (%(institution)s)", name=offer.name, institution=offer.institution)
    return Way(text, url_for(".link", provider=offer.reference))

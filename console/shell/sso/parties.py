"""Who talks to whom: a stored provider with our own addresses, as the two protocols need it."""

from __future__ import annotations

from dataclasses import asdict

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from config import Settings
from console.base import sealing
from console.base.addresses import public_url
from console.base.errors import BadArgument, NotFound
from console.institutions.sessions import accounts
from console.sso import discovery, oidc, saml, service
from console.sso.models import OIDC, SsoProvider


def settings() -> Settings:
    """Give the settings of this installation."""
    found: Settings = current_app.extensions["guichet_settings"]
    return found


def oidc_party(row: SsoProvider) -> oidc.Party:
    """Give both sides of a conversation in OpenID Connect."""
    secret = sealing.unseal(settings().secret_key, service.PURPOSE, row.secret) if row.secret else ""
    return oidc.Party(
        row.issuer,
        discovery.Endpoints(**row.endpoints),
        row.client_id,
        public_url("SsoView.callback", provider=row.reference),
        settings().outward,
        secret,
    )


def saml_party(row: SsoProvider) -> saml.Party:
    """Give both sides of a conversation in SAML."""
    said = {**row.endpoints, "certificates": tuple(row.endpoints["certificates"])}
    return saml.Party(
        row.issuer,
        saml.Endpoints(**said),
        public_url("sso.metadata", provider=row.reference),
        public_url("sso.acs", provider=row.reference),
        public_url("sso.slo", provider=row.reference),
        tuple(row.levels),
    )


def provider(reference: str, kind: str = "", *, in_use: bool = True) -> SsoProvider:
    """Give the provider with this reference, of one kind where the address is for that alone; raises `NotFound`."""
    row = service.provider_of(accounts(), reference)
    if row is None or (kind and row.kind != kind) or (in_use and not row.active):
        raise NotFound(_l("There is nothing at this address."))
    return row


def own(session: Session, institution: int, reference: str, *, lock: bool = False) -> SsoProvider:
    """Give a provider of this institution, in use or not; raises `NotFound`, for others' too."""
    row = service.provider_of(session, reference, lock=lock)
    if row is None or row.institution_id != institution:
        raise NotFound(_l("There is nothing at this address."))
    return row


def checked(row: SsoProvider, metadata: str = "") -> None:
    """Put into the row what the provider publishes now; raises `BadArgument` when it cannot be used.

    `metadata` is the XML that an administrator brings of a SAML provider; without it nothing new is known of one.
    """
    if row.kind == OIDC:
        row.endpoints = asdict(discovery.discover(row.issuer, settings().outward))
        return
    issuer, found = saml.described(metadata, settings().outward)
    if row.issuer and row.issuer != issuer:
        raise BadArgument(
            _("These metadata are of another provider: %(name)s.", name=issuer[:200]), place="metadata"
        )
    row.issuer, row.endpoints = issuer, {**asdict(found), "certificates": list(found.certificates)}

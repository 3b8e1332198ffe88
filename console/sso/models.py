"""Providers, the persons linked to them, sign-ins on their way, and sign-ins that a provider may end.

None of these tables is scoped: they are read before a scope exists. Pages over them filter by institution themselves.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned

OIDC, SAML = "oidc", "saml"


class SsoProvider(Versioned, Model):
    """Who vouches for an institution's people."""

    __tablename__ = "account_sso_provider"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), nullable=False, unique=True)
    """In the addresses that the provider sends people back to."""
    institution_id: Mapped[int] = mapped_column(ForeignKey("inst_institution.id"), nullable=False, index=True)
    kind: Mapped[str] = mapped_column(String(4), nullable=False)
    """`oidc` or `saml`."""
    name: Mapped[str] = mapped_column(String(60), nullable=False)
    """On the button of the sign-in page."""
    issuer: Mapped[str] = mapped_column(String(255), nullable=False)
    """The issuer of OpenID Connect or the entity ID of SAML; never changed: identities belong to it."""
    client_id: Mapped[str] = mapped_column(String(255), nullable=False, default="")
    secret: Mapped[str] = mapped_column(Text, nullable=False, default="")
    """Sealed; empty for a public client and for SAML."""
    endpoints: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """What the provider publishes of itself (see `oidc.Endpoints`, `saml.Endpoints`)."""
    levels: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)
    """The values of `acr` (SAML: AuthnContextClassRef) that count as a second factor."""
    active: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)

    __table_args__ = (UniqueConstraint("institution_id", "name"),)


class SsoIdentity(Model):
    """A person as a provider knows her: found by issuer and subject, never by an e-mail address."""

    __tablename__ = "account_sso_identity"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    provider_id: Mapped[int] = mapped_column(
        ForeignKey("account_sso_provider.id", ondelete="CASCADE"), nullable=False
    )
    issuer: Mapped[str] = mapped_column(String(255), nullable=False)
    subject: Mapped[str] = mapped_column(String(255), nullable=False)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True
    )
    linked_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    last_used: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (UniqueConstraint("provider_id", "issuer", "subject"),)


class SsoFlow(Model):
    """Somebody on her way to a provider and back, for ten minutes; deleted by the first who comes back with it."""

    __tablename__ = "account_sso_flow"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the state that travels through the provider."""
    browser: Mapped[str] = mapped_column(String(64), nullable=False)
    """Digest of what only the browser that left holds in its cookie."""
    provider_id: Mapped[int] = mapped_column(
        ForeignKey("account_sso_provider.id", ondelete="CASCADE"), nullable=False
    )
    purpose: Mapped[str] = mapped_column(String(8), nullable=False)
    """`sign_in`, `link`, `invited` or `confirm`; `held` once she is back and her sign-in is not open yet."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"))
    """Who left, where she was signed in or invited."""
    link: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    """Digest of the one-time link that invited her."""
    nonce: Mapped[str] = mapped_column(String(64), nullable=False)
    """What the answer must repeat: the nonce of OpenID Connect, the number of the SAML request."""
    verifier: Mapped[str] = mapped_column(String(64), nullable=False)
    """Of PKCE."""
    target: Mapped[str] = mapped_column(Text, nullable=False, default="")
    kept: Mapped[str] = mapped_column(Text, nullable=False, default="")
    """Sealed: what was typed into a page whose session had ended."""
    begun_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False, index=True)
    ticket: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    """Digest; with it the browser that brought the SAML answer shows itself once its cookie is sent again."""
    vouched: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """What the provider said (see `flows.Vouched`)."""


class SsoSession(Model):
    """A sign-in that a provider vouched for, so that the provider can end it."""

    __tablename__ = "account_sso_session"

    sign_in_id: Mapped[int] = mapped_column(
        ForeignKey("account_sign_in.id", ondelete="CASCADE"), primary_key=True
    )
    identity_id: Mapped[int] = mapped_column(
        ForeignKey("account_sso_identity.id", ondelete="CASCADE"), nullable=False
    )
    sid: Mapped[str] = mapped_column(String(255), nullable=False, default="")
    """The provider's own name of this session (SAML: SessionIndex)."""
    hint: Mapped[str] = mapped_column(Text, nullable=False, default="")
    """Sealed: what the provider wants to see at log-out: the ID token, or the NameID of SAML."""

    __table_args__ = (Index("ix_account_sso_session_identity_id_sid", "identity_id", "sid"),)

"""Users' own tables beside Flask-AppBuilder's `ab_user` and `ab_role`.

None of them is scoped: they are read before a scope exists. Pages over them filter by institution themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from console.audit.chain import moment_text
from console.audit.sealed import Book, ChainHead, Sealed
from console.base import clock
from console.base.model import Model, UtcMoment, Versioned
from console.institutions.models import Institution

__all__ = [
    "ACCOUNTS_JOURNAL",
    "AccountChain",
    "AccountEvent",
    "ApiKey",
    "ApiToken",
    "Membership",
    "MembershipRole",
    "OneTimeLink",
    "PasswordRequest",
    "Role",
    "SignIn",
    "ThemeRight",
    "Throttle",
    "User",
    "UserProfile",
]

MEMBER, INSURED, PROVIDER = "member", "insured", "provider"
"""Kinds of accounts: an institution's or a company's people; an insured person; a provider's people."""


class UserProfile(Model):
    """What Flask-AppBuilder's user does not know."""

    __tablename__ = "account_profile"

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str | None] = mapped_column(String(2))
    theme: Mapped[str] = mapped_column(String(8), nullable=False, default="system")
    """`light`, `dark` or `system`."""
    density: Mapped[str] = mapped_column(String(8), nullable=False, default="normal")
    keys: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    """Whether single-key shortcuts work (WCAG 2.1.4)."""
    default_membership_id: Mapped[int | None] = mapped_column(Integer)
    failed_tries: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    kind: Mapped[str] = mapped_column(String(12), nullable=False, default=MEMBER, server_default=MEMBER)
    """`member`, `insured` or `provider`."""


class Membership(Versioned, Model):
    """A person's mandate in an institution, for one company of it or as its staff."""

    __tablename__ = "account_membership"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False)
    institution_id: Mapped[int] = mapped_column(ForeignKey("inst_institution.id"), nullable=False)
    company_id: Mapped[int | None] = mapped_column(Integer)
    company_name: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    """A copy, so that the list of mandates needs no look into scoped tables; kept by `accounts.service`."""
    alias: Mapped[str] = mapped_column(String(60), nullable=False, default="")
    active: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    pending: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    """Given to an account that somebody else looks after: opens only when its person follows the link."""
    invited_as: Mapped[str] = mapped_column(String(130), nullable=False, default="", server_default="")
    """The name under which she was invited: until she accepts, nobody here learns what her account says."""

    user: Mapped[Any] = relationship(User)
    institution: Mapped[Institution] = relationship(Institution, overlaps="company")
    roles: Mapped[list[Any]] = relationship(Role, secondary="account_membership_role", order_by=Role.id)
    theme_rights: Mapped[list[ThemeRight]] = relationship(cascade="all, delete-orphan")

    __table_args__ = (
        UniqueConstraint("user_id", "institution_id", "company_id"),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_account_membership_institution", "institution_id", "company_id"),
    )


class MembershipRole(Model):
    """A role a person has in one mandate."""

    __tablename__ = "account_membership_role"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey("account_membership.id", ondelete="CASCADE"), primary_key=True
    )
    role_id: Mapped[int] = mapped_column(ForeignKey("ab_role.id", ondelete="CASCADE"), primary_key=True)


class ThemeRight(Model):
    """What a person may do in one theme of a plugin, in one mandate."""

    __tablename__ = "account_theme_right"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey("account_membership.id", ondelete="CASCADE"), primary_key=True
    )
    plugin: Mapped[str] = mapped_column(String(60), primary_key=True)
    theme: Mapped[str] = mapped_column(String(60), primary_key=True)
    level: Mapped[int] = mapped_column(Integer, nullable=False)
    """1 read, 2 prepare, 3 send."""


class SignIn(Model):
    """A signed-in browser. Deleting the row signs it out, whatever cookie it still holds."""

    __tablename__ = "account_sign_in"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True
    )
    membership_id: Mapped[int | None] = mapped_column(
        ForeignKey("account_membership.id", ondelete="SET NULL")
    )
    everywhere: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    """Reads all companies of the person's mandates at once."""
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    last_seen: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    way: Mapped[str] = mapped_column(
        String(12), nullable=False, default="password", server_default="password"
    )
    """How she showed who she is first: `password`, `passkey`, `oidc` or `saml`."""
    factor: Mapped[str] = mapped_column(String(12), nullable=False, default="", server_default="")
    """The second factor she passed (`totp`, `sms`, `certificate`, `passkey`, `recovery`, `provider`); empty: none."""
    vouched_by: Mapped[int | None] = mapped_column(ForeignKey("inst_institution.id"))
    """The institution whose provider said who she is: such a sign-in opens mandates of this institution only."""
    confirmed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False, default=clock.now)
    """When she last showed who she is: sensitive acts ask again after a while."""
    address: Mapped[str] = mapped_column(String(45), nullable=False, default="")
    agent: Mapped[str] = mapped_column(String(200), nullable=False, default="")


class Throttle(Model):
    """Counted tries of one kind by one key (account, address or link), right across processes."""

    __tablename__ = "account_throttle"

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A keyed digest: the table does not tell whom it concerns."""
    tries: Mapped[int] = mapped_column(Integer, nullable=False)
    since: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    blocked_until: Mapped[datetime | None] = mapped_column(UtcMoment)


class OneTimeLink(Model):
    """A link that sets a password once, or (with a membership) lets a person accept a mandate."""

    __tablename__ = "account_link"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True
    )
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("account_membership.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class PasswordRequest(Model):
    """That somebody asked for a new password, until a worker has found out whether there is such an account.

    The page writes it for any name: what it answers, and after how long, says nothing about the name.
    """

    __tablename__ = "account_password_request"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sealed: Mapped[str] = mapped_column(Text, nullable=False)
    """The user name or e-mail as typed, encrypted: people also type passwords into that field."""
    language: Mapped[str] = mapped_column(String(2), nullable=False)
    """In which she read the page."""
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)


class AccountEvent(Sealed, Model):
    """The accounts' own journal: sign-ins, refusals, passwords, ends of sessions."""

    __tablename__ = "account_event"

    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False, index=True)
    kind: Mapped[str] = mapped_column(String(40), nullable=False)
    user_id: Mapped[int | None] = mapped_column(Integer, index=True)
    address: Mapped[str] = mapped_column(String(45), nullable=False, default="")
    request_id: Mapped[str] = mapped_column(String(36), nullable=False, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)

    __table_args__ = (Index("uq_account_event_number", "number", unique=True),)

    def open_parts(self) -> Mapping[str, Any]:
        """Give what stays: what happened to which account."""
        return {
            "at": moment_text(self.at),
            "kind": self.kind,
            "user": self.user_id,
            "request": self.request_id,
        }

    def personal_parts(self) -> Mapping[str, Any]:
        """Give what can be erased: from where, and the facts."""
        return {"address": self.address, "facts": self.facts}


Index(
    "ix_account_event_unsealed",
    AccountEvent.id,
    sqlite_where=AccountEvent.number.is_(None),
    postgresql_where=AccountEvent.number.is_(None),
)


class AccountChain(ChainHead, Model):
    """How far the accounts' own journal is sealed; its one row has the key 1."""

    __tablename__ = "account_chain"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, default=1)

    @property
    def chain(self) -> str:
        """Give the name of the accounts' journal, which belongs to no institution."""
        return "accounts"


ACCOUNTS_JOURNAL = Book(AccountEvent, AccountChain, AccountEvent.kind)


class ApiKey(Model):
    """A key with which another system uses one plugin's part of the API, for one institution."""

    __tablename__ = "account_api_key"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    client: Mapped[str] = mapped_column(String(32), nullable=False)
    """What the system calls itself when it asks for a token; a rotated key keeps it."""
    institution_id: Mapped[int] = mapped_column(ForeignKey("inst_institution.id"), nullable=False, index=True)
    company_id: Mapped[int | None] = mapped_column(Integer)
    """The company whose rows it sees and for which it acts; empty for the institution's own."""
    themes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """The themes it is limited to, which are those of the person of the company who made it; empty: all."""
    plugin: Mapped[str] = mapped_column(String(60), nullable=False)
    operations: Mapped[list[str]] = mapped_column(JSON, nullable=False)
    """What it may do: codes of `accounts.operations`."""
    name: Mapped[str] = mapped_column(String(80), nullable=False)
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    created_by: Mapped[str] = mapped_column(String(130), nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    last_used: Mapped[datetime | None] = mapped_column(UtcMoment)
    """To the minute."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("account_api_key.id"))
    """The key that was made to replace it."""
    per_minute: Mapped[int] = mapped_column(Integer, nullable=False)
    """Requests it may send in a minute."""
    window_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When the minute ends in which its requests are counted."""
    taken: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Requests of that minute that processes took for it, used or not."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
    )


class ApiToken(Model):
    """A token that a system got for its key: it does the same, or less, for a quarter of an hour."""

    __tablename__ = "account_api_token"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    key_id: Mapped[int] = mapped_column(
        ForeignKey("account_api_key.id", ondelete="CASCADE"), nullable=False, index=True
    )
    operations: Mapped[list[str]] = mapped_column(JSON, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

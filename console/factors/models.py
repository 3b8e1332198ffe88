"""Tables of the second factors. None is scoped: they are read before anybody's institution is known."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment


class Kind(StrEnum):
    """What a person can have; a sign-in names what she passed by the same words."""

    TOTP = "totp"
    SMS = "sms"
    PASSKEY = "passkey"
    CERTIFICATE = "certificate"


class Factor(Model):
    """One second factor of a person."""

    __tablename__ = "account_factor"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True
    )
    kind: Mapped[str] = mapped_column(String(12), nullable=False)
    name: Mapped[str] = mapped_column(String(80), nullable=False)
    """How its owner calls it."""
    hint: Mapped[str] = mapped_column(String(80), nullable=False, default="")
    """What may be shown of it: the end of a telephone number, the subject of a certificate."""
    sealed: Mapped[str] = mapped_column(Text, nullable=False, default="")
    """The secret of an authenticator app or a telephone number, encrypted."""
    mark: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 by which it is recognised: of the secret, of a passkey's identifier, of a certificate."""
    material: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """Of a passkey: its identifier and public key in base64url, and its transports."""
    counter: Mapped[int] = mapped_column(BigInteger, nullable=False, default=0)
    """What grows with each use: the time step of the last code, the sign counter of a passkey."""
    valid_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    proved: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    """False for a telephone number until its first code was typed: until then it opens nothing."""
    added_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    last_used: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (UniqueConstraint("kind", "mark"),)


class RecoveryCode(Model):
    """One of ten codes on paper, each good for one sign-in."""

    __tablename__ = "account_recovery_code"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True
    )
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class SmsCode(Model):
    """A code on its way to a telephone, for one pending sign-in or confirmation."""

    __tablename__ = "account_sms_code"

    factor_id: Mapped[int] = mapped_column(
        ForeignKey("account_factor.id", ondelete="CASCADE"), primary_key=True
    )
    bound_to: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A digest of what the caller bound the code to."""
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    """Keyed: six figures could be found out from a plain one."""
    tries: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)


class UsedChallenge(Model):
    """The challenge of an accepted answer, kept until it would have expired, so that the answer counts once."""

    __tablename__ = "account_used_challenge"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)


class RememberedBrowser(Model):
    """A browser in which a person passed a second factor, and is not asked for it again for some days."""

    __tablename__ = "account_remembered_browser"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True
    )
    stamp: Mapped[str] = mapped_column(String(64), nullable=False)
    """A digest of the password's hash: a new password ends it."""
    agent: Mapped[str] = mapped_column(String(200), nullable=False, default="")
    added_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    last_used: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

"""Tenants, the plugins switched on for them, and the parts of a plugin with a switch of their own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned


class Institution(Versioned, Model):
    """A tenant: a compensation fund, a CPAS, a gateway."""

    __tablename__ = "inst_institution"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(120), nullable=False)
    short_name: Mapped[str] = mapped_column(String(24), nullable=False)
    kind: Mapped[str] = mapped_column(String(24), nullable=False)
    """`compensation_fund`, `cpas`, `gateway` or `other`."""
    country: Mapped[str] = mapped_column(String(2), nullable=False)
    number: Mapped[str] = mapped_column(String(24), nullable=False, default="")
    """The official number: fund number, enterprise number."""
    languages: Mapped[str] = mapped_column(String(24), nullable=False)
    """Codes in order of preference, joined by commas: `fr,de`."""
    zone: Mapped[str] = mapped_column(String(40), nullable=False)
    accent: Mapped[str] = mapped_column(String(7), nullable=False, default="#0b5a7a")
    street: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    house_number: Mapped[str] = mapped_column(String(16), nullable=False, default="")
    postcode: Mapped[str] = mapped_column(String(16), nullable=False, default="")
    town: Mapped[str] = mapped_column(String(80), nullable=False, default="")
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    logo_type: Mapped[str | None] = mapped_column(String(20))
    words_version: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Counts the changes to the institution's own wording, so that every process notices one."""
    outages_version: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Counts the changes to its outage notices, in the same way."""
    is_practice: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    """Nothing in it has a legal effect, and it sends to simulators only. Fixed once it has sent or got something."""

    __table_args__ = (UniqueConstraint("country", "number", "name"),)


class PluginSwitch(Model):
    """Whether a plugin is on in an institution, and its settings there; the row stays when it is switched off."""

    __tablename__ = "inst_plugin"

    institution_id: Mapped[int] = mapped_column(ForeignKey("inst_institution.id"), primary_key=True)
    plugin: Mapped[str] = mapped_column(String(60), primary_key=True)
    enabled: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    settings: Mapped[dict[str, str]] = mapped_column(JSON, nullable=False, default=dict)
    changed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)


class PartSwitch(Model):
    """The switch of a theme or a form below its plugin; without a row the part follows the plugin."""

    __tablename__ = "inst_part"

    institution_id: Mapped[int] = mapped_column(ForeignKey("inst_institution.id"), primary_key=True)
    plugin: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    """`theme` or `form`."""
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    enabled: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    starts_on: Mapped[date | None] = mapped_column(Date)
    pilots: Mapped[list[int]] = mapped_column(JSON, nullable=False, default=list)
    """Companies for which the part is already open; empty means all."""

"""The columns that every journal of the console has, so that one job seals all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from console.audit import chain
from console.base.model import UtcMoment


class Sealed:
    """Mixin of a journal's lines. They are written without a number; the sealing job gives them one."""

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    number: Mapped[int | None] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    """The place in the chain, from 1 without a gap; empty until the line is sealed."""
    sealed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    salt: Mapped[str | None] = mapped_column(String(32))
    """Random; empty once the personal parts were erased."""
    personal: Mapped[str | None] = mapped_column(String(64))
    """The commitment to the personal parts, which stays when they are erased."""
    previous: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))

    @property
    def is_erased(self) -> bool:
        """Say whether the personal parts were taken out."""
        return self.number is not None and self.salt is None

    def open_parts(self) -> Mapping[str, Any]:
        """Give what stays for ever, as JSON values."""
        raise NotImplementedError

    def personal_parts(self) -> Mapping[str, Any]:
        """Give what can be erased, as JSON values."""
        raise NotImplementedError


class ChainHead:
    """Mixin of the one row by which sealers of a journal agree: where its chain has got to."""

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), nullable=False)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    begun_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    """When the first line was sealed: lines of before stood in a journal that was not chained yet."""
    sealed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    @property
    def chain(self) -> str:
        """Give what tells this journal from every other of the installation."""
        raise NotImplementedError


@dataclass(frozen=True)
class Book:
    """A journal: its lines and its head. In a scoped session both are those of one institution."""

    lines: type[Any]
    """A model with `Sealed`."""
    heads: type[Any]
    """A model with `ChainHead`."""
    action: Any
    """The column that says what was done."""


def line_digest(line: Sealed, name: str) -> str:
    """Give the digest that a line of the chain `name` must have; raises `ValueError` for one that is not sealed."""
    if line.previous is None or line.sealed_at is None or line.personal is None:
        raise ValueError("this line is not sealed")
    return chain.digest(name, line.previous, line.sealed_at, line.open_parts(), line.personal)

"""How the values of an establishment are typed, shown and read from a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import ColumnFault, Style, TextColumn, clock, visitor
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio.models import (
    ASKED,
    BY_DEPOSIT,
    BY_HAND,
    BY_SHEET,
    ENDED,
    GRANTED,
    NOT_ASKED,
    REFUSED,
    REMOVED,
    TO_VERIFY,
    VERIFIED,
    Establishment,
)
from plugins.fr_dsn.rules.controls.value_key import siret_holds
from plugins.fr_dsn.views import words

STATES: Final = (
    (VERIFIED, _l("Verified")),
    (TO_VERIFY, _l("To verify")),
    (REMOVED, _l("Removed")),
)
DUE_DAYS: Final = (("5", _l("The 5th")), ("15", _l("The 15th")))
CAME: Final = (
    (BY_DEPOSIT, _l("By a deposit")),
    (BY_HAND, _l("By hand")),
    (BY_SHEET, _l("By a sheet")),
)
PRIMING: Final = (
    (NOT_ASKED, _l("Not asked for")),
    (ASKED, _l("Asked for")),
    (GRANTED, _l("Granted")),
    (REFUSED, _l("Not granted")),
    (ENDED, _l("No longer granted")),
)


def read_siret(text: str) -> str:
    """Give a SIRET without gaps; raises `ColumnFault` when its figures or its key are wrong."""
    plain = "".join(text.split()).replace(".", "")
    if len(plain) != 14 or not (plain.isascii() and plain.isdecimal()):
        raise ColumnFault(_l("A SIRET has 14 figures: nine of the SIREN and five of the establishment."))
    if not siret_holds(plain):
        raise ColumnFault(_l("The key of this SIRET is wrong. Compare its figures."))
    return plain


@dataclass(frozen=True, kw_only=True)
class SiretColumn(TextColumn):
    """The SIRET, which also says whose the establishment is: the account that the visitor acts for."""

    def set(self, row: Any, value: Any) -> None:
        """Put the SIRET into an establishment, and a new one into the visitor's account."""
        row.siret = value
        mandate = visitor().mandate
        if row.company_id is None and mandate is not None:
            row.company_id = mandate.company
            row.expected_from = clock.today("Europe/Paris").replace(day=1)

    def read_cell(self, cell: Any, style: Style, session: Session) -> Any:
        """Read a cell; raises `ColumnFault` too for what was removed, since a sheet does not bring it back."""
        siret = super().read_cell(cell, style, session)
        if siret in _removed(session):
            raise ColumnFault(_l("This establishment was removed. Add it again by hand."))
        return siret


def new_siret(key: str) -> SiretColumn:
    """Give the column of the SIRET."""
    return SiretColumn(
        key=key,
        label=_l("SIRET"),
        help=_l("14 figures, with or without gaps"),
        required=True,
        most=30,
        check=read_siret,
        shown=words.siret,
    )


def first_day(month: date) -> str:
    """Write a month, or nothing for none."""
    return words.month(month.isoformat()) if month.year > 1900 else ""


def _removed(session: Session) -> set[str]:
    """Give the SIRET of what was removed from the portfolio; asked once for each request."""
    if "fr_dsn_removed" not in g:
        asked = select(Establishment.siret).where(Establishment.removed_at.is_not(None))
        g.fr_dsn_removed = set(session.scalars(asked))
    found: set[str] = g.fr_dsn_removed
    return found

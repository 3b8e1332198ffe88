"""The list of addresses for delegating training confirmations: one row per employee and child."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from plugins.ch_fund.rules.avs import avs_as_printed

from .cells import CellFault, RowReader
from .titled_sheet import TitledRow, read_titled

TITLES = {
    "avs": (
        "No AVS collaborateur", "No AVS collaboratrice", "No AVS du collaborateur", "N° AVS collaborateur",
        "N AVS collaborateur", "Numéro AVS collaborateur", "No AVS employé", "No AVS",
        "AHV-Nr. Mitarbeiter", "AHV-Nr. Mitarbeitende", "AHV-Nummer Mitarbeiter",
    ),
    "name": ("Nom", "Nom de famille", "Name", "Nachname", "Familienname"),
    "first_name": ("Prénom", "Prénoms", "Vorname", "Vornamen"),
    "email": ("E-mail", "Mail", "Adresse e-mail", "Courriel", "Adresse électronique", "E-Mail-Adresse"),
    "child_avs": (
        "No AVS enfant", "No AVS de l’enfant", "N° AVS enfant", "N AVS enfant", "Numéro AVS enfant",
        "AHV-Nr. Kind", "AHV-Nummer Kind",
    ),
    "child": ("Prénom enfant", "Prénom de l’enfant", "Enfant", "Vorname Kind", "Kind"),
    "until": (
        "Formation jusqu’au", "Formation jusqu’à", "En formation jusqu’au", "Fin de formation",
        "Ausbildung bis", "In Ausbildung bis",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A row as it stands in the sheet; what is missing or cannot be read is None."""

    number: int
    avs: str | None
    """As it is printed when it has 13 digits, right or wrong, else as it is written; the child's too."""
    name: str | None
    first_name: str | None
    email: str | None
    child_avs: str | None
    child: str | None
    until: date | None
    faults: tuple[CellFault, ...]
    content: tuple[Hashable, ...] | None
    """What the row says: two rows with the same content are duplicates. None: it cannot be compared."""


@dataclass(frozen=True, slots=True)
class DelegationSheet:
    """The titles as they stand in the sheet, by column, and its rows."""

    titles: Mapping[str, str]
    rows: tuple[DelegationRow, ...]


def read_delegations(data: bytes) -> DelegationSheet:
    """Read a list of addresses; raises `FileRefused`."""
    sheet = read_titled(data, TITLES)
    return DelegationSheet(sheet.titles, tuple(_row(row) for row in sheet.rows))


def _row(row: TitledRow) -> DelegationRow:
    reader = RowReader(row)
    avs, child_avs = (reader.text(column, avs_as_printed) for column in ("avs", "child_avs"))
    name, first_name, email, child = (reader.text(c) for c in ("name", "first_name", "email", "child"))
    until = reader.day("until")
    return DelegationRow(
        row.number,
        avs,
        name,
        first_name,
        email,
        child_avs,
        child,
        until,
        tuple(reader.faults),
        reader.content,
    )

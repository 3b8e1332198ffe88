"""The document of a return: what it says of each declaration, and of each anomaly who and which rubric.

The schema of the real documents is not public. This shape is ours, with what is known of theirs: overall status of a
declaration, one of four outcomes in a business report, anomalies with control, rubric, person and text. Latin-1.

    <retour nature="11">
      <declaration siret="…" mois="2025-02" nature="01" ordre="1" fraction="11" statut="KO" prise="3">
        <anomalie controle="S21.G00.30.001/CCH-16" gravite="bloquante" rubrique="S21.G00.30.001" nir="…" nom="…">
          <texte>…</texte>
        </anomalie>
      </declaration>
    </retour>
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

from console.plugin import BadArgument, FileRefused
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.formats.slips.outline import Node, Shape, read_outline

STATUSES: Final = ("OK", "ANO", "KO", "EN COURS")
OUTCOMES: Final = ("0", "1", "2", "3")
"""Of a business report: taken, taken with corrections to make, taken in part, not taken."""
MOST_ANOMALIES: Final = 2_000
"""Anomalies of one declaration that are kept."""


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One fault that the hub or an organisation found."""

    control: str
    blocks: bool
    rubric: str
    person: str
    """NIR or technical number; empty for what is about no person."""
    name: str
    text: str
    """In the words of who found it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a return says of one declaration."""

    siret: str
    month: str
    """`2025-02`; empty in signals."""
    nature: str
    order: str
    fraction: str
    status: str
    outcome: str
    anomalies: tuple[Anomaly, ...]


def read_return(document: str) -> tuple[Told, ...]:
    """Read the document of a return; raises `BadArgument` for what is none."""
    try:
        found, _faults = read_outline(io.BytesIO(document.encode("iso-8859-1", "replace")), _ROOTS)
    except FileRefused as refused:
        raise BadArgument(_l("The document of this return cannot be read.")) from refused
    result: tuple[Told, ...] = found
    return result


def _anomaly(node: Node) -> Anomaly:
    def value(name: str, most: int) -> str:
        return "".join(sign for sign in node.attributes.get(name, "")[:most] if sign.isprintable())

    return Anomaly(
        value("controle", 40),
        value("gravite", 12) != "avertissement",
        value("rubrique", 20),
        value("nir", 40),
        value("nom", 120),
        node.text("texte") or "",
    )


def _declaration(node: Node) -> Told:
    def value(name: str, most: int = 20) -> str:
        return node.attributes.get(name, "").strip()[:most]

    status, outcome = value("statut"), value("prise")
    return Told(
        value("siret"),
        value("mois"),
        value("nature"),
        value("ordre"),
        value("fraction"),
        status if status in STATUSES else "",
        outcome if outcome in OUTCOMES else "",
        node.all("anomalie")[:MOST_ANOMALIES],
    )


def _return(node: Node) -> tuple[Any, ...]:
    return node.all("declaration")


_ROOTS: Final = {
    "retour": Shape(
        _return,
        parts={"declaration": Shape(_declaration, parts={"anomalie": Shape(_anomaly, frozenset({"texte"}))})},
    )
}

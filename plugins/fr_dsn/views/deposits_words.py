"""The words of deposits and returns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from console.plugin import lazy_gettext as _l
from console.plugin import pages
from plugins.fr_dsn.deposits.models import ACCEPTED, CHECKING, DEPOSITED, LEAVING, REFUSED, REFUSED_HERE, SENT

Word = tuple[Any, pages.Tone]
DEPOSITS: Final[Mapping[str, Word]] = {
    CHECKING: (_l("is being checked"), "info"),
    REFUSED_HERE: (_l("Not sent"), "bad"),
    LEAVING: (_l("On its way"), "info"),
    SENT: (_l("At the hub"), "ok"),
}
STATES: Final[Mapping[str, Word]] = {
    DEPOSITED: (_l("DSN deposited"), "info"),
    ACCEPTED: (_l("DSN accepted"), "ok"),
    REFUSED: (_l("DSN refused"), "bad"),
}
STATUSES: Final[Mapping[str, Word]] = {
    "OK": (_l("OK"), "ok"),
    "ANO": (_l("Non-blocking anomaly"), "warn"),
    "KO": (_l("Blocking anomaly"), "bad"),
    "EN COURS": (_l("In progress"), "info"),
}
OUTCOMES: Final[Mapping[str, Any]] = {
    "0": _l("Taken over"),
    "1": _l("Taken over, corrections to make"),
    "2": _l("Taken over in part"),
    "3": _l("Not taken over"),
}
NATURES: Final[Mapping[str, Any]] = {
    "10": _l("Receipt of the file"),
    "11": _l("Controls of the deposit point"),
    "20": _l("Identification of employees"),
    "21": _l("Health insurance: certificate not rebuilt"),
    "30": _l("Health insurance: receipt"),
    "31": _l("Health insurance: business report"),
    "50": _l("Handed on to the protection body"),
    "51": _l("Protection body: business report"),
    "60": _l("Urssaf: receipt"),
    "61": _l("Urssaf: business report"),
    "70": _l("Agirc-Arrco: receipt"),
    "71": _l("Agirc-Arrco: business report"),
}
"""Those that are met most; another one is shown by its number."""


def tag(words: Mapping[str, Word], key: str) -> pages.Cell:
    """Give a state in a word with its tone."""
    text, tone = words.get(key, (key, "plain"))
    return pages.Cell(str(text), tone)


def nature(key: str) -> str:
    """Say what a return is."""
    return str(NATURES.get(key, key))


def outcome(key: str) -> str:
    """Say what an organisation did with a declaration, or nothing."""
    return str(OUTCOMES.get(key, ""))

"""The words for states of enrolments, and how numbers of companies and persons are typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from stdnum.fr import nir as nirs

from console.plugin import ColumnFault, pages
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.enrolments.machine import State
from plugins.fr_dsn.enrolments.returns import ACCEPTED
from plugins.fr_dsn.rules.controls.value_key import siren_holds, siret_holds
from plugins.fr_dsn.stoppages.checks import has_sound_nir
from plugins.fr_dsn.views import words

STATES: Final = (
    (str(State.NEW), _l("New, not sent")),
    (str(State.ASKED), _l("Asked for")),
    (str(State.ACKNOWLEDGED), _l("Receipt acknowledged")),
    (str(State.ENROLLED), _l("Enrolled")),
    (str(State.REFUSED), _l("Refused")),
    (str(State.TO_REMOVE), _l("To remove, not sent")),
    (str(State.LEAVING), _l("Removal asked for")),
    (str(State.REMOVED), _l("Removed")),
)
TONES: Final[Mapping[str, pages.Tone]] = {
    State.ENROLLED: "ok",
    State.REFUSED: "bad",
    State.ASKED: "info",
    State.ACKNOWLEDGED: "info",
    State.TO_REMOVE: "warn",
    State.LEAVING: "info",
    ACCEPTED: "ok",
}
LINE_STATES: Final[Mapping[str, Any]] = {
    str(State.ASKED): _l("Asked for"),
    str(State.ACKNOWLEDGED): _l("Receipt acknowledged"),
    ACCEPTED: _l("Accepted"),
    str(State.REFUSED): _l("Refused"),
}
OPERATIONS: Final[Mapping[str, Any]] = {"CRE": _l("Enrol"), "SUP": _l("Remove")}


def tag(state: str) -> pages.Tag:
    """Give a state in a word, with its tone."""
    return pages.Tag(str(dict(STATES).get(state, state)), TONES.get(state, "plain"))


def read_number(text: str) -> str:
    """Give a SIREN or SIRET without gaps; raises `ColumnFault`."""
    plain = "".join(text.split()).replace(".", "")
    if not (siren_holds(plain) or siret_holds(plain)):
        raise ColumnFault(
            _l("Type a SIREN of nine figures or a SIRET of fourteen; the last figure is its key.")
        )
    return plain


def show_number(text: str) -> str:
    """Part the figures of a SIREN or SIRET."""
    if len(text) == 9:
        return words.NBSP.join((text[:3], text[3:6], text[6:]))
    return words.siret(text)


def read_nir(text: str) -> str:
    """Give a NIR of thirteen signs, typed with or without its key; raises `ColumnFault`."""
    plain = nirs.compact(text).replace(words.NBSP, "").upper()
    if not has_sound_nir(plain) or plain[:13].endswith("999999"):
        raise ColumnFault(_l("The NIR has thirteen signs, or fifteen with the two figures of its key."))
    return plain[:13]

"""What HR software does through the open API: declare, change, close, cancel, read.

Each stoppage is named by the key of the HR software; what was found in a DSN or entered by hand, by our reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from console.plugin import ApiAct, ApiCall, note_consultation
from console.plugin import lazy_gettext as _l

from . import service, shapes
from .declaration import Declaration, Kind, Subrogation, Wage
from .models import Stoppage, StoppageStep
from .service import SUBJECT, Call
from .telling import told
from .trail import trail

THEME: Final = "stoppages"


def declared_in(values: Mapping[str, Any]) -> Declaration:
    """Give the declaration that values in the shape `shapes.DECLARED` make."""
    lent = values.get("subrogation")
    accident = values.get("accident_on")
    return Declaration(
        siret=_plain(values["siret"]),
        nir=_plain(values["nir"]),
        family_name=values["family_name"].strip(),
        given_name=values["given_name"].strip(),
        contract=values["contract"].strip(),
        reason=values["reason"],
        last_day_worked=date.fromisoformat(values["last_day_worked"]),
        planned_end=date.fromisoformat(values["planned_end"]),
        kind=Kind(values.get("kind", Kind.FIRST)),
        subrogation=Subrogation(
            date.fromisoformat(lent["from"]), date.fromisoformat(lent["until"]), _plain(lent["iban"])
        )
        if lent
        else None,
        accident_on=date.fromisoformat(accident) if accident else None,
        wages=tuple(
            Wage(date.fromisoformat(f"{one['month']}-01"), Decimal(one["gross"]))
            for one in values.get("wages", ())
        ),
        insured=values.get("insured", ""),
    )


def _declare(asked: ApiCall) -> Mapping[str, Any]:
    said = service.declare(asked.session, _call(asked), declared_in(asked.values), asked.parts["named"])
    return said.answer


def _modify(asked: ApiCall) -> Mapping[str, Any]:
    return service.modify(asked.session, _call(asked), _named(asked), declared_in(asked.values)).answer


def _close(asked: ApiCall) -> Mapping[str, Any]:
    day = date.fromisoformat(asked.values["resumed_on"])
    resumption = asked.values["resumption"]
    return service.close(asked.session, _call(asked), _named(asked), day, resumption).answer


def _cancel(asked: ApiCall) -> Mapping[str, Any]:
    return service.cancel(asked.session, _call(asked), _named(asked)).answer


def _read(asked: ApiCall) -> Mapping[str, Any]:
    stoppage = _named(asked, lock=False)
    note_consultation(
        SUBJECT, subject_id=stoppage.reference, concerning=stoppage.person, name=stoppage.reference
    )
    lines = [_line(one) for one in trail(asked.session, stoppage)]
    return {**told(stoppage), "declaration": stoppage.declaration, "trail": lines}


def _line(step: StoppageStep) -> dict[str, Any]:
    facts = step.facts
    return {
        "at": step.at.isoformat(),
        "party": step.party,
        "what": step.what,
        "text": facts.get("text"),
        "documents": facts.get("documents", []),
    }


def _named(asked: ApiCall, *, lock: bool = True) -> Stoppage:
    return service.by_key(asked.session, asked.company, asked.parts["named"], lock=lock)


def _call(asked: ApiCall) -> Call:
    return Call(asked.company, asked.by, "api", asked.values.get("sequence"))


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign not in " .-\u00a0").upper()


_WRITE: Final = {
    "operation": "stoppages:write",
    "title": _l("Declare, change, close and cancel work stoppages"),
    "theme": THEME,
    "gives": shapes.STANDS,
    "is_idempotent": True,
}
_NAMED: Final = "/stoppages/{named}"
ACTS: Final = (
    ApiAct(
        key="stoppages_declare",
        path=_NAMED,
        summary="Declare a work stoppage under a key of your own; the same again has the first answer",
        act=_declare,
        method="PUT",
        takes=shapes.DECLARED,
        example=shapes.EXAMPLE,
        **_WRITE,
    ),
    ApiAct(
        key="stoppages_change",
        path=f"{_NAMED}/change",
        summary="Change what was declared of a work stoppage, all of it",
        act=_modify,
        method="POST",
        takes=shapes.DECLARED,
        example={**shapes.EXAMPLE, "planned_end": "2026-04-09", "sequence": 2},
        **_WRITE,
    ),
    ApiAct(
        key="stoppages_close",
        path=f"{_NAMED}/close",
        summary="Close a work stoppage: work was resumed",
        act=_close,
        method="POST",
        takes=shapes.CLOSED,
        example={"resumed_on": "2026-03-23", "resumption": "01", "sequence": 3},
        **_WRITE,
    ),
    ApiAct(
        key="stoppages_cancel",
        path=f"{_NAMED}/cancel",
        summary="Cancel a work stoppage that should not have been declared",
        act=_cancel,
        method="POST",
        takes=shapes.CANCELLED,
        example={"sequence": 4},
        **_WRITE,
    ),
    ApiAct(
        key="stoppages_read",
        path=_NAMED,
        summary="One work stoppage with everything that became of it",
        operation="stoppages:read",
        title=_l("Read work stoppages"),
        theme=THEME,
        act=_read,
        gives=shapes.SHOWN,
    ),
)

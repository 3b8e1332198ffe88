"""What payroll software does through the open API: deposit a file, see how it stands, fetch what is said about it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Final

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, undefer

from console.plugin import N_, ApiAct, ApiCall, ConsoleError, Phrase, clock, note_consultation, place_token
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.lists import to_check_with
from plugins.fr_dsn.checking.outcome import plain, said

from . import api_shapes as shapes
from . import reading, returns, service
from .models import Deposit, DepositDeclaration, HubReturn, ReturnLine
from .service import SUBJECT, Depositor

THEME: Final = "declarations"
SETTLED: Final = timedelta(seconds=30)
"""A return is given once it is so old: what is written beside it, with an earlier moment, is there by then."""
_BODY: Final = shapes.MOST // 3 * 4 + 4096


class _NoFile(ConsoleError):
    """What was sent is no file that can be taken. Nothing of it was kept."""

    status: ClassVar[int] = 422

    def __init__(self, place: str, code: str, text: Phrase) -> None:
        super().__init__(text, place=place)
        self.members = {"faults": [{"place": place, "code": code, "text": str(text)}], "fault_count": 1}


def _deposit(asked: ApiCall) -> Mapping[str, Any]:
    name, content = _name(asked.values["name"]), _content(asked.values["content"])
    session: Session = asked.session
    found, is_new = service.known(session, asked.company, content), False
    if found is None:
        lists = to_check_with(session)
        # Nothing is begun any more: while the file is read, others write.
        session.rollback()
        read = reading.checked(name, content, lists)
        by = Depositor(0, asked.by, asked.company, covers_all=False, is_system=True)
        found, is_new = service.begin(session, by, name, content)
        if is_new and isinstance(read, reading.Deposited):
            service.settle(session, found, read, by)
        elif is_new and not isinstance(read, reading.Deposited):
            service.fail(session, found, read)
    return {**_told(session, found), "repeated": not is_new}


def _show(asked: ApiCall) -> Mapping[str, Any]:
    deposit = service.find(asked.session, asked.parts["reference"])
    note_consultation(
        SUBJECT, act="consulted", subject_id=deposit.reference, name=deposit.reference, file=deposit.name
    )
    return _told(asked.session, deposit)


def _returns(asked: ApiCall) -> Mapping[str, Any]:
    session: Session = asked.session
    conditions = [HubReturn.company_id == asked.company, HubReturn.came_at <= clock.now() - SETTLED]
    if (reference := asked.parts.get("reference")) is not None:
        conditions.append(HubReturn.deposit_id == service.find(session, reference).id)
    if asked.after is not None:
        conditions.append(tuple_(HubReturn.came_at, HubReturn.id) > tuple_(*asked.after))
    rows = session.execute(
        select(HubReturn, Deposit.reference)
        .join(Deposit, Deposit.id == HubReturn.deposit_id)
        .where(*conditions)
        .order_by(HubReturn.came_at, HubReturn.id)
        .limit(asked.size + 1)
    ).all()
    page = rows[: asked.size]
    lines = _lines(session, [one.id for one, _reference in page])
    if page:
        note_consultation(returns.SUBJECT, act="listed", count=len(page))
    last = (page[-1][0].came_at, page[-1][0].id) if page else asked.after
    return {
        "items": [_return(one, reference, lines[one.id]) for one, reference in page],
        "next": place_token(*last) if last is not None else None,
        "has_more": len(rows) > asked.size,
    }


def _name(text: str) -> str:
    name = plain(text, shapes.LONGEST_NAME).strip()
    if not name:
        raise _NoFile("name", "unreadable", Phrase(N_("Give the file a name that can be read.")))
    return name


def _content(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        fault = Phrase(N_("The content is not written in base64."))
        raise _NoFile("content", "base64", fault) from None
    if not content or len(content) > shapes.MOST:
        fault = Phrase(
            N_(
                "A file sent this way has %(most)s MB at most, and is not empty. Deposit a larger one on the page."
            ),
            {"most": shapes.MOST // 1024 // 1024},
        )
        raise _NoFile("content", "size", fault)
    return content


def _told(session: Session, deposit: Deposit) -> dict[str, Any]:
    asked = select(DepositDeclaration).where(DepositDeclaration.deposit_id == deposit.id)
    return {
        "reference": deposit.reference,
        "name": deposit.name,
        "digest": deposit.digest,
        "size": deposit.size,
        "deposited_at": _moment(deposit.created_at),
        "by": deposit.user_name,
        "state": deposit.state,
        "verdict": deposit.verdict or None,
        "norm": deposit.norm or None,
        "flow": deposit.flow or None,
        "why": said(deposit.why) if deposit.why else None,
        "finding_count": deposit.findings,
        "findings": [_finding(one) for one in deposit.lines or ()],
        "declarations": [
            {**_place(one), "type": one.type, "individuals": one.individuals}
            for one in session.scalars(asked.order_by(DepositDeclaration.id))
        ],
    }


def _finding(line: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: line[name] for name in ("severity", "control", "line", "rubric", "person")}
    return {**kept, "text": said(line["facts"])}


def _place(one: DepositDeclaration) -> dict[str, Any]:
    return {
        "siret": one.siret,
        "month": _month(one.month),
        "nature": one.nature,
        "order": one.order_number,
        "fraction": one.fraction,
        "state": one.state,
    }


def _lines(session: Session, found: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Give what returns say of declarations, by return, in one statement."""
    told: dict[int, list[dict[str, Any]]] = {one: [] for one in found}
    asked = (
        select(ReturnLine, DepositDeclaration)
        .join(DepositDeclaration, DepositDeclaration.id == ReturnLine.declaration_id)
        .where(ReturnLine.return_id.in_(found))
        .order_by(ReturnLine.id)
        .options(undefer(ReturnLine.anomalies))
    )
    for line, declaration in session.execute(asked) if told else ():
        told[line.return_id].append(
            {
                **_place(declaration),
                "status": line.status,
                "outcome": line.outcome or None,
                "to_handle": line.to_handle,
                "anomalies": line.anomalies or [],
            }
        )
    return told


def _return(one: HubReturn, reference: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "deposit": reference,
        "flow": one.flow,
        "nature": one.nature,
        "organisation": one.organisation or None,
        "status": one.status,
        "produced_at": _moment(one.produced_at),
        "came_at": _moment(one.came_at),
        "lines": lines,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _month(month: date | None) -> str | None:
    return f"{month:%Y-%m}" if month is not None else None


_READ: Final = {
    "operation": "files:read",
    "title": _l("Read deposits of DSN files and their returns"),
    "theme": THEME,
}
_FILE: Final = "/files/{reference}"
ACTS: Final = (
    ApiAct(
        key="files_deposit",
        path="/files",
        summary="Deposit a DSN file: it is checked, and goes to the hub or says why not; the same file again is its "
        "first deposit",
        operation="files:write",
        title=_l("Deposit DSN files"),
        theme=THEME,
        act=_deposit,
        method="POST",
        takes=shapes.BROUGHT,
        gives=shapes.TAKEN,
        example=shapes.EXAMPLE,
        is_idempotent=True,
        most=_BODY,
    ),
    ApiAct(
        key="files_read",
        path=_FILE,
        summary="How one deposit stands: what the checks found, and its declarations",
        act=_show,
        gives=shapes.SHOWN,
        **_READ,
    ),
    ApiAct(
        key="files_returns",
        path=f"{_FILE}/returns",
        summary="What the hub and the organisations say about one deposit",
        act=_returns,
        gives=shapes.RETURNED,
        is_paged=True,
        **_READ,
    ),
    ApiAct(
        key="returns_read",
        path="/returns",
        summary="What the hub and the organisations say about all deposits of the company, in the order of arrival",
        act=_returns,
        gives=shapes.RETURNED,
        is_paged=True,
        **_READ,
    ),
)

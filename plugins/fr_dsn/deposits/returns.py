"""Returns of the hub: matched to their deposit, split by declaration, overwritten by richer ones, seen to by people.

Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import BadArgument, clock, dispatch, record
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions import settling
from plugins.fr_dsn.deposits import months
from plugins.fr_dsn.deposits.models import (
    ACCEPTED,
    DEPOSITED,
    REFUSED,
    SENT,
    Deposit,
    DepositDeclaration,
    HubReturn,
    ReturnLine,
)
from plugins.fr_dsn.deposits.service import KIND, find
from plugins.fr_dsn.formats.returns import STATUSES, Told, read_return
from plugins.fr_dsn.gaps import finding as gaps
from plugins.fr_dsn.stoppages import matching, population

RETURN, VERDICT = "fr_dsn.return", "fr_dsn.verdict"
"""Kinds of what the channel gives: a return for us, and what it means for the transmission."""
AT_THE_DOOR, CONTROLS = "10", "11"
"""Natures of the deposit point: it has the file or rejects it; it certifies conformity or lists anomalies."""
FAULTY: Final = frozenset({"ANO", "KO"})
SUBJECT: Final = "fr_dsn.return"
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """A return as the hub lists it, with its document."""

    flow: str
    nature: str
    organisation: str
    status: str
    produced_at: datetime
    document: str

    @property
    def text(self) -> str:
        """Give it as JSON, to be kept as it came."""
        values = {**asdict(self), "produced_at": self.produced_at.isoformat()}
        return json.dumps(values, ensure_ascii=False, sort_keys=True)


def said_in(body: str) -> Said:
    """Read back what `Said.text` wrote; raises `BadArgument`."""
    try:
        values = json.loads(body)
        values["produced_at"] = datetime.fromisoformat(values["produced_at"]).astimezone(UTC)
        said = Said(**values)
    except (ValueError, TypeError, KeyError) as fault:
        raise BadArgument(_l("This return cannot be read.")) from fault
    if said.status not in STATUSES:
        raise BadArgument(_l("This return has a status that nobody knows."))
    return said


def heard(session: Session, news: dispatch.Acknowledged) -> None:
    """Take what the hub says about a deposit: its flow, that it is not taken at the door, or a return."""
    if news.kind != KIND or news.message == VERDICT:
        return
    deposit = find(session, news.subject_id)
    if news.message == RETURN:
        take(session, deposit, said_in(news.body))
    elif news.verdict == "refused":
        _refuse_all(session, deposit)
    elif not deposit.flow:
        deposit.flow, deposit.state = news.body.strip()[:64], SENT
        session.flush()


def take(session: Session, deposit: Deposit, said: Said) -> HubReturn | None:
    """Write a return of a deposit; gives nothing for one that is older than what is known."""
    asked = select(HubReturn).where(
        HubReturn.deposit_id == deposit.id,
        HubReturn.flow == said.flow,
        HubReturn.nature == said.nature,
        HubReturn.organisation == said.organisation,
    )
    row = session.scalars(asked.with_for_update()).first()
    if row is not None and not _is_richer(row, said):
        return None
    # Read before anything is written: a document that cannot be read is no return.
    told = read_return(said.document) if said.document else ()
    if row is None:
        row = HubReturn(
            company_id=deposit.company_id,
            deposit_id=deposit.id,
            flow=said.flow[:64],
            nature=said.nature[:3],
            organisation=said.organisation[:40],
        )
        session.add(row)
    row.status, row.produced_at, row.came_at = said.status, said.produced_at, clock.now()
    row.document = said.document or row.document or ""
    row.people = sorted({one.person for line in told for one in line.anomalies if one.person})
    session.flush()
    _conclude(session, deposit, row, told)
    deposit.flow, deposit.state = deposit.flow or said.flow[:64], SENT
    session.flush()
    return row


def handle(session: Session, line: ReturnLine, by: str) -> None:
    """Note that somebody has seen to a return."""
    if line.handled_at is not None or not line.to_handle:
        return
    line.handled_at, line.handled_by, line.to_handle = clock.now(), by[:130], False
    session.flush()
    row = session.get(DepositDeclaration, line.declaration_id)
    if row is not None and row.month is not None:
        months.settle(session, line.company_id, [(line.establishment_id, row.month)])
        record(session, f"{SUBJECT}.handled", subject=SUBJECT, subject_id=line.id, name=row.siret)
    session.flush()


def _is_richer(row: HubReturn, said: Said) -> bool:
    if said.produced_at != row.produced_at:
        return said.produced_at > row.produced_at
    return (bool(said.document), said.status != "EN COURS") > (bool(row.document), row.status != "EN COURS")


def _conclude(session: Session, deposit: Deposit, row: HubReturn, told: Sequence[Told]) -> None:
    """Write what a return says of each declaration, and move these on."""
    asked = select(DepositDeclaration).where(DepositDeclaration.deposit_id == deposit.id)
    declarations = session.scalars(asked.order_by(DepositDeclaration.id).with_for_update()).all()
    known = {
        one.declaration_id: one
        for one in session.scalars(select(ReturnLine).where(ReturnLine.return_id == row.id))
    }
    named = {_place(one): one for one in told}
    touched = set()
    for declaration in declarations:
        said = named.get(_place_of(declaration))
        if named and said is None:
            continue
        _write_line(session, row, declaration, known.get(declaration.id), said)
        _move(session, declaration, row, said.status if said and said.status else row.status, deposit)
        if declaration.month is not None and declaration.nature == "01":
            touched.add((declaration.establishment_id, declaration.month))
    session.flush()
    months.settle(session, deposit.company_id, touched)
    gaps.look(session, {establishment for establishment, _month in touched})
    settling.declared(session, declarations)


def _write_line(
    session: Session,
    row: HubReturn,
    declaration: DepositDeclaration,
    line: ReturnLine | None,
    said: Told | None,
) -> None:
    if line is None:
        line = ReturnLine(
            company_id=row.company_id,
            return_id=row.id,
            declaration_id=declaration.id,
            establishment_id=declaration.establishment_id,
            status=row.status,
            came_at=row.came_at,
        )
        session.add(line)
    anomalies = [asdict(one) for one in said.anomalies] if said is not None else []
    status = said.status if said is not None and said.status else row.status
    outcome = said.outcome if said is not None else ""
    is_same = (line.status, line.outcome, line.anomalies or []) == (status, outcome, anomalies)
    line.status, line.outcome, line.anomalies, line.count = status, outcome, anomalies, len(anomalies)
    if line.handled_at is not None and is_same:
        return
    line.handled_at, line.handled_by, line.came_at = None, "", row.came_at
    line.to_handle = status in FAULTY or outcome in ("1", "2", "3")


def _move(
    session: Session, declaration: DepositDeclaration, row: HubReturn, status: str, deposit: Deposit
) -> None:
    """Let the deposit point's own returns decide on a declaration; reports of organisations change nothing of it."""
    if row.organisation and row.nature not in (AT_THE_DOOR, CONTROLS):
        return
    if row.nature in (AT_THE_DOOR, CONTROLS) and status == "KO":
        declaration.state = REFUSED
    elif row.nature == CONTROLS and status in ("OK", "ANO"):
        declaration.state = ACCEPTED
        _hand_on_stoppages(session, declaration, deposit)
        population.learn_from(session, declaration)


def _hand_on_stoppages(session: Session, declaration: DepositDeclaration, deposit: Deposit) -> None:
    """Join the stoppages of an accepted declaration, once, to those that were declared."""
    found, declaration.stoppages = declaration.stoppages or [], []
    for one in found:
        last_worked = _day(one["last_day_worked"])
        if one["nir"] and last_worked is not None:
            matching.found(
                session,
                declaration.company_id,
                declaration.siret,
                one["nir"],
                one["contract"],
                last_worked,
                # Without a planned end nothing is known beyond the first day.
                _day(one["planned_end"]) or last_worked + ONE_DAY,
                _day(one["resumption"]),
                deposit.reference,
                one["reason"],
                one["name"],
            )


def _refuse_all(session: Session, deposit: Deposit) -> None:
    """Note that the hub did not take the file at all."""
    asked = select(DepositDeclaration).where(DepositDeclaration.deposit_id == deposit.id)
    rows = session.scalars(asked).all()
    for one in rows:
        one.state = REFUSED if one.state == DEPOSITED else one.state
    deposit.state = SENT
    session.flush()
    touched = {(one.establishment_id, one.month) for one in rows if one.month and one.nature == "01"}
    months.settle(session, deposit.company_id, touched)


def _place(one: Told) -> tuple[str, ...]:
    return one.siret, one.month, one.nature, one.order, one.fraction


def _place_of(one: DepositDeclaration) -> tuple[str, ...]:
    month = f"{one.month:%Y-%m}" if one.month is not None else ""
    return one.siret, month, one.nature, one.order_number, one.fraction


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

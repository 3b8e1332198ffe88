"""Contribution calls: drawn up once per contract and period, sent to the company, reminded of, paid.

Words: a *call* says what a company is asked to pay for an insured contract and a period. It is *drawn up* from accepted
declarations and the rates of the contract, as often as wanted until it is *sent*; from then on its lines stay. What the
company *announces* is written down and changes no amount: paid is what an accepted declaration pays, or what somebody
of the institution noted.

Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.plugin import BadArgument, Conflict, NotFound, by_rule, clock, ids, mailbox, record
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions import taking
from plugins.fr_dsn.contributions.models import EACH, CallStep, ContributionCall, ContributionRate
from plugins.fr_dsn.contributions.periods import Period, period_of
from plugins.fr_dsn.contributions.rule import NOTHING, Line, Rate, State, Why, draw, on_day
from plugins.fr_dsn.contributions.settling import THEME, amount, note, refresh, settle
from plugins.fr_dsn.forms.contributions import PAYMENT

SUBJECT: Final = "fr_dsn.call"
RULE: Final = "contribution_payment"
ZONE: Final = "Europe/Paris"
NOTICE: Final = "notice"
"""The type of a message that needs no answer."""
LARGEST: Final = Decimal("999999999.99")
"""Euros that one payment may have."""
Outcome = Literal["sent", "changed", "no_rate"]


@dataclass(frozen=True)
class ToDraw:
    """A contract that is called for a period."""

    company: int
    contract: str
    period: Period


def to_draw(session: Session, month: date) -> Sequence[ToDraw]:
    """Give the contracts to call after a month (its first day): those with a rate, at the end of their period."""
    asked = select(
        ContributionRate.company_id,
        ContributionRate.contract,
        ContributionRate.periodicity,
        ContributionRate.first,
    ).order_by(
        ContributionRate.company_id, ContributionRate.contract, ContributionRate.first, ContributionRate.id
    )
    latest: dict[tuple[int, str], str] = {}
    for company, contract, periodicity, first in session.execute(asked):
        if first <= month or (company, contract) not in latest:
            latest[company, contract] = periodicity
    found = ((company, contract, period_of(how, month)) for (company, contract), how in latest.items())
    return [ToDraw(company, contract, period) for company, contract, period in found if period is not None]


def draw_up(session: Session, one: ToDraw, by: str) -> ContributionCall | None:
    """Draw up the call of a contract for a period, or draw it up again while it is not sent; done twice, it is one.

    Gives nothing where no accepted declaration says anything of the contract, or where a month of the period is called
    by another period already; a call that was sent is given as it is.
    """
    drawn = draw(_rates(session, one), taking.bases_of(session, one.company, one.contract, one.period.months))
    call = _known(session, one)
    if call is not None and call.sent_at is not None:
        return call
    lines = [_told(line) for line in drawn.lines]
    if call is None:
        if _overlaps(session, one):
            return None
        if not lines and taking.sums_of(session, one.company, one.contract, one.period) == (NOTHING, NOTHING):
            return None
        call = _new(one)
        try:
            with session.begin_nested():
                session.add(call)
                session.flush()
        except IntegrityError:
            # Somebody else draws up the same calls in this moment.
            return _known(session, one)
    elif (call.lines, call.amount) == (lines, drawn.amount):
        call.missing = taking.missing_in(session, one.company, one.contract, one.period)
        refresh(session, call)
        return call
    call.lines, call.amount, call.is_whole = lines, drawn.amount, drawn.is_whole
    call.missing = taking.missing_in(session, one.company, one.contract, one.period)
    call.drawn_at = clock.now()
    note(session, call, "drawn", by, amount=amount(call.amount))
    _journal(session, call, "drawn")
    refresh(session, call)
    return call


def redraw(session: Session, call: ContributionCall, by: str) -> None:
    """Draw up a call again as declarations and rates are now; one that was sent stays as it is."""
    draw_up(session, _of(call), by)


def send(session: Session, call: ContributionCall, by: str) -> Outcome:
    """Send a call to its company: from now on it stays as it is. Sent twice, it is sent once.

    It is drawn up once more before; when that changes it, or a base has no rate, it is not sent: somebody looks first.
    A company that receives requests by post gets none here: the paper is posted.
    """
    if call.sent_at is not None:
        return "sent"
    before = call.lines, call.amount
    draw_up(session, _of(call), by)
    if not call.is_whole:
        return "no_rate"
    if (call.lines, call.amount) != before:
        return "changed"
    call.sent_at = clock.now()
    due = by_rule(session, "fr_dsn", RULE, clock.today(ZONE))
    call.due = due.date() if isinstance(due, datetime) else due
    call.request = mailbox.ask(session, _opening(call, PAYMENT.key, call.due), by) or ""
    note(session, call, "sent" if call.request else "posted", by, amount=amount(call.amount))
    _journal(session, call, "sent")
    refresh(session, call)
    return "sent"


def remind(session: Session, call: ContributionCall, by: str) -> None:
    """Remind a company of a late call.

    Raises `Conflict` for one that is not late or that is being debited, and for a second time on a day.
    """
    if not is_late(call):
        raise Conflict(_l("This call is not late: there is nothing to remind of."))
    if call.debit_on is not None:
        raise Conflict(_l("What remains of this call is being debited: there is nothing to remind of."))
    asked = select(CallStep.at).where(
        CallStep.call_id == call.id, CallStep.what.in_(("reminded", "to_remind"))
    )
    last = session.scalars(asked.order_by(CallStep.id.desc()).limit(1)).first()
    if last is not None and last.astimezone(ZoneInfo(ZONE)).date() == clock.today(ZONE):
        raise Conflict(_l("The company was reminded of this call today already."))
    reached = mailbox.ask(session, _opening(call, NOTICE, None), by)
    note(session, call, "reminded" if reached else "to_remind", by)
    _journal(session, call, "reminded")
    session.flush()


def noted(session: Session, call: ContributionCall) -> int:
    """Give the last line of a call's history: who notes a payment says after which one."""
    return session.scalar(select(func.max(CallStep.id)).where(CallStep.call_id == call.id)) or 0


def pay(
    session: Session,
    call: ContributionCall,
    value: Decimal,
    day: date,
    remark: str,
    by: str,
    *,
    after: int | None = None,
) -> None:
    """Note a payment that came outside the declarations; a negative one corrects an earlier note.

    `after` is the last line of the history that the person saw (`noted`): the same note once more after the same line
    is one, since a button was pressed twice; another one is refused until she has seen what was noted meanwhile.

    Raises `Conflict` for a call that was not sent, `BadArgument` for an amount or a day that cannot be.
    """
    if call.sent_at is None:
        raise Conflict(_l("This call was not sent yet: nothing can be paid on it."))
    facts = {"amount": amount(value), "day": day.isoformat(), "remark": remark[:200]}
    if after is not None and (since := _paid_since(session, call, after)):
        if any((one.by, one.facts) == (by, facts) for one in since):
            return
        text = _l("A payment was noted on this call meanwhile. Look at it, then note yours.")
        raise BadArgument(text, place="amount")
    if not value or abs(value) > LARGEST or value != value.quantize(Decimal("0.01")):
        raise BadArgument(_l("Type an amount in euros and cents that is not zero."), place="amount")
    if call.paid_by_hand + value < 0:
        raise BadArgument(_l("No more can be taken back than was noted by hand."), place="amount")
    if day > clock.today(ZONE):
        raise BadArgument(_l("This day is still to come. Note a payment once it has come in."), place="day")
    call.paid_by_hand += value
    note(session, call, "paid", by, **facts)
    _journal(session, call, "paid", amount=amount(value))
    settle(session, call)


def announced(session: Session, news: mailbox.Moved) -> None:
    """Write down what a company answers to a call: that it has paid, or why it does not agree."""
    asked = select(ContributionCall).where(ContributionCall.request == news.reference).with_for_update()
    call = session.scalars(asked).first()
    if call is None:
        return
    values = news.values
    agrees = values.get("answer") == "paid"
    facts = {name: str(values[name]) for name in ("amount", "paid_on", "remark") if values.get(name)}
    note(session, call, "announced" if agrees else "contested", **facts)
    _journal(session, call, "announced" if agrees else "contested")
    session.flush()


def find(
    session: Session, reference: str, *only: ColumnElement[bool], lock: bool = False
) -> ContributionCall:
    """Give a call of the scope, which `only` narrows further; raises `NotFound`."""
    asked = select(ContributionCall).where(ContributionCall.reference == reference, *only)
    found = session.scalars(asked.with_for_update() if lock else asked).first()
    if found is None:
        raise NotFound(_l("There is no such call."))
    return found


def history(session: Session, call: ContributionCall) -> Sequence[CallStep]:
    """Give the history of a call, oldest first."""
    asked = select(CallStep).where(CallStep.call_id == call.id).order_by(CallStep.id)
    return session.scalars(asked).all()


def lines_of(call: ContributionCall) -> Sequence[Line]:
    """Give the lines of a call as they were drawn up."""
    return [
        Line(
            one["population"],
            one["option"],
            one["kind"],
            Decimal(one["percent"]) if one["percent"] is not None else None,
            one["people"],
            Decimal(one["total"]),
            Decimal(one["amount"]),
            Why(one["why"]) if one["why"] else None,
        )
        for one in call.lines
    ]


def is_late(call: ContributionCall) -> bool:
    """Say whether money is waited for after the last day to pay."""
    return on_day(call.state, call.due, clock.today(ZONE)) is State.LATE


def _paid_since(session: Session, call: ContributionCall, after: int) -> Sequence[CallStep]:
    asked = select(CallStep).where(CallStep.call_id == call.id, CallStep.what == "paid", CallStep.id > after)
    return session.scalars(asked.order_by(CallStep.id)).all()


def _rates(session: Session, one: ToDraw) -> Iterator[Rate]:
    asked = select(ContributionRate).where(
        ContributionRate.company_id == one.company, ContributionRate.contract == one.contract
    )
    for row in session.scalars(asked.order_by(ContributionRate.id)):
        option, population = ("" if one == EACH else one for one in (row.option, row.population))
        yield Rate(row.base, row.percent, row.first, row.until, option, population)


def _known(session: Session, one: ToDraw) -> ContributionCall | None:
    asked = select(ContributionCall).where(
        ContributionCall.company_id == one.company,
        ContributionCall.contract == one.contract,
        ContributionCall.period == one.period.code,
    )
    return session.scalars(asked.with_for_update()).first()


def _overlaps(session: Session, one: ToDraw) -> bool:
    asked = select(ContributionCall.id).where(
        ContributionCall.company_id == one.company,
        ContributionCall.contract == one.contract,
        ContributionCall.first <= one.period.until,
        ContributionCall.until >= one.period.first,
    )
    return session.scalars(asked.limit(1)).first() is not None


def _new(one: ToDraw) -> ContributionCall:
    return ContributionCall(
        reference=ids.reference(),
        company_id=one.company,
        contract=one.contract,
        period=one.period.code,
        first=one.period.first,
        until=one.period.until,
        state=State.TO_CALL,
        amount=NOTHING,
        declared=NOTHING,
        paid_declared=NOTHING,
        paid_by_hand=NOTHING,
        lines=[],
        is_whole=True,
        missing=[],
        drawn_at=clock.now(),
    )


def _of(call: ContributionCall) -> ToDraw:
    return ToDraw(call.company_id, call.contract, Period(call.period, call.first, _count(call)))


def _count(call: ContributionCall) -> int:
    return (call.until.year - call.first.year) * 12 + call.until.month - call.first.month + 1


def _told(line: Line) -> dict[str, Any]:
    percent = None if line.percent is None else f"{line.percent:.4f}"
    return asdict(line) | {"percent": percent, "total": amount(line.total), "amount": amount(line.amount)}


def _opening(call: ContributionCall, kind: str, due: date | None) -> mailbox.Opening:
    """Give the heading of a message about a call: codes and amounts, which every language reads."""
    text = f"{call.reference}\n{call.contract} {call.period}\n{amount(call.remains)} EUR"
    return mailbox.Opening(
        call.company_id, THEME, kind, f"{call.contract} {call.period}"[:80], text=text, due=due
    )


def _journal(session: Session, call: ContributionCall, act: str, **facts: str) -> None:
    record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=call.reference,
        name=call.reference,
        contract=call.contract,
        period=call.period,
        **facts,
    )

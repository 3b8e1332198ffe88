"""Opens gaps that the rules find, and closes those that are gone; whoever else looks at an establishment waits.

Functions take the scoped session to work with and never commit. Looked at twice, nothing changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any, Final, TypeAlias

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from console.plugin import clock, dispatch, ids, record
from plugins.fr_dsn.checking.outcome import plain
from plugins.fr_dsn.contributions.models import ContributionRate
from plugins.fr_dsn.deposits.models import ACCEPTED, DepositDeclaration, Month
from plugins.fr_dsn.portfolio.due import month_before
from plugins.fr_dsn.portfolio.models import NEVER, Establishment
from plugins.fr_dsn.rules.facts.insured import Insured
from plugins.fr_dsn.rules.sequence.standing import CANCELLING, MONTHLY
from plugins.fr_dsn.stoppages.models import InsuredTerms

from . import rules
from .models import HEALED, OPEN, UNSETTLED, DeclaredInsured, Gap, GapStep
from .settings import SILENT_AFTER, months_in

SUBJECT: Final = "fr_dsn.gap"
AT_ONCE: Final = 100
"""Establishments looked at in one go, and in one transaction where all are."""
REMEMBERED: Final = 36
"""Months back from which declarations say which contracts are known."""
FOUND, BACK, GONE = "found", "back", "healed"
_Key: TypeAlias = tuple[int, date, str, str]
Next: TypeAlias = Callable[[Session], Any]
"""The next piece of work that is done piece by piece (`Scheduled.run`)."""


def keep_insured(session: Session, declaration: DepositDeclaration, insured: Sequence[Insured]) -> None:
    """Write down what a monthly declaration says of insured contracts; it counts once that is accepted."""
    if declaration.nature != MONTHLY or declaration.month is None:
        return
    contracts = [_plain(one) for one in insured]
    session.add(
        DeclaredInsured(
            company_id=declaration.company_id,
            declaration_id=declaration.id,
            establishment_id=declaration.establishment_id,
            month=declaration.month,
            contracts=contracts,
            people=sorted({person for one in contracts for person in one["without"]}),
        )
    )


def look_onward(session: Session, after: int = 0) -> Next | None:
    """Look at the next establishments of the session's institution, and at what is still open of removed ones.

    Gives what looks at those that follow, in a transaction of its own; nothing once all are looked at. `after` is the
    key of the last establishment that was.
    """
    has_open = exists().where(Gap.establishment_id == Establishment.id, Gap.state.in_(UNSETTLED))
    asked = select(Establishment.id).where(
        Establishment.id > after, or_(Establishment.removed_at.is_(None), has_open)
    )
    keys = session.scalars(asked.order_by(Establishment.id).limit(AT_ONCE)).all()
    look(session, keys)
    return partial(look_onward, after=keys[-1]) if len(keys) == AT_ONCE else None


def look_everywhere(session: Session) -> None:
    """Look at all establishments of the session's institution in its transaction; for a portfolio that is small."""
    piece: Next | None = look_onward
    while piece is not None:
        piece = piece(session)


def look(session: Session, establishments: Collection[int]) -> None:
    """Look at some establishments, given by their keys."""
    chosen = dispatch.settings_of(session, "fr_dsn").get(SILENT_AFTER, "")
    wanted = rules.Wanted(clock.now(), months_in(chosen))
    keys = sorted(set(establishments))
    count = sum(
        _look(session, keys[first : first + AT_ONCE], wanted) for first in range(0, len(keys), AT_ONCE)
    )
    if count:
        record(session, f"{SUBJECT}.found", subject=SUBJECT, name=str(count), count=count)


def _look(session: Session, keys: Sequence[int], wanted: rules.Wanted) -> int:
    """Look at a few establishments; gives how many gaps are new or back."""
    locked = select(Establishment).where(Establishment.id.in_(keys)).order_by(Establishment.id)
    # What another transaction has just settled must be seen once its lock is gone.
    places = session.scalars(
        locked.with_for_update(key_share=True), execution_options={"populate_existing": True}
    ).all()
    states, declared = _states(session, keys, wanted.first), _declared(session, keys, wanted)
    terms = _terms(session, {one.company_id for one in places})
    known = _known(session, keys, wanted.first)
    opened: list[tuple[Gap, str]] = []
    for one in places:
        found: list[rules.Gap] = []
        if one.removed_at is None:
            found = rules.gaps_of(
                rules.Place(
                    one.due_day,
                    _expected(one),
                    None if one.last_month == NEVER else one.last_month,
                    states.get(one.id, {}),
                    declared.get(one.id, ()),
                    terms.get(one.company_id, ()),
                ),
                wanted,
            )
        opened += _open(session, one, found, known)
        kept = {_key(one.id, gap) for gap in found}
        _heal(
            session, one, [row for key, row in known.items() if key[0] == one.id and key not in kept], wanted
        )
    session.flush()
    for row, what in opened:
        note(session, row, what)
    session.flush()
    return len(opened)


def note(session: Session, gap: Gap, what: str, **more: Any) -> None:
    """Write a line of the history of a gap that has its key."""
    session.add(GapStep(company_id=gap.company_id, gap_id=gap.id, what=what, at=clock.now(), **more))


def _open(
    session: Session, place: Establishment, found: Iterable[rules.Gap], known: Mapping[_Key, Gap]
) -> list[tuple[Gap, str]]:
    """Open what is new or came back, and give it; what somebody closed with a reason stays closed."""
    opened = []
    moment, today = clock.now(), clock.today("Europe/Paris")
    for gap in found:
        row = known.get(_key(place.id, gap))
        if row is None:
            row = Gap(
                reference=ids.reference(),
                company_id=place.company_id,
                establishment_id=place.id,
                siret=place.siret,
                month=gap.month,
                kind=str(gap.kind),
                subject=gap.subject,
                person=gap.subject if gap.kind in rules.OF_PEOPLE else "",
                facts=dict(gap.facts),
                state=OPEN,
                follow_up=today,
                found_at=moment,
            )
            session.add(row)
            opened.append((row, FOUND))
        elif row.state == HEALED:
            row.state, row.follow_up, row.settled_at = OPEN, today, None
            row.facts = dict(gap.facts)
            opened.append((row, BACK))
        elif row.state in UNSETTLED and row.facts != gap.facts:
            row.facts = dict(gap.facts)
    return opened


def _heal(session: Session, place: Establishment, rows: Iterable[Gap], wanted: rules.Wanted) -> None:
    for row in rows:
        is_looked_at = place.removed_at is not None or wanted.judges(row.kind, row.month)
        if row.state in UNSETTLED and is_looked_at:
            row.state, row.follow_up, row.settled_at = HEALED, None, clock.now()
            note(session, row, GONE)


def _key(establishment: int, gap: rules.Gap) -> _Key:
    return establishment, gap.month, str(gap.kind), gap.subject


def _known(session: Session, keys: Sequence[int], first: date) -> dict[_Key, Gap]:
    asked = select(Gap).where(
        Gap.establishment_id.in_(keys),
        or_(Gap.month >= first, Gap.kind == rules.Kind.SILENT, Gap.state.in_(UNSETTLED)),
    )
    rows = session.scalars(asked, execution_options={"populate_existing": True})
    return {(one.establishment_id, one.month, one.kind, one.subject): one for one in rows}


def _expected(place: Establishment) -> date:
    """Give the first month that is expected: of one of which that is not known, the month in which it was added."""
    if place.expected_from != NEVER:
        return place.expected_from
    return place.added_at.date().replace(day=1)


def _states(session: Session, keys: Sequence[int], first: date) -> Mapping[int, Mapping[date, str]]:
    found: defaultdict[int, dict[date, str]] = defaultdict(dict)
    asked = select(Month.establishment_id, Month.month, Month.state).where(
        Month.establishment_id.in_(keys), Month.month >= first
    )
    for place, month, state in session.execute(asked):
        found[place][month] = state
    return found


def _declared(
    session: Session, keys: Sequence[int], wanted: rules.Wanted
) -> Mapping[int, list[rules.Declared]]:
    """Give the accepted declarations that stand, month by month: of each fraction the one that was accepted last."""
    asked = (
        select(
            DepositDeclaration.establishment_id,
            DepositDeclaration.month,
            DepositDeclaration.fraction,
            DepositDeclaration.order_number,
            DepositDeclaration.id,
            DepositDeclaration.type,
            DeclaredInsured.contracts,
        )
        .join(DeclaredInsured, DeclaredInsured.declaration_id == DepositDeclaration.id)
        .where(
            DepositDeclaration.establishment_id.in_(keys),
            DepositDeclaration.month >= month_before(wanted.first, REMEMBERED - wanted.back),
            DepositDeclaration.nature == MONTHLY,
            DepositDeclaration.state == ACCEPTED,
        )
    )
    standing: dict[tuple[int, date, str], Any] = {}
    for row in sorted(session.execute(asked), key=lambda row: (_rank(row.order_number), row.id)):
        standing[row.establishment_id, row.month, row.fraction] = row
    months: defaultdict[tuple[int, date], list[Insured]] = defaultdict(list)
    for (place, month, _fraction), row in sorted(standing.items(), key=lambda one: one[0]):
        if row.type != CANCELLING:
            months[place, month] += [_insured(one) for one in row.contracts]
    found: defaultdict[int, list[rules.Declared]] = defaultdict(list)
    for (place, month), contracts in months.items():
        found[place].append(rules.Declared(month, tuple(contracts)))
    return found


def _terms(session: Session, companies: Collection[int]) -> Mapping[int, list[rules.Known]]:
    """Give the contracts that the institution knows itself: those with terms, and those with contribution rates."""
    found: defaultdict[int, list[rules.Known]] = defaultdict(list)
    for table in (InsuredTerms, ContributionRate):
        of_table = (table.company_id, table.contract, table.first, table.until)
        asked = select(*of_table).where(table.company_id.in_(companies)).distinct()
        for company, contract, first, until in session.execute(asked):
            found[company].append(rules.Known(contract, first, until))
    return found


def _rank(order: str) -> int:
    return int(order) if order.isdecimal() else -1


def _plain(one: Insured) -> dict[str, Any]:
    """Give a contract as JSON, every text of the file cut to what a page can show."""
    return {
        **asdict(one),
        "reference": plain(one.reference, 40),
        "organisation": plain(one.organisation, 20),
        "paid": [[plain(period, 7), cents] for period, cents in one.paid],
        "without": [plain(person, 40) for person in one.without],
    }


def _insured(kept: Mapping[str, Any]) -> Insured:
    paid = tuple((str(period), int(cents)) for period, cents in kept["paid"])
    return Insured(**{**kept, "paid": paid, "without": tuple(kept["without"])})

"""The statements behind the lists of messages: one for each shape of a question, made once and sent with its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import and_, bindparam, case, literal, null, select, tuple_, union_all

from console.institutions.guard import lasting
from console.mailbox.models import COMPANY, Message
from console.mailbox.states import State

SHAPES = 512
"""How many statements are kept: the ones that people ask for again and again are few."""


@dataclass(frozen=True)
class Shape:
    """What a question for messages looks like, without its values."""

    by_fund: bool
    limited: bool
    """Only what moved there since `oldest`."""
    themes: int
    """Each of so many themes is asked for on its own; 0 walks along all, with the themes as a list."""
    narrowed: frozenset[str]
    """Names of `NARROWING`."""
    goes_on: bool
    """After a place that was reached before."""
    newest_first: bool


NARROWING: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "type": lambda _moment: Message.type == bindparam("type"),
        "company": lambda _moment: Message.company_id == bindparam("company"),
        "person_number": lambda _moment: Message.person_number == bindparam("person_number"),
        "assigned_to": lambda _moment: Message.assigned_to == bindparam("assigned_to"),
        "unassigned": lambda _moment: Message.assigned_to.is_(None),
        "before": lambda moment: moment < bindparam("before"),
        "late_on": lambda _moment: Message.due < bindparam("late_on"),
    }
)
"""What a list can be narrowed to, by the name of its value."""


@lru_cache(maxsize=SHAPES)
def listing(shape: Shape) -> Any:
    """Give the statement of a shape.

    Its values: `folder`, `size`, `themes` or `theme_0`…, `own` (the company of a company's reader), `oldest`,
    `after_moment` with `after_key`, and those by which it is narrowed.
    """
    moment = moment_of(by_fund=shape.by_fund)
    rows = columns_of(by_fund=shape.by_fund).where(*_conditions(shape, moment))
    order = [moment.desc(), Message.id.desc()] if shape.newest_first else [moment, Message.id]
    if not shape.themes:
        listed = Message.theme.in_(bindparam("themes", expanding=True))
        return lasting(rows.where(listed).order_by(*order).limit(bindparam("size")))
    arms = [
        rows.where(Message.theme == bindparam(f"theme_{number}"))
        .order_by(*order)
        .limit(bindparam("size"))
        .subquery()
        for number in range(shape.themes)
    ]
    every = union_all(*(select(arm) for arm in arms)).subquery()
    by = [column.desc() if shape.newest_first else column for column in (every.c.moment, every.c.id)]
    return lasting(select(every).order_by(*by).limit(bindparam("size")))


def columns_of(*, by_fund: bool) -> Any:
    """Give the columns of a row; what the other side keeps for itself is left empty."""
    named = (Message.subject, Message.person, Message.person_number)
    # While a company's own message lies with a person, the institution knows only that it is there.
    hidden = and_(Message.origin == COMPANY, Message.desk == State.DELEGATED)
    subject, person, number = (case((hidden, ""), else_=one) for one in named) if by_fund else named
    return select(
        Message.id,
        Message.reference,
        Message.company_id,
        Message.theme,
        Message.type,
        Message.origin,
        subject,
        person,
        number,
        Message.due,
        Message.is_expired,
        Message.is_recalled,
        Message.read_at,
        literal("") if by_fund else Message.saved_by,
        Message.assigned_to if by_fund else null(),
        moment_of(by_fund=by_fund).label("moment"),
    )


def moment_of(*, by_fund: bool) -> Any:
    """Give the column that says since when a message lies where its reader sees it."""
    return Message.desk_at if by_fund else Message.moved_at


def _conditions(shape: Shape, moment: Any) -> Iterator[Any]:
    if shape.by_fund:
        yield Message.desk == bindparam("folder")
    else:
        yield Message.company_id == bindparam("own")
        yield Message.state == bindparam("folder")
    if shape.limited:
        yield moment >= bindparam("oldest")
    for name in sorted(shape.narrowed):
        yield NARROWING[name](moment)
    if shape.goes_on:
        place = tuple_(bindparam("after_moment", type_=moment.type), bindparam("after_key"))
        here = tuple_(moment, Message.id)
        yield here < place if shape.newest_first else here > place

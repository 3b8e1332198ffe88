"""Declarations as they are told apart, without a file."""

from __future__ import annotations

from datetime import date

from plugins.fr_dsn.rules.facts.declarations import Declaration, Head, Person, Stoppage, Subrogation

SIRET = "99900001100018"
PERSON = Person("1610203002008", None)


def monthly(
    *,
    type: str = "01",
    order: str = "1",
    month: date = date(2025, 3, 1),
    fraction: str = "11",
    siret: str = SIRET,
    gross: int = 100_000,
    stoppages: tuple[Stoppage, ...] = (),
) -> Declaration:
    head = Head("01", type, fraction, order, month, siret, date(2025, 4, 2), None, 22)
    return Declaration(head, individuals=1, gross=gross, stoppages=list(stoppages))


def signal(
    *stoppages: Stoppage,
    nature: str = "04",
    type: str = "01",
    order: str = "7",
    siret: str = SIRET,
    replaces: str | None = None,
    made_on: date = date(2025, 3, 13),
) -> Declaration:
    head = Head(nature, type, "11", order, None, siret, made_on, replaces, 22)
    return Declaration(head, individuals=1, stoppages=list(stoppages))


def stoppage(
    last_day: date = date(2025, 3, 11),
    until: date | None = date(2025, 3, 28),
    *,
    person: Person = PERSON,
    contract: str = "00001",
    reason: str = "01",
    resumed: date | None = None,
    subrogation: Subrogation | None = None,
) -> Stoppage:
    return Stoppage(person, contract, reason, last_day, until, subrogation, resumed, None, 40)

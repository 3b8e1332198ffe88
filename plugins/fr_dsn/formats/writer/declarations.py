"""Declarations as trees of blocks: the monthly file, and the signals of stoppage, resumption and end of contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from plugins.fr_dsn.formats.writer.blocks import Block, NotWritable, allowed
from plugins.fr_dsn.formats.writer.parties import (
    Contact,
    Employer,
    EstablishmentShare,
    Insured,
    Payment,
    Statement,
)
from plugins.fr_dsn.formats.writer.people import Base, Contribution, Work, Worker
from plugins.fr_dsn.formats.writer.words import amount, day, first_of, last_of
from plugins.fr_dsn.norm.norms import Norm

STOPPAGE, RESUMPTION, END = "04", "05", "07"


class Writable(Protocol):
    """A declaration that can be put into a sending."""

    @property
    def nature(self) -> str:
        """Give its nature, S20.G00.05.001."""

    @property
    def without_persons(self) -> bool:
        """Say whether it is about nobody."""

    def block(self, norm: Norm) -> Block:
        """Give it as a tree of blocks."""


@dataclass(frozen=True)
class Monthly:
    """A monthly declaration (nature 01)."""

    employer: Employer
    contact: Contact
    month: date
    order: int
    made_on: date
    workers: Sequence[Worker] = ()
    insured: Sequence[Insured] = ()
    payments: Sequence[Payment] = ()
    statements: Sequence[Statement] = ()
    shares: Sequence[EstablishmentShare] = ()
    fraction: str = "11"
    replaces: bool = False
    nature: str = "01"

    @property
    def without_persons(self) -> bool:
        """Say whether it is about nobody."""
        return not self.workers

    @property
    def type(self) -> str:
        """Give S20.G00.05.002: normal or replacing, with persons or without."""
        return {(False, False): "01", (False, True): "02", (True, False): "03", (True, True): "05"}[
            self.replaces, self.without_persons
        ]

    def block(self, norm: Norm) -> Block:
        """Give it as a tree of blocks."""
        identifiers = _identifiers(self.insured)
        below = [one.block(norm, self.nature, at) for at, one in enumerate(self.insured, 1)]
        below += [share.block(_identifier(identifiers, share.contract)) for share in self.shares]
        below += [payment.block() for payment in self.payments]
        below += [statement.block() for statement in self.statements]
        below += [_monthly_person(norm, one, self.employer, identifiers, self.month) for one in self.workers]
        establishment = self.employer.establishment(norm, self.nature, below)
        values = {
            "001": self.nature, "002": self.type, "003": self.fraction, "004": str(self.order),
            "005": day(first_of(self.month)), "007": day(self.made_on), "008": "01", "010": "01",
        }  # fmt: skip
        company = self.employer.company(norm, self.nature, [establishment])
        return Block("S20.G00.05", values, [self.contact.block(), company])


@dataclass(frozen=True)
class Signal:
    """A signal about one contract of one person: a stoppage, a resumption, or the end of the contract."""

    nature: str
    employer: Employer
    contact: Contact
    order: int
    made_on: date
    worker: Worker
    insured: Sequence[Insured] = ()
    replaced: tuple[date, int] | None = None
    """Day and order number of the signal that this one replaces or cancels."""
    cancels: bool = False
    """Nothing takes the place of the signal named: allowed for the end of a contract."""
    without_persons: bool = False

    @property
    def type(self) -> str:
        """Give S20.G00.05.002: normal, replacing or cancelling."""
        if self.replaced is None:
            return "01"
        return "04" if self.cancels else "03"

    def block(self, norm: Norm) -> Block:
        """Give it as a tree of blocks."""
        below = [one.block(norm, self.nature, at) for at, one in enumerate(self.insured, 1)]
        below.append(self._person(norm))
        establishment = self.employer.establishment(norm, self.nature, below)
        company = self.employer.company(norm, self.nature, [establishment])
        made, order = self.replaced or (None, 0)
        values = {
            "001": self.nature, "002": self.type, "003": "11", "004": str(self.order),
            "006": f"{day(made)}{order}" if made else None, "007": day(self.made_on),
            "010": "01" if self.nature == END else None,
        }  # fmt: skip
        return Block("S20.G00.05", values, [self.contact.block(), company])

    def _person(self, norm: Norm) -> Block:
        worker, employer = self.worker, self.employer
        work = worker.work[0]
        if self.nature != END:
            below = [_contract(norm, work, self.nature, employer, [])]
        else:
            affiliations = _affiliations(work, _identifiers(self.insured), 1)
            below = [_contract(norm, work, self.nature, employer, affiliations)]
            below += _final_pay(worker, work)
            below += _seniority(worker)
        return _person(norm, self.nature, worker, below)


def _identifiers(insured: Sequence[Insured]) -> dict[str, str]:
    return {one.reference: str(at) for at, one in enumerate(insured, 1)}


def _identifier(identifiers: Mapping[str, str], contract: str) -> str:
    if contract not in identifiers:
        raise NotWritable(f"the insured contract {contract!r} is not among those of the employer")
    return identifiers[contract]


def _monthly_person(
    norm: Norm, worker: Worker, employer: Employer, identifiers: Mapping[str, str], month: date
) -> Block:
    below: list[Block] = []
    insured: list[Base] = []
    for work in worker.work:
        affiliations = _affiliations(work, identifiers, len(insured) + 1)
        below.append(_contract(norm, work, "01", employer, affiliations))
        insured += _insured_bases(work, worker, affiliations)
    below += _pay(worker, insured, month)
    below += _seniority(worker)
    return _person(norm, "01", worker, below)


def _person(norm: Norm, nature: str, worker: Worker, below: Sequence[Block]) -> Block:
    return Block("S21.G00.30", allowed(norm, nature, "S21.G00.30", worker.values()), below)


def _contract(
    norm: Norm, work: Work, nature: str, employer: Employer, affiliations: Sequence[Block]
) -> Block:
    below = [one.block(norm, nature) for one in work.absences]
    if work.end is not None and nature in ("01", END):
        below.append(work.end.block(nature))
    if nature in ("01", END):
        below += [*affiliations, Block("S21.G00.71", {"002": work.pension})]
    values = work.values(employer.siret, employer.convention)
    return Block("S21.G00.40", allowed(norm, nature, "S21.G00.40", values), below)


def _affiliations(work: Work, identifiers: Mapping[str, str], first: int) -> list[Block]:
    return [
        Block(
            "S21.G00.70",
            {
                "004": one.option,
                "005": one.population,
                "012": str(at),
                "013": _identifier(identifiers, one.contract),
            },
        )
        for at, one in enumerate(work.affiliations, first)
    ]


def _insured_bases(work: Work, worker: Worker, affiliations: Sequence[Block]) -> Iterator[Base]:
    gross = worker.pay.gross if worker.pay else 0
    for one, block in zip(work.affiliations, affiliations, strict=True):
        yield Base("31", 0, {"10": gross}, [Contribution("059", one.cents)], block.values["012"])


def _pay(worker: Worker, insured: Sequence[Base], month: date) -> Iterator[Block]:
    pay = worker.pay
    if pay is None:
        return
    first, last = first_of(month), last_of(month)
    below = [block for work in worker.work for block in pay.remunerations(work.number, first, last)]
    net = {"001": day(first), "002": day(last), "003": "03", "004": amount(pay.net_taxable)}
    below.append(Block("S21.G00.58", net))
    below += [base.block(first, last) for base in (*pay.bases, *insured)]
    yield Block("S21.G00.50", pay.values("01"), below)


def _final_pay(worker: Worker, work: Work) -> Iterator[Block]:
    pay = worker.pay
    if pay is None:
        return
    first = max(first_of(pay.on), work.start)
    last = work.end.on if work.end else pay.on
    gross = Base("03", pay.gross).block(first, last)
    yield Block("S21.G00.50", pay.values(END), [*pay.remunerations(work.number, first, last), gross])


def _seniority(worker: Worker) -> Iterator[Block]:
    for work in worker.work:
        values = {"001": "07", "002": "03", "003": str(worker.years), "005": work.number}
        yield Block("S21.G00.86", values)

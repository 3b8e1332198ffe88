"""Taking deposits: kept once, checked, split into their declarations, and handed to the hub.

Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.plugin import N_, NotFound, Phrase, clock, dispatch, ids, record
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.lines import finding_line
from plugins.fr_dsn.checking.months import number_of
from plugins.fr_dsn.checking.outcome import plain, told
from plugins.fr_dsn.contributions import taking
from plugins.fr_dsn.deposits import months
from plugins.fr_dsn.deposits.models import (
    LEAVING,
    REFUSED_HERE,
    DeclaredWage,
    Deposit,
    DepositDeclaration,
    DepositFile,
)
from plugins.fr_dsn.deposits.reading import MOST_LINES, DeclaredGross, Deposited
from plugins.fr_dsn.gaps import finding as gaps
from plugins.fr_dsn.portfolio import service as portfolio
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.portfolio.extras import found_by
from plugins.fr_dsn.portfolio.models import Establishment, Partner
from plugins.fr_dsn.rules.facts.declarations import Declaration, Stoppage

SUBJECT: Final = "fr_dsn.deposit"
CHANNEL: Final = "fr_dsn.hub"
KIND: Final = "fr_dsn.declarations"
ANSWERS_BY: Final = timedelta(days=1)
"""When the hub should have said whether it takes the declarations. Ours: it names no time."""
_NOT_ENTRUSTED = N_(
    "These establishments are not entrusted to you for deposits: %(sirets)s. Nothing was sent. Ask your account’s "
    "administrator, or deposit the others in a file of their own."
)
_NOT_IN_PORTFOLIO = N_(
    "These establishments are not in the portfolio of the account: %(sirets)s. Nothing was sent. Add them to the "
    "portfolio first, then send the file again."
)
_NOTHING = N_("No declaration stands in this file. Nothing was sent.")


@dataclass(frozen=True)
class Depositor:
    """Who brings a file, and for which account."""

    user_id: int
    name: str
    company: int
    covers_all: bool
    """Whether all of the portfolio, and what is new to it, is hers to deposit."""
    is_system: bool = False
    """Whether it is a system with a key: it deposits for what stands in the portfolio, and adds nothing to it."""


def digest_of(content: bytes) -> str:
    """Give the digest by which a file is known again."""
    return hashlib.sha256(content).hexdigest()


def begin(
    session: Session, by: Depositor, name: str, content: bytes, *, digest: str = ""
) -> tuple[Deposit, bool]:
    """Keep a file that is brought; gives its deposit, and whether there is anything to do.

    A file that was brought before is its first deposit; only one that our own checks refused is looked at once more.
    """
    digest = digest or digest_of(content)
    found = _with_digest(session, by.company, digest)
    if found is not None:
        return found, found.state == REFUSED_HERE
    moment = clock.now()
    deposit = Deposit(
        reference=ids.reference(),
        company_id=by.company,
        user_id=by.user_id,
        user_name=by.name[:130],
        covers_all=by.covers_all,
        name=name,
        digest=digest,
        size=len(content),
        created_at=moment,
    )
    try:
        with session.begin_nested():
            session.add(deposit)
            session.flush()
    except IntegrityError:
        # Somebody else of the account brings the same file in this moment.
        twin = _with_digest(session, by.company, digest)
        if twin is None:
            raise
        return twin, False
    packed = gzip.compress(content, 6, mtime=0)
    session.add(DepositFile(company_id=by.company, deposit_id=deposit.id, content=packed))
    session.flush()
    return deposit, True


def known(session: Session, company: int, content: bytes) -> Deposit | None:
    """Give the deposit of an account by which a file was brought before, unless it is to be looked at again."""
    found = _with_digest(session, company, digest_of(content))
    return None if found is None or found.state == REFUSED_HERE else found


def settle(session: Session, deposit: Deposit, read: Deposited, by: Depositor) -> None:
    """Draw the conclusions from what was read: refuse it here, or split it and hand it to the hub."""
    is_sound = keep(session, deposit, read, by)
    if is_sound:
        _hand_over(session, deposit, read)
    _journal(session, "sent" if is_sound else "refused", deposit)
    session.flush()


def keep(session: Session, deposit: Deposit, read: Deposited, by: Depositor) -> bool:
    """Write down what was read; gives whether the file may go to the hub."""
    deposit.user_id, deposit.user_name, deposit.covers_all = by.user_id, by.name[:130], by.covers_all
    deposit.verdict, deposit.norm, deposit.why = read.verdict, plain(read.norm, 20), {}
    deposit.findings, lines = read.findings, [asdict(line) for line in read.lines]
    why = _obstacle(session, read, by)
    if why is None:
        known = portfolio.of_deposit(session, by.company, _first_months(read.declarations))
        lines += _further(session, read.declarations, known)
        deposit.findings += len(lines) - len(read.lines)
        _split(session, deposit, read, known)
        deposit.state = LEAVING
    else:
        deposit.state, deposit.why = REFUSED_HERE, told(why) if why.message else {}
    deposit.lines = lines[:MOST_LINES]
    deposit.people = sorted(
        {one["person"] for one in lines if one["person"]}
        | {number_of(one.person) for declaration in read.declarations for one in declaration.stoppages}
    )
    session.flush()
    return why is None


def fail(session: Session, deposit: Deposit, why: Phrase) -> None:
    """Note that a file could not be checked to its end; it may be brought again."""
    deposit.state, deposit.why = REFUSED_HERE, told(why)
    session.flush()


def find(session: Session, reference: str) -> Deposit:
    """Give a deposit of the scope; raises `NotFound`."""
    found = session.scalars(select(Deposit).where(Deposit.reference == reference)).first()
    if found is None:
        raise NotFound(_l("There is no such deposit."))
    return found


def content_of(session: Session, reference: str) -> bytes | None:
    """Give the file of a deposit as gzip, or nothing when it is not kept any more."""
    asked = (
        select(DepositFile.content)
        .join(Deposit, Deposit.id == DepositFile.deposit_id)
        .where(Deposit.reference == reference)
    )
    return session.scalars(asked).first()


def _with_digest(session: Session, company: int, digest: str) -> Deposit | None:
    asked = select(Deposit).where(Deposit.company_id == company, Deposit.digest == digest)
    return session.scalars(asked.with_for_update()).first()


def _obstacle(session: Session, read: Deposited, by: Depositor) -> Phrase | None:
    """Give why a file is not sent; an empty sentence where its findings say it."""
    if read.verdict != "accepted":
        return Phrase("")
    if not read.declarations:
        return Phrase(_NOTHING)
    sirets = {one.head.siret for one in read.declarations}
    if by.is_system:
        there = portfolio.with_sirets(session, by.company, sirets)
        # One of another account is as unknown here as one that does not exist.
        if strange := sorted(one for one in sirets if one not in there or there[one].removed_at is not None):
            return Phrase(_NOT_IN_PORTFOLIO, {"sirets": ", ".join(strange[:20])})
    elif not by.covers_all:
        mine = sight.sirets_entrusted(session, by.user_id, by.company, "deposit", sirets)
        if strange := sorted(sirets - mine):
            return Phrase(_NOT_ENTRUSTED, {"sirets": ", ".join(strange[:20])})
    return None


def _first_months(declarations: Sequence[Declaration]) -> dict[str, date]:
    today = clock.today("Europe/Paris").replace(day=1)
    found: dict[str, date] = {}
    for one in declarations:
        month = one.head.month or today
        found[one.head.siret] = min(month, found.get(one.head.siret, month))
    return found


def _further(
    session: Session, declarations: Sequence[Declaration], known: Mapping[str, Establishment]
) -> list[dict[str, Any]]:
    """Give what the further controls of partners find."""
    wanted = {one.partner_id for one in known.values() if one.partner_id is not None}
    if not wanted:
        return []
    partners = {one.id: one for one in session.scalars(select(Partner).where(Partner.id.in_(wanted)))}
    found = []
    for one in declarations:
        partner = partners.get(known[one.head.siret].partner_id or 0)
        if partner is not None:
            found += [
                asdict(finding_line(0, line, {})) for line in found_by(partner.extras, partner.code, one)
            ]
    return found


def _split(session: Session, deposit: Deposit, read: Deposited, known: Mapping[str, Establishment]) -> None:
    rows = []
    for one in read.declarations:
        head = one.head
        rows.append(
            DepositDeclaration(
                company_id=deposit.company_id,
                deposit_id=deposit.id,
                establishment_id=known[head.siret].id,
                siret=head.siret,
                month=head.month,
                nature=head.nature[:2],
                type=head.type[:2],
                order_number=head.order[:15],
                fraction=head.fraction[:2],
                individuals=one.individuals,
                stoppages=[_stoppage(stoppage, read.names) for stoppage in one.stoppages],
            )
        )
    session.add_all(rows)
    session.flush()
    for row, insured in zip(rows, read.insured, strict=False):
        gaps.keep_insured(session, row, insured)
    for row, wages in zip(rows, read.wages, strict=False):
        session.add_all(_wage(row, wage) for wage in wages if row.month is not None)
    for row, one, bases in zip(rows, read.declarations, read.bases, strict=False):
        taking.keep(session, row, one.contracts, bases)
    session.flush()
    touched = {(row.establishment_id, row.month) for row in rows if row.month and row.nature == "01"}
    months.settle(session, deposit.company_id, touched)


def _wage(row: DepositDeclaration, wage: DeclaredGross) -> DeclaredWage:
    return DeclaredWage(
        company_id=row.company_id,
        declaration_id=row.id,
        siret=row.siret,
        nir=plain(wage.person, 40),
        month=row.month,
        contract=plain(wage.contract, 20),
        gross=Decimal(wage.cents) / 100,
    )


def _stoppage(one: Stoppage, names: Mapping[str, str]) -> dict[str, Any]:
    def day(value: date | None) -> str | None:
        return value.isoformat() if value is not None else None

    return {
        "nir": plain(number_of(one.person), 40),
        "name": plain(names.get(number_of(one.person), ""), 160),
        "reason": plain(one.reason, 2),
        "contract": plain(one.contract, 20),
        "last_day_worked": day(one.last_day_worked),
        "planned_end": day(one.until),
        "resumption": day(one.resumed),
    }


def _hand_over(session: Session, deposit: Deposit, read: Deposited) -> None:
    envelope = dispatch.Envelope(
        channel=CHANNEL,
        target="net-entreprises",
        payload={"deposit": deposit.reference, "digest": deposit.digest, "size": deposit.size},
        kind=KIND,
        key=f"{deposit.company_id} {deposit.digest}",
        business_by=clock.now() + ANSWERS_BY,
        conversation=f"fr_dsn {deposit.company_id} {_order_of(read)}",
        subject=SUBJECT,
        subject_id=deposit.reference,
    )
    dispatch.enqueue(session, envelope)


def _order_of(read: Deposited) -> str:
    """Give what must leave in its order: a replacement never overtakes what it replaces."""
    sirets = {one.head.siret for one in read.declarations}
    return sirets.pop() if len(sirets) == 1 else "*"


def _journal(session: Session, act: str, deposit: Deposit) -> None:
    record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=deposit.reference,
        name=deposit.reference,
        file=deposit.name,
    )

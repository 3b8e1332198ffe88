"""Invented employers and people to write, with right check digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st
from stdnum import iban as ibans
from stdnum import luhn

from plugins.fr_dsn.formats.writer.declarations import Monthly
from plugins.fr_dsn.formats.writer.parties import (
    Address,
    Contact,
    Emitter,
    Employer,
    EstablishmentShare,
    Insured,
    Levy,
    PaidPart,
    Payment,
    Statement,
)
from plugins.fr_dsn.formats.writer.people import (
    Absence,
    Affiliation,
    Base,
    Contribution,
    End,
    Pay,
    Subrogated,
    Work,
    Worker,
)

MONTH, FIRST, LAST, MADE = date(2025, 3, 1), date(2025, 3, 1), date(2025, 3, 31), date(2025, 4, 2)
ADDRESS = Address("1 RUE DE L'EXEMPLE", "75001", "PARIS")
CONTACT = Contact("ESSAI CAMILLE", "0100000000", "essai@cabinet-fictif.invalid")
EMITTER = Emitter("999000029", "00010", "CABINET FICTIF D'ESSAI", ADDRESS, CONTACT)
EMPLOYER = Employer("999000011", "00018", ADDRESS, headcount=2)
IBAN = "FR7630006000011234567890189"
BIC = "AGRIFRPPXXX"
URSSAF, PENSION = "78861779300013", "53510475600015"

names = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÉÈÇÏ", min_size=2, max_size=20).filter(
    lambda name: name not in ("SN", "SP") and len(set(name)) > 1
)
family_names = st.one_of(names, st.builds("{}-{}".format, names, names), st.builds("D'{}".format, names))
cents = st.integers(100, 1_000_000)


@st.composite
def employers(draw: st.DrawFn) -> Employer:
    """Give an employer with right keys."""
    siren = draw(st.integers(10_000_000, 99_999_999).map(str))
    siren += luhn.calc_check_digit(siren)
    nic = f"{draw(st.integers(1, 99)):04d}"
    return replace(EMPLOYER, siren=siren, nic=nic + luhn.calc_check_digit(siren + nic))


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    """Give a sickness of March 2025."""
    last_day = draw(st.dates(date(2025, 3, 2), date(2025, 3, 20)))
    until = last_day + timedelta(days=draw(st.integers(1, 8)))
    first = last_day + timedelta(days=1)
    taken = draw(st.sampled_from([None, Subrogated(first, until, IBAN, BIC)]))
    return Absence("01", last_day, until, taken)


@st.composite
def pays(draw: st.DrawFn) -> Pay:
    """Give a wage with its bases."""
    gross = draw(cents)
    capped = (gross * 1_545 + 5_000) // 10_000
    uncapped = (gross * 1_300 + 5_000) // 10_000
    bases = [
        Base("02", gross, {}, [Contribution("076", capped, PENSION, gross, "15.450")]),
        Base("03", gross, {"01": 180_180}, [Contribution("075", uncapped, PENSION, gross, "13.000")]),
    ]
    taxable = gross * 81 // 100
    rate = draw(st.integers(0, 4_300))
    return Pay(gross, taxable, taxable - taxable * rate // 10_000, LAST, rate, bases=bases)


@st.composite
def workers(draw: st.DrawFn, at: int, insured: Sequence[Insured], siren: str) -> Worker:
    """Give a person; `at` keeps the numbers apart."""
    birth = draw(st.dates(date(1961, 1, 1), date(2004, 12, 31)))
    sex = draw(st.sampled_from(["1", "2"]))
    nir = f"{sex}{birth:%y%m}69{123:03d}{at:03d}" + "00"
    nir = nir[:13]
    known = draw(st.booleans())
    affiliations = [
        Affiliation(one.reference, draw(cents), "OPT1", "CADRE") for one in insured if draw(st.booleans())
    ]
    work = Work(
        draw(st.dates(date(2020, 1, 1), date(2024, 12, 31))),
        "00001",
        absences=draw(st.lists(absences(), max_size=1)),
        end=draw(st.sampled_from([None, End(LAST)])),
        affiliations=affiliations,
    )
    return Worker(
        nir if known else None,
        draw(family_names),
        draw(names),
        birth,
        [work],
        draw(pays()),
        None if known else f"{sex}{siren}{at:05d}",
        f"0{sex}",
        address=ADDRESS,
        number=f"{at:05d}",
    )


@st.composite
def monthlies(draw: st.DrawFn, least: int = 0) -> Monthly:
    """Give a monthly declaration in which what is due for insured contracts is paid."""
    employer = draw(employers())
    insured = [Insured(f"PREV-2025-{at:03d}", "P0942") for at in range(draw(st.integers(0, 3)))]
    count = draw(st.integers(least, 3))
    people = [draw(workers(at, insured, employer.siren)) for at in range(1, count + 1)]
    named = {one.contract for person in people for work in person.work for one in work.affiliations}
    insured = [one for one in insured if one.reference in named]
    shares = [EstablishmentShare(one.reference, draw(cents), FIRST, LAST) for one in insured]
    payments = [_payment("P0942", [(one.reference, due(one.reference, people, shares))]) for one in insured]
    levies = [Levy("100", draw(cents), draw(cents)) for _ in range(draw(st.integers(0, 2)))]
    statements = [Statement(URSSAF, FIRST, LAST, levies)] if levies else []
    payments += [_payment(URSSAF, [], one.cents) for one in statements]
    return Monthly(
        employer, CONTACT, MONTH, draw(st.integers(0, 999)), MADE, people, insured, payments, statements,
        shares, draw(st.sampled_from(["11", "12", "22"])), draw(st.booleans()),
    )  # fmt: skip


def due(contract: str, people: Sequence[Worker], shares: Sequence[EstablishmentShare]) -> int:
    """Give what is due for a contract, added up from what was invented."""
    affiliations = [one for person in people for work in person.work for one in work.affiliations]
    return sum(one.cents for one in [*affiliations, *shares] if one.contract == contract)


def _payment(organisation: str, parts: Sequence[tuple[str, int]], total: int | None = None) -> Payment:
    paid = [PaidPart(contract, part, "2025M03") for contract, part in parts]
    amount = sum(part.cents for part in paid) if total is None else total
    assert ibans.is_valid(IBAN)
    return Payment(organisation, amount, FIRST, LAST, IBAN, BIC, date(2025, 4, 15), parts=paid)

"""Three invented months of an invented employer for the demonstration; the last has something to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from console.plugin import db

from .checking import checks
from .checking.checks import Owner
from .checking.child import checked
from .formats.writer.declarations import Monthly
from .formats.writer.parties import Address, Contact, Emitter, Employer, Insured, PaidPart, Payment
from .formats.writer.people import Absence, Affiliation, Base, Contribution, Pay, Subrogated, Work, Worker
from .formats.writer.sending import write_sending
from .formats.writer.words import last_of

NAMES = ("declaration-fevrier.dsn", "declaration-mars.dsn", "declaration-avril.dsn")
_ADDRESS = Address("1 RUE DU MODELE", "69001", "LYON")
_CONTACT = Contact("ESSAI CAMILLE", "0100000000", "essai@cabinet-fictif.invalid")
_EMITTER = Emitter("999000029", "00010", "CABINET FICTIF D'ESSAI", _ADDRESS, _CONTACT)
_EMPLOYER = Employer("999000011", "00018", _ADDRESS, headcount=3)
_IBAN, _BIC, _PENSION = "FR7630006000011234567890189", "AGRIFRPPXXX", "53510475600015"
_CONTRACT = Insured("PREV-2025-001", "P0942")
_PEOPLE = (
    ("2850369123456", "MARCHAND", "LUCIE", date(1985, 3, 14), "02"),
    ("1790769123457", "BERTIN", "OLIVIER", date(1979, 7, 2), "01"),
    ("2911169123458", "D'AZUR", "INES", date(1991, 11, 23), "02"),
)
_SHARE = 3_200
"""Cents that each person contributes to the insured contract."""


def files() -> Mapping[str, bytes]:
    """Give the files by name: a February without fault, a March that pays too little, an April with a wrong day."""
    absence = Absence(
        "01",
        date(2025, 3, 11),
        date(2025, 3, 28),
        Subrogated(date(2025, 3, 12), date(2025, 3, 28), _IBAN, _BIC),
    )
    first, second, third = date(2025, 2, 1), date(2025, 3, 1), date(2025, 4, 1)
    february = [_worker(first, at, 250_000 + 40_000 * at) for at in range(3)]
    march = [_worker(second, 0, 250_000, absence), _worker(second, 1, 460_000)]
    april = [_worker(third, 0, 250_000), _worker(third, 1, 290_000)]
    written = (
        _month(first, 1, february, 3 * _SHARE),
        _month(second, 2, march, _SHARE),
        _month(third, 3, april, 2 * _SHARE).replace(b"'02071979'", b"'31021979'"),
    )
    return dict(zip(NAMES, written, strict=True))


def fill() -> None:
    """Check the files, and keep the result as if somebody of the staff had."""
    with TemporaryDirectory() as folder:
        paths = []
        for name, content in files().items():
            path = Path(folder) / name
            path.write_bytes(content)
            paths.append((name, str(path)))
        outcome = checked(paths, "file")
    session = db.session()
    check = checks.begin(session, Owner(0, "Guichet", None), NAMES, "file")
    checks.settle(session, check, outcome)
    checks.keep(session, check, "Guichet")


def _month(month: date, order: int, workers: Sequence[Worker], paid: int) -> bytes:
    last = last_of(month)
    part = PaidPart(_CONTRACT.reference, paid, f"{month:%Y}M{month:%m}")
    payment = Payment("P0942", paid, month, last, _IBAN, _BIC, last, parts=[part])
    made = last + timedelta(days=2)
    declared = Monthly(_EMPLOYER, _CONTACT, month, order, made, workers, [_CONTRACT], [payment])
    return write_sending(_EMITTER, [declared])


def _worker(month: date, at: int, gross: int, absence: Absence | None = None) -> Worker:
    nir, family, given, birth, sex = _PEOPLE[at]
    work = Work(
        date(2020, 1, 6),
        absences=[absence] if absence else [],
        affiliations=[Affiliation(_CONTRACT.reference, _SHARE, "OPT1", "CADRE")],
    )
    bases = [
        Base("02", gross, {}, [Contribution("076", gross * 1_545 // 10_000, _PENSION, gross, "15.450")]),
        Base("03", gross, {"01": 180_180}),
    ]
    taxable = gross * 81 // 100
    pay = Pay(gross, taxable, taxable * 95 // 100, last_of(month), bases=bases)
    return Worker(nir, family, given, birth, [work], pay, sex=sex, address=_ADDRESS, number=f"{at + 1:05d}")

"""Blocks that no base file holds, as a test adds them: each is right as it stands."""

from __future__ import annotations

from tests.plugins.fr_dsn.controls.harness import Change, add
from tests.plugins.fr_dsn.controls.messages import Message

SIREN, SIRET, OTHER_SIRET = "999000011", "99900001100018", "99900002900010"
PAUL, AGNES = "1610202002008", "2620303003015"
"""The two persons of the monthly file, born in 1961 and 1962."""
NTT = "1999000011MAT0007"
IBAN = "FR7630006000011234567890189"


def granted(block: str, **changes: str | None) -> Change:
    """Add a right, share or option (S89.G00.67, 87, 88, 89) of Paul; a rubric is given as `_007`, None drops it."""
    return add(block, _changed(_GRANTED[block], changes))


def independent(**changes: str | None) -> Change:
    """Add an individual who is no employee, with a base that has to be paid."""
    person = add("S89.G00.91", _changed(_INDEPENDENT, changes))
    base = add("S89.G00.92", _BASE, under=("S89.G00.91", -1))

    def change(file: Message) -> None:
        person(file)
        base(file)

    return change


def payee(**changes: str | None) -> Change:
    """Add a beneficiary of fees who was paid for the year 2024."""
    person = add("S89.G00.32", _changed(_PAYEE, changes))
    pay = add("S89.G00.43", {"001": "01", "002": "500.00"}, under=("S89.G00.32", -1))

    def change(file: Message) -> None:
        person(file)
        pay(file)

    return change


def _changed(block: dict[str, str], changes: dict[str, str | None]) -> dict[str, str]:
    given = {**block, **{number.lstrip("_"): value for number, value in changes.items()}}
    return {number: value for number, value in sorted(given.items()) if value is not None}


_GRANTED = {
    "S89.G00.67": {"001": PAUL, "003": "1200.00", "004": "2.00", "005": "2025"},
    "S89.G00.87": {
        "001": "02",
        "002": "100",
        "003": "12.50",
        "004": "100.00",
        "005": "01032022",
        "006": "01032025",
        "007": PAUL,
    },
    "S89.G00.88": {
        "001": "02",
        "002": "100",
        "003": "12.50",
        "004": "10.00",
        "005": "100.00",
        "006": "01032022",
        "007": "01032025",
        "008": PAUL,
    },
    "S89.G00.89": {
        "001": "100",
        "002": "10.00",
        "003": "12.50",
        "004": "100.00",
        "005": "01032025",
        "006": "48",
        "007": PAUL,
    },
}
_INDEPENDENT = {
    "001": "1550404004009",
    "002": "ESSAI",
    "004": "JEAN",
    "006": "04041955",
    "007": "DIGNE",
    "008": "4 RUE DU TEST",
    "009": "69003",
    "010": "LYON",
    "019": "04",
    "020": "FR",
}
_BASE = {
    "001": "07",
    "002": "50",
    "003": "1000.00",
    "004": "01032025",
    "005": "31032025",
    "006": "1000.00",
    "007": "5.00",
    "008": "13",
    "010": "50.00",
    "011": "31032025",
    "013": "1000.00",
    "016": "950.00",
    "017": "980.00",
}
_PAYEE = {
    "001": "ARCHITECTE",
    "002": "ESSAI",
    "003": "JEAN",
    "008": "1 RUE DU TEST",
    "009": "69383",
    "011": "69003",
    "012": "LYON",
    "017": "2024",
}

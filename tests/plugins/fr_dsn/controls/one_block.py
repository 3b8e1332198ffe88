"""Blocks and changes for controls of one block: payments, errors, workplaces, shares, people who are no employees."""

from __future__ import annotations

from collections.abc import Mapping

from tests.plugins.fr_dsn.controls.harness import Change, add, drop, put

IBAN, BIC = "FR7630006000011234567890189", "AGRIFRPPXXX"
PERIOD = {"003": "01032025", "004": "31032025"}
TAX_PAYMENT = {
    **{"001": "DGFIP", "002": "DGFIP_PAS", "003": BIC, "004": IBAN, "005": "100.00"},
    **{"006": "01032025", "007": "31032025", "010": "05", "011": "15042025"},
}
SEIZURE_PAYMENT = {**TAX_PAYMENT, "002": "DGFIP_SATD"}
BONUS = {"001": "027", "002": "500.00", **PERIOD, "006": "00001"}
INCOME_ERROR = {
    **{"001": "022025", "002": "01", "003": "100.00", "006": "5.00", "007": "5.00", "010": "100.00"},
}
RATE_ERROR = {"001": "022025", "002": "02", "005": "1.50", "007": "5.00", "015": "2000.00"}
SUSPENSION = {"001": "655", "002": "01032025", "003": "31032025", "004": "D01"}
ESTABLISHMENT = {
    **{"001": "99900001100018", "002": "6201Z", "003": "12 AVENUE DU TEST", "004": "69003"},
    **{"005": "LYON", "010": "01", "011": "69383"},
}
ELSEWHERE = {
    "001": "SITE01",
    "003": "1 RUE DU TEST",
    "004": "69003",
    "005": "LYON",
    "010": "02",
    "011": "69383",
}
HOUSEHOLD = {
    **ELSEWHERE,
    **{"010": "05", "012": "01", "013": "ESSAI", "015": "CAMILLE", "016": "02021961", "017": "LYON"},
}
SHARES = {
    **{"001": "02", "002": "10", "003": "25.00", "004": "100.00", "005": "01032020", "006": "01032023"},
    "007": "1610202002008",
}
OPTIONS = {
    **{"001": "02", "002": "10", "003": "25.00", "004": "20.00", "005": "100.00", "006": "01032020"},
    **{"007": "01032024", "008": "1610202002008"},
}
AUTHOR = {
    **{"001": "1620202002008", "002": "ESSAI", "004": "PAUL", "006": "02021962", "007": "LYON"},
    **{"008": "2 RUE DU TEST", "009": "69003", "010": "LYON", "019": "02", "020": "FR"},
}
INCOME = {
    **{"001": "06", "002": "50", "003": "2000.00", "004": "01032025", "005": "31032025", "006": "1800.00"},
    **{"007": "5.00", "008": "13", "010": "90.00", "011": "31032025", "013": "1800.00"},
    **{"016": "1700.00", "017": "1750.00"},
}
CORRECTED_INCOME = {
    **{"001": "022025", "002": "01", "003": "100.00", "006": "5.00", "007": "5.00", "009": "100.00"},
}
CORRECTED_RATE = {"001": "022025", "002": "02", "005": "1.50", "007": "5.00", "013": "2000.00"}


def without(block: Mapping[str, str], *numbers: str) -> dict[str, str]:
    """A block less some of its rubrics."""
    return {number: value for number, value in block.items() if number not in numbers}


def contract(**rubrics: str) -> list[Change]:
    """The first contract with other values: `n007="02"`."""
    return [put("S21.G00.40", number[1:], value) for number, value in rubrics.items()]


def ending(**rubrics: str) -> list[Change]:
    """The end of the contract with other values."""
    return [put("S21.G00.62", number[1:], value) for number, value in rubrics.items()]


def notice(code: str) -> list[Change]:
    """The notice of another kind: without dates (90), or in April, after the last day worked (10)."""
    if code == "90":
        return [put("S21.G00.63", "001", code), drop("S21.G00.63", "002", "003")]
    values = {"001": code, "002": "01042025", "003": "30042025"}
    return [put("S21.G00.63", number, value) for number, value in values.items()]


def line(code: str, *removed: str, **rubrics: str) -> list[Change]:
    """The first contribution with another code and other values."""
    return [
        put("S21.G00.81", "001", code),
        drop("S21.G00.81", *removed),
        *(put("S21.G00.81", number[1:], value) for number, value in rubrics.items()),
    ]


def fees(block: Mapping[str, str]) -> list[Change]:
    """Fees paid to somebody, with their amount."""
    return [add("S89.G00.32", block), add("S89.G00.43", {"001": "01", "002": "1000.00"})]


def person(block: Mapping[str, str]) -> list[Change]:
    """Somebody who is no employee, with an income."""
    return [add("S89.G00.91", block), add("S89.G00.92", INCOME)]


def income(*changes: Change, **rubrics: str) -> list[Change]:
    """Somebody who is no employee, with an income, after other changes of it."""
    return [add("S89.G00.91", AUTHOR), add("S89.G00.92", {**INCOME, **_by_number(rubrics)}), *changes]


def correction(block: Mapping[str, str]) -> list[Change]:
    """The same with a correction of what was withheld."""
    return [*income(), add("S89.G00.93", block)]


def _by_number(rubrics: Mapping[str, str]) -> dict[str, str]:
    return {number[1:]: value for number, value in rubrics.items()}

"""Invented lists that know everything in the base files, and little else; each has a code that ended in 2020."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from plugins.fr_dsn.rules.lists.codes import Code, Edition, Known

ENDED = date(2020, 12, 31)
CODES: Mapping[str, str] = {
    "AGIRC_ARRCO": "77777777700012",
    "ART": "ARTA",
    "CCP": "CCP1",
    "CMET": "MET1",
    "CPCP": "01 33",
    "DET": "D01",
    "DLGASSU": "D0A001",
    "DLGMUT": "D0M001",
    "DLGOCI": "D0I001",
    "DLGPREV": "D0P001",
    "FESAIEG": "FES1",
    "HEX": "69003 75001",
    "IBCI": "78861779300013 66666666600016 77777777700012",
    "ICI": "53510475600015",
    "IDCC": "1486 0044",
    "INSEE": "69383",
    "IVO": "78861779300013 77777777700012 66666666600016",
    "MNATA": "001",
    "NAF": "6201Z 7810Z",
    "NEHMED": "H01",
    "NEHNMED": "H50",
    "NET": "T01",
    "NNE": "GRADE11234",
    "OC": "P0942 A0A001 999000003 AB1000003",
    "ODRT": "ODRT1",
    "OES": "99900002900010",
    "OETH": "ABCDEF123456",
    "OPCO": "01",
    "PAY": "BE FR",
    "PAYS": "FR BE",
    "PCSESE": "388a 353b 389b",
    "RAT": "722ZB",
    "SIRENE": "99900001100018 99900002900010",
    "SPECTACLES": "55555555500019",
    "URSSAF": "78861779300013",
}
ENDED_CODES: Mapping[str, str] = {
    "HEX": "69999", "IDCC": "9998", "NAF": "0000Z", "PCSESE": "000z", "PAYS": "SU", "SIRENE": "99900003700013",
}  # fmt: skip
NEWER = {"SIRENE": Code("99900004500016", "", date(2025, 3, 31))}
"""Codes that begin on the last day of the declared month."""


def invented(*left_out: str) -> Known:
    """Give all lists but some."""
    return Known(_edition(name) for name in CODES if name not in left_out)


def _edition(name: str) -> Edition:
    codes = [Code(code) for code in CODES[name].split()]
    codes += [Code(code, "", None, ENDED) for code in ENDED_CODES.get(name, "").split()]
    return Edition(name, "essai 1", [*codes, *([NEWER[name]] if name in NEWER else [])])


ALL = invented()

"""The contract (S21.G00.40)."""

from __future__ import annotations

import re

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.value_presence_same.kinds import required
from plugins.fr_dsn.rules.controls.value_value_same.kinds import (
    belong_together,
    must_be,
    must_look,
    must_not_be,
    no_zeros,
)
from plugins.fr_dsn.rules.controls.within_block import When, given, missing, neither, other, there

FARM_RISK = re.compile(r"RA.*|999ZZ", re.DOTALL)
EARLY_AGREEMENT = re.compile(r"C.{3}", re.DOTALL)
NOT_LOCAL_CIVIL_SERVICE = (
    *("01", "02", "03", "07", "08", "09", "10", "29", "32", "60", "70", "80", "81"),
    *("82", "89", "90", "91", "92", "93"),
)
"""Natures of contract that the pension fund of local and hospital civil servants does not take."""


def _before_2010(day: str | None) -> bool:
    return day is not None and len(day) == 8 and day.isdecimal() and day[4:] < "2010"


DECLARED: Declared = (
    must_be("S21.G00.40.003/CCH-11", given("003", "01"), given("002", "03", "04", "08")),
    must_be("S21.G00.40.003/SIG-15", given("003", "02"), given("002", "05")),
    belong_together(
        "S21.G00.40.005/CCH-11", given("004", "389b"), given("005", "T389N", "T389M", "C389N", "C389M")
    ),
    belong_together("S21.G00.40.005/CCH-12", given("004", "352a"), given("005", "NP352", "P352")),
    belong_together(
        "S21.G00.40.005/CCH-13",
        given("004", "463a", "463b", "463c", "463d", "463e"),
        given("005", "06", "07", "08", "09"),
    ),
    belong_together("S21.G00.40.005/CCH-14", given("004", "643a"), given("005", "C643", "L643")),
    must_be("S21.G00.40.005/CCH-19", given("005", "S001"), given("004", "424a")),
    belong_together("S21.G00.40.005/SIG-20", given("004", "546d"), given("005", "546dN", "546dM")),
    must_be("S21.G00.40.008/CCH-11", given("008", "81"), given("007", "02", "92")),
    must_be("S21.G00.40.008/CCH-12", given("008", "70"), given("007", "02", "92")),
    must_be("S21.G00.40.008/CCH-13", given("008", "80"), given("007", "01", "82", "91")),
    must_be(
        "S21.G00.40.008/CCH-14", given("008", "64", "65"), given("007", "01", "02", "03", "08", "91", "92")
    ),
    must_be(
        "S21.G00.40.008/CCH-15",
        given("008", "21", "41", "42", "61"),
        given("007", "01", "02", "82", "91", "92"),
    ),
    must_be("S21.G00.40.008/CCH-16", given("008", "71"), given("007", "02", "03", "92")),
    no_zeros("S21.G00.40.009/CCH-15", given("007", "03"), "009"),
    must_be("S21.G00.40.011/CCH-11", given("011", "31"), given("004", "352a")),
    must_be("S21.G00.40.011/SIG-14", given("011", "32"), given("005", "49")),
    must_not_be(
        "S21.G00.40.014/CCH-11", given("026", "99"), given("014", "40", "41", "42"), other("020", "134")
    ),
    must_not_be("S21.G00.40.020/CCH-12", given("020", "120"), given("007", *NOT_LOCAL_CIVIL_SERVICE)),
    must_not_be(
        "S21.G00.40.021/CCH-12", given("021", "11"), neither("008", "64", "65", "81"), neither("007", "03")
    ),
    must_be("S21.G00.40.021/CCH-13", given("021", "14"), given("007", "92")),
    required("S21.G00.40.021/SIG-11", "021", given("007", "02", "03", "92"), given("008", "99")),
    must_be("S21.G00.40.029/CCH-11", given("029", "05"), given("008", "81")),
    must_look(
        "S21.G00.40.033/CCH-12",
        When("032", _before_2010),
        When("033", lambda value: value is not None and EARLY_AGREEMENT.fullmatch(value) is not None),
        "C...",
    ),
    must_look(
        "S21.G00.40.039/CCH-11",
        given("039", "300"),
        When("040", lambda value: value is not None and FARM_RISK.fullmatch(value) is not None),
        "RA..., 999ZZ",
    ),
    must_be(
        "S21.G00.40.040/CCH-11", given("039", "147"), given("040", "401ZE"), missing("046"), if_there=True
    ),
    must_be(
        "S21.G00.40.040/CCH-12",
        given("039", "200", "402"),
        given("040", "745BD", "745BE"),
        there("046"),
        if_there=True,
    ),
    must_be(
        "S21.G00.40.040/CCH-15",
        When("040", lambda value: value is not None and value.startswith("RA")),
        given("039", "300"),
        if_there=True,
    ),
)

"""The contract and its complementary pension (S21.G00.40, 71, 72)."""

from __future__ import annotations

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.value_presence_same.kinds import (
    either,
    exactly_with,
    forbidden,
    only_with,
    required,
)
from plugins.fr_dsn.rules.controls.within_block import When, given, other

PRIVATE_SECTOR = given("026", "99")
NO_RISK = "999ZZ"
NEW_AGREEMENT = When("033", lambda value: value is not None and not value.startswith("C"))
"""A management agreement with the unemployment insurance of 2010 or later: its number does not begin with C."""
PUBLIC_SERVICE_ONLY = (
    "S21.G00.40.052/CCH-11",
    "S21.G00.40.057/CCH-11",
    "S21.G00.40.058/CCH-11",
    "S21.G00.40.059/CCH-11",
    "S21.G00.40.060/CCH-11",
    "S21.G00.40.061/CCH-11",
    "S21.G00.40.062/CCH-11",
    "S21.G00.40.064/CCH-11",
    "S21.G00.40.065/CCH-11",
    "S21.G00.40.080/CCH-11",
)
"""Rubrics of the public service, forbidden where the employment status says that there is none."""

DECLARED: Declared = (
    required("S21.G00.40.010/CCH-12", "010", given("007", "02", "03", "10", "29", "70", "92")),
    forbidden("S21.G00.40.027/CCH-11", "027", other("029", "02")),
    required("S21.G00.40.027/CCH-12", "027", NEW_AGREEMENT),
    exactly_with("S21.G00.40.030/CCH-11", "030", given("029", "03", "04")),
    forbidden("S21.G00.40.031/CCH-11", "031", given("029", "01", "02", "04", "05")),
    forbidden("S21.G00.40.032/CCH-11", "032", other("029", "02")),
    exactly_with("S21.G00.40.033/CCH-11", "033", given("029", "02")),
    exactly_with("S21.G00.40.042/CCH-11", "042", given("018", "300")),
    either(
        forbidden("S21.G00.40.043/SIG-11", "043", given("040", NO_RISK)),
        required("S21.G00.40.043/SIG-11", "043", other("040", NO_RISK)),
    ),
    required("S21.G00.40.046/CCH-11", "046", given("007", "03")),
    required("S21.G00.40.046/CCH-12", "046", given("007", "08")),
    only_with("S21.G00.40.050/CCH-11", "050", given("007", "02", "10")),
    *(forbidden(control, control[11:14], PRIVATE_SECTOR) for control in PUBLIC_SERVICE_ONLY),
    forbidden("S21.G00.40.053/CCH-11", "053", PRIVATE_SECTOR, other("020", "134")),
    exactly_with("S21.G00.40.054/CCH-11", "054", given("053", "02")),
    exactly_with("S21.G00.40.066/CCH-11", "066", given("007", "20", "21")),
    forbidden("S21.G00.40.075/CCH-11", "075", other("020", "136")),
    exactly_with("S21.G00.40.076/CCH-11", "076", given("007", "93")),
    exactly_with("S21.G00.71.003/SIG-11", "003", given("002", "IRCANTEC")),  # these two: norm of 2024 only
    exactly_with("S21.G00.72.002/SIG-12", "002", given("001", "IRCANTEC")),
)

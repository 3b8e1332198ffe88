"""The declaration, its payments and its contribution statements (S20.G00.05, S21.G00.20, 23, 44)."""

from __future__ import annotations

import re

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.value_presence_same.kinds import exactly_with, forbidden, required
from plugins.fr_dsn.rules.controls.within_block import When, given, other

TAX_OFFICE = ("DGFIP", "DGFiP")
NO_INSURER = re.compile(r"[0-9]{14}|DGFIP", re.IGNORECASE)
"""A SIRET or the tax office: a payment to a protection body names it by a code of another form."""

DECLARED: Declared = (
    forbidden("S20.G00.05.006/CCH-12", "006", other("002", "03", "04")),
    required("S20.G00.05.012/CCH-11", "012", given("011", "02", "07")),
    forbidden(
        "S21.G00.20.008/CCH-15",
        "008",
        When("001", lambda value: value is not None and NO_INSURER.fullmatch(value) is not None),
    ),
    required("S21.G00.20.010/CCH-12", "004", given("010", "05")),
    required("S21.G00.20.010/SIG-13", "003", given("010", "05")),
    forbidden("S21.G00.20.012/CCH-13", "012", given("001", *TAX_OFFICE), given("010", "05")),
    required("S21.G00.20.014/CCH-11", "014", given("002", "DGFIP_SATD")),
    required("S21.G00.23.006/CCH-11", "006", given("001", "900", "901", "911", "917", "921", "927")),
    required("S21.G00.44.001/CCH-11", "002", given("001", "005", "009", "015", "016")),
    forbidden("S21.G00.44.001/CCH-12", "002", given("001", "002", "004", "006", "008", "010", "014")),
    exactly_with("S21.G00.44.004/CCH-11", "004", given("001", "002")),
)

"""The declaration, payments, contributions, activities, workplaces and people of Agirc-Arrco."""

from __future__ import annotations

from collections.abc import Iterator

from stdnum import luhn

from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls.declaring import Declared, Fault, Frame, GroupRule
from plugins.fr_dsn.rules.controls.value_value_same.kinds import (
    must_be,
    must_look,
    must_not_be,
    not_together,
)
from plugins.fr_dsn.rules.controls.within_block import When, given, other

TAX_OFFICE = given("001", "DGFIP")
BUILDERS_FUNDS = frozenset(f"{number:02}" for number in range(1, 38))
"""Codes of the paid-leave funds of the building trade (CIBTP) where a reference is expected."""
OTHER_CONTRIBUTIONS = frozenset(
    ["021", "022", "023", *(f"{number:03}" for number in (*range(25, 36), *range(41, 46), *range(47, 51)))]
)
"""Contributions of an establishment that neither an insurer nor a paid-leave fund of the trade collects."""
CONTRIBUTION, ADHESION = "S21.G00.82", "S21.G00.15"


def _is_siret(value: str | None) -> bool:
    return value is not None and len(value) == 14 and value.isdecimal() and bool(luhn.is_valid(value))


def _strange_contributions(group: Group, frame: Frame) -> Iterator[Fault]:
    """Find contributions that refer to an insurance contract or a fund of the trade, which do not collect them."""
    adhesions = {frame.head.value(at, "005") for at in frame.head.of(ADHESION)}
    for at in group.of(CONTRIBUTION):
        code, reference = group.value(at, "002"), group.value(at, "005")
        if code in OTHER_CONTRIBUTIONS and reference and reference in BUILDERS_FUNDS | adhesions:
            yield Fault(at, "002", not_together(CONTRIBUTION, "002", code, "005", reference))


DECLARED: Declared = (
    must_be("S20.G00.05.002/CCH-13", given("002", "04"), given("001", "07", "08", "09")),
    must_be("S20.G00.05.002/CCH-14", given("002", "02", "05"), given("001", "01")),
    must_not_be("S20.G00.05.002/CCH-15", given("002", "03"), given("001", "08")),
    must_be("S20.G00.05.003/CCH-11", given("001", "04", "05", "07", "08"), given("003", "11")),
    must_be("S21.G00.20.002/CCH-11", TAX_OFFICE, given("002", "DGFIP_PAS", "DGFIP_SATD")),
    must_be("S21.G00.20.010/CCH-14", TAX_OFFICE, given("010", "05", "06")),
    must_be("S21.G00.53.003/CCH-15", given("003", "40"), given("001", "01")),
    GroupRule("S21.G00.82.002/CCH-14", frozenset({CONTRIBUTION}), _strange_contributions),
    must_look(
        "S21.G00.82.005/CCH-12",
        given("002", "024", "054"),
        When("005", lambda value: value is not None and value.zfill(2) in BUILDERS_FUNDS),
        "01 ... 37",
    ),
    must_not_be("S21.G00.85.001/CCH-13", When("001", _is_siret), given("010", "03")),
    must_be("S89.G00.91.018/CCH-11", given("018", "01"), given("017", "03", "04")),
    must_be("S89.G00.91.018/SIG-12", given("018", "02"), given("017", "05")),
    must_be("S89.G00.92.001/CCH-14", other("001", "01", "02", "03", "05"), given("002", "50"), if_there=True),
)

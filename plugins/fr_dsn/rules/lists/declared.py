"""All controls that need a list, each with the lists it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from plugins.fr_dsn.rules.lists import registers
from plugins.fr_dsn.rules.lists.codes import Known
from plugins.fr_dsn.rules.lists.declaring import Given, Listed, ever, listed
from plugins.fr_dsn.rules.lists.registers import TAX_OFFICE, is_alone, is_complementary

FRENCH = ("FR", "GP", "BL", "MF", "MQ", "GF", "RE", "PM", "YT", "WF", "PF", "NC", "MC")
"""Not to be given as the country of an address, whatever the list says."""
COMPLEMENTS = ("CCP", "NEHMED", "NEHNMED", "ART", "NET", "NNE", "FESAIEG", "CMET")
STAGE = ("353b", "353c", "354b", "354c", "354e", "354f", "465b", "637c")
STAGE_ALSO = ("999SPT", "50", "51")
NONE_BEFORE, NO_FUND_BEFORE = "999999", "99"
"""What a change says of a contract that had no complement, or no paid-leave fund, before."""


def _last_four(code: str) -> Iterable[str]:
    return (code[-4:],)


def _or_grade(code: str) -> Iterable[str]:
    """Take a code, and of a long one, which joins a grade and a job of four signs, the grade."""
    return (code,) if len(code) <= 6 else (code, code[:-4])


def _company(code: str) -> Iterable[str]:
    return (code[:9],)


def _is(*codes: str) -> Callable[[str | None], bool]:
    known = frozenset(codes)
    return lambda value: value in known


def _insurance_company(code: str | None) -> bool:
    return code is not None and len(code) == 6 and code[0] == "A"


def _provident_institution(code: str | None) -> bool:
    return code is not None and len(code) == 5 and code[0] == "P"


def _mutual_society(code: str | None) -> bool:
    return code is not None and len(code) == 9 and code.isdecimal()


def _is_known_elsewhere(known: Known, value: str) -> bool:
    """Let a complementary body pass that the list `OC` knows, or that nobody can look up."""
    return is_complementary(value) and ("OC" not in known.editions or value in known.codes("OC", None))


_DELEGATES = {
    "DLGASSU": _insurance_company,
    "DLGPREV": _provident_institution,
    "DLGMUT": _mutual_society,
    "DLGOCI": is_alone,
}


def _delegate(control: str, name: str, body: str) -> Listed:
    """Ask for a delegate of the kind that the body in another rubric of the block is of."""
    return listed(control, name, given=Given(body, _DELEGATES[name]))


_CODES = (
    *(
        listed(f"{rubric}/CRE-11", "HEX")
        for rubric in (
            "S10.G00.01.005", "S21.G00.06.005", "S21.G00.11.004", "S21.G00.30.009", "S21.G00.85.004",
            "S89.G00.32.011", "S89.G00.91.009",
        )
    ),
    *(
        listed(f"{rubric}/CRE-11", "PAY", never=FRENCH)
        for rubric in (
            "S10.G00.01.007", "S21.G00.06.010", "S21.G00.11.015", "S21.G00.30.011", "S21.G00.85.006",
            "S89.G00.32.013", "S89.G00.91.011",
        )
    ),
    *(listed(f"{rubric}/CRE-11", "PAYS", dated=ever) for rubric in ("S21.G00.30.015", "S89.G00.91.020")),
    *(
        listed(f"{rubric}/CRE-11", "INSEE")
        for rubric in ("S21.G00.23.006", "S21.G00.81.005", "S21.G00.85.011", "S89.G00.32.009")
    ),
    *(listed(f"{rubric}/CRE-11", "NAF") for rubric in ("S21.G00.06.003", "S21.G00.11.002", "S21.G00.85.002")),
    *(listed(f"{rubric}/CRE-11", "IDCC") for rubric in ("S21.G00.06.015", "S21.G00.11.022", "S21.G00.40.017")),
    listed("S21.G00.13.001/CRE-11", "OETH"),
    listed("S21.G00.11.023/CRE-11", "OPCO"),
    listed("S21.G00.44.004/CRE-11", "MNATA"),
    listed("S21.G00.65.004/CRE-11", "DET"),
    listed("S21.G00.06.001/CME-11", "SIRENE", part=_company),
)  # fmt: skip

_CONTRACTS = (
    listed("S21.G00.40.004/CRE-11", "PCSESE"),
    listed("S21.G00.40.005/CRE-11", *COMPLEMENTS, also=STAGE_ALSO, part=_or_grade),
    listed("S21.G00.40.005/CCH-16", "NEHMED", "NEHNMED", given=Given("026", _is("06")), demanded=True),
    listed("S21.G00.40.005/CCH-18", "ART", also=STAGE_ALSO, given=Given("004", _is(*STAGE)), demanded=True),
    listed("S21.G00.40.022/CRE-11", "CPCP", first=2),
    listed("S21.G00.40.040/CRE-11", "RAT"),
    listed("S21.G00.40.052/CRE-11", "NNE", part=_last_four),
    listed("S21.G00.41.011/CRE-11", "IDCC", dated=ever),
    listed("S21.G00.41.019/CRE-11", "PCSESE", dated=ever),
    listed(
        "S21.G00.41.020/CRE-11", *COMPLEMENTS, also=(*STAGE_ALSO, NONE_BEFORE), part=_or_grade, dated=ever
    ),
    listed("S21.G00.41.023/CRE-11", "CPCP", also=(NO_FUND_BEFORE,), first=2, dated=ever),
    listed("S21.G00.41.024/CRE-11", "RAT", dated=ever),
    listed("S21.G00.41.029/CRE-11", "NNE", part=_last_four, dated=ever),
)

_BODIES = (
    listed("S20.G00.08.001/CRE-11", "ODRT"),
    listed("S21.G00.15.002/CRE-11", "OC"),
    listed("S21.G00.16.002/CRE-11", "OC", dated=ever),
    listed("S21.G00.20.001/CRE-11", "IVO", also=(TAX_OFFICE,), excused=_is_known_elsewhere),
    listed("S21.G00.22.001/CRE-11", "IBCI"),
    listed("S21.G00.81.002/CRE-11", "ICI", also=("DMSA01",), excused=_is_known_elsewhere),
    _delegate("S21.G00.15.003/CCH-11", "DLGASSU", "002"),
    _delegate("S21.G00.15.003/CCH-12", "DLGPREV", "002"),
    _delegate("S21.G00.15.003/CCH-13", "DLGMUT", "002"),
    _delegate("S21.G00.15.003/CCH-14", "DLGOCI", "002"),
    _delegate("S21.G00.20.008/CCH-11", "DLGPREV", "001"),
    _delegate("S21.G00.20.008/CCH-12", "DLGASSU", "001"),
    _delegate("S21.G00.20.008/CCH-13", "DLGMUT", "001"),
    _delegate("S21.G00.20.008/CCH-14", "DLGOCI", "001"),
)

LISTED: tuple[Listed, ...] = (*_CODES, *_CONTRACTS, *_BODIES, *registers.DECLARED)
"""Every control that needs a list; none of them is among those that the file alone decides."""


@cache
def by_control() -> Mapping[str, Listed]:
    """Give the rules by the number of their control."""
    return {rule.control: rule for rule in LISTED}


@cache
def by_list() -> Mapping[str, tuple[str, ...]]:
    """Give the controls that need a list, by its name."""
    names = sorted({name for rule in LISTED for name in rule.lists})
    return {name: tuple(sorted(rule.control for rule in LISTED if name in rule.lists)) for name in names}

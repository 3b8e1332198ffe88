"""Values that go only with some header: deposit point, nature, type or event of the declaration, software."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Declared, Fault, Frame, GroupRule, Values

NOT_WITH = N_("%(rubric)s may not be %(code)s where %(header)s is %(given)s. Correct one of the two.")
POSTAL_CODE = N_(
    "%(header)s is %(given)s, but the postal code of the company is %(value)s: it should begin with 986, 987 or 988."
)
MISSING = N_("%(rubric)s is missing: files made with %(software)s must give it.")
NO_FUND = N_(
    "%(rubric)s may not be %(code)s: no contract of this person names a paid-leave fund of the building trade "
    "(%(fund)s 01 to 37)."
)

DEPOSIT, NATURE = "S10.G00.00.007", "S20.G00.05.001"
CURRENCY, EVENT, SOFTWARE_HOUSE = "S20.G00.05.010", "S20.G00.05.011", "S10.G00.00.002"


def of_header(frame: Frame, rubric: str) -> str | None:
    """Give what a declaration says of itself under a rubric of S10.G00.00 or S20.G00.05."""
    at = next(iter(frame.head.of(rubric[:10])), None)
    return None if at is None else frame.head.value(at, rubric[11:])


def _only(
    control: str, codes: tuple[str, ...], header: str, admitted: Callable[[str | None], bool]
) -> ChainRule:
    """Refuse these values of a rubric unless the header is admitted."""

    def start(frame: Frame) -> Callable[[Values], Phrase | None] | None:
        given = of_header(frame, header)
        if admitted(given):
            return None
        said = {"rubric": words.rubric(control[:14]), "header": words.rubric(header)}
        said["given"] = words.code(header, given or "")
        return lambda values: _fault(control, values[0], codes, said)

    return ChainRule(control, control[:10], (control[:14],), start, control[11:14])


def _fault(control: str, value: str | None, codes: tuple[str, ...], said: dict[str, str]) -> Phrase | None:
    if value is None or value not in codes:
        return None
    return Phrase(NOT_WITH, {**said, "code": words.code(control[:14], value)})


def _one_of(*codes: str) -> Callable[[str | None], bool]:
    return lambda value: value in codes


def _none_of(*codes: str) -> Callable[[str | None], bool]:
    return lambda value: value not in codes


PACIFIC_FRANC = "02"
PACIFIC = ("986", "987", "988")
"""How the postal codes of Wallis and Futuna, French Polynesia and New Caledonia begin."""


def _pacific(group: Group, frame: Frame) -> Iterator[Fault]:
    if of_header(frame, CURRENCY) != PACIFIC_FRANC or group is not frame.head:
        return
    for at in group.of("S21.G00.06"):
        code = group.value(at, "005")
        if code is not None and code[:3] not in PACIFIC:
            more = {"header": words.rubric(CURRENCY), "given": words.code(CURRENCY, PACIFIC_FRANC)}
            yield Fault(
                group.of(CURRENCY[:10])[0], "010", Phrase(POSTAL_CODE, {**more, "value": words.text(code)})
            )


PUBLIC_SOFTWARE = ("TESE", "CEA")
"""What the services for very small employers and for associations call themselves."""


def _service_for_small_employers(group: Group, frame: Frame) -> Iterator[Fault]:
    software = of_header(frame, SOFTWARE_HOUSE)
    if software not in PUBLIC_SOFTWARE or frame.nature != "01":
        return
    for at in group.of("S21.G00.11"):
        if group.value(at, "019") is None:
            more = {"rubric": words.rubric("S21.G00.11.019"), "software": software}
            yield Fault(at, "019", Phrase(MISSING, more))


BUILDING_FUND = frozenset({"21", "34", "35", "36", "39", "40"})
"""Bases (S21.G00.78.001) of the paid-leave funds of the building trade."""
BUILDING_LINES = (frozenset(f"S21.G00.78.001,'{code}" for code in BUILDING_FUND),)
FUNDS = range(1, 38)
"""Codes of these funds (S21.G00.40.022)."""


def _building_fund(group: Group, frame: Frame) -> Iterator[Fault]:
    if frame.nature != "07":
        return
    codes = (group.value(at, "022") or "" for at in group.of("S21.G00.40"))
    if any(code.isdecimal() and int(code) in FUNDS for code in codes):
        return
    rubric, fund = "S21.G00.78.001", words.rubric("S21.G00.40.022")
    for at in group.of("S21.G00.78"):
        if group.value(at, "001") not in BUILDING_FUND:
            continue
        more = {"rubric": words.rubric(rubric), "code": words.code(rubric, group.value(at, "001") or "")}
        yield Fault(at, "001", Phrase(NO_FUND, {**more, "fund": fund}))


DECLARED: Declared = (
    _only("S20.G00.05.008/CCH-11", ("02",), DEPOSIT, _none_of("01")),
    _only("S20.G00.05.008/CCH-12", ("03",), DEPOSIT, _none_of("02")),
    GroupRule("S20.G00.05.010/SIG-11", frozenset({"S20.G00.05"}), _pacific),
    GroupRule("S21.G00.11.019/SIG-11", frozenset({"S21.G00.11"}), _service_for_small_employers),
    _only("S21.G00.12.001/CCH-11", ("01",), NATURE, _one_of("08")),
    _only("S21.G00.12.001/CCH-12", ("01",), EVENT, _one_of("01")),
    _only("S21.G00.40.018/CCH-14", ("300",), DEPOSIT, _one_of("02")),
    _only("S21.G00.60.001/CCH-12", ("99",), NATURE, _one_of("01", "07")),
    _only("S21.G00.60.001/CCH-14", ("15", "16", "17", "18"), NATURE, _one_of("01", "07")),
    _only("S21.G00.60.011/CCH-12", ("02",), NATURE, _one_of("01", "07")),
    _only("S21.G00.62.002/CCH-12", ("100", "116", "998", "999"), NATURE, _none_of("07")),
    _only("S21.G00.62.002/CCH-13", ("099",), NATURE, _one_of("01")),
    _only("S21.G00.78.001/CCH-14", ("31",), NATURE, _none_of("07")),
    GroupRule("S21.G00.78.001/CCH-25", frozenset({"S21.G00.78"}), _building_fund, BUILDING_LINES),
)

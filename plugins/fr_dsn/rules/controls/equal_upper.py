"""What must equal, or differ from, the SIREN or SIRET of the establishment that the declaration is made for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import cents
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import Nothing, head_value
from plugins.fr_dsn.rules.controls.declaring import ChainRule, DeclarationRule, Declared, Fault, Frame, Values
from plugins.fr_dsn.rules.controls.organisations import insures
from plugins.fr_dsn.rules.controls.within_block import ABSENT

NOT_THE_PAYER = N_(
    "%(rubric)s may not be given: the SIRET %(siret)s pays, not the establishment. Take it out."
)
PAID_ELSEWHERE = N_("The SIRET %(siret)s pays: %(rubric)s should then be %(code)s.")
PAYER_WITH_AMOUNT = N_(
    "%(rubric)s: %(siret)s may pay to this organisation for another establishment "
    "only with an amount of 0.00, not %(value)s."
)
OTHER_PAYER_MISSING = N_(
    "%(rubric)s must give the SIRET of the other establishment that pays, not %(value)s."
)
OTHER_SIREN = N_("%(rubric)s: “%(value)s” must be of the company with the SIREN %(siren)s.")
NTT_SIREN = N_("%(rubric)s: in “%(value)s” characters 2 to 10 must be the SIREN %(siren)s.")
OWN_PLACE = N_(
    "%(rubric)s must name the place where the person works, outside the establishment, not %(value)s."
)
NIR_AS_REFERENCE = N_("%(rubric)s: “%(value)s” is the NIR of a person. Use another reference.")

DGFIP = "DGFIP"
"""The tax administration, as S21.G00.20.001 names it."""
NIR_LENGTH = 13
BY_ANOTHER = "06"
"""S21.G00.20.010: paid by another establishment."""

Judge = Callable[[Values, Frame], dict[str, str] | None]
"""Gives what to put into the sentence when the values are wrong."""


def _rule(
    control: str, reads: tuple[str, ...], message: str, judge: Judge, need: str | None = None
) -> ChainRule:
    block = control[:10]

    def start(frame: Frame) -> Callable[[Values], Phrase | None]:
        def decide(values: Values) -> Phrase | None:
            wrong = judge(values, frame)
            return None if wrong is None else Phrase(message, {"rubric": words.rubric(control[:14]), **wrong})

        return decide

    return ChainRule(control, block, tuple(f"{block}.{number}" for number in reads), start, need)


def _siret(frame: Frame) -> str:
    return frame.siren + frame.nic


def _bank_of_other(values: Values, frame: Frame) -> dict[str, str] | None:
    payer, account = values
    if payer is None or account is None or payer == _siret(frame):
        return None
    return {"siret": words.text(payer)}


def _mode_of_other(values: Values, frame: Frame) -> dict[str, str] | None:
    payer, mode = values
    if payer is None or payer == _siret(frame) or mode == BY_ANOTHER:
        return None
    return {"siret": words.text(payer), "code": words.code("S21.G00.20.010", BY_ANOTHER)}


def _amount_of_other(values: Values, frame: Frame) -> dict[str, str] | None:
    payer, organisation, paid = values
    if payer is None or payer == _siret(frame) or cents(paid) in (None, 0):
        return None
    if not insures(organisation or "") and organisation != DGFIP:
        return None
    return {"siret": words.text(payer), "value": words.text(paid)}


def _other_named(values: Values, frame: Frame) -> dict[str, str] | None:
    mode, payer = values
    if mode != BY_ANOTHER or (payer is not None and payer != _siret(frame)):
        return None
    return {"value": words.text(payer or ABSENT)}


def _same_siren(values: Values, frame: Frame) -> dict[str, str] | None:
    organisation, payer = values
    if organisation != DGFIP or payer is None or payer[:9] == frame.siren:
        return None
    return {"value": words.text(payer), "siren": frame.siren}


def _ntt(values: Values, frame: Frame) -> dict[str, str] | None:
    value = values[0]
    if value is None or value[1:10] == frame.siren:
        return None
    return {"value": words.text(value), "siren": frame.siren}


def _elsewhere(code: str) -> Judge:
    """Ask for another place of work than the establishment where the first value is this code."""

    def judge(values: Values, frame: Frame) -> dict[str, str] | None:
        given, place = values
        if given != code or (place is not None and place != _siret(frame)):
            return None
        return {"rubric": words.rubric("S21.G00.40.019"), "value": words.text(place or ABSENT)}

    return judge


class _References:
    """Looks for the reference of the declaration (S20.G00.05.009) among the NIR of its persons."""

    def __init__(self, reference: str) -> None:
        self._reference = reference
        self._line = f"S21.G00.30.001,'{reference}"
        self._found = False

    def add(self, group: Group) -> Iterable[Fault]:
        """Look at one person."""
        for at in group.of("S21.G00.30"):
            if self._line in group.lines[group.starts[at] : group.starts[at] + 1]:
                self._found = True
        return ()

    def end(self, head: Group) -> Iterable[Fault]:
        """Say it once, at the reference."""
        if not self._found:
            return ()
        more = {"rubric": words.rubric("S20.G00.05.009"), "value": words.text(self._reference)}
        return [Fault(head.of("S20.G00.05")[0], "009", Phrase(NIR_AS_REFERENCE, more))]


def _start_references(frame: Frame) -> _References | Nothing:
    reference = head_value(frame, "S20.G00.05", "009")
    return _References(reference) if reference and len(reference) == NIR_LENGTH else Nothing()


NTT_CONTROLS = (
    "S21.G00.30.020/CCH-13",
    "S89.G00.67.002/CCH-11",
    "S89.G00.87.008/CCH-12",
    "S89.G00.88.009/CCH-12",
    "S89.G00.89.008/CCH-12",
    "S89.G00.91.021/CCH-13",
)

DECLARED: Declared = (
    DeclarationRule("S20.G00.05.009/CCH-11", _start_references, frozenset({"S21.G00.30"})),
    _rule("S21.G00.20.003/CCH-12", ("012", "003"), NOT_THE_PAYER, _bank_of_other, "012"),
    _rule("S21.G00.20.004/CCH-12", ("012", "004"), NOT_THE_PAYER, _bank_of_other, "012"),
    _rule("S21.G00.20.010/SIG-14", ("012", "010"), PAID_ELSEWHERE, _mode_of_other, "012"),
    _rule("S21.G00.20.012/CCH-11", ("012", "001", "005"), PAYER_WITH_AMOUNT, _amount_of_other, "012"),
    _rule("S21.G00.20.012/CCH-12", ("010", "012"), OTHER_PAYER_MISSING, _other_named, "010"),
    _rule("S21.G00.20.012/CCH-14", ("001", "012"), OTHER_SIREN, _same_siren, "012"),
    _rule("S21.G00.40.019/CCH-12", ("007", "019"), OWN_PLACE, _elsewhere("03"), "007"),
    _rule("S21.G00.40.074/CCH-11", ("074", "019"), OWN_PLACE, _elsewhere("03"), "074"),
    *(_rule(control, (control[11:14],), NTT_SIREN, _ntt, control[11:14]) for control in NTT_CONTROLS),
)

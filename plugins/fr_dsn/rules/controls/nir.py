"""The registration number of a person (NIR): department against year of birth, year, and dummy numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import BlockRule, DeclarationRule, Declared, Fault, Frame, Values

DEPARTMENT = N_(
    "%(rubric)s: the department %(department)s in “%(value)s” does not exist for someone born in %(year)s. "
    "Correct one of the two."
)
YEAR = N_("%(rubric)s: born in %(year)s, but the NIR “%(value)s” says %(short)s. Correct one of the two.")
DUMMY = N_(
    "%(rubric)s: “%(value)s” stands for no one. Give the NIR, or leave it out and give a technical number."
)
NINES = N_("%(rubric)s: “%(value)s” ends with more than five nines. Give the NIR of this person.")

NOBODY = frozenset({"1999999999999", "2999999999999"})
CORSICA_PARTED = 1976
"""From this year of birth on Corsica is 2A and 2B, before it is 20."""
ALGERIA_LEFT = 1968
"""From this year of birth on there is no department 96."""
CHANGED = ("2A", "2B", "20", "96")
"""Departments that are not of all times."""


def department_holds(department: str, year: str) -> bool:
    """Whether someone born in this year can have been born in this department."""
    if department not in CHANGED or not year.isdecimal():
        return True
    if department in ("2A", "2B"):
        return int(year) >= CORSICA_PARTED
    return int(year) < (CORSICA_PARTED if department == "20" else ALGERIA_LEFT)


def _department_fault(control: str, value: str, department: str, year: str) -> Phrase | None:
    if department_holds(department, year):
        return None
    more = {
        "rubric": words.rubric(control[:14]),
        "department": department,
        "value": words.text(value),
        "year": year,
    }
    return Phrase(DEPARTMENT, more)


def _department(control: str, birth: str, inside: bool = True) -> BlockRule:
    """Compare a department with the year of a birth of the same block; `inside`: it is part of a NIR."""

    def judge(values: Values) -> Phrase | None:
        value, born = values
        if value is None or born is None:
            return None
        return _department_fault(control, value, value[5:7] if inside else value, born[4:])

    return BlockRule(control, (control[11:14], birth), judge, forgettable=inside)


def _same_year(control: str, number: str) -> BlockRule:
    def judge(values: Values) -> Phrase | None:
        born, value = values
        if born is None or value is None or born[6:] == value[1:3] or _ends_in_nines(value):
            return None
        more = {"rubric": words.rubric(control[:14]), "year": words.text(born[4:])}
        return Phrase(YEAR, {**more, "value": words.text(value), "short": words.text(value[1:3])})

    return BlockRule(control, (control[11:14], number), judge, forgettable=True)


def _ends_in_nines(value: str) -> bool:
    return value.endswith("999999")


def _not(control: str, message: str, wrong: Callable[[str], bool]) -> BlockRule:
    def judge(values: Values) -> Phrase | None:
        value = values[0]
        if value is None or not wrong(value):
            return None
        return Phrase(message, {"rubric": words.rubric(control[:14]), "value": words.text(value)})

    return BlockRule(control, (control[11:14],), judge, forgettable=True)


def _nobody(*controls: str) -> list[BlockRule]:
    return [
        replace(_not(control, DUMMY, lambda value: value in NOBODY), only=(control[11:14], NOBODY))
        for control in controls
    ]


def _nines(*controls: str) -> list[BlockRule]:
    return [_not(control, NINES, _ends_in_nines) for control in controls]


PERSON, COLLECTING = "S21.G00.30", "S89.G00.67.001/CCH-11"
"""Where the numbers are, and the control that notes them for all; they apply to the same declarations."""


class Births:
    """Years of birth by NIR, where the department in it is not of all times."""

    def __init__(self) -> None:
        self.years: dict[str, str] = {}

    def add(self, group: Group) -> None:
        """Note who is in a group."""
        for at in group.of(PERSON):
            value = group.value(at, "001")
            if value is not None and value[5:7] in CHANGED:
                self.years[value] = (group.value(at, "006") or "")[4:]


_notes: WeakValueDictionary[int, Births] = WeakValueDictionary()
"""Of declarations that are being read, by the identity of their head, so that four controls share one."""


class _Births:
    """Years of birth of the persons, for blocks that only name one of them by the NIR."""

    def __init__(self, control: str, frame: Frame) -> None:
        self._control = control
        self._block, self._number = control[:10], control[11:14]
        self._notes = _notes.setdefault(id(frame.head), Births())
        self._years = self._notes.years

    def add(self, group: Group) -> Iterable[Fault]:
        """Note a person, if this control is the one that does; or look at the blocks that name one."""
        if self._control == COLLECTING:
            self._notes.add(group)
        blocks = group.of(self._block)
        return self._faults(group, blocks) if blocks else ()

    def _faults(self, group: Group, blocks: Sequence[int]) -> Iterator[Fault]:
        for at in blocks:
            value = group.value(at, self._number)
            if value in self._years:
                said = _department_fault(self._control, value, value[5:7], self._years[value])
                if said is not None:
                    yield Fault(at, self._number, said)

    def end(self, head: Group) -> Iterable[Fault]:
        """Nothing is left to say."""
        return ()


def _named(*controls: str) -> list[DeclarationRule]:
    """Compare the department with the year of the person (S21.G00.30.006) who has the same NIR."""

    def starting(control: str) -> Callable[[Frame], _Births]:
        return lambda frame: _Births(control, frame)

    return [
        DeclarationRule(
            control, starting(control), frozenset({PERSON if control == COLLECTING else "", control[:10]})
        )
        for control in controls
    ]


DECLARED: Declared = (
    _department("S21.G00.30.001/CCH-11", "006"),
    _department("S21.G00.73.007/CCH-11", "005"),
    _department("S89.G00.91.001/CCH-11", "006"),
    _department("S21.G00.30.014/CCH-11", "006", inside=False),
    _department("S89.G00.91.019/CCH-11", "006", inside=False),
    *_named(
        "S89.G00.67.001/CCH-11", "S89.G00.87.007/CCH-11", "S89.G00.88.008/CCH-11", "S89.G00.89.007/CCH-11"
    ),
    _same_year("S21.G00.30.006/CCH-11", "001"),
    _same_year("S89.G00.91.006/CCH-11", "001"),
    *_nobody(
        "S21.G00.30.001/CCH-13",
        "S89.G00.67.001/CCH-12",
        "S89.G00.87.007/CCH-12",
        "S89.G00.88.008/CCH-12",
        "S89.G00.89.007/CCH-12",
        "S89.G00.91.001/CCH-12",
    ),
    *_nines(
        "S21.G00.30.001/CCH-16",
        "S21.G00.73.007/CCH-12",
        "S89.G00.67.001/CCH-15",
        "S89.G00.87.007/CCH-15",
        "S89.G00.88.008/CCH-15",
        "S89.G00.89.007/CCH-15",
        "S89.G00.91.001/CCH-15",
    ),
)

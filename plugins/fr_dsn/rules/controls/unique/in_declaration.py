"""Numbers of persons: each one once in a declaration."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import DeclarationRule, Declared, Fault, Frame
from plugins.fr_dsn.rules.controls.people import Numbers, people_of

TWICE = N_(
    "%(rubric)s: “%(value)s” has already been given to another person of this declaration. Join both, or correct one."
)


PERSON = "S21.G00.30"


class _Once:
    """Remembers the values of one rubric; those of persons (S21.G00.30) other controls ask for as well."""

    def __init__(self, control: str, frame: Frame) -> None:
        self._rubric, self._block, self._number = control[:14], control[:10], control[11:14]
        self._people = people_of(frame)
        self._seen = self._people.numbers[self._number] if self._block == PERSON else Numbers()

    def add(self, group: Group) -> Iterable[Fault]:
        """Look at the persons of one more group."""
        found: tuple[Fault, ...] = ()
        for at in group.of(self._block):
            value = group.value(at, self._number)
            if value is not None and self._seen.add(value):
                more = {"rubric": words.rubric(self._rubric), "value": words.text(value)}
                found = (*found, Fault(at, self._number, Phrase(TWICE, more)))
        return found

    def end(self, head: Group) -> Iterable[Fault]:
        """Nothing is left to say."""
        return ()


def _rule(control: str) -> DeclarationRule:
    def starting() -> Callable[[Frame], _Once]:
        return lambda frame: _Once(control, frame)

    return DeclarationRule(control, starting(), frozenset({control[:10]}))


DECLARED: Declared = tuple(
    _rule(control)
    for control in (
        "S21.G00.30.001/CCH-14",
        "S21.G00.30.020/CCH-14",
        "S89.G00.91.001/CCH-13",
        "S89.G00.91.021/CCH-14",
    )
)

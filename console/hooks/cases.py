"""Case files: calculations asked in JSON, `{"cases": [{"id": ..., "input": {...}}]}`, each case answered on its own.

A case that cannot be understood says which field is wrong, and the others are still answered.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from console.base.sheets.phrases import N_, Phrase
from console.hooks.commands import Answer, FileRefused, Finding, quoted

_LONGEST_NUMBER = 40
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN = re.compile(rf"(?=.{{1,{_LONGEST_NUMBER}}}\Z)-?[0-9]+(\.[0-9]+)?")


class CaseRefused(Exception):
    """A case whose input cannot be understood: the field, and what is wrong with it."""

    def __init__(self, field: str, message: Phrase) -> None:
        super().__init__(field)
        self.field = field
        self.message = message


class Given:
    """The input of a case: each method gives a field as what it must be, or raises `CaseRefused`.

    A field that may be absent is asked for with `name in given` first; `null` counts as absent.
    """

    def __init__(self, fields: Mapping[str, Any], path: str = "") -> None:
        self._fields = fields
        self._path = path

    def __contains__(self, name: str) -> bool:
        return self._fields.get(name) is not None

    def field(self, name: str) -> str:
        """Give the name of a field as errors show it: `wages`, `resources[1].monthly`."""
        return f"{self._path}{name}"

    def value(self, name: str) -> Any:
        """Give a field as it stands in the file."""
        if name not in self:
            raise CaseRefused(self.field(name), Phrase(N_("This field is missing.")))
        return self._fields[name]

    def text(self, name: str) -> str:
        """Give a text."""
        value = self.value(name)
        if not isinstance(value, str):
            raise self._wrong(name, N_("A text is expected here, not “%(value)s”."), value)
        return value

    def choice(self, name: str, choices: Sequence[Any]) -> Any:
        """Give one of a few texts or numbers."""
        value = self.value(name)
        # 1 == True in Python, and a list is in no set.
        found = [one for one in choices if type(one) is type(value) and one == value]
        if not found:
            known = ", ".join(str(one) for one in choices)
            raise self._wrong(
                name, N_("“%(value)s” is not known here. Known are: %(known)s."), value, known=known
            )
        return found[0]

    def flag(self, name: str) -> bool:
        """Give true or false."""
        return bool(self.choice(name, (True, False)))

    def count(self, name: str, least: int = 0) -> int:
        """Give a whole number, not below `least`."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value < 10**9:
            said = N_("A whole number of at least %(least)s is expected here, not “%(value)s”.")
            raise self._wrong(name, said, value, least=least)
        return value

    def day(self, name: str) -> date:
        """Give a day written as `2025-03-31`."""
        value = self.value(name)
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise self._wrong(name, N_("A day such as 2025-03-31 is expected here, not “%(value)s”."), value)

    def amount(self, name: str) -> Decimal:
        """Give an amount, written as text or as number; it may be negative and have any decimals."""
        return self._amount(name, self.value(name))

    def amounts(self, name: str) -> list[Decimal]:
        """Give a list of amounts."""
        return [self._amount(name, value) for value in self._list(name)]

    def each(self, name: str) -> Iterator[Given]:
        """Give the objects of a list, each with its fields."""
        for at, value in enumerate(self._list(name)):
            yield self._object(f"{name}[{at}]", value)

    def under(self, name: str) -> Given:
        """Give an object with its fields."""
        return self._object(name, self.value(name))

    def _list(self, name: str) -> list[Any]:
        value = self.value(name)
        if not isinstance(value, list):
            raise self._wrong(name, N_("A list is expected here, not “%(value)s”."), value)
        return value

    def _object(self, name: str, value: object) -> Given:
        if not isinstance(value, dict):
            raise self._wrong(name, N_("An object with fields is expected here, not “%(value)s”."), value)
        return Given(value, f"{self._path}{name}.")

    def _amount(self, name: str, value: object) -> Decimal:
        # Exponents would let a few characters stand for a number of a million digits.
        if isinstance(value, Decimal) and abs(value.adjusted()) <= _LONGEST_NUMBER:
            return value
        if isinstance(value, str | int) and not isinstance(value, bool) and _PLAIN.fullmatch(str(value)):
            return Decimal(value)
        raise self._wrong(name, N_("An amount such as 1980.00 is expected here, not “%(value)s”."), value)

    def _wrong(self, name: str, message: str, value: object, **more: object) -> CaseRefused:
        return CaseRefused(self.field(name), Phrase(message, {"value": quoted(value), **more}))


def answer_cases(data: bytes, solve: Callable[[Given], Mapping[str, object]]) -> Answer:
    """Answer each case of a file: `solve` gives the keys of the result, or raises `CaseRefused`.

    Raises `FileRefused` when the file is no such document.
    """
    answered = [_answered(case, solve) for case in _cases(data)]
    return Answer({"cases": answered}, 1 if any("error" in one for one in answered) else 0)


def _answered(case: object, solve: Callable[[Given], Mapping[str, object]]) -> dict[str, object]:
    fields = case if isinstance(case, dict) else {}
    name = fields.get("id")
    try:
        if not isinstance(name, str | int) or isinstance(name, bool):
            name = None
            raise CaseRefused("id", Phrase(N_("Each case needs an id and an input.")))
        if not isinstance(fields.get("input"), dict):
            raise CaseRefused("input", Phrase(N_("Each case needs an id and an input.")))
        return {"id": name, **solve(Given(fields["input"]))}
    except CaseRefused as refused:
        field, said = refused.field, refused.message
    except Exception as fault:
        # One case may be at fault; the others still get their answer.
        print(f"guichet: case {quoted(name)} failed: {type(fault).__name__}", file=sys.stderr)
        field, said = "input", Phrase(N_("This case could not be computed. Check its values."))
    return {"id": name, "error": {"field": field, "message": said.message % said.params}}


def _cases(data: bytes) -> list[object]:
    try:
        text = data.decode("utf-8-sig")
        document = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError, InvalidOperation) as fault:
        said = Phrase(N_("This file is not written in JSON, or breaks off. Check how it was made."))
        raise FileRefused(Finding("refusal", "NOT_JSON", said)) from fault
    cases = document.get("cases") if isinstance(document, dict) else None
    if not isinstance(cases, list):
        said = Phrase(N_("This file holds no list of cases. Check whether it is the right file."))
        raise FileRefused(Finding("refusal", "NO_CASES", said))
    return cases


def _no_constant(name: str) -> object:
    raise ValueError(name)

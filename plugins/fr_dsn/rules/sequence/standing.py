"""Which declarations stand after all files (norm, 1.4.3.2): duplicates, replacements, cancellations.

A normal monthly is taken once for a SIRET, month and fraction, a normal signal once for a SIRET and order number. A
replacing monthly takes the place of the one that holds when its order number is higher; a signal that replaces or
cancels another names it by its day of constitution and order number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from console.plugin import N_, Phrase, quoted
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.rules.facts.declarations import Declaration, Head

MONTHLY = "01"
SIGNALS = frozenset({"04", "05", "06", "07", "08"})
NORMAL = frozenset({"01", "02"})
REPLACING = frozenset({"03", "05"})
CANCELLING = "04"

Month = tuple[str, date | None, str]
"""SIRET, month and fraction."""


class Standing:
    """Takes declarations in the order given, and knows which of them stand."""

    def __init__(self) -> None:
        self._months: dict[Month, Declaration] = {}
        self._signals: dict[tuple[str, str], Declaration] = {}
        self._declarations: dict[int, Declaration] = {}

    def take(self, declaration: Declaration) -> Found | None:
        """Take a declaration that nothing else refuses; gives the refusal when its place in the sequence is wrong."""
        nature = declaration.head.nature
        if nature == MONTHLY:
            return self._take_month(declaration)
        if nature in SIGNALS:
            return self._take_signal(declaration)
        self._stand(declaration)
        return None

    def declarations(self) -> Iterator[Declaration]:
        """Give what stands, in the order it was taken."""
        return iter(self._declarations.values())

    def months(self) -> list[Declaration]:
        """Give the monthly declarations that stand, by SIRET, month and fraction."""
        standing = (one for one in self._declarations.values() if one.head.nature == MONTHLY)
        return sorted(standing, key=_by_month)

    def _take_month(self, declaration: Declaration) -> Found | None:
        head = declaration.head
        key = (head.siret, head.month, head.fraction)
        held = self._months.get(key)
        if held is not None:
            if head.type in NORMAL:
                return _month_twice(head)
            if _rank(head) <= _rank(held.head):
                return _too_low(head, held.head)
            del self._declarations[id(held)]
        if head.type == CANCELLING:
            self._months.pop(key, None)
        else:
            self._months[key] = declaration
            self._stand(declaration)
        return None

    def _take_signal(self, declaration: Declaration) -> Found | None:
        head = declaration.head
        key = (head.siret, head.order)
        if head.type in NORMAL:
            if key in self._signals:
                return _signal_twice(head)
        else:
            self._fall(head)
        if head.type != CANCELLING:
            self._signals[key] = declaration
            self._stand(declaration)
        return None

    def _fall(self, head: Head) -> None:
        """Take away the signal that this one replaces or cancels, where it is known."""
        # The identifier is the day, eight digits, and the order number after it.
        named = (head.replaces or "")[:8], (head.replaces or "")[8:]
        held = self._signals.get((head.siret, named[1]))
        if held is not None and held.head.nature == head.nature and _made_on(held.head) == named[0]:
            self._declarations.pop(id(held), None)

    def _stand(self, declaration: Declaration) -> None:
        self._declarations[id(declaration)] = declaration


def _made_on(head: Head) -> str:
    return "" if head.made_on is None else f"{head.made_on:%d%m%Y}"


def _by_month(declaration: Declaration) -> tuple[str, date, str]:
    head = declaration.head
    return head.siret, head.month or date.min, head.fraction


def _rank(head: Head) -> int:
    """Give the order number; what is none was refused elsewhere and comes first."""
    return int(head.order) if head.order.isdecimal() else -1


def _month_twice(head: Head) -> Found:
    said = N_(
        "A declaration of %(siret)s for %(month)s, fraction %(fraction)s, is held already. "
        "To correct it, send one that cancels and replaces."
    )
    return _refusal("DUPLICATE", said, head, month=f"{head.month:%Y-%m}" if head.month else "?")


def _too_low(head: Head, held: Head) -> Found:
    said = N_(
        "Order number %(order)s is not above %(held)s, the number of the declaration it replaces. "
        "Give the replacing declaration a higher number."
    )
    return _refusal("RANK", said, head, held=quoted(held.order))


def _signal_twice(head: Head) -> Found:
    said = N_(
        "A signal of %(siret)s with order number %(order)s is held already. Give each signal its own number."
    )
    return _refusal("DUPLICATE", said, head)


def _refusal(control: str, said: str, head: Head, **more: object) -> Found:
    named = {"siret": quoted(head.siret), "order": quoted(head.order), "fraction": quoted(head.fraction)}
    rubric = "S20.G00.05.004"
    return Found("refusal", control, Phrase(said, {**named, **more}), head.order_line, rubric)

"""The values of slips and returns: days, amounts, counts and yes or no, as XML schemas write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from console.plugin import N_, Phrase, quoted

from .outline import Node

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.]{5,18})?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,12}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})")
_COUNT = re.compile(r"[+-]?[0-9]{1,6}(?:\.0{1,10})?")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def needed(node: Node, name: str) -> str | None:
    """Give a text that must be there; notes it when it is not."""
    if (text := node.text(name)) is None:
        said = Phrase(N_("“%(name)s” is missing in “%(parent)s”."), {"name": name, "parent": node.name})
        node.faults.add("MISSING", said, node.line)
    return text


def day(node: Node, name: str) -> date | None:
    """Give a day as it is written, whatever its time zone: `2025-03-12+02:00` is 12 March."""
    text = node.text(name)
    found = None if text is None else _as_day(text)
    if text is not None and found is None:
        _note(node, name, "DATE", N_("“%(value)s” is not a day that exists (%(name)s)."), text)
    return found


def amount(node: Node, name: str) -> Decimal | None:
    """Give an amount in euros, exact and with its sign; it must be there."""
    text = needed(node, name)
    if text is None or _AMOUNT.fullmatch(text):
        return None if text is None else Decimal(text)
    _note(node, name, "AMOUNT", N_("“%(value)s” is not an amount such as 541.68 (%(name)s)."), text)
    return None


def unit(node: Node, name: str) -> Decimal | None:
    """Give an amount that may be absent."""
    return None if node.text(name) is None else amount(node, name)


def count(node: Node, name: str) -> int | None:
    """Give a whole number, with its sign."""
    text = node.text(name)
    if text is None or _COUNT.fullmatch(text):
        return None if text is None else int(Decimal(text))
    _note(node, name, "COUNT", N_("“%(value)s” is not a whole number (%(name)s)."), text)
    return None


def flag(node: Node, name: str) -> bool | None:
    """Give true or false."""
    text = node.text(name)
    if text is None or text in _FLAGS:
        return None if text is None else _FLAGS[text]
    _note(node, name, "FLAG", N_("“%(value)s” is neither true nor false (%(name)s)."), text)
    return None


def _note(node: Node, name: str, control: str, message: str, text: str) -> None:
    node.faults.add(control, Phrase(message, {"value": quoted(text), "name": name}), node.line)


@lru_cache(1024)
def _as_day(text: str) -> date | None:
    """Give a day, or None; slips repeat the same few days."""
    try:
        written = _DAY.fullmatch(text)
        return date.fromisoformat(written[1]) if written else None
    except ValueError:
        return None

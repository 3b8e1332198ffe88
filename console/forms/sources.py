"""Where choosers find the persons, companies and establishments of an institution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.forms.declarations import Form
from console.forms.faults import Fault, Placed
from console.forms.fields import Chooser, Group
from console.forms.raw import ROW


@dataclass(frozen=True)
class PartySource:
    """A kind of party that choosers name by its key, such as `ch_fund.employee`; its functions see her scope."""

    key: str
    names: Callable[[Sequence[str]], Mapping[str, str]]
    """Gives the name of each of these references that is known, all at once."""
    suggest: Callable[[str], Sequence[tuple[str, str]]]
    """Gives at most twenty references with their names that begin like the typed text; the first ones for none."""


def names_of(
    form: Form, submissions: Sequence[Mapping[str, Any]], sources: Mapping[str, PartySource]
) -> dict[tuple[str, str], str]:
    """Give the name of every party that these values mention, by source and reference; unknown ones are not there."""
    wanted: dict[str, set[str]] = {}
    for values in submissions:
        for field, _, reference in mentioned(form, values):
            wanted.setdefault(field.source, set()).add(reference)
    return {
        (source, reference): name
        for source, references in wanted.items()
        if source in sources
        for reference, name in sources[source].names(sorted(references)).items()
    }


def strangers(
    form: Form, values: Mapping[str, Any], names: Mapping[tuple[str, str], str]
) -> tuple[Placed, ...]:
    """Give a fault for every party that nobody knows."""
    return tuple(
        Placed(place, Fault("unknown_party", text=reference[:60]))
        for field, place, reference in mentioned(form, values)
        if (field.source, reference) not in names
    )


def mentioned(form: Form, values: Mapping[str, Any]) -> Iterator[tuple[Chooser, tuple[str, ...], str]]:
    """Give every chooser that has a value, its place and the reference."""
    for field in form.fields():
        if isinstance(field, Chooser) and field.key in values:
            yield field, (field.key,), values[field.key]
        elif isinstance(field, Group):
            inner = [one for one in field.fields if isinstance(one, Chooser)]
            for number, row in enumerate(values.get(field.key) or ()):
                for one in inner:
                    if one.key in row:
                        yield one, (field.key, str(row.get(ROW, number)), one.key), row[one.key]

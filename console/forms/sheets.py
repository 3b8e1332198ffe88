"""A form as a sheet: a column per value, a row per entry.

Words: a *column* is one value of the form (a period has two), known by its title in any language or by its path; an
*entry* is what one filled form says. A row of a repeated group stands in the entry's own row and, from the second one
on, in rows whose main columns are blank. Documents have no column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.base.folding import fold
from console.base.sheets.cells import Writable
from console.forms.conditions import AnyTest
from console.forms.declarations import Form, Section
from console.forms.fields import AnyField, Composite, Group, Input, Simple
from console.forms.leaves import Leaf, leaves_of
from console.forms.revisions import Revision
from console.forms.tongue import Tongue

LANGUAGES = ("en", "fr", "de", "nl")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: the field it belongs to, and which value of it; `group` when it repeats."""

    section: Section
    field: Input
    leaf: Leaf
    group: Group | None = None

    @property
    def place(self) -> tuple[str, ...]:
        """Give the place of its faults, without the row of a group."""
        return (self.group.key, *self.leaf.path) if self.group else self.leaf.path

    @property
    def path(self) -> str:
        """Give its name for machines, which a title may also be: `children.birth`."""
        return ".".join(self.place)

    @property
    def when(self) -> tuple[AnyTest, ...]:
        """Give the conditions on which it is asked for."""
        tests = (self.section.when, self.group.when if self.group else None, self.field.when)
        return tuple(test for test in tests if test is not None)

    @property
    def required(self) -> bool:
        """Say whether it must be filled in, at least when it is asked for."""
        return self.field.required and (not self.leaf.part or self.leaf.field.required)

    def labels(self) -> tuple[str, ...]:
        """Give the message ids of which its title is made."""
        group = (self.group.label,) if self.group else ()
        part = (self.leaf.field.label,) if self.leaf.part else ()
        return (*group, self.field.label, *part)


def columns_of(form: Form) -> tuple[SheetColumn, ...]:
    """Give the columns of a form in its order, those of repeated groups behind all others."""
    every = [(section, field) for section in form.sections for field in section.fields]
    main = [column for section, field in every for column in _columns(section, field, None)]
    repeated = [
        column
        for section, group in every
        if isinstance(group, Group)
        for field in group.fields
        for column in _columns(section, field, group)
    ]
    return (*main, *repeated)


def without_column(form: Form) -> tuple[str, ...]:
    """Give the labels of required values that no sheet can carry: entries of such a form cannot come from one."""
    inner = (field for group in form.fields() if isinstance(group, Group) for field in group.fields)
    return tuple(
        field.label
        for field in (*form.fields(), *inner)
        if isinstance(field, Simple) and field.required and not field.in_sheet
    )


def titles_of(columns: Sequence[SheetColumn], say: Callable[[str], str]) -> tuple[str, ...]:
    """Give the titles, each one once: where two were equal the section stands before them, else the path behind."""
    short = [_joined(map(say, column.labels())) for column in columns]
    long = [_joined(map(say, (column.section.title, *column.labels()))) for column in columns]
    shorts, longs = Counter(map(fold, short)), Counter(map(fold, long))
    return tuple(
        brief if shorts[fold(brief)] == 1 else full if longs[fold(full)] == 1 else f"{full} ({column.path})"
        for column, brief, full in zip(columns, short, long, strict=True)
    )


class TitleFinder:
    """Finds columns by what stands over them, whoever made the sheet."""

    def __init__(self, revision: Revision, language: str) -> None:
        self.columns = columns_of(revision.form)
        self._paths = {column.path: index for index, column in enumerate(self.columns)}
        every = [
            titles_of(self.columns, _say(revision, one))
            for one in sorted(LANGUAGES, key=lambda one: one != language)
        ]
        self.titles = every[0]
        """Those of the language, in the order of the columns."""
        self._by_language = [{fold(title): index for index, title in enumerate(titles)} for titles in every]

    def find(self, titles: Sequence[str]) -> list[int | None]:
        """Give the index of the column that each title means, None for one that no column has.

        A word may mean two columns in two languages: that of the language in which most titles are known counts.
        """
        folded = [fold(title) for title in titles]
        order = sorted(self._by_language, key=lambda known: -sum(one in known for one in folded))
        return [
            self._paths.get(title.strip(), next((known[one] for known in order if one in known), None))
            for title, one in zip(titles, folded, strict=True)
        ]


def rows_of(
    columns: Sequence[SheetColumn], values: Mapping[str, Any], tongue: Tongue
) -> Iterator[list[Writable]]:
    """Give the rows of cells that one entry takes: one, or as many as its longest group has."""
    keys = {column.group.key for column in columns if column.group}
    count = max((len(values.get(key) or ()) for key in keys), default=0)
    for number in range(max(count, 1)):
        yield [_cell(column, _source(column, values, number), tongue) for column in columns]


def _source(column: SheetColumn, values: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    """Give the values that a column shows in this row of an entry."""
    if column.group is None:
        return values if number == 0 else {}
    rows = values.get(column.group.key) or ()
    return rows[number] if number < len(rows) else {}


def _cell(column: SheetColumn, values: Mapping[str, Any], tongue: Tongue) -> Writable:
    value = values.get(column.field.key)
    if value is not None and isinstance(column.field, Composite):
        keys = [part.key for part in column.field.parts()]
        value = column.field.split(value)[keys.index(column.leaf.part)]
    return None if value is None else column.leaf.field.cell(value, tongue)


def _columns(section: Section, field: AnyField, group: Group | None) -> Iterator[SheetColumn]:
    if isinstance(field, Input):
        for leaf in leaves_of(field):
            if leaf.field.in_sheet:
                yield SheetColumn(section, field, leaf, group)


def _say(revision: Revision, language: str) -> Callable[[str], str]:
    texts = revision.texts.get(language, {})
    return lambda message: texts.get(message) or message


def _joined(labels: Iterator[str]) -> str:
    return ": ".join(labels)

"""The empty sheet of a form: a column per value with its format, answers to choose from, and what may be typed.

Beside it stand the explanations and, hidden, the lists of answers. There is no example row: it would be sent.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from console.base.sheets import column_letters
from console.base.sheets.phrases import N_, Phrase
from console.base.sheets.xlsx_writing import sheet_name
from console.forms.fields import (
    Choices,
    Composite,
    Country,
    Day,
    Figure,
    Listed,
    LongText,
    Money,
    Number,
    OfficialNumber,
    Simple,
    Text,
    YesNo,
)
from console.forms.importing import LIMITS
from console.forms.revisions import Revision
from console.forms.sheets import SheetColumn, columns_of, titles_of
from console.forms.tongue import Tongue

EXPLANATIONS = N_("Explanations")
_LISTS = "guichet.lists"
_LAST = LIMITS.rows
_WIDTHS = (12, 40)
_HEADS = (N_("Column"), N_("Required"), N_("What may stand there"), N_("Example"), N_("Help"))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A column as the sheet shows it."""

    column: SheetColumn
    title: str
    expected: str
    help: str
    answers: tuple[str, ...]


def template_of(revision: Revision, tongue: Tongue, *, created: datetime) -> bytes:
    """Give the .xlsx of a form in the language of the tongue; `created` (UTC) is the only time it tells of itself."""
    import xlsxwriter

    columns = columns_of(revision.form)
    shown = [
        _shown(column, title, tongue)
        for column, title in zip(columns, titles_of(columns, tongue.say), strict=True)
    ]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        title = tongue.say(revision.form.title)
        book.set_properties({"title": title, "created": created})
        entries = book.add_worksheet(sheet_name(title))
        explanations = book.add_worksheet(sheet_name(str(Phrase(EXPLANATIONS))))
        lists = book.add_worksheet(_LISTS)
        lists.hide()
        _write_entries(book, entries, lists, shown, tongue)
        _write_explanations(book, explanations, shown, tongue)
    return file.getvalue()


def expected_of(field: Simple, tongue: Tongue) -> Phrase:
    """Say what may be typed for a value."""
    style = tongue.style
    if isinstance(field, Day):
        return Phrase(N_("A day, like %(form)s"), {"form": style.day_hint})
    if isinstance(field, Money):
        return Phrase(N_("An amount in %(currency)s"), {"currency": field.currency})
    if isinstance(field, Number):
        return _number(field, tongue)
    if isinstance(field, Choices):
        return Phrase(
            N_("One or several of: %(words)s, parted by semicolons"), {"words": _words(field, tongue)}
        )
    if isinstance(field, Listed | YesNo):
        return Phrase(N_("One of: %(words)s"), {"words": _words(field, tongue)})
    if isinstance(field, Country):
        return Phrase(N_("A country, by its name or its code of two letters"))
    if isinstance(field, OfficialNumber):
        return Phrase(N_("%(what)s, like %(example)s"), {"what": field.what, "example": field.example})
    if isinstance(field, Text):
        return Phrase(N_("A text of at most %(most)s characters"), {"most": style.show_number(field.max)})
    return Phrase(N_("A text"))


def _number(field: Number, tongue: Tongue) -> Phrase:
    show = tongue.style.show_number
    unit = tongue.say(field.unit)
    if field.min is not None and field.max is not None:
        least, most = show(Decimal(field.min)), show(Decimal(field.max))
        return Phrase(
            N_("A number from %(least)s to %(most)s %(unit)s"), {"least": least, "most": most, "unit": unit}
        )
    return Phrase(N_("A number %(unit)s"), {"unit": unit})


def _words(field: Simple, tongue: Tongue) -> str:
    return ", ".join(_answers(field, tongue))


def _answers(field: Simple, tongue: Tongue) -> tuple[str, ...]:
    """Give what can be chosen, each text of which is read back."""
    if isinstance(field, Listed):
        return tuple(field.labels(tongue).values())
    if isinstance(field, YesNo):
        return tuple(label for _, label in field.options(tongue))
    return tuple(label for _, label in field.options(tongue)) if isinstance(field, Country) else ()


def _shown(column: SheetColumn, title: str, tongue: Tongue) -> _Shown:
    field = column.leaf.field
    return _Shown(
        column,
        title,
        str(expected_of(field, tongue)).strip(),
        tongue.say(column.field.help) if column.field.help else "",
        () if isinstance(field, Choices) else _answers(field, tongue),
    )


def _write_entries(book: Any, sheet: Any, lists: Any, shown: Sequence[_Shown], tongue: Tongue) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    formats: dict[str, Any] = {}
    for index, one in enumerate(shown):
        look = _look(one.column.leaf.field, tongue)
        if look not in formats:
            formats[look] = book.add_format({"num_format": look})
        width = min(max(len(one.title) + 2, _WIDTHS[0]), _WIDTHS[1])
        sheet.set_column(index, index, width, formats[look])
        sheet.write_string(0, index, one.title, bold)
        sheet.data_validation(1, index, _LAST, index, _validation(one, lists, index))


def _look(field: Simple, tongue: Tongue) -> str:
    """Give the number format: what must keep its zeros and figures is text."""
    if isinstance(field, Day):
        return (
            f"dd{tongue.style.day_sign}mm{tongue.style.day_sign}yyyy"
            if tongue.style.day_sign
            else "yyyy-mm-dd"
        )
    if isinstance(field, Figure):
        decimals = field.decimals()
        return f"#,##0{'.' if decimals else ''}{'0' * decimals}"
    return "General" if isinstance(field, YesNo | Listed | Country) else "@"


def _validation(one: _Shown, lists: Any, index: int) -> dict[str, Any]:
    """Give what the spreadsheet program checks and says; what it cannot check as we do, it only warns about."""
    hint = "\n".join(filter(None, (one.help, one.expected)))
    said = {"input_title": one.title[:32], "input_message": hint[:255]}
    field = one.column.leaf.field
    if one.answers:
        lists.write_column(0, index, one.answers)
        column = column_letters(index)
        source = f"='{_LISTS}'!${column}$1:${column}${len(one.answers)}"
        return {"validate": "list", "source": source, **said}
    if isinstance(field, Day) and (limits := _limits(field)):
        return {"validate": "date", "error_type": "warning", **limits, **said}
    return {"validate": "any", **said}


def _limits(field: Day) -> dict[str, Any]:
    """Give the limits of a day as the spreadsheet program takes them."""
    first, last = _day(field.earliest), _day(field.latest)
    if first is not None and last is not None:
        return {"criteria": "between", "minimum": first, "maximum": last}
    if first is not None:
        return {"criteria": ">=", "value": first}
    return {"criteria": "<=", "value": last} if last is not None else {}


def _day(limit: str | None) -> date | str | None:
    if limit is None:
        return None
    return "=TODAY()" if limit == "today" else date.fromisoformat(limit)


def _write_explanations(book: Any, sheet: Any, shown: Sequence[_Shown], tongue: Tongue) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 1)
    for index, (head, width) in enumerate(zip(_HEADS, (34, 22, 48, 28, 60), strict=True)):
        sheet.set_column(index, index, width, wrapped)
        sheet.write_string(0, index, str(Phrase(head)), bold)
    for row, one in enumerate(shown, start=1):
        cells = (one.title, str(_duty(one.column)), one.expected, _example(one.column, tongue), one.help)
        for index, text in enumerate(cells):
            sheet.write_string(row, index, text, wrapped)


def _duty(column: SheetColumn) -> Phrase:
    if not column.required:
        return Phrase(N_("No"))
    return Phrase(N_("Only when it is asked for") if column.when else N_("Yes"))


def _example(column: SheetColumn, tongue: Tongue) -> str:
    field, chance = column.leaf.field, Random(1)  # noqa: S311  nothing secret
    if isinstance(field, LongText):
        return ""
    value = column.field.invent(chance)
    if isinstance(column.field, Composite):
        keys = [part.key for part in column.field.parts()]
        value = column.field.split(value)[keys.index(column.leaf.part)]
    return "" if value is None else field.show(value, tongue)

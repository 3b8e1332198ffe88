"""Makes the parts of a section out of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.form import BaseForm

from console.documents.kinds import KINDS
from console.forms.controls import bound
from console.forms.declarations import Section
from console.forms.fields import AnyField, Chooser, Composite, Computed, File, Group, Input, Number, Simple
from console.forms.fields.figures import CENTS, Money
from console.forms.leaves import around_rows, layout_of, layout_of_row
from console.forms.raw import ROW
from console.shell.forms import attachments
from console.shell.forms.opened import Opened
from console.shell.forms.parts import (
    CompositePart,
    ComputedPart,
    Document,
    FilePart,
    GroupPart,
    InputPart,
    NotePart,
    Part,
    RowPart,
)
from console.shell.forms.places import PAGE, optional, part_label, row_label

Told = Mapping[str, Sequence[str]]
"""Path of a place to the sentences about it."""
_MEGABYTE, _KILOBYTE = 1024 * 1024, 1024


class Drawing:
    """Draws sections of one draft, with the faults that are to be told, and of groups the page asked for."""

    def __init__(self, opened: Opened, told: Told, pages: Mapping[str, int]) -> None:
        self._opened, self._told, self._pages = opened, told, pages

    def section(self, section: Section) -> tuple[Part, ...]:
        """Give the parts of a section in order."""
        opened = self._opened
        form = bound(layout_of(opened.form), opened.tongue, opened.fitting, self._told)
        return self._parts(section.fields, form, (), opened.values, opened.canonical)

    def _parts(
        self,
        fields: Iterable[AnyField],
        form: BaseForm,
        place: tuple[str, ...],
        values: Mapping[str, Any],
        canonical: Mapping[str, Any],
    ) -> tuple[Part, ...]:
        return tuple(self._part(field, form, place, values, canonical) for field in fields)

    def _part(
        self,
        field: AnyField,
        form: BaseForm,
        place: tuple[str, ...],
        values: Mapping[str, Any],
        canonical: Mapping[str, Any],
    ) -> Part:
        common: dict[str, Any] = {
            "key": field.key,
            "kind": str(field.__struct_config__.tag),
            "when": msgspec.json.encode(field.when).decode() if field.when else "",
            "hidden": field.when is not None and not field.when(canonical),
        }
        if isinstance(field, Group):
            return self._group(field, common)
        if isinstance(field, Computed):
            return self._computed(field, values, common)
        if isinstance(field, File):
            return self._file(field, (*place, field.key), common)
        if isinstance(field, Composite):
            return self._composite(field, form, (*place, field.key), common)
        if isinstance(field, Simple):
            return self._input(field, form, values, common, is_inner=bool(place))
        say = self._opened.tongue.say
        return NotePart(text=say(field.label), help=say(field.help) if field.help else "", **common)

    def _input(
        self,
        field: Simple,
        form: BaseForm,
        values: Mapping[str, Any],
        common: dict[str, Any],
        *,
        is_inner: bool,
    ) -> InputPart:
        control, note = form[field.key], "" if is_inner else self._origin(field.key)
        if isinstance(field, Chooser):
            if address := self._opened.suggest_url(field.source):
                control.render_kw = {**(control.render_kw or {}), "data-suggest": address}
            note = self._opened.names.get((field.source, values.get(field.key, "")), "") or note
        places = field.places if isinstance(field, Number) else 0
        currency = field.currency if isinstance(field, Money) else ""
        return InputPart(control=control, note=note, places=places, currency=currency, **common)

    def _composite(
        self, field: Composite, form: BaseForm, place: tuple[str, ...], common: dict[str, Any]
    ) -> CompositePart:
        tongue, controls = self._opened.tongue, []
        for part in field.parts():
            control = form[f"{field.key}.{part.key}"]
            control.label.text = part_label(part.label, tongue)
            if not field.required:
                control.flags.required = True  # the mark stands at the whole, not at each part
                control.render_kw = {**(control.render_kw or {}), "required": False}
            controls.append(control)
        return CompositePart(
            id="f-" + ".".join(place),
            label=optional(tongue.say(field.label), field.required),
            help=tongue.say(field.help) if field.help else "",
            errors=tuple(self._told.get(".".join(place), ())),
            controls=tuple(controls),
            note=self._origin(field.key) if len(place) == 1 else "",
            **common,
        )

    def _file(self, field: File, place: tuple[str, ...], common: dict[str, Any]) -> FilePart:
        tongue, path = self._opened.tongue, ".".join(place)
        added = [one for one in self._references(place) if one in self._opened.files]
        usual = (KINDS[kind].endings[0] for kind in sorted(attachments.kinds_of(field)))
        kinds = ", ".join(ending.removeprefix(".").upper() for ending in usual)
        return FilePart(
            path=path,
            label=optional(tongue.say(field.label), field.required),
            help=tongue.say(field.help) if field.help else "",
            limits=_("%(kinds)s, at most %(most)s MB each", kinds=kinds, most=field.megabytes),
            errors=tuple(self._told.get(path, ())),
            documents=tuple(self._document(one) for one in added),
            may_add=len(added) < field.most,
            several=field.most > 1,
            accept=",".join(attachments.endings_of(field)),
            most_bytes=field.megabytes * _MEGABYTE,
            too_large=_(
                "This file is larger than %(limit)s MB. Make it smaller, for example by scanning in grey.",
                limit=field.megabytes,
            ),
            **common,
        )

    def _references(self, place: tuple[str, ...]) -> Sequence[str]:
        if len(place) == 1:
            return self._opened.fitting.get(place[0]) or ()
        rows = self._opened.fitting.get(place[0]) or ()
        return next((row.get(place[2]) or () for row in rows if row.get(ROW) == place[1]), ())

    def _document(self, reference: str) -> Document:
        file = self._opened.files[reference]
        url = self._opened.document_url(reference)
        return Document(reference, file.name, shown_size(file.size), url)

    def _group(self, field: Group, common: dict[str, Any]) -> GroupPart:
        opened, tongue = self._opened, self._opened.tongue
        rows = opened.rows(field)
        last = max(1, -(-len(rows) // PAGE))
        page = min(max(self._pages.get(field.key, 1), 1), last)
        first = (page - 1) * PAGE
        entry = tongue.say(field.entry or field.label)
        return GroupPart(
            label=tongue.say(field.label),
            help=tongue.say(field.help) if field.help else "",
            errors=tuple(self._told.get(field.key, ())),
            rows=tuple(
                self._row(field, row, first + n) for n, row in enumerate(rows[first : first + PAGE], start=1)
            ),
            may_add=len(rows) < field.max,
            add=_("Add: %(entry)s", entry=entry),
            pages=tuple(range(1, last + 1)) if last > 1 else (),
            page=page,
            shown=self._shown(len(rows), first) if last > 1 else "",
            **common,
        )

    def _shown(self, count: int, first: int) -> str:
        show = g.style.show_number
        return str(
            ngettext(
                "Entries %(first)s to %(last)s of %(count)s",
                "Entries %(first)s to %(last)s of %(count)s",
                count,
                first=show(first + 1),
                last=show(min(first + PAGE, count)),
                count=show(count),
            )
        )

    def _row(self, group: Group, raw: Mapping[str, Any], number: int) -> RowPart:
        opened, name = self._opened, str(raw.get(ROW, number))
        values = opened.row_values(group).get(name, {})
        told = {
            path.removeprefix(f"{group.key}.{name}."): texts
            for path, texts in self._told.items()
            if path.startswith(f"{group.key}.{name}.")
        }
        form = bound(layout_of_row(group), opened.tongue, raw, told, (group.key, name))
        inner = {one.key: one for one in group.fields if isinstance(one, Input | Computed)}
        own = {key: inner[key].to_json(value) for key, value in values.items()}
        place = (group.key, name)
        around = around_rows(group, opened.canonical)
        parts = self._parts(group.fields, form, place, values, {**around, **own})
        return RowPart(name, row_label(group, number, opened.tongue), parts)

    def _computed(self, field: Computed, values: Mapping[str, Any], common: dict[str, Any]) -> ComputedPart:
        tongue, value = self._opened.tongue, values.get(field.key)
        exponent = Decimal(field.step).normalize().as_tuple().exponent
        style = g.style
        return ComputedPart(
            label=tongue.say(field.label),
            help=tongue.say(field.help) if field.help else "",
            text="" if value is None else field.line(value, tongue),
            compute=msgspec.json.encode(field.value).decode(),
            step=field.step,
            places=CENTS if field.currency else max(0, -int(exponent)),
            pattern=style.show_amount(0, field.currency).replace("0" + style.money_decimal + "00", "{}")
            if field.currency
            else "{}",
            **common,
        )

    def _origin(self, key: str) -> str:
        found = self._opened.draft.origins.get(key)
        if not found or self._opened.raw.get(key) != found["text"]:
            return ""
        day = g.style.show_day(date.fromisoformat(found["day"]))
        origin = found["origin"]
        return str(_("From %(origin)s, %(day)s", origin=_(origin), day=day))


def shown_size(count: int) -> str:
    """Give a number of bytes as people read it."""
    if count >= _MEGABYTE:
        return f"{g.style.show_number(round(Decimal(count) / _MEGABYTE, 1))} MB"
    return f"{g.style.show_number(max(1, round(count / _KILOBYTE)))} kB"

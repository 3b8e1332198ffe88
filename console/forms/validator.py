"""The one validator, compiled from the readers of the field types: the same verdicts on page, interface and import.

The quick way may only say yes: any doubt raises, and then `explain` walks the same readers and collects every fault.
There is no second truth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import call
from typing import Any

from console.base.figures import Misread
from console.forms.canonical import of_fields
from console.forms.declarations import FormFault
from console.forms.faults import Fault, Place, Placed, encodable
from console.forms.fields import Composite, Computed, Group, Input, PartFault
from console.forms.leaves import Layout, Slot, around_rows, layout_of, layout_of_row
from console.forms.raw import ROW
from console.forms.revisions import Revision
from console.forms.rules import Rule, Rules, ask, faults_of_rules, place_of, resolve, sentences_of
from console.forms.takes import Source, remembering, take_of
from console.forms.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Verdict:
    """The values that could be read, and the faults in the order of the form; without faults they are complete."""

    values: dict[str, Any]
    faults: tuple[Placed, ...] = ()


class Validator:
    """Judges raw values of one revision in one tongue from one source. Made once, used for every row."""

    def __init__(self, revision: Revision, tongue: Tongue, source: Source, rules: Rules) -> None:
        """Compile; raises `UnknownRule`, and `FormFault` when a rule needs a field that the form lacks."""
        self.form = revision.form
        self.layout = layout_of(self.form)
        self.rules = resolve(self.form.rules, rules)
        if lacking := faults_of_rules(self.form, rules):
            raise FormFault(lacking)
        self.sentences = sentences_of(self.rules)
        self._source = source
        self.fields = Fields(self.layout, tongue, source)
        self._rows = {
            slot.field.key: Fields(layout_of_row(slot.field), tongue, source)
            for slot in self.layout.slots
            if isinstance(slot.field, Group)
        }
        self.quick = None if self._is_special() else _quick(self.fields, self.rules)
        """From a flat row of raw values to the values of the slots; raises at any doubt. None when the form has
        conditions, groups or computed values, which `check` judges."""

    def check(self, raw: Any) -> Verdict:
        """Judge nested raw values: a mapping of the keys of fields, or whatever a machine sent instead."""
        if not isinstance(raw, Mapping):
            return Verdict({}, (Placed((), Fault("not_an_object")),))
        if self.quick is not None and self.fields.fit(raw):
            try:
                values = self.quick(self.layout.flat(raw))
            except DOUBTS:
                pass
            else:
                return Verdict(self.named(values))
        return self.explain(raw)

    def named(self, values: Sequence[Any]) -> dict[str, Any]:
        """Give the values of the slots by key, empty ones left out."""
        pairs = zip(self.layout.slots, values, strict=True)
        return {slot.field.key: value for slot, value in pairs if value is not None}

    def explain(self, raw: Mapping[str, Any]) -> Verdict:
        """Judge nested raw values and collect every fault."""
        values: dict[str, Any] = {}
        faults: list[Placed] = []
        self.fields.walk(raw, values, faults, (), self._group)
        faulty = {fault.place[0] for fault in faults}
        for rule in self.rules:
            if not faulty.intersection(rule.needs) and (complaint := ask(rule, values)):
                faults.append(Placed(place_of(complaint[0]), complaint[1]))
        return Verdict(values, tuple(faults))

    def _group(self, group: Group, raw: Any, outer: Mapping[str, Any], faults: list[Placed]) -> Any:
        rows = [] if raw in (None, "") else raw
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            faults.append(Placed((group.key,), Fault("not_a_list")))
            return None
        if len(rows) > group.max:
            faults.append(Placed((group.key,), Fault("too_many_rows", most=group.max, has=len(rows))))
            return None
        filled = [(number, row) for number, row in enumerate(rows) if not is_blank(row)]
        if len(filled) < group.min:
            faults.append(Placed((group.key,), Fault("too_few_rows", least=group.min)))
        found, around = [], around_rows(group, outer)
        for number, row in filled:
            values: dict[str, Any] = {}
            name = str(number) if self._source == "json" else str(row.get(ROW, number))
            self._rows[group.key].walk(row, values, faults, (group.key, name), self._group, around)
            found.append(values)
        return tuple(found) or None

    def _is_special(self) -> bool:
        return any(slot.when or isinstance(slot.field, Group | Computed) for slot in self.layout.slots)


DOUBTS = (Misread, PartFault, TypeError, ValueError, AttributeError)
"""What may go wrong on the quick way when raw values are not what they should be; `explain` then finds the words."""


class Fields:
    """The readers of a layout."""

    def __init__(self, layout: Layout, tongue: Tongue, source: Source) -> None:
        self.layout = layout
        self.source = source
        self.takes = [take_of(leaf, tongue, source) for leaf in layout.leaves]
        self.joints = {slot.field.key: _joint(slot.field) for slot in layout.slots}
        self._keys = {slot.field.key for slot in layout.slots}
        self._parts = {
            slot.field.key: {part.key for part in slot.field.parts()}
            for slot in layout.slots
            if isinstance(slot.field, Composite)
        }

    def fit(self, raw: Mapping[str, Any]) -> bool:
        """Say whether raw values have the shape of the layout, so that laying them flat loses nothing."""
        if self.source == "json" and not raw.keys() <= self._keys:
            return False
        given = ((raw.get(key), parts) for key, parts in self._parts.items())
        return all(
            one is None or (isinstance(one, Mapping) and (self.source != "json" or one.keys() <= parts))
            for one, parts in given
        )

    def walk(
        self,
        raw: Mapping[str, Any],
        values: dict[str, Any],
        faults: list[Placed],
        place: Place,
        group: Callable[..., Any],
        outer: Mapping[str, Any] | None = None,
    ) -> None:
        """Read all fields in order into `values` and `faults`; `outer` are the values around a row."""
        flat = self.layout.flat(raw)
        if self.source == "json":
            faults += _unknown(raw, self._keys, place)
        canonical: dict[str, Any] = dict(outer or {})
        for slot in self.layout.slots:
            if slot.when is not None and not slot.when(canonical):
                continue
            field, value = slot.field, None
            if isinstance(field, Group):
                value = group(field, raw.get(field.key), canonical, faults)
            elif isinstance(field, Computed):
                value = _computed(field, raw, values, faults, place, self.source)
            elif isinstance(field, Input):
                value = self._value(field, slot, flat, raw, faults, place)
            if value is not None:
                values[field.key] = value
                canonical |= of_fields((field,), values)

    def _value(
        self,
        field: Input,
        slot: Slot,
        flat: list[Any],
        raw: Mapping[str, Any],
        faults: list[Placed],
        place: Place,
    ) -> Any:
        given = raw.get(field.key)
        if (
            isinstance(field, Composite)
            and given is not None
            and not isinstance(given, Mapping)
            and given != ""
        ):
            faults.append(Placed((*place, field.key), Fault("not_an_object")))
            return None
        before = len(faults)
        if self.source == "json" and isinstance(field, Composite) and isinstance(given, Mapping):
            faults += _unknown(given, self._parts[field.key], (*place, field.key))
        found = []
        for index in range(slot.first, slot.first + slot.count):
            try:
                found.append(self.takes[index](flat[index]))
            except Misread as fault:
                found.append(None)
                faults.append(Placed((*place, *self.layout.leaves[index].path), fault))
        if len(faults) > before:
            return None
        joint = self.joints[field.key]
        try:
            return found[0] if joint is None else joint(tuple(found))
        except PartFault as fault:
            told = _missing(field, found) or [(fault.part, fault.fault)]
            faults += [Placed((*place, field.key, *filter(None, (part,))), one) for part, one in told]
            return None


def _missing(field: Input, found: Sequence[Any]) -> list[tuple[str, Fault]]:
    """Give every part of a composite that is missing, so that nobody is told of one after the other."""
    parts = field.parts() if isinstance(field, Composite) else ()
    given = zip(parts, found, strict=False)
    return [(part.key, Fault(part.needed)) for part, value in given if value is None and part.required]


def _unknown(raw: Mapping[str, Any], known: Set[str], place: Place) -> list[Placed]:
    """Say which values have no field: a machine that sends them believes that they arrive."""
    return [
        Placed((*place, encodable(str(key)[:60])), Fault("unknown_field", text=str(key)[:60]))
        for key in raw
        if key not in known
    ]


def is_blank(raw: Any) -> bool:
    """Say whether nothing at all was typed, however deep a machine nests it."""
    waiting = [raw]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += [value for key, value in one.items() if key != ROW]
        elif isinstance(one, list | tuple):
            waiting += one
        elif one is not None and not (isinstance(one, str) and not one.strip()):
            return False
    return True


def _quick(fields: Fields, rules: tuple[Rule, ...]) -> Callable[[Sequence[Any]], list[Any]]:
    """Make the quick way of a form without conditions, groups and computed values."""
    takes = [
        remembering(leaf, take, fields.source)
        for leaf, take in zip(fields.layout.leaves, fields.takes, strict=True)
    ]
    slots = fields.layout.slots
    places = {slot.field.key: index for index, slot in enumerate(slots)}
    checks = [(rule.check, [places[key] for key in rule.needs]) for rule in rules]
    # From the last to the first: what is joined moves what stands behind it.
    joints = [
        (slot.first, slot.first + slot.count, joint)
        for slot in reversed(slots)
        if (joint := fields.joints[slot.field.key]) is not None
    ]

    def quick(row: Sequence[Any]) -> list[Any]:
        values = list(map(call, takes, row))
        for first, end, joint in joints:
            values[first:end] = (joint(tuple(values[first:end])),)
        for check, needs in checks:
            if check(*[values[index] for index in needs]) is not None:
                raise Fault("rule")
        return values

    return quick


def _joint(field: Any) -> Callable[[tuple[Any, ...]], Any] | None:
    """Give how a field makes its value of its leaves; None when it has one leaf, whose value it is.

    Parts that are missing are required only when the field is, or when another one is filled.
    """
    if not isinstance(field, Composite):
        return None
    parts = field.parts()
    needed = [(index, part) for index, part in enumerate(parts) if part.required]
    first = needed[0][1] if needed else parts[0]

    def join(values: tuple[Any, ...]) -> Any:
        if values.count(None) == len(values):
            if field.required:
                raise PartFault(first.key, Fault(first.needed))
            return None
        for index, part in needed:
            if values[index] is None:
                raise PartFault(part.key, Fault(part.needed))
        return field.join(values)

    return join


def _computed(
    field: Computed,
    raw: Mapping[str, Any],
    values: Mapping[str, Any],
    faults: list[Placed],
    place: Place,
    source: Source,
) -> Any:
    """Compute; a machine that sends its own result is told so when it differs."""
    value = field.compute(values)
    if source == "json" and raw.get(field.key) not in (
        None,
        field.to_json(value) if value is not None else None,
    ):
        faults.append(Placed((*place, field.key), Fault("no_computed")))
    return value

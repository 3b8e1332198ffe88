"""Rows written by a core system, found by its references; whatever is wrong in a row, nothing of it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import gettext as _

from console.api import etags
from console.api.core.calling import Core, Register, checked
from console.api.errors import Stale
from console.base.errors import BadArgument, Conflict
from console.shell.service import Result, RowFault, RowRefused, RowWriter

MOST_INNER: Final = 50
"""Rows that stand inside another one: the children of a person."""
PLURALS: Final[Mapping[str, str]] = {
    "company": "companies",
    "person": "persons",
    "child": "children",
    "establishment": "establishments",
}
"""Kind of a row to the word in addresses and for the rows inside another one."""


@dataclass(frozen=True)
class Written:
    """A row after its writing, and the rows inside it."""

    reference: str
    result: Result
    row: Any
    inner: tuple[Written, ...] = ()

    @property
    def tag(self) -> str:
        """Give the tag of its version."""
        return tag_of(self.row)


class RowsWriter:
    """Writes the rows of one request, one after the other: a later one may name an earlier one."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._found: dict[tuple[str, str], Any] = {}

    def write(
        self, kind: str, reference: str, fields: Mapping[str, Any], tags: frozenset[str] | None = None
    ) -> Written:
        """Write a row with the rows inside it; with `tags` only when its present version is among them.

        Raises `RowRefused` with every fault at its place, `Stale`, and `NotFound` for a kind that there is not.
        """
        register = self.core.register(kind)
        inner = {
            PLURALS[one]: one for one in self.core.registers if self.core.registers[one].upsert.of == kind
        }
        own = {key: value for key, value in fields.items() if key not in inner}
        done = self._write(register, reference, own, tags)
        written = tuple(
            row
            for plural, one in inner.items()
            for row in self._inner(self.core.registers[one], plural, fields.get(plural, []), done.row)
        )
        return replace(done, inner=written)

    def _inner(self, register: Register, plural: str, given: Any, above: Any) -> list[Written]:
        if not isinstance(given, list) or len(given) > MOST_INNER:
            text = _("Send a list of at most %(most)s objects here.", most=MOST_INNER)
            raise RowRefused([RowFault(plural, "not_a_list", text)])
        written = []
        for number, one in enumerate(given):
            try:
                if not isinstance(one, dict):
                    raise RowRefused([RowFault("", "not_an_object", _("Send several named values here."))])
                fields = {key: value for key, value in one.items() if key != "reference"}
                written.append(self._write(register, checked(one.get("reference")), fields, above=above))
            except (RowRefused, BadArgument, Conflict) as refused:
                raise RowRefused(
                    [_below(f"{plural}.{number}", fault) for fault in faults_of(refused)]
                ) from refused
        return written

    def _write(
        self,
        register: Register,
        reference: str,
        fields: Mapping[str, Any],
        tags: frozenset[str] | None = None,
        *,
        above: Any = None,
    ) -> Written:
        references = self.core.references(register.resource.model)
        writer = RowWriter(register.view, self.core.session)
        key = references.row(reference)
        row = writer.row(key) if key is not None else None
        if key is not None and row is None:
            text = _("The entry of this reference stands in this list no more. Use another reference.")
            raise RowRefused([RowFault("reference", "gone", text)])
        if tags is not None and (row is None or not tags & {"*", tag_of(row)}):
            raise Stale(_("This has changed since you read it. Read it again, then decide anew."))
        known, own = self._known(register, writer, fields, above, is_new=row is None)
        row, result = writer.write(row, own, known)
        if key is None:
            references.add(reference, row.id)
            result = "updated" if result == "unchanged" else result
        return Written(reference, result, row)

    def _known(
        self, register: Register, writer: RowWriter, fields: Mapping[str, Any], above: Any, *, is_new: bool
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give the values that are other rows or follow from the row above, and the values that are left to read."""
        own, known = dict(fields), dict[str, Any]()
        faults: list[RowFault] = []
        upsert = register.upsert
        if upsert.of is not None:
            if above is None and (upsert.of in own or is_new):
                above = self._named(self.core.register(upsert.of).resource.model, upsert.of, own, faults)
            if above is not None:
                known |= {key: take(above) for key, take in upsert.takes.items()}
        for key, column in writer.related.items():
            if key in own and key not in upsert.takes:
                known[key] = self._named(column.target, key, own, faults)
        for key in [key for key in own if key in upsert.takes]:
            faults.append(
                RowFault(key, "unknown_member", _("This follows from another entry. Leave it out."))
            )
        if faults:
            raise RowRefused(faults)
        return known, own

    def _named(self, model: type[Any], key: str, own: dict[str, Any], faults: list[RowFault]) -> Any:
        """Give the other row that a member names by its reference; without it a fault is added."""
        reference = own.pop(key, None)
        if not isinstance(reference, str) or not reference:
            faults.append(RowFault(key, "required", _("Fill in this field.")))
            return None
        place = (model.__tablename__, reference)
        if place not in self._found:
            row = self.core.references(model).row(reference)
            self._found[place] = self.core.session.get(model, row) if row is not None else None
        found = self._found[place]
        if found is None:
            del self._found[place]
            text = _("Your system has sent nothing with the reference %(reference)s. Send it first.",
                     reference=reference[:60])  # fmt: skip
            faults.append(RowFault(key, "unknown_reference", text))
        return found


def tag_of(row: Any) -> str:
    """Give the tag of the version of a row."""
    return etags.of_version(str(row.id), row.version)


def faults_of(refused: RowRefused | BadArgument | Conflict) -> list[RowFault]:
    """Give what is wrong, whoever says it."""
    if isinstance(refused, RowRefused):
        return refused.faults
    code = "conflict" if isinstance(refused, Conflict) else "value"
    return [RowFault(refused.place or "", code, str(refused))]


def _below(place: str, fault: RowFault) -> RowFault:
    return replace(fault, place=f"{place}.{fault.place}" if fault.place else place)

"""What the OpenAPI document says to one key: the rows that its module keeps, made from the columns of their lists."""

from __future__ import annotations

from typing import Any, Final

from console.api.core.calling import SYSTEM, Core, Register
from console.api.core.schemas import OWN, list_of, name_of
from console.api.core.writing import MOST_INNER, PLURALS
from console.api.entry import Reach
from console.api.schemas import Schema
from console.institutions.sessions import db
from console.shell import service as shell

PUT: Final = "core__put_"
"""Begins the names of the addresses of one kind of rows each."""


def is_kept(reach: Reach, name: str) -> bool:
    """Say whether an address is there for a key: rows of a kind that its module does not keep are not."""
    kind = name.removeprefix(PUT)
    return kind not in PLURALS or not name.startswith(PUT) or kind in _core(reach).registers


def schemas_for(reach: Reach) -> dict[str, Schema]:
    """Give the schemas of the rows that a key may write."""
    core = _core(reach)
    return {name_of(kind): _fields_of(core, one, above=True) for kind, one in core.registers.items()}


def _core(reach: Reach) -> Core:
    return Core(db.session(), reach, SYSTEM)


def _fields_of(core: Core, register: Register, *, above: bool) -> Schema:
    """Give the members of a row; `above` says whether it names the row it belongs to."""
    upsert, properties = register.upsert, dict[str, Any]()
    writer = shell.RowWriter(register.view, core.session)
    for column in writer.columns.values():
        if column.key not in upsert.takes:
            related = column.key in writer.related
            properties[column.key] = OWN if related else shell.schema_of(column)
    if upsert.of is not None and above:
        properties[upsert.of] = OWN
    for kind, inner in core.registers.items():
        if inner.upsert.of == upsert.kind:
            properties[PLURALS[kind]] = list_of(_inner_of(core, inner), MOST_INNER)
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _inner_of(core: Core, register: Register) -> Schema:
    fields = _fields_of(core, register, above=False)
    return {**fields, "properties": {"reference": OWN, **fields["properties"]}, "required": ["reference"]}

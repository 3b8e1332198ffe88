"""What a page sends, in the nested shape that the validator reads and a draft keeps; rows are added and removed in it.

Names are paths: `f-avs`, `f-period.from`, `f-children.a1.birth`. Each row of a group carries its own short name in the
hidden field `f-children.a1._row`, so that places of faults stay true when rows before it are removed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from console.forms.declarations import Form
from console.forms.fields import Composite, Group, Simple

PREFIX = "f-"
ROW = "_row"
"""Key of a raw row's own name."""

_NAME_LENGTH = 24


def nested(form: Form, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Give the raw values of the fields of a form out of the names and values of a page; other names are left alone.

    A name that comes twice is a list for fields of several answers; for all others the last one counts.
    """
    fields = {field.key: field for field in form.fields()}
    found: dict[str, Any] = {}
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    for name, value in pairs:
        if not name.startswith(PREFIX):
            continue
        key, _, rest = name.removeprefix(PREFIX).partition(".")
        field = fields.get(key)
        if isinstance(field, Group):
            row, _, inner = rest.partition(".")
            if row and inner and len(row) <= _NAME_LENGTH:
                own = rows.setdefault(key, {}).setdefault(row, {ROW: row})
                _put(own, {one.key: one for one in field.fields}, inner, value)
        elif field is not None:
            _put(found, fields, f"{key}.{rest}" if rest else key, value)
    return found | {key: list(named.values()) for key, named in rows.items()}


def act(form: Form, raw: Mapping[str, Any], do: str) -> dict[str, Any]:
    """Give raw values with a row added or removed: `add:children`, `remove:children:a1`; else they stay."""
    verb, _, rest = do.partition(":")
    key, _, name = rest.partition(":")
    group = next((field for field in form.fields() if field.key == key and isinstance(field, Group)), None)
    if group is None:
        return dict(raw)
    given = raw.get(key)
    # A draft of an older revision may hold a text where there are rows now.
    rows = [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []
    if verb == "add" and len(rows) < group.max:
        rows.append({ROW: new_name()})
    elif verb == "remove":
        rows = [row for row in rows if row.get(ROW) != name]
    return {**raw, key: rows}


def new_name() -> str:
    """Give a row a name of its own: six letters and figures."""
    return secrets.token_hex(3)


def _put(into: dict[str, Any], fields: Mapping[str, Any], path: str, value: str) -> None:
    key, _, part = path.partition(".")
    field = fields.get(key)
    if isinstance(field, Composite) and part:
        into.setdefault(key, {})[part] = value
    elif isinstance(field, Simple) and not part:
        if field.many:
            into.setdefault(key, []).extend([value] if value else [])
        else:
            into[key] = value

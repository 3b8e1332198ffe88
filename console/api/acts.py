"""The acts that plugins bring to the open API, as addresses among the console's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from flask import g, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from jsonschema import Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import ValidationError

from console.accounts.operations import acting
from console.api import bodies, cursors
from console.api.actors import NOTHING, reader
from console.api.endpoints import READING, Body, Endpoint
from console.api.entry import Reach
from console.api.errors import Faulty
from console.api.schemas import as_json
from console.base.errors import NotFound
from console.hooks.acts import ApiAct, ApiCall
from console.hooks.declarations import Contribution
from console.institutions.sessions import db

MOST_FAULTS: Final = 100
_FORMATS: Final = FormatChecker(("date", "date-time"))
_TEXTS: Final[Mapping[str, Any]] = {
    "required": _l("This value is missing."),
    "additionalProperties": _l("This value is not known here. Leave it out."),
    "type": _l("Send a value of the type %(wanted)s."),
    "enum": _l("Send one of: %(wanted)s."),
    "pattern": _l("This is not written as it should be: %(wanted)s."),
    "format": _l("Send a day as 2026-03-01, a moment as 2026-03-01T09:00:00Z."),
    "maxLength": _l("Shorten this text: at most %(wanted)s characters."),
    "minLength": _l("This text needs %(wanted)s characters or more."),
    "maxItems": _l("Send at most %(wanted)s of these."),
    "minimum": _l("Send %(wanted)s or more."),
    "maximum": _l("Send %(wanted)s or less."),
}
"""What is wrong, by the keyword of the schema; `wanted` is what it says."""
_ELSE: Final = _l("This value is not right. Compare it with the schema.")


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and not bodies.fits(pattern, value):
        yield ValidationError("does not fit")


_Validator: Final = validators.extend(Draft202012Validator, {"pattern": _pattern})


def endpoints_of(plugins: Iterable[Contribution], reach: Reach | None = None) -> tuple[Endpoint, ...]:
    """Give the addresses of the acts of plugins; with `reach` those alone whose theme is open to a key today."""
    return tuple(
        _endpoint(plugin.name, one)
        for plugin in plugins
        for one in plugin.acts
        if reach is None or reach.is_open(one.theme)
    )


def fitting(schema: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give values that fit a schema; raises `Faulty` with everything that does not."""
    found = _Validator(schema, format_checker=_FORMATS).iter_errors(values)
    told = [fault for error in sorted(found, key=lambda one: one.json_path) for fault in _told(error)]
    # One sentence for each value: a second one seldom says more.
    faults = list({one["place"]: one for one in reversed(told)}.values())[::-1]
    if faults:
        text = _l("What you sent is not right: see the faults. Nothing was written.")
        raise Faulty(text, members={"faults": faults[:MOST_FAULTS], "fault_count": len(faults)})
    return values


def _endpoint(plugin: str, one: ApiAct) -> Endpoint:
    changes = one.method != READING
    return Endpoint(
        name=f"{plugin}__{one.key}",
        path=f"/{plugin}{one.path}",
        summary=one.summary,
        view=partial(_answer, plugin, one),
        operation=acting(plugin, one.operation),
        method=one.method,
        content=as_json(dict(one.gives)),
        query=cursors.parameters(cursors.PLACE) if one.is_paged else (),
        body=Body(dict(one.takes), most=one.most, example=one.example) if one.takes is not None else None,
        refusals=("409", "422") if changes else (),
        stores=changes and not one.is_idempotent,
        of_company=True,
    )


def _answer(plugin: str, one: ApiAct, **parts: str) -> ResponseReturnValue:
    """Let a plugin act, once it is certain that the key opens its theme and that the body fits."""
    reach: Reach = g.reach
    if reach.plugin != plugin or not reach.is_open(one.theme):
        raise NotFound(NOTHING)
    reader()
    values = fitting(one.takes, bodies.an_object()) if one.takes is not None else {}
    asked: Mapping[str, str] = g.arguments
    size, after = (cursors.size_of(asked), cursors.place_of(asked)) if one.is_paged else (0, None)
    call = ApiCall(db.session(), reach.demand_company(), g.actor.name, parts, values, size, after)
    return jsonify(dict(one.act(call)))


def _told(error: ValidationError) -> Iterator[dict[str, str]]:
    """Tell of an error at the value that is missing or too much, not at the object around it."""
    path, names = [str(step) for step in error.absolute_path], [""]
    if error.validator == "required":
        names = [name for name in error.validator_value if name not in error.instance]
        # Each missing name is an error of its own, in the order of the schema.
        names = [name for name in names if f"'{name}'" in error.message][:1] or names[:1]
    elif error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        names = [str(name)[:40] for name in error.instance if name not in known]
    wanted = error.validator_value
    listed = ", ".join(map(str, wanted)) if isinstance(wanted, list | tuple) else str(wanted)
    text = _TEXTS.get(str(error.validator), _ELSE)
    for name in names:
        place = ".".join(filter(None, (*path, name)))
        yield {"place": place, "code": str(error.validator), "text": str(text) % {"wanted": listed}}

"""What must be true of a plugin's declarations before the console builds anything from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from console.base.calendar import Unit, span_of
from console.base.errors import BadArgument
from console.hooks.declarations import Contribution, Resource
from console.hooks.times import DeadlineRule

_OPEN_BASES = ("BaseView", "AbstractViewApi")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_OPERATION = re.compile(rf"{_NAME.pattern}:{_NAME.pattern}")
_PATH = re.compile(rf"(/{_NAME.pattern})(/({_NAME.pattern}|\{{(named|reference)\}}))*")


def faults_of(contribution: Contribution) -> list[str]:
    """Give each fault as one sentence; an empty list means the plugin is sound."""
    return [
        *_of_names(contribution),
        *_of_views(contribution),
        *_of_keys(contribution),
        *_of_references(contribution),
        *_of_acts(contribution),
        *_of_retention(contribution),
        *_of_channels(contribution),
        *_of_simulators(contribution),
        *_of_tasks(contribution),
        *_of_jobs(contribution),
        *_of_deadlines(contribution),
        *_of_duties(contribution),
    ]


def _of_names(contribution: Contribution) -> Iterator[str]:
    name = contribution.name
    if not _NAME.fullmatch(name):
        yield f"its name {name!r} is not in lower case with single underscores"
    for model in contribution.models:
        table = getattr(model, "__tablename__", "")
        if not table.startswith(f"{name}_"):
            yield f"its table {table or model.__name__} does not start with {name}_"
    for action in contribution.actions:
        if not action.key.startswith(f"{name}."):
            yield f"its journal action {action.key} does not start with {name}."


def _of_views(contribution: Contribution) -> Iterator[str]:
    """Flask-AppBuilder's own generated pages lack what the console promises: scope, version check, escaping, look."""
    for view in (declared.view for declared in contribution.views):
        bases = [b for b in view.__mro__ if b.__module__.partition(".")[0] == "flask_appbuilder"]
        foreign = next((b.__name__ for b in bases if b.__name__ not in _OPEN_BASES), None)
        if foreign:
            yield f"its view {view.__name__} derives from Flask-AppBuilder's {foreign}: use CrudView or PageView"
        elif not bases or not getattr(view, "key", ""):
            yield f"its view {view.__name__} is no PageView or CrudView with a key"


def _of_channels(contribution: Contribution) -> Iterator[str]:
    for channel in contribution.channels:
        key = getattr(channel, "key", "")
        if not key.startswith(f"{contribution.name}."):
            yield f"its channel {key or channel!r} does not start with {contribution.name}."
    yield from _doubled("channel", (getattr(c, "key", "") for c in contribution.channels))


def _of_keys(contribution: Contribution) -> Iterator[str]:
    yield from _doubled("theme", (t.key for t in contribution.themes))
    yield from _doubled("view", _view_keys(contribution))
    yield from _doubled("setting", (s.key for s in contribution.settings))
    for setting in contribution.settings:
        if setting.kind not in ("text", "yes_no", "number", "choice", "secret"):
            yield f"its setting {setting.key} is of the unknown kind {setting.kind}"
        elif setting.kind == "secret" and setting.default:
            yield f"its setting {setting.key} is a secret: it cannot have a default"
    yield from _doubled("API collection", (r.key for r in contribution.resources))
    yield from _doubled("upsert", (r.upsert.kind for r in contribution.resources if r.upsert is not None))
    yield from _doubled("journal action", (a.key for a in contribution.actions))
    yield from _doubled("right", (f"{r.view}.{r.act}" for r in contribution.rights))


def _of_references(contribution: Contribution) -> Iterator[str]:
    themes = {theme.key for theme in contribution.themes}
    views = set(_view_keys(contribution))
    for view in contribution.views:
        if view.theme and view.theme not in themes:
            yield f"its view {view.view.__name__} names the unknown theme {view.theme}"
    forms = {form.key for form in contribution.forms}
    for theme in contribution.themes:
        if theme.contact_form and theme.contact_form not in forms:
            yield f"its theme {theme.key} names the unknown form {theme.contact_form}"
    for resource in contribution.resources:
        if resource.key == "forms":
            yield "its API collection forms has the name of what the console itself says of forms"
        if resource.theme and resource.theme not in themes:
            yield f"its API collection {resource.key} names the unknown theme {resource.theme}"
        for field in (*resource.fields, *resource.sorts):
            if not hasattr(resource.model, field):
                yield f"its API collection {resource.key} names the unknown field {field}"
        yield from _of_upsert(contribution, resource)
    for right in contribution.rights:
        if right.view not in views:
            yield f"its right {right.view}.{right.act} names an unknown view"


def _of_upsert(contribution: Contribution, resource: Resource) -> Iterator[str]:
    """What another system writes is judged by a list, and a row that belongs to another one needs that kind of rows."""
    if resource.upsert is None:
        return
    views = [v.view for v in contribution.views if getattr(v.view, "model", None) is resource.model]
    if not any(getattr(view, "import_key", ()) for view in views):
        yield f"its API collection {resource.key} is written by other systems, but no list with an import_key judges it"
    kinds = {one.upsert.kind for one in contribution.resources if one.upsert is not None}
    if resource.upsert.of is not None and resource.upsert.of not in kinds:
        yield f"its API collection {resource.key} belongs to the unknown kind {resource.upsert.of}"


def _of_acts(contribution: Contribution) -> Iterator[str]:
    """An act has an address that leads to nothing else, and is guarded by a theme and an operation."""
    yield from _doubled("API act", (one.key for one in contribution.acts))
    yield from _doubled("API address", (f"{one.method} {one.path}" for one in contribution.acts))
    themes = {theme.key for theme in contribution.themes}
    collections = {one.key for one in contribution.resources if one.fields}
    for one in contribution.acts:
        first = one.path.split("/")[1] if _PATH.fullmatch(one.path) else ""
        if not first:
            yield f"its API act {one.key} has an address that is none: {one.path}"
        if first in collections:
            yield f"its API act {one.key} stands below the API collection {first}"
        if not _NAME.fullmatch(one.key) or not _OPERATION.fullmatch(one.operation):
            yield f"its API act {one.key} or its operation {one.operation} is not in lower case with single underscores"
        if one.theme not in themes:
            yield f"its API act {one.key} names the unknown theme {one.theme}"
        if one.takes is not None and one.method in ("GET", "DELETE"):
            yield f"its API act {one.key} takes a body, but {one.method} has none"


def _of_retention(contribution: Contribution) -> Iterator[str]:
    """A day that is not there would erase nothing for ever, and a person could be promised what no hook does."""
    yield from _doubled("retention class", (one.key for one in contribution.retention))
    for one in contribution.retention:
        if not one.key.startswith(f"{contribution.name}."):
            yield f"its retention class {one.key} does not start with {contribution.name}."
        if one.model not in contribution.models:
            yield f"its retention class {one.key} names the model {one.model.__name__}, which is not the plugin's"
        for column in (one.since, *one.persons, *one.mentions):
            if not hasattr(one.model, column):
                yield f"its retention class {one.key} names the unknown field {column}"
        missing = {"export_person", "erase_person"} - set(contribution.hooks)
        if (one.persons or one.mentions) and missing:
            yield f"its retention class {one.key} is about people, but there is no {' and no '.join(sorted(missing))}"


def _of_deadlines(contribution: Contribution) -> Iterator[str]:
    yield from _doubled("deadline rule", (one.key for one in contribution.deadlines))
    for one in contribution.deadlines:
        if not one.key.startswith(f"{contribution.name}."):
            yield f"its deadline rule {one.key} does not start with {contribution.name}."
        yield from (f"its deadline rule {one.key} {fault}" for fault in _of_deadline(one))


def _of_duties(contribution: Contribution) -> Iterator[str]:
    yield from _doubled("duty", (one.key for one in contribution.duties))
    themes = {theme.key for theme in contribution.themes}
    for one in contribution.duties:
        if not one.key.startswith(f"{contribution.name}."):
            yield f"its duty {one.key} does not start with {contribution.name}."
        if one.theme not in themes:
            yield f"its duty {one.key} names the unknown theme {one.theme}"


def _of_deadline(rule: DeadlineRule) -> Iterator[str]:
    """A rule over two things at once, or over none, would watch nothing that somebody can name."""
    if sum(map(bool, (rule.message, rule.dossier, rule.dispatch))) != 1:
        yield "is not about exactly one of message, dossier and dispatch"
    if rule.answer not in (("technical", "business") if rule.dispatch else ("",)):
        yield "names technical or business as its answer when it is about a dispatch, and then only"
    try:
        span = span_of(rule.span)
    except BadArgument:
        yield f"has a length that cannot be read: {rule.span!r}"
    else:
        if span.unit is Unit.HOURS and not rule.dispatch:
            yield "counts hours, but only dispatches have a moment from which they could run"


def _of_simulators(contribution: Contribution) -> Iterator[str]:
    yield from _doubled("simulator", (one.key for one in contribution.simulators))
    settings = {setting.key for setting in contribution.settings}
    for one in contribution.simulators:
        if not one.key.startswith(f"{contribution.name}."):
            yield f"its simulator {one.key} does not start with {contribution.name}."
        for key in one.settings.keys() - settings:
            yield f"its simulator {one.key} names the unknown setting {key}"


def _of_tasks(contribution: Contribution) -> Iterator[str]:
    for kind in contribution.tasks:
        key = getattr(kind, "key", "")
        if not key.startswith(f"{contribution.name}."):
            yield f"its kind of task {key or kind!r} does not start with {contribution.name}."
    yield from _doubled("kind of task", (getattr(kind, "key", "") for kind in contribution.tasks))


def _of_jobs(contribution: Contribution) -> Iterator[str]:
    """The schedule and the texts of e-mails tell by the key whose they are."""
    for what, found in (("job", contribution.jobs), ("wording", contribution.wordings)):
        for one in found:
            key = getattr(one, "key", "")
            if not key.startswith(f"{contribution.name}."):
                yield f"its {what} {key or one!r} does not start with {contribution.name}."
        yield from _doubled(what, (getattr(one, "key", "") for one in found))


def _view_keys(contribution: Contribution) -> list[str]:
    return [key for declared in contribution.views if (key := getattr(declared.view, "key", ""))]


def _doubled(what: str, keys: Iterable[str]) -> Iterator[str]:
    return (f"its {what} {key} is declared twice" for key, n in Counter(keys).items() if n > 1)

"""What must be true of a plugin's declarations before the console builds anything from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from console.hooks.declarations import Contribution

_OPEN_BASES = ("BaseView", "AbstractViewApi")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def faults_of(contribution: Contribution) -> list[str]:
    """Give each fault as one sentence; an empty list means the plugin is sound."""
    return [
        *_of_names(contribution),
        *_of_views(contribution),
        *_of_keys(contribution),
        *_of_references(contribution),
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


def _of_keys(contribution: Contribution) -> Iterator[str]:
    yield from _doubled("theme", (t.key for t in contribution.themes))
    yield from _doubled("view", _view_keys(contribution))
    yield from _doubled("setting", (s.key for s in contribution.settings))
    yield from _doubled("API collection", (r.key for r in contribution.resources))
    yield from _doubled("journal action", (a.key for a in contribution.actions))
    yield from _doubled("right", (f"{r.view}.{r.act}" for r in contribution.rights))


def _of_references(contribution: Contribution) -> Iterator[str]:
    themes = {theme.key for theme in contribution.themes}
    views = set(_view_keys(contribution))
    for view in contribution.views:
        if view.theme and view.theme not in themes:
            yield f"its view {view.view.__name__} names the unknown theme {view.theme}"
    for resource in contribution.resources:
        if resource.theme and resource.theme not in themes:
            yield f"its API collection {resource.key} names the unknown theme {resource.theme}"
        for field in (*resource.fields, *resource.sorts):
            if not hasattr(resource.model, field):
                yield f"its API collection {resource.key} names the unknown field {field}"
    for right in contribution.rights:
        if right.view not in views:
            yield f"its right {right.view}.{right.act} names an unknown view"


def _view_keys(contribution: Contribution) -> list[str]:
    return [key for declared in contribution.views if (key := getattr(declared.view, "key", ""))]


def _doubled(what: str, keys: Iterable[str]) -> Iterator[str]:
    return (f"its {what} {key} is declared twice" for key, n in Counter(keys).items() if n > 1)

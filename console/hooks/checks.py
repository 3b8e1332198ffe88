"""What must be true of a plugin's declarations before the console builds anything from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from console.hooks.declarations import Contribution

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def faults_of(contribution: Contribution) -> list[str]:
    """Give each fault as one sentence; an empty list means the plugin is sound."""
    name = contribution.name
    faults = []
    if not _NAME.fullmatch(name):
        faults.append(f"its name {name!r} is not in lower case with single underscores")
    for model in contribution.models:
        table = getattr(model, "__tablename__", "")
        if not table.startswith(f"{name}_"):
            faults.append(f"its table {table} does not start with {name}_")
    themes = {theme.key for theme in contribution.themes}
    views = {view.view.key for view in contribution.views}
    faults += _doubled("theme", (t.key for t in contribution.themes))
    faults += _doubled("view", (v.view.key for v in contribution.views))
    faults += _doubled("setting", (s.key for s in contribution.settings))
    for view in contribution.views:
        if view.theme and view.theme not in themes:
            faults.append(f"its view {view.view.key} names the unknown theme {view.theme}")
    for resource in contribution.resources:
        if resource.theme and resource.theme not in themes:
            faults.append(f"its API collection {resource.key} names the unknown theme {resource.theme}")
    for right in contribution.rights:
        if right.view not in views:
            faults.append(f"its right {right.view}.{right.act} names an unknown view")
    for action in contribution.actions:
        if not action.key.startswith(f"{name}."):
            faults.append(f"its journal action {action.key} does not start with {name}.")
    return faults


def _doubled(what: str, keys: Iterable[str]) -> list[str]:
    return [f"its {what} {key} is declared twice" for key, n in Counter(keys).items() if n > 1]

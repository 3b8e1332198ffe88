"""Applications that stand from one test to the next: to build one takes longer than most tests do.

Tests whose consoles have equal settings share an application. Each finds it as it was built: whatever a test put into
it is taken out again, and one that was given new addresses or listeners is not used any more.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from config import Settings
from console.app import create_app
from console.institutions.sessions import db
from tests.support import statements
from tests.support.compiled import Compiled

MOST = 6
"""So many applications are kept."""
_kept: list[Standing] = []


class Standing:
    """An application with what it was when it was built."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app = create_app(settings)
        self.app.jinja_env.bytecode_cache = Compiled()
        with self.app.app_context():
            self.engine = db.engine
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _spare_the_disk)
        statements.keep(self.engine)
        self._listening = _listeners(self.engine)
        self._rules = len(list(self.app.url_map.iter_rules()))
        self._held = [(one, _copy(one)) for one in _reached(self.app)]

    def is_sound(self) -> bool:
        """Say whether nothing was added that cannot be taken out."""
        rules = len(list(self.app.url_map.iter_rules()))
        return (rules, _listeners(self.engine)) == (self._rules, self._listening)

    def restore(self) -> None:
        """Make it what it was."""
        for one, before in self._held:
            _fill(one, before)


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """Give the application for these settings, one that stands or a new one; its connections end with the block."""
    standing = next((one for one in _kept if one.settings == settings), None)
    if standing is not None:
        _kept.remove(standing)
    if standing is not None and standing.is_sound():
        standing.restore()
    else:
        standing = Standing(settings)
    yield standing.app
    standing.engine.dispose()
    _kept.append(standing)
    del _kept[:-MOST]


def _spare_the_disk(connection: Any, _record: object) -> None:
    """Wait for no disk: a database of a test need not outlive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


def _listeners(engine: Engine) -> dict[str, int]:
    return {name: len(getattr(engine.dispatch, name)) for name in engine.dispatch._event_names}


def _reached(app: Flask) -> list[Any]:
    """Give everything that can be changed and that our packages reach from the application."""
    ours = [value for key, value in app.extensions.items() if key.startswith("guichet_")]
    found: dict[int, Any] = {}
    todo: list[Any] = [vars(app), app.extensions, app.config, app.view_functions, app.jinja_env.globals]
    todo += [app.before_request_funcs, app.after_request_funcs, *ours]
    while todo:
        one = todo.pop()
        if id(one) in found or isinstance(one, (str, bytes, int, type)):
            continue
        found[id(one)] = one
        if isinstance(one, dict):
            if not any(one is held for held in (vars(app), app.extensions)):
                todo += one.values()
        elif isinstance(one, (list, tuple, set, frozenset)):
            todo += one
        elif _is_ours(one):
            todo += vars(one).values()
        else:
            del found[id(one)]
    return [one for one in found.values() if not isinstance(one, (tuple, frozenset)) and not _is_frozen(one)]


def _is_ours(one: Any) -> bool:
    return type(one).__module__.startswith(("console.", "plugins.")) and hasattr(one, "__dict__")


def _is_frozen(one: Any) -> bool:
    return dataclasses.is_dataclass(one) and one.__dataclass_params__.frozen  # type: ignore[attr-defined]


def _copy(one: Any) -> Any:
    return one.copy() if isinstance(one, (dict, list, set)) else vars(one).copy()


def _fill(one: Any, before: Any) -> None:
    if isinstance(one, list):
        one[:] = before
        return
    one = one if isinstance(one, (dict, set)) else vars(one)
    one.clear()
    one.update(before)

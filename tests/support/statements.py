"""Compiled statements, kept for all consoles of a test run: each test opens an engine of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect, Engine

_kept: dict[str, tuple[Dialect, Any]] = {}


def keep(engine: Engine) -> None:
    """Let an engine find what others on the same kind of database have compiled; call before its first session."""
    if engine.dialect.name not in _kept:
        with engine.connect():  # the dialect asks the server once what it can do
            _kept[engine.dialect.name] = (engine.dialect, {})
    engine.dialect, engine._compiled_cache = _kept[engine.dialect.name]
    engine.pool._dialect = engine.dialect

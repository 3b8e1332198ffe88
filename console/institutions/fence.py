"""The seat belt at the engine: no SQL reaches the database in which a scoped table is read without its institution.

It reads the final text of each statement, because walking SQLAlchemy's statement tree gave both false alarms and leaks.
Every reference to a scoped table in a SELECT needs its own `<alias>.institution_id = <parameter>` (or IN). The verdict is
remembered per text, so a repeated statement costs a dictionary look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, event

from console.institutions.scope import ScopeError

NAMED_QUERY = "guichet_named_query"
"""Execution option of the few statements that carry their scope in another way; a test lists their uses."""

_REMEMBERED = 10_000


class Fence:
    """Decides, for one set of scoped tables, whether a statement may run."""

    def __init__(self, tables: Iterable[str]) -> None:
        names = "|".join(sorted((re.escape(t) for t in tables), key=len, reverse=True)) or r"\b\B"
        self._reference = re.compile(rf'"?\b({names})\b"?(?!\s*\.)(?:\s+(?:AS\s+)?(?!\b(?:WHERE|SET|JOIN|LEFT|INNER|ON|ORDER|GROUP|VALUES|LIMIT|UNION|RETURNING|DEFAULT)\b)"?(\w+)"?)?', re.I)
        self._target = re.compile(rf'\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?({names})\b"?', re.I)
        self._verdicts: dict[tuple[str, bool], str | None] = {}

    def fault(self, statement: str, *, closed: bool = False) -> str | None:
        """Say which table is read without its institution, or nothing. `closed` allows no scoped table at all."""
        key = (statement, closed)
        if key not in self._verdicts:
            if len(self._verdicts) > _REMEMBERED:
                self._verdicts.clear()
            self._verdicts[key] = self._judge(statement, closed)
        return self._verdicts[key]

    def _judge(self, statement: str, closed: bool) -> str | None:
        bare = _without_texts(statement)
        if closed:
            found = self._reference.search(bare)
            return found.group(1) if found else None
        targets = {m.start(1) for m in self._target.finditer(bare)}
        needed: dict[str, tuple[int, str]] = {}
        for match in self._reference.finditer(bare):
            if match.start(1) in targets:
                continue
            alias = match.group(2) or match.group(1)
            count, _ = needed.get(alias, (0, ""))
            needed[alias] = (count + 1, match.group(1))
        for alias, (count, table) in needed.items():
            if len(_predicate(alias).findall(bare)) < count:
                return table
        return None


def install(engine: Engine, fence: Fence) -> None:
    """Put the fence in front of an engine."""

    def check(
        connection: Connection, _cursor: object, statement: str, _parameters: Any, _context: Any, _many: bool
    ) -> None:
        options = connection.get_execution_options()
        if options.get(NAMED_QUERY) or (_context is not None and _context.execution_options.get(NAMED_QUERY)):
            return
        table = fence.fault(statement, closed=options.get("guichet_kind") != "page")
        if table:
            raise ScopeError(f"{table} is read without its institution: {statement[:200]}")

    event.listen(engine, "before_cursor_execute", check)


def _without_texts(statement: str) -> str:
    """Blank out quoted text and comments, in which a table name means nothing."""
    return re.sub(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", " ", statement, flags=re.S)


def _predicate(alias: str) -> re.Pattern[str]:
    parameter = r"(?:\?|%\(\w+\)s|:\w+|\$\d+|%s)"
    return re.compile(rf'"?\b{re.escape(alias)}\b"?\."?institution_id"?\s*(?:=\s*{parameter}|IN\s*\(\s*(?:{parameter}|__\[POSTCOMPILE))', re.I)

"""The seat belt at the engine: no SQL reaches the database in which a scoped table is touched without its institution.

It reads the final text of each statement, because walking SQLAlchemy's statement tree gave both false alarms and
leaks. Every reference to a scoped table that is read needs its own `<alias>.institution_id = <parameter>` (or IN).
Scoped rows are written by the unit of work, which the guard watches; any other UPDATE or DELETE must name its
institution too, and any other INSERT is refused. The verdict is remembered per text, so a repeated statement costs a
dictionary look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event

from console.institutions.scope import ScopeError

NAMED_QUERY = "guichet_named_query"
"""Execution option of the few statements that carry their scope in another way; a test lists their uses."""

_REMEMBERED = 10_000
_KEYWORDS = (
    "AND|CROSS|DEFAULT|EXCEPT|FETCH|FOR|FULL|GROUP|HAVING|INDEXED|INNER|INTERSECT|JOIN|LEFT|LIMIT|NATURAL|NOT|OFFSET|ON|OR"
    "|ORDER|RETURNING|RIGHT|SELECT|SET|TABLESAMPLE|UNION|USING|VALUES|WHERE|WINDOW"
)
"""What may follow a table's name without being its alias."""
_IGNORED = re.compile(
    r"""("(?:[^"]|"")*")|((?:FROM|JOIN|INTO|UPDATE|,)\s*)'(\w+)'|'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/""",
    re.S | re.I,
)
_PARAMETER = r"(?:\?|%\(\w+\)s|:\w+|\$\d+|%s)"
_flushing: ContextVar[bool] = ContextVar("flushing", default=False)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Let a session write the rows it holds: the guard has looked at each of them."""
    before = _flushing.set(True)
    try:
        yield
    finally:
        _flushing.reset(before)


class Fence:
    """Decides, for one set of scoped tables, whether a statement may run."""

    def __init__(self, tables: Iterable[str]) -> None:
        names = "|".join(sorted((re.escape(t) for t in tables), key=len, reverse=True)) or r"\b\B"
        # Possessive: without it a quoted name before a point is taken for a table, its closing quote given back.
        self._reference = re.compile(
            rf'"?\b({names})\b"?+(?!\s*\.)(?:\s+(?:AS\s+)?(?!\b(?:{_KEYWORDS})\b)"?(\w+)"?)?', re.I
        )
        self._target = re.compile(rf'\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?({names})\b"?', re.I)
        self._verdicts: dict[tuple[str, bool, bool], str | None] = {}

    def fault(self, statement: str, *, closed: bool = False, flushing: bool = False) -> str | None:
        """Say which table is touched without its institution, or nothing.

        `closed` allows no scoped table at all; `flushing` is a statement of the unit of work.
        """
        key = (statement, closed, flushing)
        try:
            return self._verdicts[key]
        except KeyError:
            verdict = self._judge(_without_texts(statement), closed, flushing)
        if len(self._verdicts) > _REMEMBERED:
            self._verdicts.clear()
        self._verdicts[key] = verdict
        return verdict

    def _judge(self, bare: str, closed: bool, flushing: bool) -> str | None:
        if closed:
            found = self._reference.search(bare)
            return found.group(1) if found else None
        targets = {m.start(2): m for m in self._target.finditer(bare)}
        for match in targets.values():
            if match.group(1)[0] in "Uu" and _MOVE.search(bare, match.end()):
                return match.group(2)
            if match.group(1)[0] in "Ii" and not flushing:
                return match.group(2)
        needed: dict[str, tuple[int, str]] = {}
        for match in self._reference.finditer(bare):
            if match.start(1) in targets and (flushing or targets[match.start(1)].group(1)[0] in "Ii"):
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
        closed = options.get("guichet_kind") != "page"
        table = fence.fault(statement, closed=closed, flushing=_flushing.get())
        if table:
            raise ScopeError(f"{table} is touched without its institution: {statement[:200]}")

    event.listen(engine, "before_cursor_execute", check)


_MOVE = re.compile(r"""\s*SET\b(?:(?!\bWHERE\b).)*?\binstitution_id\b"?\s*=""", re.I | re.S)
"""An UPDATE that would carry rows over to another institution."""


def _without_texts(statement: str) -> str:
    """Blank out texts and comments, in which a table name means nothing.

    Names in double quotes stay, and so does a text where a table is expected: SQLite reads it as the table's name.
    """
    return _IGNORED.sub(
        lambda m: m.group(1) or (f"{m.group(2)}{m.group(3)}" if m.group(3) else " "), statement
    )


def _predicate(alias: str) -> re.Pattern[str]:
    return re.compile(
        rf'"?\b{re.escape(alias)}\b"?\."?institution_id"?\s*'
        rf"(?:=\s*{_PARAMETER}|IN\s*\(\s*(?:{_PARAMETER}|__\[POSTCOMPILE))",
        re.I,
    )

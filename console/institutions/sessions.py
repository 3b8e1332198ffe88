"""The two sessions of a piece of work.

`accounts` is unscoped and never touches a scoped table: users, sign-ins, memberships, rights. `db.session` is born
with the scope found in `g.work` and keeps it; another scope means another session. Jobs, commands, streams and a second
scope use `acting`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import flask_sqlalchemy.session
from flask import current_app, g
from flask.globals import app_ctx
from flask_appbuilder.models.sqla.base import SQLA
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from console.base import engines
from console.base.errors import ProgrammingError
from console.base.model import Model
from console.institutions.fence import unit_of_work
from console.institutions.scope import Scope, ScopeError, Work


class _OptionSession(flask_sqlalchemy.session.Session):
    """A session whose transactions open in the mode its `info` asks for."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **kwargs: Any
    ) -> Engine | Connection:
        """Give the engine with the execution options of this session's mode."""
        found = super().get_bind(mapper, clause, bind, **kwargs)
        if isinstance(found, Connection):
            return found
        known: dict[tuple[str, str], Engine] = current_app.extensions["guichet_engines"]
        key = (self.info["mode"], self.info["kind"])
        if key in known:
            return known[key]
        made = found.execution_options(guichet_kind=key[1], **engines.options(key[0], found.dialect.name))
        # Whoever comes first decides: a session that met two engines in one transaction would open two connections.
        return known.setdefault(key, made)

    def commit(self) -> None:
        """Commit; refused inside a hook, which may only write into its savepoint."""
        self._refuse_in_hook("commit")
        super().commit()

    def rollback(self) -> None:
        """Roll back; refused inside a hook."""
        self._refuse_in_hook("roll back")
        super().rollback()

    def close(self) -> None:
        """Let the session go; refused inside a hook, which would lose what was written before it."""
        self._refuse_in_hook("close the session")
        super().close()

    def flush(self, objects: Any = None) -> None:
        """Write the rows this session holds, past the fence: the guard has looked at each of them."""
        with unit_of_work():
            super().flush(objects)

    def _refuse_in_hook(self, act: str) -> None:
        if plugin := self.info.get("hook"):
            raise ProgrammingError(f"a hook of the plugin {plugin} wants to {act}: the boundary does that")


class ConsoleSession(_OptionSession):
    """The page session, with the scope of `g.work`."""

    def __init__(self, db: SQLA, **kwargs: Any) -> None:
        work: Work = g.get("work") or Work()
        mode = engines.IMMEDIATE if work.writes else engines.READ
        super().__init__(db, info={"work": work, "mode": mode, "kind": "page"}, **kwargs)


class AccountsSession(_OptionSession):
    """The session of users and rights: unscoped, lazy."""

    def __init__(self, db: SQLA, **kwargs: Any) -> None:
        super().__init__(db, info={"work": Work(), "mode": engines.LAZY, "kind": "accounts"}, **kwargs)


def _context_id() -> int:
    return id(app_ctx._get_current_object())  # type: ignore[attr-defined]


db = SQLA(metadata=Model.metadata, session_options={"class_": ConsoleSession})
accounts: scoped_session[AccountsSession] = scoped_session(
    sessionmaker(class_=AccountsSession, db=db, expire_on_commit=False), scopefunc=_context_id
)


def enter(scope: Scope | None, *, writes: bool) -> None:
    """Give the page session of this context its scope, dropping one made too early.

    Raises `ProgrammingError` when that one already holds unsaved work.
    """
    made: Session | None = db.session.registry.registry.get(_context_id())
    if made is not None:
        flushed = made.info["work"].writes and made.in_transaction()
        if flushed or made.new or made.dirty or made.deleted:
            raise ProgrammingError("the page session holds unsaved work in another scope")
        db.session.remove()
    g.work = Work(scope, writes)


@contextmanager
def acting(scope: Scope, *, writes: bool = False) -> Iterator[Session]:
    """Work in a scope of one's own: a job, a command, a stream, or a second scope inside a request.

    Gives a page session in a pushed application context; with `writes` it is committed at the end, and rolled back
    when the block raises.
    """
    with current_app.app_context():
        g.work = Work(scope, writes)
        try:
            yield db.session()
            if writes:
                db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def scope_of(session: Session) -> Scope:
    """Give the scope a session was born with; raises `ScopeError` when it has none."""
    work: Work = session.info["work"]
    if work.scope is None:
        raise ScopeError("this session has no scope")
    return work.scope


@contextmanager
def hook_savepoint(plugin: str) -> Iterator[None]:
    """Run a plugin's hook inside a savepoint of the page session, in which `commit` and `rollback` raise."""
    session = db.session()
    with session.begin_nested():
        session.info["hook"] = plugin
        try:
            yield
        finally:
            session.info.pop("hook", None)

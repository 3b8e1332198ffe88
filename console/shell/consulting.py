"""Noting who looks at personal data: in a session of its own, committed before anything is shown."""

from __future__ import annotations

from typing import Any

from flask import g

from console.audit import service as audit
from console.institutions.scope import Scope
from console.institutions.sessions import acting, db, scope_of


def note(
    subject: str,
    *,
    act: str = "consulted",
    subject_id: object = "",
    concerning: str = "",
    institution: int | None = None,
    **facts: Any,
) -> None:
    """Note that the visitor is about to see something; whatever the page does afterwards, the line stays.

    `concerning` is the official number of the person whom it is about. A page that writes must have ended its
    transaction before: on SQLite the line would wait for it for ever, so that `NestedWrite` is raised at once.
    """
    scope = Scope((institution or scope_of(db.session()).institution,), purpose="journal")
    who, request_id = g.actor, g.request_id
    with acting(scope, writes=True) as own:
        g.actor, g.request_id = who, request_id
        audit.consulted(own, subject, act=act, subject_id=subject_id, concerning=concerning, **facts)

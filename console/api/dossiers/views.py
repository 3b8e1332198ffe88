"""What the addresses of dossiers answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, g, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.api import actors, cursors, etags
from console.api.cursors import told_day, told_moment
from console.dossiers import queries, service
from console.dossiers.matters import SUBJECT
from console.dossiers.models import CLOSED, OPEN, Dossier, DossierEntry
from console.institutions.sessions import db
from console.shell import service as shell

STATES = (OPEN, CLOSED)


def listed() -> ResponseReturnValue:
    """Give a page of dossiers."""
    asked = g.arguments
    size, after = cursors.size_of(asked), cursors.key_of(asked)
    themes = actors.theme_named(asked, actors.reader())
    state = cursors.choice_of(asked, "state", STATES, "") if "state" in asked else ""
    rows = _dossiers(db.session(), themes, state, after, size)
    page, last = cursors.cut(rows, size)
    return jsonify(items=_told(db.session(), page), next=str(last.id) if last else None)


def shown(reference: str) -> Response:
    """Give one dossier, and note that it was read."""
    dossier = _seen(reference)
    [body] = _told(db.session(), [dossier])
    shell.note(
        SUBJECT,
        subject_id=dossier.id,
        concerning=dossier.person_number,
        reference=reference,
        name=dossier.person,
    )
    return etags.answered(body, etags.of_version(reference, dossier.version))


def timeline(reference: str) -> ResponseReturnValue:
    """Give what happened in a dossier, the first line first."""
    size, after = cursors.size_of(g.arguments), cursors.key_of(g.arguments)
    dossier = _seen(reference)
    wanted = select(DossierEntry).where(DossierEntry.dossier_id == dossier.id, DossierEntry.id > after)
    rows = db.session.scalars(wanted.order_by(DossierEntry.id).limit(size + 1)).all()
    page, last = cursors.cut(rows, size)
    shell.note(
        SUBJECT,
        subject_id=dossier.id,
        concerning=dossier.person_number,
        reference=reference,
        name=dossier.person,
    )
    items = [
        {
            "at": told_moment(one.at),
            "act": one.act,
            "by": one.by,
            "message": one.message or None,
            "facts": one.facts,
        }
        for one in page
    ]
    return jsonify(items=items, next=str(last.id) if last else None)


def _seen(reference: str) -> Dossier:
    found = service.dossier_of(db.session(), reference)
    actors.seen_theme(actors.reader(), found.theme)
    return found


def _dossiers(
    session: Session, themes: Sequence[str], state: str, after: int, size: int
) -> Sequence[Dossier]:
    wanted = select(Dossier).where(Dossier.theme.in_(themes), Dossier.id > after)
    if state:
        wanted = wanted.where(Dossier.state == state)
    return session.scalars(wanted.order_by(Dossier.id).limit(size + 1)).all()


def _told(session: Session, dossiers: Sequence[Dossier]) -> list[dict[str, Any]]:
    companies = queries.companies_of(session, {one.company_id for one in dossiers})
    return [
        {
            "reference": one.reference,
            "theme": one.theme,
            "kind": one.kind,
            "subject": one.subject,
            "person": one.person,
            "person_number": one.person_number,
            "company": companies[one.company_id].number,
            "company_name": companies[one.company_id].name,
            "state": one.state,
            "valid_until": told_day(one.valid_until),
            "opened_at": told_moment(one.opened_at),
            "closed_at": told_moment(one.closed_at),
        }
        for one in dossiers
    ]

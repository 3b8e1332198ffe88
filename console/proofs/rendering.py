"""Making the PDFs of new proofs, each once: the worker takes them by claims, right after their sending is committed."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.base import clock
from console.documents import service as documents
from console.documents.pdf import NotRendered
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.jobs import claims
from console.jobs.claims import Turn
from console.jobs.worker import Line
from console.proofs.installed import Installed
from console.proofs.models import Proof, ProofClaim, ProofMark
from console.proofs.paper import render_proof

LEASE = timedelta(minutes=2)
"""Longer than a PDF may take."""
BATCH = 5
THREADS = 1
"""One of the two children that render is left to the pages."""
_AGAIN, _LATEST = timedelta(seconds=30), timedelta(hours=6)
PURPOSE = "proof"
log = logging.getLogger("guichet.proofs")


def run_batch(app: Flask, ends: Callable[[], bool] = lambda: False, *, limit: int = BATCH) -> int:
    """Make up to `limit` PDFs that are due; give how many were taken. `ends` says that the worker ends.

    What cannot be made is tried again, ever less often: the proof itself is safe, and its page says that it comes.
    """
    with app.app_context():
        turns = claims.take(accounts(), ProofClaim, LEASE, limit=limit)
        for turn in turns:
            _work(turn, ends)
    return len(turns)


def due(session: Session, limit: int) -> list[int]:
    """Give the keys of proofs without a PDF, for a queue of another product."""
    return claims.due(session, ProofClaim, limit)


def run_one(app: Flask, key: int) -> bool:
    """Make the PDF of the proof of this key if nobody does; give whether it was ours."""
    with app.app_context():
        turns = claims.take(accounts(), ProofClaim, LEASE, only=key)
        for turn in turns:
            _work(turn, lambda: False)
    return bool(turns)


def _work(turn: Turn, ends: Callable[[], bool]) -> None:
    """Make one PDF; one that fails holds up no other."""
    try:
        _again(turn, timedelta()) if ends() else _make(turn)
    except NotRendered:
        _again(turn, min(_AGAIN * 2 ** min(turn.turn, 12), _LATEST))
    except Exception:
        log.exception("proof %s failed", turn.key)


def line(app: Flask) -> Line:
    """Give the PDFs of proofs to the worker."""
    found: Installed = app.extensions["guichet_proofs"]
    return Line(run_batch, found.wake, THREADS)


def keep(session: Session, proof_id: int, pdf: bytes) -> bool:
    """Store the PDF of a proof and end its claim; give False where one is stored already, which stays.

    The number of a proof is the name of its file. The bytes are stored before the first statement of the session.
    """
    file = documents.file_away(session, pdf, f"proof-{proof_id}.pdf", "application/pdf", company_id=None)
    proof = session.scalars(select(Proof).where(Proof.id == proof_id).with_for_update()).one()
    session.execute(delete(ProofClaim).where(ProofClaim.proof_id == proof_id))
    if proof.file:
        session.delete(file)
        session.flush()
        return False
    file.name, file.company_id = f"{proof.number}.pdf", proof.company_id
    proof.file = file.reference
    digest = hashlib.sha256(pdf).hexdigest()
    session.add(ProofMark(digest=digest, institution_id=proof.institution_id, proof_id=proof.id))
    session.flush()
    return True


def _make(turn: Turn) -> None:
    """Read, render with no transaction open, store."""
    scope = Scope((turn.institution_id,), purpose=PURPOSE)
    with acting(scope) as session:
        content = session.scalars(select(Proof.content).where(Proof.id == turn.key)).one()
    pdf = render_proof(content)
    with acting(scope, writes=True) as session:
        keep(session, turn.key, pdf)


def _again(turn: Turn, after: timedelta) -> None:
    session = accounts()
    claims.change(session, ProofClaim, turn, lease_until=None, due=clock.now() + after)
    session.commit()

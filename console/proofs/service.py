"""Public functions of proofs.

Words: a *proof* says what one side sent in one sending: the company's, or a person's own, which no company's people
see. Its *content* is frozen in the sending transaction; its PDF is made once, right after, and has the same bytes ever
after. Its *number* and the digest of its content stand on it; by them, or by the PDF itself, everybody can *verify* it.
A sending that is taken back leaves its proof, marked as recalled.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from console.base import clock, ids
from console.base.errors import NotFound
from console.documents import service as documents
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.proofs.content import from_bytes
from console.proofs.installed import install, installed
from console.proofs.making import listen
from console.proofs.models import Proof, ProofClaim, ProofMark
from console.proofs.wording import moment_text

__all__ = [
    "Proof",
    "Verified",
    "hurry",
    "install",
    "listen",
    "moment_text",
    "pdf_of",
    "proof_of",
    "verified_file",
    "verified_number",
]

LEAST_DIGEST = 16
"""So many signs of a digest are enough for who types it: 64 bits, which nobody meets by trying."""
_BLOCK = 1 << 16


@dataclass(frozen=True)
class Verified:
    """What a stranger learns of a genuine proof."""

    institution: str
    made_at: datetime
    zone: str
    """The institution's, in which the moment is shown."""
    recalled_at: datetime | None


def proof_of(session: Session, message_reference: str, *, delegation: int | None = None) -> Proof | None:
    """Give the newest proof of what the company sent of a message, or of what a person sent through a delegation.

    The session's scope decides: that of a company's people shows no person's proof. Whoever calls has looked at how
    much of the message is for the reader.
    """
    found: Proof | None = session.scalar(
        select(Proof)
        .where(Proof.message == message_reference, Proof.delegation_id == delegation)
        .order_by(Proof.id.desc())
        .limit(1)
    )
    return found


def pdf_of(session: Session, message_reference: str, *, delegation: int | None = None) -> bytes | None:
    """Give the PDF of a proof; `None` while it is being made.

    Raises `NotFound` where nothing was sent, and `Unavailable` when the disk lost it.
    """
    proof = proof_of(session, message_reference, delegation=delegation)
    if proof is None:
        raise NotFound(_l("There is no proof of this message: nothing of it was sent."))
    if not proof.file:
        return None
    with documents.content_of(documents.find(session, proof.file)) as stored:
        return stored.read()


def hurry(proof: Proof) -> None:
    """Let the PDF be made now that somebody waits for it: noted beside the page, which may only read."""
    session = accounts()
    due = (ProofClaim.proof_id == proof.id, ProofClaim.due > clock.now())
    if session.scalar(select(ProofClaim.proof_id).where(*due)) is not None:
        session.execute(update(ProofClaim).where(*due).values(due=clock.now()))
        session.commit()
        installed().wake.set()


def verified_number(number: str, digest: str) -> Verified | None:
    """Give what is known of a proof by its number and its digest, or the first signs of that; `None` for a wrong one.

    Needs no scope, and leaves that of the page alone.
    """
    typed = "".join(digest.split()).lower()
    if not LEAST_DIGEST <= len(typed) <= 64:
        return None
    return _verified(ids.digest(_spelt(number)), typed)


def verified_file(stream: BinaryIO) -> Verified | None:
    """Give what is known of a proof by its PDF; `None` when one byte of it differs. The file is never opened."""
    made = hashlib.sha256()
    while block := stream.read(_BLOCK):
        made.update(block)
    return _verified(made.hexdigest(), "")


def _verified(mark: str, digest: str) -> Verified | None:
    found = accounts().get(ProofMark, mark)
    if found is None:
        return None
    institution, key = found.institution_id, found.proof_id
    with acting(Scope((institution,), purpose="verify")) as session:
        proof = session.get_one(Proof, key)
        if not hmac.compare_digest(proof.digest[: len(digest)].encode(), digest.encode()):
            return None
        content = from_bytes(proof.content)
        return Verified(content.institution, proof.made_at, content.zone, proof.recalled_at)


def _spelt(number: str) -> str:
    """Give a typed number as it stands on the paper: capitals in three groups of four."""
    signs = "".join(sign for sign in number.upper() if sign.isalnum())
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))

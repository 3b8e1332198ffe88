"""The terms of an institution that a company's administrator accepts before anyone of the company works.

Functions take the session to write with, which also takes the line for the journal, and never commit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Integer, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from console.audit.service import record
from console.base import clock
from console.base.errors import BadArgument, Conflict
from console.base.model import Model, UtcMoment
from console.institutions.models import Institution

LONGEST = 50_000
"""Signs of the terms in one language."""


class Terms(Model):
    """One published version in all languages of the institution; never changed, followed by the next version."""

    __tablename__ = "account_terms"

    institution_id: Mapped[int] = mapped_column(ForeignKey("inst_institution.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    texts: Mapped[dict[str, str]] = mapped_column(JSON, nullable=False)
    """By language code."""
    digests: Mapped[dict[str, str]] = mapped_column(JSON, nullable=False)
    """SHA-256 of each text, by language code."""
    published_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    published_by: Mapped[str] = mapped_column(String(130), nullable=False)


class TermsAcceptance(Model):
    """A company accepted a version: by whom, when, in which language."""

    __tablename__ = "account_terms_acceptance"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    institution_id: Mapped[int] = mapped_column(Integer, nullable=False)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    version: Mapped[int] = mapped_column(Integer, nullable=False)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(130), nullable=False)
    language: Mapped[str] = mapped_column(String(2), nullable=False)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    """Of the text that was shown."""
    address: Mapped[str] = mapped_column(String(45), nullable=False, default="")
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "company_id", "version"),
        ForeignKeyConstraint(
            ["institution_id", "version"], ["account_terms.institution_id", "account_terms.version"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
    )


@dataclass(frozen=True)
class Accepter:
    """Who accepts for a company: the person, in which language she read, and from where."""

    user_id: int
    name: str
    language: str
    address: str


def in_force(session: Session, institution: int) -> Terms | None:
    """Give the terms in force: the latest version; nothing where none was published."""
    return session.scalars(
        select(Terms).where(Terms.institution_id == institution).order_by(Terms.version.desc()).limit(1)
    ).first()


def versions(session: Session, institution: int) -> list[tuple[Terms, int]]:
    """Give every version, the latest first, with how many companies accepted it."""
    accepted = (
        select(func.count(TermsAcceptance.id))
        .where(
            TermsAcceptance.institution_id == Terms.institution_id, TermsAcceptance.version == Terms.version
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(Terms, accepted).where(Terms.institution_id == institution).order_by(Terms.version.desc())
    )
    return [(terms, count) for terms, count in rows]


def acceptance(session: Session, institution: int, company: int, version: int) -> TermsAcceptance | None:
    """Give the line by which a company accepted a version; nothing when it has not."""
    return session.scalars(
        select(TermsAcceptance).where(
            TermsAcceptance.institution_id == institution,
            TermsAcceptance.company_id == company,
            TermsAcceptance.version == version,
        )
    ).first()


def check(texts: Mapping[str, str], languages: Sequence[str], before: Terms | None) -> dict[str, str]:
    """Give the texts as they will stand, one for each language; raises `BadArgument` that names the language."""
    sound = {code: texts.get(code, "").replace("\r\n", "\n").strip() for code in languages}
    for code, text in sound.items():
        if not text:
            raise BadArgument(_l("Enter the text in this language too."), place=code)
        if len(text) > LONGEST:
            raise BadArgument(
                _l("Shorten this text: at most %(longest)s characters.", longest=LONGEST), place=code
            )
    if before is not None and before.texts == sound:
        raise BadArgument(
            _l("This is word for word the version in force. Change the text first."), place=languages[0]
        )
    return sound


def publish(
    session: Session, institution: int, texts: Mapping[str, str], languages: Sequence[str], *, by: str
) -> Terms:
    """Publish the next version, which every company is asked to accept; raises `BadArgument` for a faulty text.

    Two who publish at once are taken one after the other.
    """
    session.scalars(
        select(Institution.id).where(Institution.id == institution).with_for_update(key_share=True)
    ).one()
    before = in_force(session, institution)
    sound = check(texts, languages, before)
    terms = Terms(
        institution_id=institution,
        version=before.version + 1 if before else 1,
        texts=sound,
        digests={code: _digest(text) for code, text in sound.items()},
        published_at=clock.now(),
        published_by=by,
    )
    session.add(terms)
    session.flush()
    record(
        session,
        "console.terms.published",
        subject="console.terms",
        subject_id=terms.version,
        version=terms.version,
        digests=dict(terms.digests),
    )
    return terms


def accept(
    session: Session, institution: int, company: tuple[int, str], version: int, who: Accepter
) -> TermsAcceptance:
    """Note that a company accepts the version in force, in the language in which it was read.

    Accepting twice gives the first line. Raises `Conflict` when another version is in force by now.
    """
    # Who accepts at the same moment as a colleague waits here, and then finds that line.
    session.scalars(
        select(Institution.id).where(Institution.id == institution).with_for_update(key_share=True)
    ).one()
    terms = in_force(session, institution)
    if terms is None or terms.version != version or who.language not in terms.texts:
        raise Conflict(_l("A new version was published meanwhile. Read it, then accept it."))
    if (found := acceptance(session, institution, company[0], version)) is not None:
        return found
    made = TermsAcceptance(
        institution_id=institution,
        company_id=company[0],
        version=version,
        user_id=who.user_id,
        name=who.name,
        language=who.language,
        digest=terms.digests[who.language],
        address=who.address[:45],
        at=clock.now(),
    )
    session.add(made)
    session.flush()
    record(
        session,
        "console.terms.accepted",
        subject="console.terms",
        subject_id=version,
        version=version,
        company=company[1],
        language=who.language,
        digest=made.digest,
    )
    return made


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

"""Keeping information: pages, leaflets and outage notices with their texts, and contacts.

Words: a page is *published* when its audience may read it, *withdrawn* when not any more. Functions work in the
institution of the session's scope, write the journal and never commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete as delete_rows
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.base.errors import BadArgument, Conflict, NotFound
from console.base.folding import fold
from console.documents import service as documents
from console.documents.models import StoredFile
from console.information.models import ALL, LEAFLET, OUTAGE, ContactPoint, InfoPage, InfoText
from console.information.queries import Said
from console.institutions.models import Institution
from console.institutions.sessions import scope_of

SUBJECT = "console.information"
RESERVED = frozenset({"contact", "manage"})
"""Words that addresses use for something else."""


@dataclass(frozen=True)
class Wanted:
    """What an administrator wants a page to be; `texts` by language, those left out are taken away."""

    kind: str
    texts: Mapping[str, Said]
    theme: str = ""
    audience: str = ALL
    position: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    at_sign_in: bool = False


@dataclass(frozen=True)
class WantedContact:
    """How the institution wants to be reached; `hours` by language."""

    phone: str = ""
    email: str = ""
    hours: Mapping[str, str] = field(default_factory=dict)


def page_of(session: Session, key: int, *, lock: bool = False) -> InfoPage:
    """Give a page by its key; raises `NotFound`."""
    wanted = select(InfoPage).where(InfoPage.id == key)
    found: InfoPage | None = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found


def add(session: Session, wanted: Wanted) -> InfoPage:
    """Add a page, which nobody reads before it is published. Raises `BadArgument` as `change` does."""
    _check(wanted)
    row = InfoPage(slug=_free_slug(session, _name(wanted)), kind=wanted.kind, published=False)
    _fill(row, wanted)
    session.add(row)
    session.flush()
    _keep_texts(session, row, wanted.texts)
    _record(session, "added", row, _name(wanted))
    return row


def change(session: Session, row: InfoPage, wanted: Wanted) -> None:
    """Change a page and its texts.

    Raises `BadArgument` with its place: no text at all, a leaflet without its PDF, an outage that ends too early.
    """
    _check(wanted)
    _fill(row, wanted)
    changes = audit.changes_of(row, skip=frozenset({"version", "institution_id", "changed_at"}))
    session.flush()
    if changes:
        _record(session, "changed", row, _name(wanted), changes=changes)
    for language, pairs in _keep_texts(session, row, wanted.texts).items():
        _record(session, "text_changed", row, _name(wanted), language=language, changes=pairs)
    _tell_every_process(session, row)


def publish(session: Session, row: InfoPage, published: bool, *, name: str) -> None:
    """Let its audience read a page, or take it back; `name` is its title for the journal.

    Raises `Conflict` for an outage that is over: nobody would ever see it.
    """
    if published and row.ends_at is not None and row.ends_at <= clock.now():
        raise Conflict(_l("This outage is over. Set its end again before you publish it."))
    if row.published == published:
        return
    row.published, row.changed_at = published, clock.now()
    session.flush()
    _record(session, "published" if published else "withdrawn", row, name)
    _tell_every_process(session, row)


def delete(session: Session, row: InfoPage, *, name: str) -> None:
    """Delete a page with its texts; the PDFs go with the next sweep of files."""
    rows = session.scalars(select(InfoText).where(InfoText.page_id == row.id)).all()
    _let_go(session, {one.file_reference for one in rows if one.file_reference})
    session.execute(delete_rows(InfoText).where(InfoText.page_id == row.id))
    _tell_every_process(session, row)
    _record(session, "deleted", row, name)
    session.delete(row)
    session.flush()


def contacts(session: Session) -> Sequence[ContactPoint]:
    """Give all contacts that are entered."""
    return session.scalars(select(ContactPoint)).all()


def contact_of(session: Session, theme: str, *, lock: bool = False) -> ContactPoint | None:
    """Give what is entered for a theme, or in general (`theme` is empty)."""
    wanted = select(ContactPoint).where(ContactPoint.theme == theme)
    found: ContactPoint | None = session.scalar(wanted.with_for_update() if lock else wanted)
    return found


def keep_contact(session: Session, theme: str, wanted: WantedContact, *, name: str) -> None:
    """Enter how the institution is reached for a theme; `name` is its title for the journal."""
    row = contact_of(session, theme, lock=True)
    if row is None:
        row = ContactPoint(theme=theme, phone="", email="", hours={})
        session.add(row)
        session.flush()
    hours = {language: text for language, text in wanted.hours.items() if text}
    changes = {
        key: [before, after]
        for key, before, after in (("phone", row.phone, wanted.phone), ("email", row.email, wanted.email))
        if before != after
    }
    if row.hours != hours:
        changes["hours"] = [" / ".join(row.hours.values()), " / ".join(hours.values())]
    row.phone, row.email, row.hours = wanted.phone, wanted.email, hours
    session.flush()
    if changes:
        audit.record(
            session,
            f"{SUBJECT}.contact_changed",
            subject=SUBJECT,
            subject_id=theme,
            name=name,
            changes=changes,
        )


def _check(wanted: Wanted) -> None:
    if not wanted.texts:
        raise BadArgument(_l("Write it in one language at least."), place="texts")
    for said in wanted.texts.values():
        if wanted.kind == LEAFLET and said.file is None:
            raise BadArgument(_l("Add the PDF."), place=f"file_{said.language}")
    if wanted.kind != OUTAGE:
        return
    if wanted.starts_at is None or wanted.ends_at is None or wanted.ends_at <= wanted.starts_at:
        raise BadArgument(_l("The end comes after the beginning."), place="ends_at")


def _fill(row: InfoPage, wanted: Wanted) -> None:
    for name in ("theme", "audience", "position", "starts_at", "ends_at", "at_sign_in"):
        if getattr(row, name) != getattr(wanted, name):
            setattr(row, name, getattr(wanted, name))
    row.changed_at = clock.now()  # a change of a text alone makes a stale page refuse too


def _keep_texts(
    session: Session, page: InfoPage, texts: Mapping[str, Said]
) -> dict[str, dict[str, list[Any]]]:
    """Store the texts of a page; gives what changed by language. PDFs that nothing names any more are let go."""
    kept = {row.language: row for row in session.scalars(select(InfoText).where(InfoText.page_id == page.id))}
    before = {row.file_reference for row in kept.values() if row.file_reference}
    changed: dict[str, dict[str, list[Any]]] = {}
    for language, said in texts.items():
        row = kept.pop(language, None) or InfoText(page_id=page.id, language=language, title="", text="")
        row.title, row.text, row.file_reference = said.title, said.text, said.file
        session.add(row)
        pairs = audit.changes_of(row, skip=frozenset({"institution_id", "page_id", "language"}))
        if pairs:
            changed[language] = pairs
    for language, row in kept.items():
        changed[language] = {"title": [row.title, None], "text": [row.text, None]}
        session.delete(row)
    session.flush()
    after = {said.file for said in texts.values() if said.file}
    documents.claim(session, sorted(after))
    _let_go(session, before - after)
    return changed


def _let_go(session: Session, references: set[str]) -> None:
    """Leave files to the sweep, which takes what nobody claims."""
    for file in session.scalars(select(StoredFile).where(StoredFile.reference.in_(references))):
        file.claimed_at = None


def _tell_every_process(session: Session, row: InfoPage) -> None:
    """Count a change of an outage notice: every page reads the count with its institution, and the notices anew."""
    if row.kind == OUTAGE:
        session.execute(
            update(Institution)
            .where(Institution.id == scope_of(session).institution)
            .values(outages_version=Institution.outages_version + 1),
            execution_options={"synchronize_session": False},
        )


def _free_slug(session: Session, title: str) -> str:
    """Give an address that no other page has, made from a title."""
    base = fold(title).replace(" ", "-")[:50].strip("-") or "page"
    taken = set(session.scalars(select(InfoPage.slug).where(InfoPage.slug.startswith(base)))) | RESERVED
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _name(wanted: Wanted) -> str:
    return next(iter(wanted.texts.values())).title


def _record(session: Session, act: str, row: InfoPage, name: str, **facts: Any) -> None:
    audit.record(session, f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=row.id, name=name, **facts)

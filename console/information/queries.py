"""Reading information: what a side may read, in the language that suits the reader best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.information.models import ALL, COMPANIES, OUTAGE, STAFF, ContactPoint, InfoPage, InfoText


@dataclass(frozen=True)
class Said:
    """The text in one language; `file` is the reference of a leaflet's PDF."""

    language: str
    title: str
    text: str
    file: str | None = None


@dataclass(frozen=True)
class Reading:
    """A page with its texts by language."""

    page: InfoPage
    texts: Mapping[str, Said]


@dataclass(frozen=True)
class Outage:
    """A published outage notice, as every process keeps it."""

    audience: str
    starts: datetime
    ends: datetime
    at_sign_in: bool
    texts: Mapping[str, Said]

    def lasts(self, moment: datetime) -> bool:
        """Say whether its banner is shown at a moment; its last moment belongs to it no more."""
        return self.starts <= moment < self.ends


@dataclass(frozen=True)
class Reached:
    """How the institution is reached; what is empty nobody entered."""

    phone: str = ""
    email: str = ""
    hours: str = ""


def reads(audience: str, *, for_company: bool) -> bool:
    """Say whether a page for this audience is for a company's people, or for the institution's staff."""
    return audience in (ALL, COMPANIES if for_company else STAFF)


def in_best_language(texts: Mapping[str, Said], wanted: str, spoken: Sequence[str]) -> Said | None:
    """Give the text for a reader: in her language, else in the institution's, in the order it prefers them."""
    order = (wanted, *spoken, *sorted(texts))
    return next((texts[language] for language in order if language in texts), None)


def readable(session: Session, *, for_company: bool) -> list[Reading]:
    """Give the published pages and leaflets of a side, in their order: two statements."""
    rows = session.scalars(
        select(InfoPage)
        .where(InfoPage.published, InfoPage.kind != OUTAGE)
        .order_by(InfoPage.position, InfoPage.id)
    ).all()
    return with_texts(session, [row for row in rows if reads(row.audience, for_company=for_company)])


def readable_one(session: Session, slug: str, *, for_company: bool) -> Reading | None:
    """Give one published page or leaflet of a side by its address."""
    row = session.scalar(
        select(InfoPage).where(InfoPage.slug == slug, InfoPage.published, InfoPage.kind != OUTAGE)
    )
    if row is None or not reads(row.audience, for_company=for_company):
        return None
    return with_texts(session, [row])[0]


def every(session: Session) -> list[Reading]:
    """Give everything that is kept, published or not, in its order."""
    order = (InfoPage.kind, InfoPage.theme, InfoPage.position, InfoPage.id)
    return with_texts(session, session.scalars(select(InfoPage).order_by(*order)).all())


def with_texts(session: Session, pages: Sequence[InfoPage]) -> list[Reading]:
    """Give pages with their texts: one statement for all."""
    found: dict[int, dict[str, Said]] = defaultdict(dict)
    if pages:
        wanted = select(InfoText).where(InfoText.page_id.in_([page.id for page in pages]))
        for row in session.scalars(wanted):
            found[row.page_id][row.language] = Said(row.language, row.title, row.text, row.file_reference)
    return [Reading(page, found[page.id]) for page in pages]


def outages(session: Session, moment: datetime) -> tuple[Outage, ...]:
    """Give the published outage notices that are not over at a moment."""
    rows = session.scalars(
        select(InfoPage)
        .where(InfoPage.published, InfoPage.kind == OUTAGE, InfoPage.ends_at > moment)
        .order_by(InfoPage.starts_at, InfoPage.id)
    ).all()
    return tuple(
        Outage(page.audience, page.starts_at, page.ends_at, page.at_sign_in, one.texts)
        for one in with_texts(session, rows)
        if (page := one.page).starts_at is not None and page.ends_at is not None
    )


def reached(
    session: Session,
    institutions: Collection[int],
    theme: str,
    language: str,
    spoken: Mapping[int, Sequence[str]],
) -> dict[int, Reached]:
    """Give how each institution is reached for a theme; what is not entered for it, as in general: one statement."""
    rows = session.scalars(
        select(ContactPoint).where(
            ContactPoint.institution_id.in_(list(institutions)), ContactPoint.theme.in_({"", theme})
        )
    )
    found: dict[int, dict[str, ContactPoint]] = defaultdict(dict)
    for row in rows:
        found[row.institution_id][row.theme] = row
    return {
        key: _merged([points[one] for one in (theme, "") if one in points], (language, *spoken.get(key, ())))
        for key, points in found.items()
    }


def _merged(points: Sequence[ContactPoint], order: Sequence[str]) -> Reached:
    """Give the first value of each kind; hours in the first language that has some, before the next point."""
    spoken = (one.hours.get(language, "") for one in points for language in (*order, *sorted(one.hours)))
    return Reached(
        next((one.phone for one in points if one.phone), ""),
        next((one.email for one in points if one.email), ""),
        next((hours for hours in spoken if hours), ""),
    )

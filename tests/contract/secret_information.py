"""What an institution tells its people, in every text a secret word where it is not theirs to read."""

from __future__ import annotations

from sqlalchemy.orm import Session

from console.base import clock
from console.information.models import ContactPoint, InfoPage, InfoText
from tests.contract.secret_mail import THEME


def plant_information(session: Session, numbers: tuple[int, ...], word: str) -> None:
    """Make a published leaflet with a text, and a contact."""
    page = InfoPage(
        id=numbers[3],
        slug=slug_of(numbers),
        kind="leaflet",
        theme=THEME,
        published=True,
        changed_at=clock.now(),
    )
    session.add(page)
    session.flush()
    text = InfoText(page_id=page.id, language="de", title=word, text=word)
    session.add_all(
        [text, ContactPoint(theme=f"ch_fund.t{numbers[0]}", phone=word, email=word, hours={"de": word})]
    )
    session.flush()


def slug_of(numbers: tuple[int, ...]) -> str:
    """Give the address of the planted leaflet."""
    return f"planted-{numbers[0]}"

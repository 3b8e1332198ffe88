"""Two accounts of the gateway, with establishments that they declare for, and profiles for a colleague."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum import luhn

from console.accounts.models import Membership, ThemeRight, User
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.parties.models import Company
from plugins.fr_dsn.portfolio.models import Establishment, Profile, ProfileEstablishment, ProfilePerson
from tests.support.house import House, post

GATEWAY = "Hexalia"
ADMINISTRATOR, COLLEAGUE, OTHER, STAFF = "agnes", "bruno", "denise", "camille"
"""Of the account C-100; of C-100 without any profile; of the account C-200; of the institution."""
LIST = "/fr_dsn/establishment/list/"


def give_themes(house: House, *themes: str) -> None:
    """Give everybody of the gateway full rights in themes, or in that of stoppages."""
    with house.app.app_context():
        store = accounts()
        asked = select(Membership.id).where(Membership.institution_id == house.institution(GATEWAY))
        for key in store.scalars(asked).all():
            for theme in themes or ("stoppages",):
                known = select(ThemeRight).where(ThemeRight.membership_id == key, ThemeRight.theme == theme)
                if store.scalars(known).first() is None:
                    right = {"plugin": "fr_dsn", "theme": theme, "level": Level.SEND}
                    store.add(ThemeRight(membership_id=key, **right))
        store.commit()


def siret(n: int) -> str:
    """Give an invented SIRET with a right key."""
    body = f"99900004500{n:02d}" if n < 100 else f"999{n:010d}"
    return body + luhn.calc_check_digit(body)


def account(session: Session, number: str = "C-100") -> int:
    """Give the key of an account."""
    return session.scalars(select(Company.id).where(Company.number == number)).one()


def plant(house: House, n: int, number: str = "C-100", **more: Any) -> int:
    """Add an establishment, and give its key."""
    values = {"name": f"Site {n}", "due_day": "15", "expected_from": date(2025, 1, 1), **more}
    with house.writing(GATEWAY) as session:
        row = Establishment(company_id=account(session, number), siret=siret(n), **values)
        session.add(row)
        session.flush()
        return row.id


def entrust(house: House, *establishments: int, user: str = COLLEAGUE, **duties: bool) -> int:
    """Give a person of C-100 a profile over some establishments, or with `covers_all` over every one."""
    with house.app.app_context():
        key = accounts().scalars(select(User.id).where(User.username == user)).one()
    with house.writing(GATEWAY) as session:
        company = account(session)
        profile = Profile(company_id=company, name=f"Profil {len(establishments)} {duties}"[:80], **duties)
        session.add(profile)
        session.flush()
        common = {"company_id": company, "profile_id": profile.id}
        session.add(ProfilePerson(**common, user_id=key, user_name=user))
        session.add_all(ProfileEstablishment(**common, establishment_id=one) for one in establishments)
        return profile.id


def row_of(house: House, n: int, number: str = "C-100") -> Establishment:
    """Give an establishment, detached."""
    with house.reading(GATEWAY) as session:
        asked = select(Establishment).where(
            Establishment.siret == siret(n), Establishment.company_id == account(session, number)
        )
        found = session.scalars(asked).one()
        session.expunge(found)
        return found


def add(browser: FlaskClient, n: int, **more: str) -> Any:
    """Send the form of a new establishment."""
    values = {"siret": siret(n), "name": f"Site {n}", "due_day": "5", "partner": "", **more}
    return post(browser, "/fr_dsn/establishment/add", values)


def text(browser: FlaskClient, path: str) -> str:
    """Give a page as text."""
    return str(browser.get(path).get_data(as_text=True))

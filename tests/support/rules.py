"""What tests about coming in share: an institution's rules set, a factor passed, terms published."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from console.accounts import terms
from console.accounts.models import SignIn
from console.accounts.policies import AccessPolicy, Asked
from console.institutions.sessions import accounts
from tests.support.house import House

NEW_TERMS = {"fr": "Nouvelles conditions.", "de": "Neue Bedingungen."}


def ask_for(house: House, asked: Asked, short_name: str = "CC Léman", **changed: Any) -> None:
    """Let an institution ask for this beside the password; other rules by their column."""
    key = house.institution(short_name)
    with house.app.app_context():
        row = accounts().get_one(AccessPolicy, key)
        row.factor = asked.value
        for name, value in changed.items():
            setattr(row, name, value)
        accounts.commit()


def pass_factor(house: House, username: str) -> None:
    """Let every sign-in of a person count as one with a second factor."""
    user = house.membership(username).user_id
    with house.app.app_context():
        accounts().execute(update(SignIn).where(SignIn.user_id == user).values(factor="totp"))
        accounts.commit()


def publish_terms(house: House, texts: dict[str, str] | None = None) -> int:
    """Publish the next terms of the first fund; gives their version."""
    with house.writing() as session:
        fund = house.institution("CC Léman")
        return terms.publish(session, fund, texts or NEW_TERMS, ("fr", "de"), by="Claire Favre").version

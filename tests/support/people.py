"""What tests about users and rights share: a new person, and the forms of a membership."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts.models import Membership, User
from console.audit.models import AuditEntry
from console.institutions.sessions import accounts
from plugins.ch_fund.plugin import register_themes
from tests.support.house import House, post

EMPLOYEES, MEMBERS = "level-ch_fund-employees", "level-ch_fund-membership"
NO_ACCESS = {f"level-ch_fund-{theme.key}": "0" for theme in register_themes()}
ANNA = {
    **NO_ACCESS,
    "first_name": "Anna",
    "last_name": "Muster",
    "email": "anna.muster@firma.example",
    "username": "anna",
    "language": "de",
    "company": "",
    "roles": ["case_worker"],
    EMPLOYEES: "2",
}


def key_of(house: House, username: str) -> int:
    return house.membership(username).id


def rights(house: House, username: str, **changed: Any) -> dict[str, Any]:
    """Give what the form of a membership posts, with some of it changed."""
    with house.app.app_context():
        row = accounts().get_one(Membership, key_of(house, username))
        posted: dict[str, Any] = {**NO_ACCESS, "version": str(row.version)}
        posted |= {f"level-{r.plugin}-{r.theme}": str(r.level) for r in row.theme_rights}
        posted["roles"] = [role.name for role in row.roles]
        posted |= {"active": "y"} if row.active else {}
    posted |= changed
    return {name: value for name, value in posted.items() if value is not None}


def edit(house: House, browser: FlaskClient, username: str, **changed: Any) -> Any:
    return post(browser, f"/users/{key_of(house, username)}/edit", rights(house, username, **changed))


def petra_in_leman(house: House) -> int:
    """Give the mandate of the trustee for the joinery of the first fund."""
    with house.app.app_context():
        return (
            accounts()
            .scalars(
                select(Membership.id)
                .join(User)
                .where(User.username == "petra", Membership.company_name.like("Menuiserie%"))
            )
            .one()
        )


def link_in(page: str) -> str:
    found = re.search(r"/password/[\w-]+", page)
    assert found is not None
    return found.group()


def journal(house: House, action: str) -> list[dict[str, Any]]:
    with house.reading() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id))
        return [row.facts for row in rows]

"""The desk of the demonstration: what Luca's company has sent, and a second case worker beside Marc."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select, update

from console.accounts import service as people
from console.accounts.models import User
from console.base import clock
from console.desk import keeping
from console.desk.keeping import Option
from console.forms import service as forms
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.mailbox import service
from console.mailbox.models import Message
from console.mailbox.service import Actor, Opening, Role
from console.parties.models import Company
from tests.support.house import House, post
from tests.support.mailbox import ACCOUNTING, ALLOWANCES, REVISION, TRAINING, sending

OTHER = "ch_fund.other"
LEVELS = dict.fromkeys((ALLOWANCES, ACCOUNTING, OTHER), Level.SEND)


@dataclass
class Desk:
    """The house of the demonstration with three people at the desk: Claire, Marc and Anna."""

    house: House
    institution: int
    companies: dict[str, int]

    def key(self, username: str) -> int:
        """Give the user with this name."""
        with self.house.app.app_context():
            return int(accounts().scalars(select(User.id).where(User.username == username)).one())

    def staff(self, username: str) -> Actor:
        """Give one of the staff as the mailbox knows her."""
        return Actor(Role.FUND, self.institution, themes=LEVELS, user_id=self.key(username), name=username)

    def user(self, company: str = "41002") -> Actor:
        """Give a user of a company, Luca's unless said otherwise."""
        return Actor(
            Role.USER,
            self.institution,
            self.companies[company],
            LEVELS,
            user_id=self.key("luca"),
            name="Luca",
        )

    def sent(self, subject: str, company: str = "41002", theme: str = ALLOWANCES, **more: Any) -> str:
        """Let a company send a message; gives its reference. `days` says how long ago."""
        days = more.pop("days", 0)
        opening = Opening(self.companies[company], theme, TRAINING, subject, **more)
        with self.house.writing() as session:
            message = service.send_new(session, self.user(company), opening, sending(subject))
            reference = str(message.reference)
        if days:
            self.wait(reference, days)
        return reference

    def wait(self, reference: str, days: int) -> None:
        """Let a message have been received so many days ago."""
        with self.house.writing() as session:
            session.execute(
                update(Message)
                .where(Message.reference == reference)
                .values(desk_at=clock.now() - timedelta(days=days))
            )

    def message(self, reference: str) -> Message:
        """Give a message as stored, detached."""
        with self.house.reading() as session:
            found = session.scalars(select(Message).where(Message.reference == reference)).one()
            session.expunge(found)
            return found

    def do(self, username: str, reference: str, act: str, follow: bool = False, **typed: Any) -> Any:
        """Do an act on a message through its page."""
        browser = self.house.browser(username)
        return self.post(browser, f"/desk/message/{reference}/{act}", follow=follow, **typed)

    def post(self, browser: FlaskClient, path: str, follow: bool = False, **typed: Any) -> Any:
        """Post a form of the desk with a one-time key of its own."""
        typed.setdefault("once", f"key-{datetime.now().timestamp()}")
        return post(browser, path, typed, follow_redirects=follow)

    def set_up(self, theme: str, option: Option) -> None:
        """Set up how a theme is worked in."""
        with self.house.writing() as session:
            keeping.set_option(session, theme, theme, option)


def desk_of(house: House) -> Desk:
    """Add Anna to the staff and give the desk."""
    institution = house.institution("CC Léman")
    with house.app.test_request_context():
        person = people.Person("anna", "Anna", "Muster", "anna@guichet.example", "de")
        user = people.create_user(accounts(), person)
        rights = {tuple(theme.split(".")): Level.SEND for theme in LEVELS}
        people.join(accounts(), user, institution, roles=("case_worker",), rights=rights)  # type: ignore[arg-type]
        accounts().commit()
    with house.writing() as session:
        forms.keep_revision(session, REVISION)
        rows = session.scalars(select(Company))
        companies = {row.number: row.id for row in rows}
    return Desk(house, institution, companies)

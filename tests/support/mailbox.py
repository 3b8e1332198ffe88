"""The people of the mailbox, a small form, and acts on messages as pages would do them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from console.forms import service as forms
from console.forms.declarations import Form, Section
from console.forms.fields import Text
from console.forms.revisions import Revision, publish
from console.hooks.declarations import Level
from console.institutions.scope import Scope
from console.mailbox import queries, service
from console.mailbox.moving import stored
from console.mailbox.service import Actor, Content, Opening, Person, Role, Sending, State
from console.parties.models import Company
from tests.support.house import House, acting_in

ALLOWANCES, ACCOUNTING = "ch_fund.family_allowances", "ch_fund.accounting"
TRAINING, INSTALMENTS = "ch_fund.training_confirmation", "ch_fund.instalment_request"
FORM = Form(
    key="ch_fund.answer",
    title="Answer",
    theme="family_allowances",
    sections=(Section("answer", "Answer", (Text("text", "Text"),)),),
)
REVISION: Revision = publish(FORM, [], lambda _, text: text)
IN_TWO_PARTS: Revision = publish(
    Form(
        key="ch_fund.application",
        title="Application",
        theme="family_allowances",
        delegable=True,
        sections=(
            Section("employer", "Employer", (Text("text", "Text"),)),
            Section("person", "Person", (Text("private", "Text"),), private=True),
        ),
    ),
    [],
    lambda _, text: text,
)
ALINE = Person(
    "aline.exemple@example.org", "Aline Exemple", "7561234567897", "Rita Hartmann", date(2026, 3, 2)
)


def content(text: str = "halb", language: str = "de") -> Content:
    """Give what somebody typed."""
    return Content(REVISION, {"text": text}, language)


def sending(key: str, text: str = "ganz") -> Sending:
    """Give what somebody sends."""
    return Sending(content(text), {"text": text}, key)


def opening(company: int, theme: str = ALLOWANCES, type_: str = TRAINING, **more: Any) -> Opening:
    """Give the heading of a training confirmation, or of another message."""
    return Opening(company, theme, type_, **{"subject": "Ausbildung von Lea", "delegable": True, **more})


@dataclass
class Mailbox:
    """A house with two companies of its own in one institution."""

    house: House
    institution: int
    atelier: int
    other: int
    everything: dict[str, Level] = field(
        default_factory=lambda: {ALLOWANCES: Level.SEND, ACCOUNTING: Level.SEND}
    )

    @property
    def fund(self) -> Actor:
        """Give a case worker with all themes."""
        return Actor(
            Role.FUND, self.institution, themes=self.everything, user_id=1, name="Marc Favre", language="fr"
        )

    def user(self, company: int | None = None, *themes: str, name: str = "Rita Hartmann") -> Actor:
        """Give a company's user, of the workshop with both themes unless said otherwise."""
        levels = dict.fromkeys(themes or self.everything, Level.SEND)
        return Actor(Role.USER, self.institution, company or self.atelier, levels, user_id=2, name=name)

    def person(self, delegation: int) -> Actor:
        """Give a person who came through a delegation."""
        return Actor(Role.PERSON, self.institution, delegation=delegation, name="Aline Exemple")

    @contextmanager
    def acting(self, actor: Actor, *, writes: bool = True) -> Iterator[Session]:
        """Give a session as the actor's page has it: a company's people see their company only."""
        companies = None if actor.company is None else (actor.company,)
        with acting_in(
            self.house.app, Scope((self.institution,), companies, "test"), writes=writes
        ) as session:
            yield session

    def do(self, actor: Actor, act: Any, *args: Any, **more: Any) -> Any:
        """Do one act in a transaction of its own and give the reference of the message it gives, or what it gives."""
        with self.acting(actor) as session:
            found = act(session, actor, *args, **more)
            return getattr(found, "reference", found)

    def ask(self, **more: Any) -> str:
        """Send a request of the fund to the workshop."""
        return str(self.do(self.fund, service.request, opening(self.atelier, **more)))

    def delegated(self, **more: Any) -> tuple[str, int, str]:
        """Send a request and hand it to a person; gives its reference, the delegation and the link's secret."""
        reference = self.ask(**more)
        with self.acting(self.user()) as session:
            issued = service.delegate(session, self.user(), reference, ALINE)
            return reference, issued.delegation.id, issued.token

    def state(self, reference: str) -> State:
        """Give the state of a message, whoever asks."""
        with self.acting(self.fund, writes=False) as session:
            return State(stored(session, reference).state)

    def folders(self, actor: Actor) -> dict[str, int]:
        """Give how many messages lie in each folder, as the counters say; empty folders are left out."""
        found: dict[str, int] = {}
        with self.acting(actor, writes=False) as session:
            for count in queries.counts(session, actor):
                found[count.folder] = found.get(count.folder, 0) + count.number
        return found

    def listed(self, actor: Actor, folder: State) -> list[str]:
        """Give the references in a folder, the newest first."""
        with self.acting(actor, writes=False) as session:
            return [row.reference for row in queries.newest(session, actor, folder)]

    def differences(self) -> list[service.Difference]:
        """Give where counters and lists disagree."""
        with self.acting(self.fund, writes=False) as session:
            return service.differences(session)


def mailbox_of(house: House) -> Mailbox:
    """Make the two companies and give the mailbox."""
    with house.writing() as session:
        companies = [
            Company(number="70001", name="Atelier Fictif SA"),
            Company(number="70002", name="Autre Fictive SA"),
        ]
        session.add_all(companies)
        session.flush()
        atelier, other = (company.id for company in companies)
        forms.keep_revision(session, REVISION)
    return Mailbox(house, house.institution("CC Léman"), atelier, other)

"""A case worker and a member of the demonstration who write to each other, as their pages would have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import g
from sqlalchemy.orm import Session
from stdnum import ean

from console.audit.service import Actor as Writer
from console.base import clock
from console.cli.demo_forms import revision_of
from console.documents import service as documents
from console.documents.paper import Line as PaperLine
from console.documents.paper import Lines, Paper, render_paper
from console.forms.registry import Registry
from console.forms.tongue import Tongue
from console.forms.validator import Validator
from console.institutions.scope import Scope
from console.institutions.sessions import acting
from console.mailbox import service
from console.mailbox.service import Actor, Content, Opening, Sending
from console.shell import words

OWNER = "ch_fund"
TRAINING, ALLOWANCES = "ch_fund.training_confirmation", "ch_fund.family_allowances"
PDF = "application/pdf"


@dataclass(frozen=True)
class Child:
    """An invented child in training, and the parent who works for the member."""

    n: int
    family_name: str
    given_name: str
    parent: str
    birth: date
    school: str

    @property
    def number(self) -> str:
        """Give its AVS number: the block 756.0000, with its check digit."""
        return _avs(70_000 + self.n)

    @property
    def parents_number(self) -> str:
        """Give the AVS number of the parent."""
        return _avs(80_000 + self.n)


@dataclass(frozen=True)
class Writers:
    """A case worker and a member's person, and what they need to write to each other."""

    registry: Registry
    institution: int
    name: str
    company: int
    clerk: Actor
    user: Actor

    @contextmanager
    def at(self, days: int, who: Actor) -> Iterator[Session]:
        """Give a session in which somebody acts so many days ago."""
        moment = clock.now() - timedelta(days=days)
        with clock.at(moment), acting(Scope((self.institution,), purpose="demo"), writes=True) as session:
            g.actor = Writer(who.user_id, who.name)
            words.bind_for(OWNER, who.language, self.institution)
            yield session

    def content(self, form: str, raw: Mapping[str, Any]) -> Content:
        """Give what the member's person typed."""
        return Content(revision_of(self.registry, form), raw, self.user.language)

    def sending(self, form: str, raw: Mapping[str, Any], key: str) -> Sending:
        """Give what she sends; its values pass the checks of a page."""
        content = self.content(form, raw)
        tongue = Tongue(g.style, content.revision.texts)
        values = Validator(content.revision, tongue, "text", self.registry.rules).check(raw).values
        return Sending(content, values, f"demo-{key}")

    def request(self, child: Child, subject: str, days: int, due: int = 30) -> str:
        """Let the fund ask for a training confirmation, with what it knows; `due` counts the days from then on."""
        with self.at(days, self.clerk) as session:
            opening = Opening(
                self.company, ALLOWANCES, TRAINING, f"{subject}: {child.given_name} {child.family_name}",
                due=clock.today("UTC") + timedelta(days=due), person_number=child.parents_number,
                person=child.parent, delegable=True,
            )  # fmt: skip
            asked = Content(revision_of(self.registry, TRAINING), known(child), self.user.language)
            return str(service.request(session, self.clerk, opening, prefilled=asked).reference)

    def answer(self, reference: str, child: Child, days: int, proof: str) -> None:
        """Let the member send the confirmation, with a document called `proof`."""
        with self.at(days, self.user) as session:
            paper = self.paper(proof, child.school, f"{child.given_name} {child.family_name}")
            file = documents.file_away(session, paper, f"{proof}.pdf", PDF, company_id=self.company)
            raw = {**known(child), **trained(child), "proof": [file.reference]}
            sending = self.sending(TRAINING, raw, reference)
            edition = service.open_message(session, self.user, reference).edition
            service.send(session, self.user, reference, sending, edition=edition)

    def paper(self, title: str, writer: str, about: str) -> bytes:
        """Give a page that somebody wrote, as a PDF."""
        lines = Lines((PaperLine(title, about), PaperLine("–", writer)))
        return render_paper(Paper(title, writer, "", "", self.user.language, clock.now(), (lines,)))


def known(child: Child) -> dict[str, Any]:
    """Give what the fund knows of a child, as it stands in the form."""
    return {
        "avs": child.number, "family_name": child.family_name, "given_name": child.given_name,
        "birth": f"{child.birth:%d.%m.%Y}",
    }  # fmt: skip


def trained(child: Child) -> dict[str, Any]:
    """Give what the member adds: the school year of the day at hand."""
    first, last = term(clock.today("UTC"))
    period = {"from": f"{first:%d.%m.%Y}", "until": f"{last:%d.%m.%Y}"}
    return {"kind": "school", "school": child.school, "period": period}


def term(today: date) -> tuple[date, date]:
    """Give first and last day of the school year in which a day lies."""
    began = today.year if today.month >= 8 else today.year - 1
    return date(began, 8, 1), date(began + 1, 7, 31)


def _avs(n: int) -> str:
    body = f"7560000{n:05}"
    return body + str(ean.calc_check_digit(body))

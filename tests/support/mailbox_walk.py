"""A random walk through the mailbox: acts of everybody on everything, allowed or not, one transaction each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from console.base.errors import Conflict, NotFound
from console.mailbox import service
from console.mailbox.models import Message
from console.mailbox.service import Actor, Refused, State
from tests.support.mailbox import ACCOUNTING, ALINE, INSTALMENTS, Mailbox, content, opening, sending

NEW, MOST_TOUCHED = 0.15, 60


class Walker:
    """Walks alone or beside others; `steps` counts what happened by event, refusals as `refused`."""

    def __init__(self, mailbox: Mailbox, seed: int) -> None:
        self.mailbox, self.random = mailbox, Random(seed)
        self.name = f"w{seed}"
        self.steps: Counter[str] = Counter()

    def walk(self, steps: int) -> Counter[str]:
        """Take so many steps that change something, trying until they do."""
        done = 0
        with service.announced.connected_to(self._note):
            while done < steps:
                done += self._step()
        return self.steps

    def _note(self, _session: Session, step: Any, actor: Actor, **_told: Any) -> None:
        if actor.name.startswith(f"{self.name} "):
            self.steps[step.event] += 1

    def _step(self) -> bool:
        try:
            if self.random.random() < NEW:
                self._begin()
            else:
                self._go_on()
        except (Refused, NotFound, Conflict):
            self.steps["refused"] += 1
            return False
        except OperationalError as fault:
            if "database is locked" not in str(fault):
                raise
            self.steps["waited in vain"] += 1
            return False
        return True

    def _begin(self) -> None:
        company = self.random.choice((self.mailbox.atelier, self.mailbox.other))
        heading = (
            opening(company) if self.random.random() < 0.5 else opening(company, ACCOUNTING, INSTALMENTS)
        )
        act: tuple[Callable[..., Any], Actor, tuple[Any, ...]] = self.random.choice(
            (
                (service.request, self._fund(), (heading,)),
                (service.save_new, self._user(company), (heading, content())),
                (service.send_new, self._user(company), (heading, sending(f"{self.random.random()}"))),
                (service.delegate_in_dossier, self._fund(), (heading, ALINE)),
                (service.register, self._fund(), (heading, "post")),
            )
        )
        self.mailbox.do(act[1], act[0], *act[2])

    def _go_on(self) -> None:
        """Do one thing that people may try to the youngest messages, on which several walkers meet."""
        with self.mailbox.acting(self._fund(), writes=False) as session:
            found = session.execute(
                select(
                    Message.reference,
                    Message.company_id,
                    Message.state,
                    Message.delegation_id,
                    Message.edition,
                )
                .order_by(Message.id.desc())
                .limit(MOST_TOUCHED)
            ).all()
        if not found:
            self._begin()
            return
        reference, company, state, delegation, edition = self.random.choice(found)
        actor, act, args, more = self.random.choice(
            self._tries(State(state), self._user(company), self._person(delegation), edition)
        )
        with self.mailbox.acting(actor) as session:
            act(session, actor, *(() if actor.delegation else (reference,)), *args, **more)

    def _tries(self, state: State, user: Actor, person: Actor, edition: int) -> list[Any]:
        fund, key = self._fund(), f"{self.random.random()}"
        send = (user, service.send, (sending(key),), {"edition": edition})
        save = (user, service.save, (content(key),), {"edition": edition})
        hand_on = (user, service.delegate, (ALINE,), {"part_complete": True})
        tries: dict[State, list[Any]] = {
            State.INBOX: [send, save, hand_on, (fund, service.withdraw_request, (), {})],
            State.DRAFT: [send, save, hand_on, (user, service.delete, (), {})],
            State.DELEGATED: [
                (user, service.withdraw, (), {}),
                (user, service.correct_address, ("neu@example.org",), {}),
                (person, service.person_send, (sending(key),), {"employer": sending(key)}),
            ],
            State.SENT: [
                (user, service.recall, (), {}),
                (fund, service.take, (), {}),
                (fund, service.settle, (), {}),
                (fund, service.query, (), {"subject": "Frage", "text": "?"}),
            ],
            State.DONE: [(fund, service.reopen, ("Irrtum",), {}), (user, service.recall, (), {})],
            State.DELETED: [save],
            State.UNSAVED: [save],
        }
        return tries[state]

    def _fund(self) -> Actor:
        return self._named(self.mailbox.fund)

    def _user(self, company: int) -> Actor:
        return self._named(self.mailbox.user(company))

    def _person(self, delegation: int | None) -> Actor:
        return self._named(self.mailbox.person(delegation or -1))

    def _named(self, actor: Actor) -> Actor:
        return replace(actor, name=f"{self.name} {actor.name}"[:40])


def states_of(mailbox: Mailbox) -> set[State]:
    """Give the states in which there is a message."""
    with mailbox.acting(mailbox.fund, writes=False) as session:
        return {State(state) for state in session.scalars(select(Message.state).distinct())}

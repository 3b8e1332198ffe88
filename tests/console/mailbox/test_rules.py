"""The service does what the machine says: each act of the rules in each state, by everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from console.base.errors import NotFound
from console.hooks.declarations import Level
from console.mailbox import machine, service
from console.mailbox.moving import delegation_of, facts_of, stored
from console.mailbox.service import Actor, Event, Refused, Role, State
from console.mailbox.states import Refusal
from tests.support.mailbox import ALINE, ALLOWANCES, Mailbox, content, opening, sending

Act = Callable[[Session, Actor, str], Any]
ACTS: dict[Event, Act] = {
    Event.OPEN: service.open_message,
    Event.SAVE: lambda s, a, r: service.save(s, a, r, content("neu"), edition=stored(s, r).edition),
    Event.DELETE: service.delete,
    Event.SEND: lambda s, a, r: service.send(s, a, r, sending("rules"), edition=stored(s, r).edition),
    Event.DELEGATE: lambda s, a, r: service.delegate(s, a, r, ALINE, part_complete=True),
    Event.CONSULT: service.consult,
    Event.WITHDRAW: service.withdraw,
    Event.RESEND: service.resend,
    Event.CORRECT_ADDRESS: lambda s, a, r: service.correct_address(s, a, r, "neu@example.org"),
    Event.PERSON_SAVE: lambda s, a, r: service.person_save(s, a, content(), edition=_edition(s, a)),
    Event.PERSON_SEND: lambda s, a, r: service.person_send(s, a, sending("p"), edition=_edition(s, a)),
    Event.EXPIRE_OR_BOUNCE: lambda s, a, r: service.bounced(s, a, stored(s, r).delegation_id or 0),
    Event.RECALL: service.recall,
    Event.TAKE: service.take,
    Event.ASSIGN: lambda s, a, r: service.assign(s, a, r, 1),
    Event.QUERY: lambda s, a, r: service.query(s, a, r, subject="Frage", text="Wie lange?"),
    Event.SETTLE: service.settle,
    Event.REOPEN: lambda s, a, r: service.reopen(s, a, r, "Irrtum"),
    Event.WITHDRAW_REQUEST: service.withdraw_request,
}

BY_DELEGATION = {Event.PERSON_SAVE, Event.PERSON_SEND, Event.EXPIRE_OR_BOUNCE}
"""Acts that know the message by its delegation only: without one there is nothing to refuse."""


def _edition(session: Session, actor: Actor) -> int:
    _message, _delegation, part = service.hers(session, actor)
    return part.edition if part else 0


def build(session: Session, mailbox: Mailbox) -> dict[str, str]:
    """Make a message in each state, by the company and by a person; gives their references."""
    fund, user = mailbox.fund, mailbox.user()

    def ask() -> str:
        return service.request(session, fund, opening(mailbox.atelier)).reference

    found = {
        name: ask() for name in ("inbox", "draft", "delegated", "sent", "by person", "done", "withdrawn")
    }
    service.save(session, user, found["draft"], content(), edition=0)
    service.delegate(session, user, found["delegated"], ALINE)
    service.send(session, user, found["sent"], sending("sent"), edition=0)
    issued = service.delegate(session, user, found["by person"], ALINE)
    service.person_send(session, mailbox.person(issued.delegation.id), sending("by person"))
    service.send(session, user, found["done"], sending("done"), edition=0)
    service.settle(session, fund, found["done"])
    service.withdraw_request(session, fund, found["withdrawn"])
    own = service.save_new(session, user, opening(mailbox.atelier), content())
    return {**found, "own draft": own.reference}


def actors(mailbox: Mailbox, delegation: int | None) -> dict[str, Actor]:
    user, fund = mailbox.user(), mailbox.fund
    return {
        "F": fund,
        "F without the theme": replace(fund, themes={"ch_fund.other": Level.SEND}),
        "F elsewhere": replace(fund, institution=fund.institution + 1),
        "U": user,
        "U without the terms": replace(user, terms_accepted=False),
        "U who only reads": replace(user, themes={ALLOWANCES: Level.READ}),
        "U without the theme": replace(user, themes={"ch_fund.other": Level.SEND}),
        "U of another company": mailbox.user(mailbox.other),
        "A": replace(user, role=Role.ADMINISTRATOR, themes={}),
        "P": mailbox.person(delegation or -1),
        "P of another message": mailbox.person(9_999),
        "Y": Actor(Role.SYSTEM, mailbox.institution),
    }


def answer(session: Session, act: Act, actor: Actor, reference: str) -> str | State:
    """Give the state an act leads to, or the code of its refusal; nothing of it stays."""
    nested = session.begin_nested()
    try:
        act(session, actor, reference)
        return State(stored(session, reference).state)
    except Refused as refused:
        return refused.code
    except NotFound:
        return "unknown"
    finally:
        nested.rollback()
        session.expire_all()


def test_every_act_in_every_state_by_everybody_is_as_the_machine_says(mailbox: Mailbox) -> None:
    wrong, tried = [], 0
    with mailbox.acting(mailbox.fund) as session:
        for name, reference in build(session, mailbox).items():
            message = stored(session, reference)
            known = facts_of(message, delegation_of(session, message))
            for (who, actor), (event, act) in _each(actors(mailbox, message.delegation_id)):
                decided = machine.decide(known, event, actor)
                expected = decided.code if isinstance(decided, Refusal) else decided.target
                found = answer(session, act, actor, reference)
                tried += 1
                blind = event in BY_DELEGATION and isinstance(decided, Refusal) and found == "unknown"
                if found != expected and not blind:
                    wrong.append(f"{name}: {event} by {who}: {found} instead of {expected}")
    assert not wrong, "\n".join(wrong)
    assert tried == 8 * 12 * len(ACTS)
    assert mailbox.differences() == []


def _each(people: dict[str, Actor]) -> list[tuple[tuple[str, Actor], tuple[Event, Act]]]:
    return [(person, act) for person in people.items() for act in ACTS.items()]

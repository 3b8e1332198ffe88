"""Whether an event may happen to a message, and who sees how much of it: pure functions.

What somebody may not see answers `unknown`, in whatever state it is. `decide` looks first at who asks, then at the
state, then at the conditions: so a refusal tells nobody more than she sees anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from console.hooks.declarations import Level
from console.mailbox.states import (
    UNKNOWN,
    Actor,
    Event,
    Facts,
    Given,
    Link,
    Refusal,
    Role,
    Sight,
    State,
    Step,
)
from console.mailbox.transitions import BY_EVENT, REASONS, Transition

NOTHING_LACKS: Final = Given()
_USERS = frozenset({Role.USER, Role.ADMINISTRATOR})

_CONDITIONS: Final[Mapping[str, Callable[[Facts, Actor, Given], bool]]] = MappingProxyType(
    {
        "by_post": lambda facts, actor, given: given.electronic,
        "no_answer": lambda facts, actor, given: facts.needs_answer,
        "second_factor_missing": lambda facts, actor, given: actor.second_factor,
        "not_delegable": lambda facts, actor, given: facts.delegable,
        "part_incomplete": lambda facts, actor, given: given.part_complete,
        "agreement_missing": lambda facts, actor, given: given.agreement,
        "email_faulty": lambda facts, actor, given: given.email,
        "taken": lambda facts, actor, given: not facts.taken,
        "not_own": lambda facts, actor, given: _is_own(facts, actor),
        "reason_missing": lambda facts, actor, given: given.reason,
        "task": lambda facts, actor, given: not facts.needs_answer,
    }
)


def decide(facts: Facts, event: Event, actor: Actor, given: Given = NOTHING_LACKS) -> Step | Refusal:
    """Give what an event does to a message, or why it may not happen."""
    if _came_late(facts, actor):
        return Refusal("link_expired")
    if facts.state in (None, State.UNSAVED):
        if not _reaches(facts, actor):
            return UNKNOWN
    elif sees(facts, actor) is Sight.NOTHING:
        return UNKNOWN
    found = BY_EVENT.get((facts.state, event))
    if found is None:
        return Refusal(_reason(facts, event))
    if (code := _bar(found, facts, actor)) is not None:
        return Refusal(code)
    for need in found.needs:
        if not _CONDITIONS[need](facts, actor, given):
            return Refusal(need)
    return Step(found.no, event, _target(found, facts), found.effects)


def sees(facts: Facts, actor: Actor) -> Sight:
    """Say how much of a message an actor sees."""
    if facts.institution != actor.institution:
        return Sight.NOTHING
    if actor.role is Role.SYSTEM:
        return Sight.ALL
    if actor.role is Role.FUND:
        return _fund_sees(facts) if actor.level(facts.theme) else Sight.NOTHING
    if actor.role is Role.PERSON:
        return _person_sees(facts, actor)
    if facts.company != actor.company:
        return Sight.NOTHING
    if actor.level(facts.theme):
        return _company_sees(facts)
    withdraws = actor.role is Role.ADMINISTRATOR and facts.state is State.DELEGATED
    return Sight.STATUS if withdraws else Sight.NOTHING


def desk_of(state: State, is_asked: bool) -> State | None:
    """Give the folder in which the institution sees a message of this state; `None` where it sees none.

    An answer that a company has begun stays an open request: what it saves is its own affair.
    """
    if state is State.DRAFT:
        return State.INBOX if is_asked else None
    if state in (State.DELETED, State.UNSAVED):
        return None
    return state


def _fund_sees(facts: Facts) -> Sight:
    if facts.state in (State.SENT, State.DONE):
        return Sight.ALL
    if facts.state is State.DELEGATED:
        return Sight.STATUS
    if facts.state is State.INBOX or (facts.state is State.DRAFT and facts.is_asked):
        return Sight.REQUEST
    return Sight.HEADER if facts.is_asked else Sight.NOTHING


def _company_sees(facts: Facts) -> Sight:
    if facts.state in (State.INBOX, State.DRAFT) or not facts.needs_answer:
        return Sight.ALL
    if facts.state in (State.SENT, State.DONE):
        return Sight.OWN if facts.by_company else Sight.STATUS
    return Sight.HEADER


def _person_sees(facts: Facts, actor: Actor) -> Sight:
    mine = actor.delegation is not None and actor.delegation == facts.delegation and facts.link is Link.OPEN
    shown = facts.state in (State.DELEGATED, State.SENT, State.DONE)
    return Sight.OWN if mine and shown else Sight.NOTHING


def _came_late(facts: Facts, actor: Actor) -> bool:
    if actor.role is not Role.PERSON or actor.delegation is None or facts.link is not Link.EXPIRED:
        return False
    return facts.institution == actor.institution and facts.delegation == actor.delegation


def _reaches(facts: Facts, actor: Actor) -> bool:
    """Say whether an actor may begin messages of this institution, company and theme."""
    if facts.institution != actor.institution or not actor.level(facts.theme):
        return False
    return actor.role is Role.FUND or (actor.role in _USERS and actor.company == facts.company)


def _reason(facts: Facts, event: Event) -> str:
    return "not_now" if facts.state is None else REASONS.get((facts.state, event), "not_now")


def _bar(found: Transition, facts: Facts, actor: Actor) -> str | None:
    """Say what in the actor stands against a transition."""
    if actor.role in (Role.SYSTEM, Role.PERSON):
        return None if actor.role in found.who else "not_yours"
    level = actor.level(facts.theme)
    as_administrator = actor.role is Role.ADMINISTRATOR and Role.ADMINISTRATOR in found.who
    as_user = actor.role in _USERS and Role.USER in found.who and level > 0
    if not (as_administrator or as_user or (actor.role is Role.FUND and Role.FUND in found.who)):
        return "not_yours"
    if actor.role in _USERS and not actor.terms_accepted:
        return "terms_missing"
    return None if as_administrator or level >= found.level else _LEVELS[found.level]


_LEVELS: Final[Mapping[Level, str]] = MappingProxyType(
    {Level.READ: "not_yours", Level.PREPARE: "prepare_missing", Level.SEND: "send_missing"}
)


def _is_own(facts: Facts, actor: Actor) -> bool:
    """Say whether what was sent is this actor's own side's alone to take back: a person's part is hers."""
    return facts.by_person if actor.role is Role.PERSON else not facts.by_person


def _target(found: Transition, facts: Facts) -> State:
    if facts.is_asked and found.if_asked is not None:
        return found.if_asked
    if found.target == "origin":
        return facts.origin
    if isinstance(found.target, State):
        return found.target
    return facts.state or State.UNSAVED

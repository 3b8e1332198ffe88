"""Every transition of the written rules is allowed for whom they say, everything else is refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from console.hooks.declarations import Level
from console.mailbox.errors import SENTENCES
from console.mailbox.machine import decide, desk_of, sees
from console.mailbox.states import Actor, Event, Facts, Given, Link, Refusal, Role, Sight, State, Step
from console.mailbox.transitions import REASONS, TRANSITIONS

RULES: dict[str, Any] = json.loads((Path(__file__).parent / "mailbox_machine.json").read_text())
THEME, OTHER_THEME = "ch_fund.family_allowances", "ch_fund.accounting"
BESIDE = {Event.RESEND, Event.CORRECT_ADDRESS, Event.ASSIGN, Event.REGISTER, Event.PUT_AWAY}
"""What the written table does not number."""
EVERYTHING = {THEME: Level.SEND}

ACTORS = {
    "F": Actor(Role.FUND, 1, themes=EVERYTHING),
    "U": Actor(Role.USER, 1, company=7, themes=EVERYTHING),
    "A": Actor(Role.ADMINISTRATOR, 1, company=7),
    "P": Actor(Role.PERSON, 1, delegation=5),
    "Y": Actor(Role.SYSTEM, 1),
}


def facts(state: str | None, **changed: Any) -> Facts:
    """Give a request of the fund in this state, with which everything is in order."""
    known = Facts(
        State(state) if state else None,
        1,
        7,
        THEME,
        is_asked=True,
        delegable=True,
        delegation=5,
        link=Link.OPEN,
    )
    return replace(known, **changed)


def sources(row: dict[str, Any]) -> list[str | None]:
    found: list[str | None] = row["from"] if isinstance(row["from"], list) else [row["from"]]
    return found


def rows() -> Iterator[tuple[int, str | None, str, str]]:
    """Give each allowed step of the rules: number, state, event and who."""
    for row in RULES["transitions"]:
        for state, who in product(sources(row), row["who"]):
            yield row["no"], state, row["event"], who


ALLOWED = {(state, event, who) for _no, state, event, who in rows()}
STATES: list[str | None] = [None, "UNSAVED", *RULES["states"]]
TOGETHER = [
    (state, event, who)
    for state, event, who in product(STATES, (row["event"] for row in RULES["transitions"]), ACTORS)
]


def sender(who: str, event: str) -> dict[str, Any]:
    """Say who sent what a recall takes back: only one's own can be."""
    return {"by_person": True, "by_company": False} if event == "recall" and who == "P" else {}


@pytest.mark.parametrize(("no", "state", "event", "who"), list(rows()))
def test_each_row_of_the_rules_is_a_step(no: int, state: str | None, event: str, who: str) -> None:
    row = next(row for row in RULES["transitions"] if row["no"] == no)
    known = facts(state, **sender(who, event))

    step = decide(known, Event(event), ACTORS[who])

    targets = {"same": known.state, "origin": State.INBOX}
    target = row.get("to_if_answer", row["to"])
    assert step == Step(no, Event(event), targets.get(target) or State(target), tuple(row.get("effect", ())))


def test_a_step_beside_the_rules_changes_no_state_registers_or_puts_a_notice_away() -> None:
    beside = [one for one in TRANSITIONS if one.no == 0]

    assert {one.event for one in beside} == BESIDE
    assert [one.event for one in beside if one.target not in one.sources] == [Event.REGISTER, Event.PUT_AWAY]
    assert {one.no for one in TRANSITIONS} - {0} == {row["no"] for row in RULES["transitions"]}


def test_everything_that_the_rules_do_not_name_is_refused() -> None:
    wrong = [
        (state, event, who)
        for state, event, who in TOGETHER
        if (state, event, who) not in ALLOWED
        and isinstance(decide(facts(state, **sender(who, event)), Event(event), ACTORS[who]), Step)
    ]
    assert wrong == []


def test_an_own_draft_that_is_deleted_is_gone_and_an_answer_goes_back_to_its_request() -> None:
    own = decide(facts("DRAFT", is_asked=False), Event.DELETE, ACTORS["U"])
    answer = decide(facts("DRAFT"), Event.DELETE, ACTORS["U"])

    assert own == Step(7, Event.DELETE, State.DELETED, ("count",))
    assert answer == Step(7, Event.DELETE, State.INBOX, ("count",))


@pytest.mark.parametrize("origin", [State.INBOX, State.DRAFT])
def test_a_withdrawn_delegation_falls_back_to_where_it_came_from(origin: State) -> None:
    step = decide(facts("DELEGATED", origin=origin), Event.WITHDRAW, ACTORS["U"])
    assert isinstance(step, Step)
    assert step.target is origin


WHEN: dict[str | None, tuple[dict[str, Any], dict[str, Any], Given]] = {
    None: ({}, {}, Given()),
    "taken": ({"taken": True}, {}, Given()),
    "type not delegable": ({"delegable": False}, {}, Given()),
    "employer part incomplete": ({}, {}, Given(part_complete=False)),
    "terms not accepted": ({}, {"terms_accepted": False}, Given()),
    "theme right missing": ({}, {"themes": {OTHER_THEME: Level.SEND}}, Given()),
    "another company": ({}, {"company": 8}, Given()),
    "another institution or theme": ({}, {"institution": 2}, Given()),
    "link withdrawn, expired or of another message": ({"link": Link.NONE}, {}, Given()),
}


def forbidden() -> Iterator[tuple[str | None, str, str, str | None]]:
    """Give each forbidden act of the rules; `any` stands for every state and event."""
    events = [row["event"] for row in RULES["transitions"]]
    for row in RULES["forbidden"]:
        states = STATES if row["state"] == "any" else [row["state"]]
        for state, event, who in product(
            states, events if row["event"] == "any" else [row["event"]], row["who"]
        ):
            yield state, event, who, row.get("when")


@pytest.mark.parametrize("when", sorted({row.get("when") or "" for row in RULES["forbidden"]}))
def test_what_the_rules_forbid_is_refused(when: str) -> None:
    known, who_is, given = WHEN[when or None]
    passed = []
    for state, event, who, condition in forbidden():
        if (condition or "") == when:
            actor = replace(ACTORS[who], **who_is)
            found = decide(facts(state, **{**sender(who, event), **known}), Event(event), actor, given)
            if not isinstance(found, Refusal):
                passed.append((state, event, who))
    assert passed == []


@pytest.mark.parametrize("change", [{"link": Link.EXPIRED}, {"delegation": 6}, {"link": Link.NONE}])
def test_a_link_that_is_no_more_opens_nothing(change: dict[str, Any]) -> None:
    for state in RULES["states"]:
        assert sees(facts(state, **change), ACTORS["P"]) is Sight.NOTHING
        assert isinstance(decide(facts(state, **change), Event.PERSON_SAVE, ACTORS["P"]), Refusal)


def test_an_expired_link_says_so_and_a_withdrawn_one_nothing() -> None:
    expired = decide(facts("DELEGATED", link=Link.EXPIRED), Event.PERSON_SAVE, ACTORS["P"])
    withdrawn = decide(facts("DELEGATED", link=Link.NONE), Event.PERSON_SAVE, ACTORS["P"])

    assert (expired, withdrawn) == (Refusal("link_expired"), Refusal("unknown"))


SIGHTS = {
    "all": Sight.ALL,
    "nothing": Sight.NOTHING,
    "own request and its read mark": Sight.REQUEST,
    "only that the request is open": Sight.REQUEST,
    "header and status": Sight.HEADER,
    "own part; employer's part read-only": Sight.OWN,
    "that it is delegated": Sight.STATUS,
    "what the company sent and its proof; of a person's message the status only": Sight.OWN,
    "own content and proof": Sight.OWN,
    "own": Sight.OWN,
    "as SENT, and the dossier document": Sight.OWN,
}
WATCHERS = {
    "U": ACTORS["U"],
    "U_without_theme": replace(ACTORS["U"], themes={OTHER_THEME: Level.SEND}),
    "other_company": replace(ACTORS["U"], company=8),
    "P": ACTORS["P"],
    "F": ACTORS["F"],
    "F_without_theme": replace(ACTORS["F"], themes={OTHER_THEME: Level.SEND}),
}


@pytest.mark.parametrize(
    ("state", "who", "words"),
    [(state, who, words) for state, row in RULES["visibility"].items() for who, words in row.items()],
)
def test_each_sees_what_the_rules_show(state: str, who: str, words: str) -> None:
    assert sees(facts(state), WATCHERS[who]) is SIGHTS[words]


def test_the_company_sees_of_a_person_s_message_only_how_it_stands() -> None:
    for state in ("SENT", "DONE"):
        assert sees(facts(state, by_company=False, by_person=True), ACTORS["U"]) is Sight.STATUS


def test_the_institution_sees_nothing_of_a_draft_that_answers_no_request() -> None:
    assert sees(facts("DRAFT", is_asked=False), ACTORS["F"]) is Sight.NOTHING
    assert decide(facts("DRAFT", is_asked=False), Event.OPEN, ACTORS["F"]) == Refusal("unknown")


def test_no_other_institution_sees_or_does_anything() -> None:
    for state, event, who in TOGETHER:
        actor = replace(ACTORS[who], institution=2)
        assert decide(facts(state), Event(event), actor) == Refusal("unknown")


def test_the_desk_shows_a_begun_answer_as_an_open_request() -> None:
    assert [desk_of(State(state), is_asked=True) for state in RULES["folders"]] == [
        "INBOX",
        "INBOX",
        "DELEGATED",
        "SENT",
        "DONE",
    ]
    assert (desk_of(State.DRAFT, is_asked=False), desk_of(State.DELETED, is_asked=True)) == (None, None)


@pytest.mark.parametrize(
    ("event", "state", "given", "code"),
    [
        (Event.FUND_REQUEST, None, Given(electronic=False), "by_post"),
        (Event.DELEGATE, "INBOX", Given(agreement=False), "agreement_missing"),
        (Event.DELEGATE, "INBOX", Given(email=False), "email_faulty"),
        (Event.SETTLE, "SENT", Given(reason=False), "reason_missing"),
        (Event.REOPEN, "DONE", Given(reason=False), "reason_missing"),
    ],
)
def test_each_condition_refuses_by_its_name(event: Event, state: str | None, given: Given, code: str) -> None:
    who = ACTORS["U"] if event is Event.DELEGATE else ACTORS["F"]
    assert decide(facts(state), event, who, given) == Refusal(code)


@pytest.mark.parametrize(
    ("level", "event", "code"),
    [
        (Level.READ, Event.SAVE, "prepare_missing"),
        (Level.PREPARE, Event.SEND, "send_missing"),
        (Level.PREPARE, Event.DELEGATE, "send_missing"),
    ],
)
def test_a_finer_right_refuses_what_goes_beyond_it(level: Level, event: Event, code: str) -> None:
    assert decide(facts("INBOX"), event, replace(ACTORS["U"], themes={THEME: level})) == Refusal(code)


def test_sending_needs_the_second_factor_and_saving_does_not() -> None:
    without = replace(ACTORS["U"], second_factor=False)

    assert decide(facts("DRAFT"), Event.SEND, without) == Refusal("second_factor_missing")
    assert isinstance(decide(facts("DRAFT"), Event.SAVE, without), Step)


def test_a_notice_is_read_and_not_answered() -> None:
    notice = facts("INBOX", needs_answer=False)

    assert isinstance(decide(notice, Event.OPEN, ACTORS["U"]), Step)
    for event in (Event.SAVE, Event.SEND, Event.DELEGATE):
        assert decide(notice, event, ACTORS["U"]) == Refusal("no_answer")


def test_each_side_takes_back_its_own_only() -> None:
    by_person = facts("SENT", by_company=False, by_person=True)

    assert decide(by_person, Event.RECALL, ACTORS["U"]) == Refusal("not_own")
    assert decide(facts("SENT"), Event.RECALL, ACTORS["P"]) == Refusal("not_own")


def test_every_refusal_has_its_sentence() -> None:
    codes = {need for one in TRANSITIONS for need in one.needs} | set(REASONS.values())
    assert codes <= SENTENCES.keys()


OF_COMPANY = [(no, state, event, who) for no, state, event, who in rows() if who in "UA"]


@pytest.mark.parametrize(("no", "state", "event", "who"), OF_COMPANY)
def test_without_accepted_terms_nobody_of_a_company_does_anything(
    no: int, state: str | None, event: str, who: str
) -> None:
    actor = replace(ACTORS[who], terms_accepted=False)
    assert decide(facts(state, **sender(who, event)), Event(event), actor) == Refusal("terms_missing")


@pytest.mark.parametrize(("no", "state", "event", "who"), list(rows()))
def test_a_missing_second_factor_stops_what_a_company_sends_and_nothing_else(
    no: int, state: str | None, event: str, who: str
) -> None:
    actor = replace(ACTORS[who], second_factor=False)

    found = decide(facts(state, **sender(who, event)), Event(event), actor)

    if event == Event.SEND:
        assert found == Refusal("second_factor_missing")
    else:
        assert isinstance(found, Step)


@pytest.mark.parametrize("who", ["F", "P", "Y"])
def test_terms_bind_a_company_and_nobody_else(who: str) -> None:
    actor = replace(ACTORS[who], terms_accepted=False)
    steps = [
        decide(facts(state, **sender(who, event)), Event(event), actor)
        for _no, state, event, by in rows()
        if by == who
    ]
    assert all(isinstance(step, Step) for step in steps)


@pytest.mark.parametrize(("state", "event", "who"), TOGETHER)
def test_without_terms_and_second_factor_no_refusal_becomes_a_step(
    state: str | None, event: str, who: str
) -> None:
    known, weak = facts(state, **sender(who, event)), {"terms_accepted": False, "second_factor": False}
    before, after = (decide(known, Event(event), one) for one in (ACTORS[who], replace(ACTORS[who], **weak)))

    if isinstance(before, Refusal):
        assert isinstance(after, Refusal)

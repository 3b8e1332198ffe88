"""A training confirmation and an instalment request, step by step: each user counts what the scenario says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from console.hooks.declarations import Level
from console.mailbox import queries, service
from console.mailbox.service import Actor, Role, Sight, State
from tests.support.mailbox import (
    ACCOUNTING,
    ALINE,
    INSTALMENTS,
    TRAINING,
    Mailbox,
    content,
    opening,
    sending,
)

SCENARIO: dict[str, Any] = json.loads((Path(__file__).parent / "mailbox_scenario.json").read_text())
FOLDERS = {
    "inbox": State.INBOX,
    "drafts": State.DRAFT,
    "delegated": State.DELEGATED,
    "sent": State.SENT,
    "done": State.DONE,
}


def actor_of(mailbox: Mailbox, user: str) -> Actor:
    facts = SCENARIO["users"][user]
    company = mailbox.atelier if facts["company"].startswith("Atelier") else mailbox.other
    themes = {f"ch_fund.{theme}": Level.SEND for theme in facts["themes"]}
    role = Role.ADMINISTRATOR if facts.get("admin") else Role.USER
    return Actor(role, mailbox.institution, company, themes, user_id=3, name=user)


def steps(mailbox: Mailbox) -> dict[str, Callable[[], str]]:
    """Give each step of the scenario by its words; each gives the reference of its message."""
    rh, compta, fund, made = (
        actor_of(mailbox, "rh"),
        actor_of(mailbox, "compta"),
        mailbox.fund,
        dict[str, str](),
    )

    def keep(name: str, reference: str) -> str:
        made[name] = reference
        return reference

    def ask(name: str, theme: str, type_: str) -> str:
        return keep(name, mailbox.do(fund, service.request, opening(mailbox.atelier, theme, type_)))

    def open_and_save() -> str:
        mailbox.do(rh, service.open_message, made["T1"])
        return str(mailbox.do(rh, service.save, made["T1"], content(), edition=0))

    def delegate() -> str:
        mailbox.do(rh, service.delegate, made["T2"], ALINE)
        return made["T2"]

    def create_and_send() -> str:
        heading = opening(mailbox.atelier, ACCOUNTING, INSTALMENTS, subject="Raten")
        return keep("I1", mailbox.do(compta, service.send_new, heading, sending("i1")))

    return {
        "fund sends request T1 (family_allowances, training_confirmation) to Atelier": lambda: ask(
            "T1", "ch_fund.family_allowances", TRAINING
        ),
        "fund sends request T2 (family_allowances, training_confirmation) to Atelier": lambda: ask(
            "T2", "ch_fund.family_allowances", TRAINING
        ),
        "fund sends question Q1 (accounting, query) to Atelier": lambda: ask("Q1", ACCOUNTING, "query"),
        "rh opens T1 and saves it half filled": open_and_save,
        "rh delegates T2 to aline.exemple@example.org": delegate,
        "compta creates I1 (accounting, instalment_request) and sends it": create_and_send,
        "fund settles I1": lambda: str(mailbox.do(fund, service.settle, made["I1"])),
    }


def counted(mailbox: Mailbox, actor: Actor) -> dict[str, int]:
    found = mailbox.folders(actor)
    return {name: found.get(folder, 0) for name, folder in FOLDERS.items()}


def test_each_user_counts_and_lists_what_the_scenario_says(mailbox: Mailbox) -> None:
    how = steps(mailbox)
    for step in SCENARIO["steps"]:
        how[step]()

    for user in ("rh", "compta", "tiers"):
        actor = actor_of(mailbox, user)
        assert counted(mailbox, actor) == SCENARIO["expected"][user]
        assert {name: len(mailbox.listed(actor, folder)) for name, folder in FOLDERS.items()} == SCENARIO[
            "expected"
        ][user]
    assert mailbox.differences() == []


def test_the_fund_sees_of_each_message_what_the_scenario_says(mailbox: Mailbox) -> None:
    how = steps(mailbox)
    references = [how[step]() for step in SCENARIO["steps"]]
    t1, t2, q1, i1 = references[0], references[1], references[2], references[5]

    with mailbox.acting(mailbox.fund, writes=False) as session:
        sights = [queries.message_of(session, mailbox.fund, one)[1] for one in (t1, t2, q1, i1)]

    assert sights == [Sight.REQUEST, Sight.STATUS, Sight.REQUEST, Sight.ALL]
    assert mailbox.folders(mailbox.fund) == {"INBOX": 2, "DELEGATED": 1, "DONE": 1}
    assert mailbox.listed(mailbox.fund, State.INBOX) == [q1, t1]
    assert mailbox.listed(mailbox.fund, State.DRAFT) == []


def test_saving_an_answer_changes_two_numbers_of_the_company_and_none_of_the_fund(mailbox: Mailbox) -> None:
    rh = actor_of(mailbox, "rh")
    reference = mailbox.ask()
    mailbox.ask()
    fund = mailbox.folders(mailbox.fund)

    mailbox.do(rh, service.save, reference, content(), edition=0)

    assert counted(mailbox, rh) == {"inbox": 1, "drafts": 1, "delegated": 0, "sent": 0, "done": 0}
    assert mailbox.folders(mailbox.fund) == fund == {"INBOX": 2}

"""What a company writes: kept for its people, sent once, taken back in time, seen by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from console.audit.models import AuditEntry
from console.base import clock
from console.base.errors import NotFound
from console.dossiers.service import Dossier, timeline
from console.forms.models import Submission
from console.mailbox import queries, service
from console.mailbox.models import InternalNote
from console.mailbox.moving import stored
from console.mailbox.service import Actor, Overtaken, Refused, State
from tests.support.mailbox import ACCOUNTING, ALLOWANCES, FORM, Mailbox, content, opening, sending


def code(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def text_of(mailbox: Mailbox, reference: str) -> str:
    with mailbox.acting(mailbox.fund, writes=False) as session:
        raw = stored(session, reference).raw
    return str(raw["text"]) if raw else ""


def submissions(mailbox: Mailbox, actor: Actor) -> int:
    with mailbox.acting(actor, writes=False) as session:
        return session.scalar(select(func.count(Submission.id)).where(Submission.form_key == FORM.key)) or 0


def test_a_colleague_of_the_theme_goes_on_with_a_draft(mailbox: Mailbox) -> None:
    reference = mailbox.do(mailbox.user(), service.save_new, opening(mailbox.atelier), content("erster Teil"))
    colleague = mailbox.user(mailbox.atelier, ALLOWANCES, name="Paul Meier")

    mailbox.do(colleague, service.save, reference, content("beide Teile"), edition=1)

    with mailbox.acting(colleague, writes=False) as session:
        (row,) = queries.newest(session, colleague, State.DRAFT)
    assert (row.saved_by, text_of(mailbox, reference)) == ("Paul Meier", "beide Teile")


def test_the_later_save_is_told_of_the_earlier_one_and_overwrites_nothing(mailbox: Mailbox) -> None:
    reference = mailbox.ask()
    mailbox.do(mailbox.user(), service.save, reference, content("die erste"), edition=0)

    for act, typed in ((service.save, content("die zweite")), (service.send, sending("k", "die zweite"))):
        with pytest.raises(Overtaken) as overtaken:
            mailbox.do(mailbox.user(), act, reference, typed, edition=0)
        assert overtaken.value.raw == {"text": "die erste"}
        assert (overtaken.value.edition, overtaken.value.saved_by) == (1, "Rita Hartmann")
    assert text_of(mailbox, reference) == "die erste"


@pytest.mark.parametrize("who", ["other company", "other theme", "other institution"])
def test_a_stranger_s_message_is_an_unknown_one_for_every_act(mailbox: Mailbox, who: str) -> None:
    reference = mailbox.ask()
    strangers = {
        "other company": mailbox.user(mailbox.other),
        "other theme": mailbox.user(mailbox.atelier, ACCOUNTING),
        "other institution": Actor(
            mailbox.user().role, mailbox.house.institution("AK Aaretal"), mailbox.atelier, mailbox.everything
        ),
    }
    actor = strangers[who]
    institution = Mailbox(mailbox.house, actor.institution, mailbox.atelier, mailbox.other)

    for act, args, more in (
        (service.open_message, (), {}),
        (service.save, (content(),), {"edition": 0}),
        (service.send, (sending("k"),), {"edition": 0}),
        (service.withdraw, (), {}),
    ):
        with pytest.raises(NotFound):
            institution.do(actor, act, reference, *args, **more)
    assert institution.folders(actor) == {}
    assert institution.listed(actor, State.INBOX) == []


def test_a_right_that_is_lost_takes_effect_at_once_and_the_draft_stays_with_the_company(
    mailbox: Mailbox,
) -> None:
    mailbox.do(mailbox.user(), service.save_new, opening(mailbox.atelier), content())

    assert mailbox.folders(mailbox.user(mailbox.atelier, ACCOUNTING)) == {}
    assert mailbox.folders(mailbox.user(mailbox.atelier, ALLOWANCES)) == {"DRAFT": 1}


def test_the_institution_sees_of_an_answer_only_that_its_request_is_open(mailbox: Mailbox) -> None:
    first, second = mailbox.ask(), mailbox.ask()
    mailbox.do(mailbox.user(), service.save, first, content(), edition=0)

    assert mailbox.listed(mailbox.fund, State.INBOX) == [second, first]
    with mailbox.acting(mailbox.fund, writes=False) as session:
        rows = queries.newest(session, mailbox.fund, State.INBOX)
    assert {row.saved_by for row in rows} == {""}


def test_a_draft_opens_no_dossier_before_it_is_sent(mailbox: Mailbox) -> None:
    reference = mailbox.do(mailbox.user(), service.save_new, opening(mailbox.atelier), content())
    assert dossiers(mailbox) == []

    mailbox.do(mailbox.user(), service.send, reference, sending("k"), edition=1)

    assert dossiers(mailbox) == [("Ausbildung von Lea", ["send", "opened"])]


def dossiers(mailbox: Mailbox) -> list[tuple[str, list[str]]]:
    """Give the subjects of all dossiers with what happened in them, the newest first."""
    with mailbox.acting(mailbox.fund, writes=False) as session:
        return [
            (one.subject, [entry.act for entry in timeline(session, one)])
            for one in session.scalars(select(Dossier))
        ]


def test_a_deleted_answer_gives_the_request_back_and_a_deleted_draft_leaves_a_trace(mailbox: Mailbox) -> None:
    request = mailbox.ask()
    mailbox.do(mailbox.user(), service.save, request, content(), edition=0)
    own = mailbox.do(mailbox.user(), service.save_new, opening(mailbox.atelier), content())

    for reference in (request, own):
        mailbox.do(mailbox.user(), service.delete, reference)

    assert [mailbox.state(one) for one in (request, own)] == [State.INBOX, State.DELETED]
    assert [text_of(mailbox, one) for one in (request, own)] == ["", ""]
    assert mailbox.folders(mailbox.user()) == {"INBOX": 1}


def test_a_second_click_sends_nothing_more(mailbox: Mailbox) -> None:
    reference = mailbox.ask()

    sent = [
        mailbox.do(mailbox.user(), service.send, reference, sending("one click"), edition=0) for _ in "ab"
    ]
    new = [
        mailbox.do(mailbox.user(), service.send_new, opening(mailbox.atelier), sending("new")) for _ in "ab"
    ]

    assert (len(set(sent)), len(set(new)), submissions(mailbox, mailbox.fund)) == (1, 1, 2)


@pytest.mark.parametrize("saved", [True, False])
def test_the_same_sending_from_two_tabs_at_once_is_one(mailbox: Mailbox, saved: bool) -> None:
    reference = mailbox.ask() if saved else ""

    def send(_tab: int) -> str:
        if saved:
            return str(mailbox.do(mailbox.user(), service.send, reference, sending("tabs"), edition=0))
        return str(mailbox.do(mailbox.user(), service.send_new, opening(mailbox.atelier), sending("tabs")))

    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(send, range(2)))

    assert len(set(sent)) == 1
    assert (submissions(mailbox, mailbox.fund), mailbox.folders(mailbox.fund)) == (1, {"SENT": 1})
    assert mailbox.differences() == []


def test_what_was_sent_and_taken_back_is_not_sent_again_by_the_back_button(mailbox: Mailbox) -> None:
    reference = mailbox.ask()
    mailbox.do(mailbox.user(), service.send, reference, sending("once"), edition=0)
    mailbox.do(mailbox.user(), service.recall, reference)

    again = lambda: mailbox.do(mailbox.user(), service.send, reference, sending("once"), edition=1)  # noqa: E731

    assert code(again) == "not_now"
    mailbox.do(mailbox.user(), service.send, reference, sending("twice", "besser"), edition=1)
    assert (mailbox.state(reference), submissions(mailbox, mailbox.fund)) == (State.SENT, 2)


def test_nothing_is_taken_back_once_the_institution_works_on_it(mailbox: Mailbox) -> None:
    reference = mailbox.do(mailbox.user(), service.send_new, opening(mailbox.atelier), sending("k"))
    mailbox.do(mailbox.fund, service.take, reference)

    assert code(lambda: mailbox.do(mailbox.user(), service.recall, reference)) == "taken"


def test_a_query_lies_in_the_inbox_and_leaves_its_message_as_it_is(mailbox: Mailbox) -> None:
    reference = mailbox.do(mailbox.user(), service.send_new, opening(mailbox.atelier), sending("k"))

    asked = mailbox.do(mailbox.fund, service.query, reference, subject="Frage", text="Bis wann?")

    with mailbox.acting(mailbox.user(), writes=False) as session:
        question, about = stored(session, asked), stored(session, reference)
        assert (question.about_id, question.dossier_id) == (about.id, about.dossier_id)
    assert (mailbox.state(reference), mailbox.folders(mailbox.user())) == (
        State.SENT,
        {"INBOX": 1, "SENT": 1},
    )


def test_a_refusal_needs_a_reason_and_a_settled_message_leaves_the_list_after_years(
    mailbox: Mailbox,
) -> None:
    reference = mailbox.do(mailbox.user(), service.send_new, opening(mailbox.atelier), sending("k"))
    assert code(lambda: mailbox.do(mailbox.fund, service.settle, reference, "refused")) == "reason_missing"

    mailbox.do(mailbox.fund, service.settle, reference, "refused", "Ausbildung beendet")

    assert (mailbox.folders(mailbox.user()), mailbox.listed(mailbox.user(), State.DONE)) == (
        {"DONE": 1},
        [reference],
    )
    with clock.at(clock.now() + timedelta(days=3 * 366)):
        assert mailbox.folders(mailbox.user()) == {}
        assert mailbox.listed(mailbox.user(), State.DONE) == []


def test_what_came_by_telephone_is_in_hand_and_says_so(mailbox: Mailbox) -> None:
    reference = mailbox.do(
        mailbox.fund, service.register, opening(mailbox.atelier), "telephone", sending("k")
    )

    with mailbox.acting(mailbox.user(), writes=False) as session:
        message, sight = queries.message_of(session, mailbox.user(), reference)
        assert (message.channel, message.taken_by, sight) == ("telephone", "Marc Favre", service.Sight.OWN)
    assert code(lambda: mailbox.do(mailbox.user(), service.recall, reference)) == "taken"


def test_no_company_reads_an_internal_note(mailbox: Mailbox) -> None:
    reference = mailbox.ask()
    mailbox.do(mailbox.fund, service.note, reference, "Vorsicht: zweites Gesuch")

    for actor, expected in ((mailbox.fund, ["Vorsicht: zweites Gesuch"]), (mailbox.user(), [])):
        with mailbox.acting(actor, writes=False) as session:
            message = stored(session, reference)
            assert [note.text for note in queries.notes(session, actor, message)] == expected
            assert [note.text for note in session.scalars(select(InternalNote))] == expected


def test_each_act_writes_one_line_into_the_journal_and_is_announced_in_its_transaction(
    mailbox: Mailbox,
) -> None:
    heard: list[str] = []

    def hear(session: Any, message: Any, step: Any, **_told: Any) -> None:
        heard.append(f"{step.event} {session.get(type(message), message.id).state}")

    with service.announced.connected_to(hear):
        reference = mailbox.ask()
        mailbox.do(mailbox.user(), service.open_message, reference)
        mailbox.do(mailbox.user(), service.save, reference, content(), edition=0)
        mailbox.do(mailbox.user(), service.send, reference, sending("k"), edition=1)

    with mailbox.acting(mailbox.fund, writes=False) as session:
        lines = session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject == "console.message").order_by(AuditEntry.id)
        ).all()
    assert heard == ["fund_request INBOX", "open INBOX", "save DRAFT", "send SENT"]
    assert lines == [f"console.message.{act.split()[0]}" for act in heard]


def test_a_dossier_says_nothing_of_a_message_that_its_company_took_back(mailbox: Mailbox) -> None:
    user = mailbox.user()
    heading = opening(mailbox.atelier, person="Lea Muster", person_number="7561234567897")
    reference = mailbox.do(user, service.send_new, heading, sending("k"))

    def headings() -> list[tuple[str, str]]:
        with mailbox.acting(mailbox.fund, writes=False) as session:
            return [(one.subject, one.person) for one in session.scalars(select(Dossier))]

    sent = headings()
    mailbox.do(user, service.recall, reference)
    recalled = headings()
    mailbox.do(user, service.send, reference, sending("again"), edition=1)

    assert sent == headings() == [("Ausbildung von Lea", "Lea Muster")]
    assert recalled == [("", "")]

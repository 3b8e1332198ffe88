"""What remains of sent calls is collected once, executed once, and due again when the bank gives it back."""

from __future__ import annotations

import hashlib
import threading
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from console.audit.models import AuditEntry
from console.base import clock
from console.base.errors import BadArgument, Conflict, NotFound
from console.mailbox.models import Message
from plugins.fr_dsn.contributions import service as calls
from plugins.fr_dsn.debits import drawing, service
from plugins.fr_dsn.debits.models import DebitItem, DebitMandate
from tests.plugins.fr_dsn.contributions.insurer import AMOUNT, BY, CONTRACT, FILES, MARCH, Insurer
from tests.plugins.fr_dsn.contributions.test_pain008 import read
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY
from tests.support.outbox import later

PAID = Decimal("96.00")
"""What the declaration pays of February."""
REMAINS = AMOUNT - PAID


def today() -> date:
    return clock.today("Europe/Paris")


def a_day(weeks: int = 4) -> date:
    """Give a day of collection: far enough, and one on which TARGET works."""
    from plugins.fr_dsn.debits.rule import earliest

    return earliest(today(), weeks * 7, 1)


def after(day: date) -> timedelta:
    """Give how far the clock must go so that a day has come."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Paris"))
    return noon - clock.now()


def called(insurer: Insurer, **mandate: object) -> None:
    """Have the call of March sent, of which a part is paid, and a mandate."""
    insurer.rate()
    insurer.accept(FILES[1])
    insurer.draw(MARCH)
    insurer.act("send")
    insurer.mandate(**mandate)
    insurer.may_collect()


def left(insurer: Insurer, day: date) -> dict[str, int]:
    with insurer.house.reading(GATEWAY) as session:
        return dict(drawing.overview(session, day).left)


def test_what_remains_is_collected_and_the_company_is_told(insurer: Insurer) -> None:
    called(insurer)
    call, day = insurer.call(), a_day()

    collection = insurer.collection(insurer.collect(day))

    found = read(collection.content or b"")
    assert (collection.state, collection.count, collection.amount) == ("open", 1, call.remains)
    assert collection.digest == hashlib.sha256(collection.content or b"").hexdigest()
    assert found.control == call.remains
    assert found.batches == [("FRST", 1, call.remains, day.isoformat())]
    assert found.debits == {
        (call.reference, int(call.remains * 100), "FRST", "RUM-C-100", "2025-01-05", "Menuiserie d'Essai + Fils",
         "FR7630006000011234567890189")
    }  # fmt: skip
    assert (insurer.call().debit_on, insurer.steps()[-1]) == (day, "debit")
    with insurer.house.reading(GATEWAY) as session:
        told = session.scalars(select(Message).where(Message.type == "notice")).one()
        assert told.subject == f"SEPA {day:%d/%m/%Y}: {CONTRACT} 2025M03"


def test_a_call_is_in_one_collection_only(insurer: Insurer) -> None:
    called(insurer)
    insurer.collect(a_day())

    again = insurer.collection(insurer.collect(a_day(5)))

    assert (again.state, again.count, again.digest) == ("withdrawn", 0, "")
    assert len(insurer.items()) == 1


def test_two_workers_at_once_take_a_call_once(insurer: Insurer) -> None:
    called(insurer)
    app, day = insurer.house.app, a_day()
    with insurer.house.writing(GATEWAY) as session:
        references = [drawing.begin(session, day, BY).reference for _ in range(4)]
    gate = threading.Barrier(4)

    def work(reference: str) -> None:
        with app.app_context():
            gate.wait()
            with insurer.house.writing(GATEWAY) as session:
                drawing.add_some(session, reference, 0, BY)

    workers = [threading.Thread(target=work, args=(one,)) for one in references]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert len(insurer.items()) == 1


def test_the_database_itself_refuses_a_second_open_debit_of_a_call(insurer: Insurer) -> None:
    called(insurer)
    insurer.collect(a_day())
    (item,) = insurer.hub.rows(DebitItem)
    values = {
        column.key: getattr(item, column.key) for column in DebitItem.__table__.columns if column.key != "id"
    }

    with pytest.raises(IntegrityError), insurer.house.writing(GATEWAY) as session:
        session.add(DebitItem(**values))
        session.flush()


def test_executed_on_its_day_it_pays_the_call_once(insurer: Insurer) -> None:
    called(insurer)
    day = a_day()
    reference = insurer.collect(day)
    with pytest.raises(Conflict):
        insurer.settle("execute_some", reference)

    with later(after(day)):
        insurer.settle("execute_some", reference)
        insurer.settle("execute_some", reference)

    call = insurer.call()
    assert (call.state, call.remains, call.debit_on) == ("paid", 0, None)
    assert (insurer.items()[0][0], insurer.steps().count("debited")) == ("executed", 1)
    assert insurer.collection(reference).state == "executed"


def test_a_rejected_debit_makes_the_call_due_again_and_the_next_one_is_a_first_one(insurer: Insurer) -> None:
    called(insurer)
    remains = insurer.call().remains
    reference = insurer.collect(a_day())

    insurer.bounce("rejected", "AC04", today())

    assert (insurer.call().debit_on, insurer.call().remains, insurer.steps()[-1]) == (
        None,
        remains,
        "rejected",
    )
    insurer.collect(a_day(5))
    assert insurer.items() == [("rejected", "FRST", remains), ("open", "FRST", remains)]
    with pytest.raises(Conflict):
        insurer.settle("withdraw_some", reference)


def test_a_returned_debit_is_taken_back_and_the_next_one_is_recurrent(insurer: Insurer) -> None:
    called(insurer)
    remains, day = insurer.call().remains, a_day()
    reference = insurer.collect(day)
    with later(after(day)):
        insurer.settle("execute_some", reference)
        assert insurer.call().request == ""

        insurer.bounce("returned", "MD06", day)

        call = insurer.call()
        assert (call.state, call.remains, insurer.steps()[-1]) == ("partly_paid", remains, "returned")
        assert call.request
        insurer.collect(a_day(5))
        assert insurer.items() == [("returned", "FRST", remains), ("open", "RCUR", remains)]
        with pytest.raises(Conflict), insurer.house.writing(GATEWAY) as session:
            service.withdraw_some(session, reference, BY)


def test_what_comes_back_must_fit_its_day(lite_insurer: Insurer) -> None:
    called(lite_insurer)
    day = a_day()
    with pytest.raises(Conflict):
        lite_insurer.bounce("rejected", "AC04", today())
    reference = lite_insurer.collect(day)

    for kind, at in (("rejected", today() + timedelta(days=1)), ("returned", today())):
        with pytest.raises(BadArgument):
            lite_insurer.bounce(kind, "AC04", at)
    with later(after(day)):
        lite_insurer.settle("execute_some", reference)
        with pytest.raises(BadArgument):
            lite_insurer.bounce("rejected", "AC04", day)
        lite_insurer.bounce("returned", "AC04", day)
        with pytest.raises(Conflict):
            lite_insurer.bounce("returned", "AC04", day)
    assert lite_insurer.items()[0][0] == "returned"


def test_a_collection_that_the_bank_never_had_is_withdrawn_as_if_it_had_not_been(insurer: Insurer) -> None:
    called(insurer)
    reference = insurer.collect(a_day())

    insurer.settle("withdraw_some", reference)
    insurer.settle("withdraw_some", reference)

    (mandate,) = insurer.hub.rows(DebitMandate)
    assert (mandate.used, insurer.call().debit_on, insurer.items()[0][0]) == (None, None, "withdrawn")
    with later(after(a_day())), pytest.raises(Conflict):
        insurer.settle("execute_some", reference)
    insurer.collect(a_day(5))
    assert [one[:2] for one in insurer.items()] == [("withdrawn", "FRST"), ("open", "FRST")]


def test_two_calls_under_a_new_mandate_are_a_first_and_a_recurrent_debit(insurer: Insurer) -> None:
    insurer.rate("2")
    insurer.accept(*FILES)
    insurer.draw()
    insurer.draw(MARCH)
    with insurer.house.writing(GATEWAY) as session:
        for one in insurer.calls():
            call = calls.find(session, one.reference, lock=True)
            calls.send(session, call, BY)
            # What the declaration paid is what it owes: somebody of the staff notes a cent.
            calls.pay(session, call, Decimal("0.01"), today(), "", BY)
    insurer.mandate()
    insurer.may_collect()

    found = read(insurer.collection(insurer.collect(a_day())).content or b"")

    assert sorted(one[0] for one in insurer.items()) == ["open", "open"]
    assert sorted(batch[:2] for batch in found.batches) == [("FRST", 1), ("RCUR", 1)]
    assert found.control == sum((one.remains for one in insurer.calls()), Decimal())


@pytest.mark.parametrize(
    ("why", "mandate"),
    [
        ("ended", {"ended": date(2026, 1, 1)}),
        ("lapsed", {"used": date(2020, 1, 1)}),
        ("signed_later", {"signed": date(2099, 1, 1)}),
    ],
)
def test_a_mandate_that_does_not_hold_leaves_the_call_aside(
    lite_insurer: Insurer, why: str, mandate: dict[str, object]
) -> None:
    called(lite_insurer, **mandate)

    assert left(lite_insurer, a_day()) == {why: 1}
    assert lite_insurer.collection(lite_insurer.collect(a_day())).left == {why: 1}
    assert lite_insurer.call().debit_on is None


def test_the_mandate_of_another_company_is_none_of_its_own(lite_insurer: Insurer) -> None:
    called(lite_insurer, number="C-200")

    assert left(lite_insurer, a_day()) == {"no_mandate": 1}


def test_nothing_is_debited_before_the_last_day_to_pay(lite_insurer: Insurer) -> None:
    lite_insurer.confirm_deadline()
    called(lite_insurer)
    due = lite_insurer.call().due
    assert due is not None

    assert left(lite_insurer, due - timedelta(days=1)) == {"not_due": 1}
    assert left(lite_insurer, due) == {}


def test_a_day_too_near_or_without_banks_is_refused(lite_insurer: Insurer) -> None:
    called(lite_insurer)
    saturday = a_day() + timedelta(days=(5 - a_day().weekday()) % 7)

    for day in (today(), today() + timedelta(days=13), saturday):
        with pytest.raises(BadArgument):
            lite_insurer.collect(day)
    assert lite_insurer.call().debit_on is None


@pytest.mark.parametrize(
    "missing", ["sepa_ics", "sepa_name", "sepa_iban", "sepa_notice_days", "sepa_lead_days"]
)
def test_while_something_is_not_set_or_confirmed_nothing_is_collected(
    lite_insurer: Insurer, missing: str
) -> None:
    called(lite_insurer)
    lite_insurer.may_collect(**{missing: ""})

    with pytest.raises(Conflict):
        lite_insurer.collect(a_day())


def test_a_call_that_is_debited_is_not_reminded_of(lite_insurer: Insurer) -> None:
    lite_insurer.confirm_deadline()
    called(lite_insurer)
    day = a_day()
    lite_insurer.collect(day)

    with later(after(day)), pytest.raises(Conflict):
        lite_insurer.act("remind")


def test_a_collection_that_does_not_exist_is_not_found(lite_insurer: Insurer) -> None:
    with lite_insurer.house.reading(GATEWAY) as session, pytest.raises(NotFound):
        service.find(session, "AAAA-BBBB-CCCC")


def test_what_was_done_stands_in_the_journal(lite_insurer: Insurer) -> None:
    called(lite_insurer)
    day = a_day()
    reference = lite_insurer.collect(day)
    with later(after(day)):
        lite_insurer.settle("execute_some", reference)
        lite_insurer.bounce("returned", "AM04", day)

    with lite_insurer.house.reading(GATEWAY) as session:
        asked = (
            select(AuditEntry.action).where(AuditEntry.subject == "fr_dsn.collection").order_by(AuditEntry.id)
        )
        assert list(session.scalars(asked)) == [
            f"fr_dsn.collection.{one}" for one in ("drawn", "executed", "returned")
        ]

"""Calls are drawn up from accepted declarations, sent once, and stand as later declarations and payments say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from console.base import clock
from console.base.errors import BadArgument, Conflict
from console.mailbox.models import Message
from plugins.fr_dsn.contributions import retention, service
from plugins.fr_dsn.contributions.models import InsuredBase
from plugins.fr_dsn.gateways.hub_simulator import Declared, report
from tests.plugins.fr_dsn.contributions.insurer import AMOUNT, BY, CONTRACT, FEBRUARY, FILES, MARCH, Insurer
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY, account
from tests.support.outbox import later

LUCIE = "2850369123456"


def days(count: int) -> timedelta:
    return timedelta(days=count)


def messages(insurer: Insurer) -> list[tuple[str, str, str]]:
    with insurer.house.reading(GATEWAY) as session:
        asked = select(Message).where(Message.theme == "fr_dsn.contributions").order_by(Message.id)
        return [(one.type, one.state, one.subject) for one in session.scalars(asked)]


def test_bases_are_kept_by_person_contract_option_and_population(insurer: Insurer) -> None:
    insurer.accept(FILES[0])

    (row,) = insurer.hub.rows(InsuredBase, nir=LUCIE)
    assert (row.contract, row.option, row.population, row.kind, row.amount, row.month) == (
        CONTRACT, "OPT1", "CADRE", "10", Decimal("2500.00"), FEBRUARY,
    )  # fmt: skip


def test_a_call_is_drawn_up_from_accepted_declarations(insurer: Insurer) -> None:
    insurer.ready()

    call = insurer.call()
    assert (call.contract, call.period, call.state, call.amount) == (CONTRACT, "2025M02", "to_call", AMOUNT)
    assert (call.declared, call.paid_declared) == (Decimal("96.00"), Decimal("96.00"))
    (line,) = service.lines_of(call)
    assert (line.population, line.kind, line.people, line.total) == ("CADRE", "10", 3, Decimal("8700.00"))


def test_what_is_not_accepted_yet_is_not_called(lite_insurer: Insurer) -> None:
    lite_insurer.rate()
    lite_insurer.hub.deposit(FILES[0])
    lite_insurer.draw()

    assert lite_insurer.calls() == []


def test_drawing_up_twice_is_once_and_a_new_rate_changes_it_while_it_is_not_sent(insurer: Insurer) -> None:
    insurer.ready()
    insurer.draw()
    assert (len(insurer.calls()), insurer.steps().count("drawn")) == (1, 1)

    insurer.rate("2", population="CADRE")
    insurer.draw()

    assert (insurer.call().amount, insurer.steps().count("drawn")) == (Decimal("174.00"), 2)


def test_a_sent_call_stays_as_it_is(insurer: Insurer) -> None:
    insurer.ready()
    assert insurer.act("send") == "sent"
    insurer.rate("2", population="CADRE")

    insurer.draw()
    insurer.act("redraw")

    assert (insurer.call().amount, insurer.calls()[0].sent_at is not None) == (AMOUNT, True)


def test_a_call_that_changes_while_it_is_sent_waits_for_a_look(insurer: Insurer) -> None:
    insurer.ready()
    insurer.rate("2", population="CADRE")

    assert insurer.act("send") == "changed"
    assert (insurer.call().sent_at, insurer.call().amount, messages(insurer)) == (None, Decimal("174.00"), [])
    assert insurer.act("send") == "sent"


def test_a_call_with_a_base_without_rate_is_not_sent(lite_insurer: Insurer) -> None:
    lite_insurer.rate(population="OTHER")
    lite_insurer.accept(FILES[0])
    lite_insurer.draw()

    assert lite_insurer.act("send") == "no_rate"
    assert (lite_insurer.call().is_whole, lite_insurer.call().sent_at) == (False, None)


def test_sending_twice_tells_the_company_once(insurer: Insurer) -> None:
    insurer.ready()
    insurer.act("send")
    insurer.act("send")

    assert messages(insurer) == [("fr_dsn.contribution_payment", "INBOX", f"{CONTRACT} 2025M02")]
    assert insurer.steps().count("sent") == 1


def test_what_is_paid_as_declared_but_not_as_called_is_a_difference(insurer: Insurer) -> None:
    insurer.ready()
    insurer.act("send")

    assert insurer.call().state == "difference"


def test_a_payment_noted_by_hand_pays_the_call_and_takes_the_task_back(insurer: Insurer) -> None:
    insurer.ready()
    insurer.act("send")

    insurer.act("pay", AMOUNT - 96, clock.today("Europe/Paris"), "virement")

    assert (insurer.call().state, insurer.call().paid) == ("paid", AMOUNT)
    assert [state for _type, state, _subject in messages(insurer)] == ["DELETED"]


def test_a_payment_that_cannot_be_is_refused(lite_insurer: Insurer) -> None:
    lite_insurer.ready()
    with pytest.raises(Conflict):
        lite_insurer.act("pay", Decimal(1), clock.today("Europe/Paris"), "")
    lite_insurer.act("send")

    for amount, day in (("0", 0), ("1.005", 0), ("-1", 0), ("1e12", 0), ("1", 1)):
        with pytest.raises(BadArgument):
            lite_insurer.act("pay", Decimal(amount), clock.today("Europe/Paris") + days(day), "")
    assert lite_insurer.call().paid_by_hand == 0


def test_a_later_declaration_that_replaces_an_earlier_one_counts_in_its_place(insurer: Insurer) -> None:
    replaced = FILES[0].replace(b"S20.G00.05.002,'01'", b"S20.G00.05.002,'03'")
    replaced = replaced.replace(b"S20.G00.05.004,'1'", b"S20.G00.05.004,'9'")
    insurer.rate()

    insurer.accept(FILES[0], replaced)
    insurer.draw()

    call = insurer.call()
    assert insurer.hub.states() == ["accepted", "accepted"]
    assert (call.amount, call.declared, call.paid_declared) == (AMOUNT, Decimal("96.00"), Decimal("96.00"))


def test_a_declaration_refused_after_all_does_not_count_any_more(insurer: Insurer) -> None:
    insurer.ready()
    insurer.act("send")
    told = Declared("999000011", "00018", "2025-02", "01", "1", "11", LUCIE, "MARCHAND")
    flow = insurer.hub.deposits()[0].flow

    insurer.hub.says(flow, "11", "KO", report("11", [told], "KO"))
    insurer.hub.poll()

    call = insurer.call()
    assert (call.state, call.declared, call.paid_declared) == ("called", Decimal(0), Decimal(0))


def test_a_late_call_is_reminded_of_and_no_other(lite_insurer: Insurer) -> None:
    lite_insurer.confirm_deadline()
    lite_insurer.rate()
    lite_insurer.accept(FILES[1])
    lite_insurer.draw(MARCH)
    lite_insurer.act("send")
    call = lite_insurer.call()
    assert (call.state, call.due) == ("partly_paid", clock.today("Europe/Paris") + days(15))
    with pytest.raises(Conflict):
        lite_insurer.act("remind")

    with later(days(17)):
        assert service.is_late(call)
        lite_insurer.act("remind")

    assert [kind for kind, _state, _subject in messages(lite_insurer)][1:] == ["notice"]
    assert lite_insurer.steps()[-1] == "reminded"


def test_without_a_confirmed_deadline_nothing_is_late(lite_insurer: Insurer) -> None:
    lite_insurer.ready()
    lite_insurer.act("send")

    with later(days(400)):
        assert not service.is_late(lite_insurer.call())


def test_a_quarterly_contract_is_called_once_after_its_last_month(insurer: Insurer) -> None:
    insurer.rate(periodicity="quarterly")
    insurer.accept(*FILES)
    insurer.draw(FEBRUARY)
    assert insurer.calls() == []

    insurer.draw(MARCH)

    call = insurer.call()
    assert (call.period, call.first, call.until) == ("2025T01", date(2025, 1, 1), date(2025, 3, 31))
    assert call.amount == AMOUNT + Decimal("32.00") + Decimal("58.88")
    assert [month for _siret, month in call.missing] == ["2025-01"]
    assert call.paid_declared == Decimal("128.00")


def test_a_month_is_not_called_by_two_periods(lite_insurer: Insurer) -> None:
    lite_insurer.rate()
    lite_insurer.accept(*FILES)
    lite_insurer.draw()
    lite_insurer.rate("1", periodicity="quarterly", first=date(2025, 1, 2))

    lite_insurer.draw(MARCH)

    assert [one.period for one in lite_insurer.calls()] == ["2025M02"]


def test_contracts_of_other_accounts_are_not_mixed_up(insurer: Insurer) -> None:
    insurer.rate(number="C-200")
    insurer.accept(FILES[0])
    insurer.draw()

    assert insurer.calls() == []


def test_a_person_reads_her_bases_and_they_are_erased_after_their_time(insurer: Insurer) -> None:
    insurer.ready()
    with insurer.house.reading(GATEWAY) as session:
        assert account(session)

    with insurer.house.writing(GATEWAY) as session:
        before = {retention.BASES.key: date(2025, 2, 2)}
        assert [one.count for one in retention.erase(LUCIE + "00", {})] == []
        assert [one.count for one in retention.erase(LUCIE + "00", before)] == [1]
        session.flush()

    assert insurer.hub.rows(InsuredBase, nir=LUCIE) == []
    assert insurer.call().amount == AMOUNT


def test_who_draws_up_stands_in_the_history(lite_insurer: Insurer) -> None:
    lite_insurer.ready()

    with lite_insurer.house.reading(GATEWAY) as session:
        call = service.find(session, lite_insurer.call().reference)
        assert [one.by for one in service.history(session, call) if one.what == "drawn"] == [BY]

"""What is held of a person in deposits and returns is given out, and erased when its time is over."""

from __future__ import annotations

from datetime import date

from console.plugin import Erased
from plugins.fr_dsn.deposits import retention
from plugins.fr_dsn.deposits.models import DeclaredWage, DepositFile, HubReturn
from tests.plugins.fr_dsn.deposits.hub import FEBRUARY, Hub
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY

LUCIE = "2850369123456"
LATER = date(2100, 1, 1)


def test_a_person_is_told_her_wages_and_what_returns_say_of_her(hub: Hub) -> None:
    _deposit(hub)

    with hub.house.app.test_request_context(), hub.house.reading(GATEWAY):
        from flask import g

        from console.base.figures import style_of

        g.style = style_of("fr", "FR", "Europe/Paris")
        wages, _deposits, returns = retention.export(LUCIE)

    assert [row[1:3] for row in wages.rows] == [("02/2025", "00001")]
    assert [row[2] for row in returns.rows] == ["NIR inconnu"]


def test_what_is_past_its_time_is_erased_and_the_rest_stays(hub: Hub) -> None:
    _deposit(hub)
    with hub.house.writing(GATEWAY):
        assert retention.erase(LUCIE, {retention.WAGES.key: date(2025, 1, 1)}) == [Erased("fr_dsn.wages", 0)]

    with hub.house.writing(GATEWAY):
        told = retention.erase(LUCIE, {one.key: LATER for one in retention.CLASSES})

    assert {one.key: one.count for one in told} == {
        "fr_dsn.deposits": 1, "fr_dsn.returns": 1, "fr_dsn.wages": 1,
    }  # fmt: skip
    assert hub.rows(DeclaredWage, nir=LUCIE) == []
    assert len(hub.rows(DeclaredWage)) == 2
    assert hub.rows(DepositFile) == []
    assert LUCIE not in str([(one.document, one.people) for one in hub.rows(HubReturn, nature="11")])
    assert LUCIE not in str([one.anomalies for one in hub.lines()])


def _deposit(hub: Hub) -> None:
    hub.behaves("refuse")
    hub.deposit(FEBRUARY)
    hub.poll()

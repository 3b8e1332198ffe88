"""The case of the brief: one entry in the HR software, and nobody is asked for anything more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from console.base import clock
from console.dispatch.models import Dispatch
from console.dispatch.webhook import service as webhooks
from plugins.fr_dsn.stoppages import shapes
from plugins.fr_dsn.stoppages.exchange import INSURER
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, START, Gateway, later
from tests.plugins.fr_dsn.stoppages.systems import hr_of
from tests.plugins.fr_dsn.stoppages.test_pages import LIST, give_the_theme
from tests.support.outbox import work

PATH = "/fr_dsn/stoppages/HR-1"
MONTHS = [
    {"month": month, "gross": "2450.00"}
    for month in (*(f"2025-{number:02}" for number in range(3, 13)), "2026-01", "2026-02")
]


def told_to_hr(gateway: Gateway) -> list[str]:
    """Give what the HR software was told by webhook."""
    rows = gateway.all(select(Dispatch).where(Dispatch.channel == "webhook").order_by(Dispatch.id))
    return [row.payload.split('"kind":"fr_dsn.stoppage.')[1].split('"')[0] for row in rows]


def look(gateway: Gateway, path: str) -> str:
    """Give a page as the administrator sees it, who signs in for it."""
    return str(gateway.house.browser("camille").get(path).text)


def test_a_stoppage_from_the_hr_software_to_the_guarantee(gateway: Gateway) -> None:
    house, hr = gateway.house, hr_of(gateway)
    give_the_theme(gateway)
    gateway.terms(10)
    gateway.confirm_deadlines()
    gateway.behaves("late")
    with house.writing(HEXALIA) as session:
        webhooks.subscribe(session, "https://hr.example/hooks", ["module.news"], company=gateway.company)

    # Day J: entered once, acknowledged at once, told to the insurer with twelve months of wages.
    made = hr._ask("PUT", PATH, {**shapes.EXAMPLE, "wages": MONTHS}, {})
    work(house)
    assert made.json["state"] == "sent"
    assert hr.get(PATH).json["acknowledged_at"]
    assert [len(one["wages"]) for one in gateway.got(INSURER)] == [12, 12]
    page = f"{LIST}{made.json['reference']}"

    # Silence: after the third working day the list says so, until the answer comes after all.
    with clock.at(START + timedelta(days=6)):
        assert "MARCHAND" in look(gateway, f"{LIST}?late=late")
    with clock.at(START + timedelta(days=2)):
        assert "MARCHAND" not in look(gateway, f"{LIST}?late=late")
        gateway.health.release()
        gateway.poll()
        read = hr.get(PATH).json
    assert (read["state"], read["awaits"], read["guarantee_from"]) == ("accepted", None, "2026-03-21")
    assert gateway.events() == ["create", "acknowledge", "accept"]

    # Day J and deductible: the insurer pays, and nobody did anything.
    opening = datetime.fromisoformat("2026-03-21T00:00:00+01:00")
    with clock.at(opening - timedelta(minutes=1)):
        work(house)
        assert gateway.events()[-1] == "accept"
    with clock.at(opening + timedelta(minutes=1)):
        work(house)
        trail = [(one["party"], one["what"]) for one in hr.get(PATH).json["trail"]]
        text = look(gateway, page)

    assert gateway.got(INSURER)[-1]["guarantee"] == {"from": "2026-03-21", "until": "2026-03-31"}
    assert told_to_hr(gateway) == ["create", "acknowledge", "accept", "guarantee"]
    assert trail[0] == ("employer", "create")
    assert ("health", "accept") in trail
    assert trail[-1] == ("insurer", "guarantee")
    for words in ("PREV-1", "21/03/2026", "HR-1"):
        assert words in text


def test_a_silent_health_insurance_loses_nothing(lite: Gateway) -> None:
    lite.confirm_deadlines()
    lite.behaves("fail", "fail")
    lite.declare()
    with later(hours=2):
        assert lite.stoppage().answer_by < clock.now()  # type: ignore[operator]
        work(lite.house)
    with later(hours=6):
        work(lite.house)
        lite.poll()

    assert lite.stoppage().state == "accepted"
    assert len(lite.got()) == 1

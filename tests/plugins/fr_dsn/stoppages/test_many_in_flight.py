"""Three hundred stoppages while the health insurance is silent; ten thousand: `python -m benchmarks stoppages`."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from console.audit.models import AuditEntry
from console.base import clock
from console.deadlines import service as deadlines
from console.dispatch.models import Dispatch
from plugins.fr_dsn.stoppages import service
from plugins.fr_dsn.stoppages.exchange import KIND
from plugins.fr_dsn.stoppages.models import Stoppage, StoppageVersion
from tests.plugins.fr_dsn.stoppages.examples import stoppage
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, START, Gateway
from tests.plugins.fr_dsn.stoppages.test_pages import give_the_theme
from tests.support.outbox import work

COUNT = 300
LATER = START + timedelta(days=8)
"""Both answers are late by then."""


@pytest.fixture
def silent(lite: Gateway) -> Gateway:
    """Give a gateway with stoppages that were declared, and never acknowledged."""
    lite.confirm_deadlines()
    with lite.house.writing(HEXALIA) as session:
        for n in range(COUNT):
            one = stoppage(nir=f"2850369{123 + n // 999:03}{n % 999 + 1:03}", family_name=f"PERSONNE{n:03}")
            service.declare(session, lite.call(), one, f"HR-{n}")
    return lite


def alert(gateway: Gateway) -> None:
    with clock.at(LATER), gateway.house.writing(HEXALIA) as session:
        deadlines.alert(session)


def late_ones(gateway: Gateway) -> list[str]:
    """Give the references on all pages of late stoppages, as often as they stand there."""
    give_the_theme(gateway)
    found: list[str] = []
    with clock.at(LATER):
        browser = gateway.house.browser("camille")
        for page in range(1, COUNT // 50 + 2):
            text = browser.get(f"/fr_dsn/stoppage/?late=late&page={page}").text
            found += re.findall(
                r'<a[^>]* href="/fr_dsn/stoppage/([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})"', text
            )
        assert f">{COUNT}<" in browser.get("/fr_dsn/stoppage/?late=late").text
    return found


def test_each_silent_one_stands_once_among_the_late_ones_and_is_counted(silent: Gateway) -> None:
    found = late_ones(silent)

    assert (len(found), len(set(found))) == (COUNT, COUNT)


def test_each_is_told_once_for_each_answer_that_is_late(silent: Gateway) -> None:
    alert(silent)
    alert(silent)

    told = select(AuditEntry.subject_id).where(AuditEntry.action == "console.deadline.unacknowledged")
    lines = silent.all(told)
    assert (len(lines), len(set(lines))) == (2 * COUNT, COUNT)
    marked = (
        select(func.count())
        .select_from(Dispatch)
        .where(Dispatch.kind == KIND, Dispatch.overdue == "business")
    )
    assert silent.one(marked) == COUNT


def test_nothing_is_lost_or_doubled_when_it_speaks_again(silent: Gateway) -> None:
    alert(silent)
    with clock.at(LATER):
        work(silent.house)
    references = set(silent.all(select(Stoppage.reference)))

    assert len(silent.got()) == COUNT
    assert {one["stoppage"] for one in silent.got()} == references
    assert silent.all(select(Stoppage.state).distinct()) == ["acknowledged"]


def test_calls_that_the_hr_software_repeats_meanwhile_add_nothing(silent: Gateway) -> None:
    with clock.at(LATER), silent.house.writing(HEXALIA) as session:
        again = stoppage(nir="2850369123001", family_name="PERSONNE000")
        assert service.declare(session, silent.call(), again, "HR-0").repeated

    assert silent.one(select(func.count()).select_from(StoppageVersion)) == COUNT
    assert len(silent.waiting()) >= COUNT

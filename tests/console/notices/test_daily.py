"""Once a day one e-mail tells a person what is new, by theme; a worker killed in between neither loses nor doubles it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from console.base import clock
from console.dispatch.models import Dispatch
from console.mailbox import service
from console.mailbox.models import A_NOTICE
from console.notices import running
from console.notices.declarations import Pace
from console.notices.running import run_due
from console.notices.spreading import morning_after
from tests.console.notices.test_at_once import lose, wish
from tests.support.mailbox import ACCOUNTING, ALLOWANCES, Mailbox, opening, sending
from tests.support.notices import CLAIRE, LUCA, MARC, NORA, deliver, told
from tests.support.outbox import Killed
from tests.support.post import MailServer

EVENING = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
"""Seven o'clock in Zurich."""


def test_the_morning_is_seven_o_clock_there_in_summer_as_in_winter() -> None:
    for day in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)):
        morning = morning_after(day, "Europe/Zurich").astimezone(ZoneInfo("Europe/Zurich"))
        assert (morning.day, morning.hour, morning.minute) == (day.day + 1, 7, 0)
    assert morning_after(MORNING - timedelta(seconds=1), "Europe/Zurich") == MORNING
    assert morning_after(MORNING, "Europe/Zurich") == MORNING + timedelta(days=1)


def test_one_e_mail_a_day_counts_what_is_new_by_theme(mailbox: Mailbox, server: MailServer) -> None:
    for theme in (ALLOWANCES, ACCOUNTING):
        wish(mailbox, "luca", Pace.DAILY, theme)
    with clock.at(EVENING):
        for _ in range(3):
            mailbox.ask()
        mailbox.ask(theme=ACCOUNTING, type_=A_NOTICE)
        deliver(mailbox)
        assert LUCA not in told(server)
    with clock.at(MORNING):
        deliver(mailbox)
        deliver(mailbox)

    [text] = told(server)[LUCA]
    assert "Allocations familiales: 3\nComptabilité: 1\n" in text


def test_staff_are_told_once_a_day_unless_they_choose_otherwise(
    lite_mailbox: Mailbox, server: MailServer
) -> None:
    wish(lite_mailbox, "claire", Pace.AT_ONCE)
    with clock.at(EVENING):
        lite_mailbox.do(lite_mailbox.user(), service.send_new, opening(lite_mailbox.atelier), sending("k1"))
        deliver(lite_mailbox)
        assert list(told(server)) == [CLAIRE]
    with clock.at(MORNING):
        deliver(lite_mailbox)

    assert len(told(server)[MARC]) == 1
    assert LUCA not in told(server)


def test_who_loses_the_right_over_night_is_not_told(lite_mailbox: Mailbox, server: MailServer) -> None:
    for person in ("luca", "nora"):
        wish(lite_mailbox, person, Pace.DAILY)
    with clock.at(EVENING):
        lite_mailbox.ask()
        deliver(lite_mailbox)
        lose(lite_mailbox, "luca")
    with clock.at(MORNING):
        deliver(lite_mailbox)

    assert list(told(server)) == [NORA]


@pytest.mark.parametrize("stage", ["spread", "leave"])
def test_a_killed_worker_neither_loses_nor_doubles_the_daily_e_mail(
    mailbox: Mailbox, server: MailServer, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    wish(mailbox, "luca", Pace.DAILY)
    with clock.at(EVENING):
        mailbox.ask()
        deliver(mailbox)
        mailbox.ask()
    real = getattr(running, stage)

    def killed(session: Session, moment: datetime) -> bool:
        real(session, moment)
        raise Killed

    with clock.at(MORNING):
        with monkeypatch.context() as patch:
            patch.setattr(running, stage, killed)
            with pytest.raises(Killed):
                run_due(mailbox.house.app)
        deliver(mailbox)
    with clock.at(MORNING + timedelta(days=1)):
        deliver(mailbox)

    [text] = told(server)[LUCA]
    assert "Allocations familiales: 2\n" in text


def test_the_daily_e_mail_is_one_for_each_person_and_day(mailbox: Mailbox) -> None:
    wish(mailbox, "luca", Pace.DAILY)
    with clock.at(EVENING):
        mailbox.ask()
        deliver(mailbox)
    with clock.at(MORNING):
        deliver(mailbox)
    user = mailbox.house.membership("luca").user_id
    with mailbox.house.reading() as session:
        keys = [row.key for row in session.query(Dispatch).where(Dispatch.kind == "console.notice_daily")]

    assert keys == [f"notice.{user}.daily.2026-11-21"]

"""The mailbox of the demonstration: made once, true to its own counters, and never where e-mails really leave."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy import select

from console.cli import demo_mailbox
from console.dispatch.settings import MailSettings
from console.mailbox import service
from console.mailbox.models import Message
from tests.support.house import House


def states(house: House) -> Counter[str]:
    """Give how many messages of the fund are in each state."""
    with house.reading() as session:
        return Counter(session.scalars(select(Message.state)))


def test_every_folder_of_the_member_holds_something_and_a_second_start_adds_nothing(
    lite_house: House,
) -> None:
    demo_mailbox.fill(lite_house.app)
    demo_mailbox.fill(lite_house.app)

    assert states(lite_house) == {"INBOX": 3, "DRAFT": 1, "DELEGATED": 1, "SENT": 3, "DONE": 3}
    with lite_house.reading() as session:
        assert service.differences(session) == []


def test_nothing_is_made_where_e_mails_really_leave(lite_house: House) -> None:
    settings = replace(lite_house.settings, mail=MailSettings(kind="smtp"))
    lite_house.app.extensions["guichet_settings"] = settings

    demo_mailbox.fill(lite_house.app)

    assert states(lite_house) == {}

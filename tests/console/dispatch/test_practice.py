"""A practice institution reaches simulators only, and production reaches none."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from config import settings_from
from console.base.errors import ConfigurationError
from console.dispatch.declarations import Delivered, Misconfigured
from console.dispatch.mail.smtp import SmtpPost
from console.dispatch.outward import Outward, Refused
from console.dispatch.practice import is_this_machine, may_leave, sending
from console.dispatch.settings import MailSettings, OutwardSettings
from tests.support.simulators import simulating

HERE = ["127.0.0.1", "127.8.9.10:8601", "localhost", "LOCALHOST.:80", "a.localhost", "::1", "[::1]:8601", "::ffff:127.0.0.1"]  # fmt: skip
ELSEWHERE = [
    "agency.example",
    "10.0.0.5",
    "127.0.0.1.agency.example",
    "localhost.example",
    "::2",
    "1.2.3.4:127",
    "",
]


@pytest.mark.parametrize("host", HERE)
def test_a_practice_institution_may_reach_this_machine(host: str) -> None:
    assert is_this_machine(host)
    assert may_leave(True, "fr_dsn.gateway", host) is None


@pytest.mark.parametrize("host", ELSEWHERE)
def test_a_practice_institution_reaches_nothing_else_and_a_real_one_everything(host: str) -> None:
    why = may_leave(True, "fr_dsn.gateway", host)

    assert why is not None
    assert why.params["host"] == host
    assert may_leave(False, "fr_dsn.gateway", host) is None


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_what_people_of_a_practice_institution_get_leaves_only_when_the_operator_allows_it(
    channel: str,
) -> None:
    why = may_leave(True, channel, "mail.example")

    assert "GUICHET_PRACTICE_MAIL" in str(why and why.message)
    assert may_leave(True, channel, "mail.example", mail=True) is None
    assert may_leave(True, "fr_dsn.gateway", "agency.example", mail=True) is not None


def test_the_door_outwards_refuses_a_practice_institution_whatever_name_the_address_has() -> None:
    outward = Outward(["192.0.2.7"], OutwardSettings(frozenset({"192.0.2.7"})))

    with sending(True, "fr_dsn.gateway"), pytest.raises(Refused, match="no simulator"):
        outward.get("https://192.0.2.7/", {})


def test_the_door_outwards_lets_a_practice_institution_reach_a_simulator() -> None:
    with simulating("sms") as running, sending(True, "fr_dsn.gateway"):
        outward = Outward(["127.0.0.1"], OutwardSettings(frozenset({"127.0.0.1"})))

        assert outward.get(f"{running.servers['sms'].address}/", {}).status == 404


@pytest.mark.parametrize(("host", "outcome"), [("mail.example", Misconfigured), ("127.0.0.1", Delivered)])
def test_an_email_of_a_practice_institution_goes_to_the_simulated_mail_server_alone(
    host: str, outcome: type[object]
) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = (
        "c@fund.example",
        "a@firm.example",
        "<1@fund.example>",
    )
    with simulating("mail") as running, sending(True, "email"):
        settings = MailSettings("smtp", "c@fund.example", host, running.servers["mail"].port, "none")

        assert isinstance(SmtpPost(settings).deliver(message, "a@firm.example"), outcome)


PRODUCTION = {
    "GUICHET_ENV": "production",
    "GUICHET_SECRET_KEY": "a secret of the tests, long enough to be accepted",
    "DATABASE_URL": "postgresql://guichet_app@db/guichet",
    "GUICHET_HOSTS": "console.fund.example",
    "GUICHET_ADDRESS": "https://console.fund.example",
    "GUICHET_MAIL": "off",
}


def faults(**more: str) -> list[str]:
    try:
        settings_from({**PRODUCTION, **more})
    except ConfigurationError as refused:
        return list(refused.faults)
    return []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GUICHET_SIMULATE", "yes"),
        ("GUICHET_INSIDE_HOSTS", "db.intern,localhost"),
        ("GUICHET_OUTWARD_HOSTS", "127.0.0.1"),
        ("GUICHET_SMTP_HOST", "127.0.0.1"),
        ("GUICHET_SMS_URL", "https://[::1]:8601/sms"),
    ],
)
def test_production_does_not_start_with_a_way_to_a_simulator(name: str, value: str) -> None:
    before = set(faults())

    assert [fault for fault in faults(**{name: value}) if fault not in before and fault.startswith(name)]


def test_simulators_are_reached_where_the_settings_say_that_there_are_some(tmp_path: object) -> None:
    told = {"GUICHET_ENV": "test", "GUICHET_SECRET_KEY": "s" * 32, "GUICHET_DATA": str(tmp_path)}

    assert settings_from(told).outward.inside == frozenset()
    assert "127.0.0.1" in settings_from({**told, "GUICHET_SIMULATE": "yes"}).outward.inside

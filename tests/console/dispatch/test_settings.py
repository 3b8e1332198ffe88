"""How e-mails and SMS leave is checked before the console starts, and passwords are never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import settings_from
from console.base.errors import ConfigurationError
from tests.conftest import SECRET

SMTP = {
    "GUICHET_MAIL": "smtp",
    "GUICHET_SMTP_HOST": "mail.fund.example",
    "GUICHET_SMTP_USER": "console",
    "GUICHET_SMTP_PASSWORD": "very-secret",
    "GUICHET_MAIL_FROM": "console@fund.example",
    "GUICHET_ADDRESS": "https://console.example",
}
SMS = {"GUICHET_SMS_URL": "https://sms.example/v1", "GUICHET_SMS_KEY": "very-secret-key"}


def environment(folder: Path, kind: str, **more: str) -> dict[str, str]:
    given = {"GUICHET_ENV": kind, "GUICHET_SECRET_KEY": SECRET, "GUICHET_DATA": str(folder)}
    if kind == "production":
        given |= {"DATABASE_URL": "postgresql://app@db/guichet", "GUICHET_HOSTS": "console.example"}
    return given | more


def faults(folder: Path, kind: str, **more: str) -> list[str]:
    try:
        settings_from(environment(folder, kind, **more))
    except ConfigurationError as refused:
        return refused.faults
    return []


def test_a_newcomer_finds_her_e_mails_in_a_folder(tmp_path: Path) -> None:
    assert settings_from(environment(tmp_path, "development")).mail.kind == "file"


@pytest.mark.parametrize("more", [{}, {"GUICHET_MAIL": "file"}, {"GUICHET_MAIL": ""}])
def test_production_has_to_say_how_e_mails_leave(tmp_path: Path, more: dict[str, str]) -> None:
    (fault,) = faults(tmp_path, "production", **more)
    assert fault.startswith("GUICHET_MAIL ")


@pytest.mark.parametrize("more", [{"GUICHET_MAIL": "off"}, SMTP, {**SMTP, **SMS}])
def test_production_starts_with_a_whole_answer(tmp_path: Path, more: dict[str, str]) -> None:
    assert faults(tmp_path, "production", **more) == []


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"GUICHET_SMTP_HOST": ""}, "GUICHET_SMTP_HOST"),
        ({"GUICHET_SMTP_HOST": "a b"}, "GUICHET_SMTP_HOST"),
        ({"GUICHET_SMTP_PORT": "0"}, "GUICHET_SMTP_PORT"),
        ({"GUICHET_SMTP_SECURITY": "none"}, "GUICHET_SMTP_SECURITY"),
        ({"GUICHET_SMTP_SECURITY": "ssl"}, "GUICHET_SMTP_SECURITY"),
        ({"GUICHET_SMTP_PASSWORD": ""}, "GUICHET_SMTP_USER"),
        ({"GUICHET_MAIL_FROM": "nobody"}, "GUICHET_MAIL_FROM"),
        ({"GUICHET_ADDRESS": ""}, "GUICHET_ADDRESS"),
        ({"GUICHET_ADDRESS": "console.example"}, "GUICHET_ADDRESS"),
        ({"GUICHET_ADDRESS": "http://console.example"}, "GUICHET_ADDRESS"),
        ({"GUICHET_ADDRESS": "https://console.example/there"}, "GUICHET_ADDRESS"),
        ({"GUICHET_ADDRESS": "https://me@console.example"}, "GUICHET_ADDRESS"),
        ({"GUICHET_ADDRESS": "https://other.example"}, "GUICHET_HOSTS"),
        ({"GUICHET_MAIL_FROM": "a@b.example\r\nBcc: x@y.example"}, "GUICHET_MAIL_FROM"),
        ({**SMS, "GUICHET_SMS_URL": "http://sms.example/"}, "GUICHET_SMS_URL"),
        ({**SMS, "GUICHET_SMS_URL": "https://user:word@sms.example/"}, "GUICHET_SMS_URL"),
        ({**SMS, "GUICHET_SMS_KEY": "short"}, "GUICHET_SMS_KEY"),
        ({**SMS, "GUICHET_SMS_SENDER": "a name that is too long"}, "GUICHET_SMS_SENDER"),
        ({"GUICHET_SMS_KEY": "very-secret-key"}, "GUICHET_SMS_URL"),
        ({"GUICHET_CA_FILE": "/no/such/file.pem"}, "GUICHET_CA_FILE"),
        ({"GUICHET_OUTWARD_HOSTS": "https://agency.example/"}, "GUICHET_OUTWARD_HOSTS"),
        ({"GUICHET_INSIDE_HOSTS": "a host"}, "GUICHET_INSIDE_HOSTS"),
    ],
)
def test_a_faulty_setting_stops_the_start_by_its_name(
    tmp_path: Path, changed: dict[str, str], name: str
) -> None:
    (fault,) = faults(tmp_path, "production", **{**SMTP, **changed})
    assert fault.startswith(name)
    assert "very-secret" not in fault


def test_the_public_address_may_lie_below_a_host_that_begins_with_a_point(tmp_path: Path) -> None:
    more = {**SMTP, "GUICHET_HOSTS": ".console.example", "GUICHET_ADDRESS": "https://fund.console.example/"}
    assert faults(tmp_path, "production", **more) == []
    assert (
        settings_from(environment(tmp_path, "production", **more)).address == "https://fund.console.example"
    )


def test_a_machine_of_ones_own_needs_no_public_address(tmp_path: Path) -> None:
    assert settings_from(environment(tmp_path, "development")).address == ""
    assert faults(tmp_path, "development", GUICHET_ADDRESS="http://localhost:5000") == []


def test_passwords_are_never_shown(tmp_path: Path) -> None:
    assert "very-secret" not in repr(settings_from(environment(tmp_path, "production", **SMTP, **SMS)))


def test_the_hosts_that_may_be_called_are_a_list_and_production_is_strict(tmp_path: Path) -> None:
    more = {**SMTP, "GUICHET_OUTWARD_HOSTS": "Agency.example, .gov.example", "GUICHET_INSIDE_HOSTS": "core"}
    found = settings_from(environment(tmp_path, "production", **more)).outward
    assert (found.only, found.inside, found.strict) == (
        {"agency.example", ".gov.example"},
        {"core"},
        True,
    )
    assert settings_from(environment(tmp_path, "development")).outward.strict is False

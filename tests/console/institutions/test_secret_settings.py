"""Secrets among a plugin's settings: kept sealed, opened for checks and channels alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit.models import AuditEntry
from console.base import clock, sealing
from console.base.errors import BadArgument
from console.hooks.checks import faults_of
from console.hooks.declarations import Contribution, Manifest, Setting
from console.institutions import service, settings
from console.institutions.models import PluginSwitch
from tests.support.house import House

GATEWAY = Contribution(
    Manifest("gateway", "Gateway", "", "1.0", ">=0"),
    "gateway",
    "gateway 1.0",
    settings=(
        Setting("url", "Address", default="https://agency.example/"),
        Setting("password", "Password", kind="secret", required=True),
        Setting("key", "Key", kind="secret", is_long=True),
        Setting("code", "Code", kind="secret", check=lambda v: None if v.isdigit() else "Figures only."),
    ),
)
WORD = "correct horse battery"


def stored(session: Session) -> dict[str, str]:
    return dict(session.scalars(select(PluginSwitch.settings).where(PluginSwitch.plugin == "gateway")).one())


def save(house: House, *removed: str, institution: str = "CC Léman", **values: str) -> dict[str, list[str]]:
    with house.writing(institution) as session:
        return service.save_settings(session, GATEWAY, values, removed)


def test_a_secret_is_stored_sealed_and_opened_for_its_channel(house: House) -> None:
    save(house, password=WORD)

    house.app.extensions["guichet_plugins"]._by_name["gateway"] = GATEWAY
    with house.reading() as session:
        assert WORD not in str(stored(session))
        assert settings.opened(session, "gateway") == {
            "url": "",
            "password": WORD,
            "key": "",
            "code": "",
        }
    with house.reading("AK Aaretal") as session:
        assert settings.opened(session, "gateway") == {
            "url": "https://agency.example/",
            "password": "",
            "key": "",
            "code": "",
        }
        assert settings.opened(session, "") == settings.opened(session, "unknown") == {}


def test_an_empty_field_keeps_the_secret_and_a_tick_removes_it(lite_house: House) -> None:
    save(lite_house, password=WORD, key="k")
    with lite_house.reading() as session:
        before = stored(session)

    assert save(lite_house, password="", key="") == {}
    assert save(lite_house, "key", password="") == {"key": ["***", ""]}
    with lite_house.reading() as session:
        after = stored(session)
    assert after["password"] == before["password"]
    assert after["key"] == ""


def test_the_journal_says_that_a_secret_changed_and_never_to_what(lite_house: House) -> None:
    assert save(lite_house, password=WORD)["password"] == ["", "***"]
    assert save(lite_house, password="another one") == {"password": ["***", "***"]}
    with lite_house.reading() as session:
        facts = str(session.scalars(select(AuditEntry.facts)).all())
    assert "***" in facts
    assert WORD not in facts
    assert "another one" not in facts


def test_a_required_secret_must_be_there_once(lite_house: House) -> None:
    with pytest.raises(BadArgument) as refused:
        save(lite_house, password="")
    assert refused.value.place == "password"
    save(lite_house, password=WORD)
    with pytest.raises(BadArgument):
        save(lite_house, "password", password="")


def test_a_secret_is_checked_and_may_be_as_long_as_a_certificate(lite_house: House) -> None:
    with pytest.raises(BadArgument):
        save(lite_house, password=WORD, code="abc")
    with pytest.raises(BadArgument):
        save(lite_house, password="x" * 20_001)
    save(lite_house, password="x" * 20_000, code="12")


def test_pages_learn_since_when_there_is_a_secret_and_nothing_else(lite_house: House) -> None:
    password, key = GATEWAY.settings[1], GATEWAY.settings[2]
    with clock.at(datetime(2026, 3, 2, 8, 15, 4, 900, tzinfo=UTC)):
        save(lite_house, password=WORD)
    with lite_house.reading() as session:
        kept = stored(session)

    assert settings.set_since(password, kept) == datetime(2026, 3, 2, 8, 15, 4, tzinfo=UTC)
    assert settings.set_since(key, kept) is None
    assert settings.set_since(password, {"password": "plain"}) is None
    assert service.values_of(GATEWAY, kept)["password"] == ""


def test_a_secret_of_another_installation_counts_as_not_set_and_is_named(lite_house: House) -> None:
    foreign = {"password": sealing.seal("another secret key of some length", settings.PURPOSE, WORD)}
    with lite_house.app.app_context():
        assert settings.opened_values(GATEWAY, foreign)["password"] == ""
        assert [one.key for one in settings.unreadable(GATEWAY, foreign)] == ["password"]
        assert list(settings.unreadable(GATEWAY, {})) == []


def test_a_secret_with_a_default_and_an_unknown_kind_stop_the_start() -> None:
    wrong = replace(
        GATEWAY, settings=(Setting("a", "A", kind="secret", default="x"), Setting("b", "B", kind="colour"))
    )
    said = " ".join(faults_of(wrong))
    assert "cannot have a default" in said
    assert "unknown kind colour" in said


def test_a_secret_sealed_anew_keeps_its_day() -> None:
    with clock.at(datetime(2026, 3, 2, tzinfo=UTC)):
        old = sealing.seal("old key", "p", WORD)
    new = sealing.reseal("old key", "new key", "p", old)

    assert sealing.unseal("new key", "p", new) == WORD
    assert sealing.sealed_at(new) == datetime(2026, 3, 2, tzinfo=UTC)
    with pytest.raises(sealing.Unreadable):
        sealing.unseal("old key", "p", new)
    with pytest.raises(sealing.Unreadable):
        sealing.sealed_at("plain text")

"""Another secret key for the installation: what is sealed opens with the new one, or nothing changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from console.base.errors import ConfigurationError
from console.base.sealing import unseal
from console.cli.resealing import Keys, reseal_all
from console.dispatch.declarations import Envelope
from console.dispatch.models import Dispatch
from console.dispatch.service import PURPOSE, enqueue
from console.dispatch.webhook import service as webhooks
from console.dispatch.webhook.channel import _secrets
from console.hooks.declarations import Contribution, Manifest, Setting
from console.institutions import service, settings
from console.institutions.models import PluginSwitch
from console.institutions.sessions import accounts
from console.insured import binding, numbers
from console.insured.models import InsuredAccount
from tests.support.house import House

NEW = "another secret of the tests, long enough to be accepted"
GATEWAY = Contribution(
    Manifest("gateway", "Gateway", "", "1.0", ">=0"),
    "gateway",
    "gateway 1.0",
    settings=(Setting("url", "Address"), Setting("password", "Password", kind="secret")),
)


def filled(house: House) -> tuple[str, str]:
    """Make a sealed envelope, setting and subscription; give the subscription with its secret."""
    with house.writing() as session:
        service.save_settings(session, GATEWAY, {"url": "https://agency.example/", "password": "words"})
        row, secret = webhooks.subscribe(session, "https://fund.example/", ["message.sent"])
        reference = row.reference
        webhooks.publish(session, "message.sent", {})
        note = Envelope("webhook", "fund.example", {"code": "482 913"}, "console.test", "k1", secret=True)
        enqueue(session, note)
    return reference, secret


def test_everything_sealed_opens_with_the_new_key_alone(house: House) -> None:
    reference, secret = filled(house)
    old = house.settings.secret_key

    counts = reseal_all(house.settings.owner_url, Keys(old, NEW))

    assert counts["dispatch_envelope"] == counts["dispatch_webhook"] == counts["inst_plugin"] == 1
    house.app.extensions["guichet_settings"] = replace(house.settings, secret_key=NEW)
    with house.reading() as session:
        sealed = session.scalars(select(Dispatch.payload).where(Dispatch.key == "k1")).one()
        stored = session.scalars(select(PluginSwitch.settings).where(PluginSwitch.plugin == "gateway")).one()
        assert unseal(NEW, PURPOSE, sealed) == '{"code":"482 913"}'
        assert settings.opened_values(GATEWAY, stored) == {
            "url": "https://agency.example/",
            "password": "words",
        }
        assert _secrets(webhooks.of(session, reference, None)) == (secret,)
    with house.app.app_context():
        for row in accounts().scalars(select(InsuredAccount)):
            number = unseal(NEW, binding.PURPOSE, row.sealed)
            assert row.digest == numbers.digest_of(NEW, number, row.country)
    assert set(reseal_all(house.settings.owner_url, Keys(old, NEW)).values()) == {0}


def test_with_a_wrong_old_key_nothing_is_changed_and_the_row_named(lite_house: House) -> None:
    filled(lite_house)
    with pytest.raises(ConfigurationError) as refused:
        reseal_all(lite_house.settings.owner_url, Keys("not the key before, but another one", NEW))
    assert "opens with neither key" in refused.value.faults[0]
    with lite_house.reading() as session:
        sealed = session.scalars(select(Dispatch.payload).where(Dispatch.key == "k1")).one()
    assert unseal(lite_house.settings.secret_key, PURPOSE, sealed)

"""The first plugin of docs/plugins.md is a plugin that works."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from console.api.acts import fitting
from console.api.errors import Faulty
from console.app import create_app
from console.base import clock
from console.base.errors import BadArgument
from console.base.figures import style_of
from console.cli import upgrade_command
from console.dispatch.declarations import Delivered, Envelope, Letter
from console.dispatch.models import Dispatch
from console.dispatch.service import Outbox
from console.dispatch.settings import OutwardSettings
from console.dispatch.webhook.signatures import Forged, new_secret, signed
from console.forms.registry import unmet
from console.forms.revisions import publish
from console.forms.tongue import Tongue
from console.forms.validator import Validator
from console.hooks.acts import ApiCall
from console.institutions.models import PluginSwitch
from console.institutions.sessions import accounts, db
from console.mailbox.effects import Moved
from tests.conftest import settings_for
from tests.docs import acts_example, channel_example
from tests.docs.forms_example import MOVE, RULES
from tests.support.agencies import agency, says
from tests.support.distributions import describe
from tests.support.house import House

ROOT = Path(__file__).resolve().parents[2]
CODE = Path(__file__).with_name("first_plugin")
FORM = Path(__file__).with_name("forms_example.py")
ACTS = Path(__file__).with_name("acts_example.py")
CHANNEL = Path(__file__).with_name("channel_example.py")
FILES = ("phone_book/__init__.py", "phone_book/plugin.py", "pyproject.toml")


@pytest.fixture
def phone_book(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Give a console in which the first plugin is installed, and enabled in the Léman fund."""
    shutil.copytree(CODE / "phone_book", tmp_path / "phone_book")
    describe(tmp_path, "phone_book", "phone_book", "guichet-phone-book")
    monkeypatch.syspath_prepend(tmp_path)
    shutil.copyfile(sqlite_template, tmp_path / "house.sqlite")
    settings = settings_for(f"sqlite:///{tmp_path / 'house.sqlite'}", tmp_path)
    list(upgrade_command.run(settings))
    house = House(create_app(settings), settings)
    with house.app.app_context():
        switch = PluginSwitch(plugin="phone_book", enabled=True, settings={}, changed_at=clock.now())
        switch.institution_id = house.institution("CC Léman")
        accounts().add(switch)
        accounts().commit()
    yield house
    with house.app.app_context():
        db.engine.dispose()
    for module in [name for name in sys.modules if name.partition(".")[0] == "phone_book"]:
        del sys.modules[module]


def test_the_code_on_the_page_is_the_tested_code() -> None:
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")

    printed = re.findall(r"```(?:python|toml)\n(.*?)```", page, re.DOTALL)

    assert printed == [
        path.read_text(encoding="utf-8") for path in (*(CODE / file for file in FILES), FORM, ACTS, CHANNEL)
    ]


def test_the_form_on_the_page_is_sound_and_refuses_what_its_rule_forbids() -> None:
    rules = {rule.name: rule for rule in RULES}
    revision = publish(MOVE, [], lambda _language, text: text)
    validator = Validator(revision, Tongue(style_of("en", "CH")), "text", rules)
    address = {"postcode": "1000", "town": "Lausanne", "country": "CH"}
    typed = {"moved": "01.03.2027", "address": address, "forward": "yes", "until": "28.02.2027"}

    verdict = validator.check(typed)

    assert unmet(MOVE, rules, {}) == []
    assert [(one.path, one.fault.code) for one in verdict.faults] == [("until", "until_too_early")]
    assert validator.check({**typed, "until": "01.06.2027"}).faults == ()


def test_the_act_on_the_page_takes_what_fits_its_schema_and_notes_it(lite_house: House) -> None:
    (one,) = acts_example.register_api_acts()
    with lite_house.writing() as session:
        values = fitting(one.takes, {"town": "Vevey"})
        call = ApiCall(session, company=1, by="HR", parts={"named": "7"}, values=values)

        assert one.act(call) == {"town": "Vevey"}
        with pytest.raises(Faulty):
            fitting(one.takes, {"town": ""})


def test_the_channel_on_the_page_hands_over_and_understands_what_is_answered(lite_house: House) -> None:
    secret = new_secret()
    moved = Moved(
        "send", "M-1", "", 1, "phone_book.addresses", "phone_book.move", "", "", {"town": "Bex"}, "s1"
    )
    with agency() as register:
        register.usual = says(202, b'{"number": 7}')
        told = {"url": register.url, "key": "a-key-of-ours", "secret": secret}
        channel = channel_example.Register(OutwardSettings(frozenset({"localhost"})))
        outbox: Outbox = lite_house.app.extensions["guichet_outbox"]
        outbox.channels[channel.key] = channel
        with lite_house.writing() as session:
            for _ in range(2):
                channel_example.message_moved(moved)
            (row,) = session.scalars(select(Dispatch).where(Dispatch.channel == channel.key))
            envelope = Envelope(channel.key, row.target, json.loads(row.payload), row.kind, row.key)
        outcome = channel.send(Letter(envelope, 1, clock.now(), told))

    body = b'{"number": 7, "taken": "yes"}'
    (arrival,) = channel.hear(signed([secret], "m1", clock.now(), body), body, told)
    assert isinstance(outcome, Delivered)
    assert json.loads(register.asked[0].body) == {"move": "M-1", "town": "Bex"}
    assert (outcome.reference, arrival.reference, arrival.verdict) == ("7", "7", "accepted")
    with pytest.raises(Forged):
        channel.hear(signed([new_secret()], "m1", clock.now(), body), body, told)
    with pytest.raises(BadArgument):
        channel.hear(signed([secret], "m2", clock.now(), b"[]"), b"[]", told)


def test_it_has_thirty_lines() -> None:
    lines = [
        line for file in FILES for line in (CODE / file).read_text(encoding="utf-8").splitlines() if line
    ]

    assert len(lines) <= 30


def test_it_lists_the_companies_of_the_institution(phone_book: House) -> None:
    browser = phone_book.browser("marc")

    page = browser.get("/phone_book/entry/list/")

    assert page.status_code == 200
    assert "/phone_book/entry/list/" in browser.get("/").get_data(as_text=True)
    assert phone_book.browser("ruth").get("/phone_book/entry/list/").status_code == 404

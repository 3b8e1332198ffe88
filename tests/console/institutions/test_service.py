"""Switching plugins and their parts on for an institution, and keeping their settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit.models import AuditEntry
from console.base.errors import BadArgument, Conflict, NotFound
from console.hooks.declarations import Contribution, Manifest, Setting, Theme
from console.institutions import service
from console.institutions.models import PluginSwitch
from console.institutions.queries import Part
from tests.support.house import House

LETTERS = Contribution(
    Manifest("letters", "Letters", "", "1.0", ">=0"),
    "letters",
    "letters 1.0",
    themes=(Theme("post", "Post"),),
    settings=(
        Setting("sender", "Sender", required=True),
        Setting("copies", "Copies", kind="number", default="2"),
        Setting("paper", "Paper", kind="choice", choices=(("a4", "A4"), ("a5", "A5"))),
        Setting("colour", "In colour", kind="yes_no"),
        Setting("code", "Code", check=lambda v: None if v.isupper() else "Write it in capitals."),
    ),
)
STAMPS = Contribution(
    Manifest("stamps", "Stamps", "", "1.0", ">=0", requires=("letters",)), "stamps", "stamps 1.0"
)
INSTALLED = (LETTERS, STAMPS)
SOUND = {"sender": "Office", "copies": "3", "paper": "a4", "colour": "yes", "code": "AB"}


def journal(session: Session) -> list[tuple[str, object]]:
    """Give the lines written so far: action and changes."""
    session.flush()
    lines = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(line.action, line.facts.get("changes")) for line in lines]


def test_a_plugin_is_on_after_it_was_switched_on_and_the_journal_says_so(house: House) -> None:
    with house.writing() as session:
        assert service.switch(session, LETTERS, True, INSTALLED)
    with house.reading() as session:
        assert service.switches(session)["letters"].enabled
        assert journal(session) == [("console.module.switched_on", {"enabled": [False, True]})]


def test_a_switch_counts_for_its_institution_alone(house: House) -> None:
    with house.writing("CC Léman") as session:
        service.switch(session, LETTERS, True, INSTALLED)
    with house.reading("AK Aaretal") as session:
        assert "letters" not in service.switches(session)


def test_switching_to_the_present_state_writes_nothing(lite_house: House) -> None:
    with lite_house.writing() as session:
        assert not service.switch(session, LETTERS, False, INSTALLED)
        assert journal(session) == []
        assert session.scalars(select(PluginSwitch).where(PluginSwitch.plugin == "letters")).all() == []


def test_a_plugin_needs_what_it_requires_first(lite_house: House) -> None:
    with lite_house.writing() as session:
        with pytest.raises(Conflict, match="Letters"):
            service.switch(session, STAMPS, True, INSTALLED)
        assert "stamps" not in service.switches(session)
        assert journal(session) == []


def test_a_plugin_that_another_one_needs_stays_on(lite_house: House) -> None:
    with lite_house.writing() as session:
        service.switch(session, LETTERS, True, INSTALLED)
        service.switch(session, STAMPS, True, INSTALLED)
        with pytest.raises(Conflict, match="Stamps"):
            service.switch(session, LETTERS, False, INSTALLED)
        assert service.switches(session)["letters"].enabled


def test_switching_off_keeps_settings_and_parts(house: House) -> None:
    part, wanted = service.part_of(LETTERS, "theme", "post"), Part(True, date(2026, 3, 1), frozenset({1}))
    with house.writing() as session:
        service.switch(session, LETTERS, True, INSTALLED)
        service.save_settings(session, LETTERS, SOUND)
        service.set_part(session, LETTERS, part, wanted, {1: "41002"})
        service.switch(session, LETTERS, False, INSTALLED)
    with house.reading() as session:
        kept = service.switches(session)["letters"]
    assert not kept.enabled
    assert kept.settings == SOUND
    assert kept.part("theme", "post") == wanted


def test_settings_can_be_made_ready_before_the_plugin_is_on(lite_house: House) -> None:
    with lite_house.writing() as session:
        changes = service.save_settings(session, LETTERS, SOUND)
        assert changes["copies"] == ["2", "3"]
        assert not service.switches(session)["letters"].enabled


def test_the_journal_has_the_changed_settings_alone(lite_house: House) -> None:
    with lite_house.writing() as session:
        service.save_settings(session, LETTERS, SOUND)
        service.save_settings(session, LETTERS, {**SOUND, "sender": "Archive"})
        assert journal(session)[-1] == (
            "console.module.settings_changed",
            {"sender": ["Office", "Archive"]},
        )


def test_saving_the_same_settings_again_writes_no_line(lite_house: House) -> None:
    with lite_house.writing() as session:
        service.save_settings(session, LETTERS, SOUND)
        assert service.save_settings(session, LETTERS, SOUND) == {}
        assert len(journal(session)) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sender", ""),
        ("sender", "x" * 501),
        ("copies", "many"),
        ("copies", "NaN"),
        ("paper", "a3"),
        ("colour", "perhaps"),
        ("code", "ab"),
    ],
)
def test_a_faulty_setting_is_refused_at_its_key(lite_house: House, key: str, value: str) -> None:
    with lite_house.writing() as session:
        with pytest.raises(BadArgument) as refused:
            service.save_settings(session, LETTERS, {**SOUND, key: value})
        assert refused.value.place == key
        assert "letters" not in service.switches(session)


def test_values_of_an_older_version_stay_stored(lite_house: House) -> None:
    slim = replace(LETTERS, settings=LETTERS.settings[:1])
    with lite_house.writing() as session:
        service.save_settings(session, LETTERS, SOUND)
        service.save_settings(session, slim, {"sender": "Archive"})
        assert service.switches(session)["letters"].settings == {**SOUND, "sender": "Archive"}


def test_a_part_nobody_has_set_is_open(lite_house: House) -> None:
    with lite_house.reading() as session:
        assert service.switches(session)["ch_fund"].part("theme", "employees") == service.OPEN


def test_the_journal_names_pilots_by_their_numbers(house: House) -> None:
    part = service.part_of(LETTERS, "theme", "post")
    with house.writing() as session:
        service.set_part(
            session, LETTERS, part, Part(True, date(2026, 3, 1), frozenset({7, 9})), {7: "41002"}
        )
        assert journal(session) == [
            (
                "console.module.part_changed",
                {"starts_on": [None, "2026-03-01"], "pilots": ["", "41002, 9"]},
            )
        ]


def test_a_part_the_plugin_does_not_declare_is_unknown() -> None:
    with pytest.raises(NotFound):
        service.part_of(LETTERS, "form", "post")

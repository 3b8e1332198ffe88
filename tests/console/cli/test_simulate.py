"""`guichet simulate`: what it starts, where it refuses to, and how a demonstration finds it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from console.cli import pointing, serving, simulating
from console.cli.commands import guichet
from console.hooks.declarations import Simulator
from console.hooks.manager import load
from console.institutions.models import PluginSwitch
from console.institutions.sessions import accounts
from console.institutions.settings import opened
from console.testing.simulators.own import OWN, every
from console.testing.simulators.running import PortTaken
from tests.support.house import House
from tests.support.simulators import ask

ANY = [f"--port={one.key}=0" for one in every(load())]


@contextmanager
def simulated(folder: Path, *options: str) -> Iterator[dict[str, str]]:
    """Run the command until the block ends; gives the address of each simulator."""
    command = [
        sys.executable,
        "-m",
        "tests.external.guichet",
        "simulate",
        "--with-parent",
        "--port=desk=0",
        *ANY,
    ]
    told = {**os.environ, "GUICHET_ENV": "test", "GUICHET_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(
        [*command, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=told, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    found = {}
    for line in child.stdout:
        key, address, *_ = line.split()
        found[key] = address
        if key == "desk":
            break
    yield found
    child.stdin.close()
    assert child.wait(timeout=30) == 0, "it ends when its parent does"
    child.stdout.close()


def test_it_starts_all_and_notes_what_they_get_until_its_parent_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = tmp_path / "scenario.toml"
    scenario.write_text('[webhooks]\nusual = "reject"\n[all]\nscript = ["busy"]\n')
    with simulated(tmp_path, "--scenario", str(scenario), "--usual", "sms=page") as found:
        assert {one.key for one in OWN} < set(found)
        status, _ = ask(int(found["sms"].rpartition(":")[2]), "POST", "/sms", b"{}")
        seen = ask(int(found["desk"].rpartition(":")[2]), "GET", "/ledger")[1]

    monkeypatch.setenv("GUICHET_ENV", "test")
    monkeypatch.setenv("GUICHET_DATA", str(tmp_path))
    told = CliRunner().invoke(guichet, ["simulate", "ledger"]).output

    assert (status, [line["effect"] for line in seen["lines"]]) == (401, ["none"])
    assert "1 requests, 0 keys taken, 0 taken under two keys." in told


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--usual=explode", "is no behaviour"),
        ("--mix=accept", "and a number"),
        ("--port=sms=1", "the port 8601 is taken"),
    ],
)
def test_it_says_in_one_line_what_it_cannot_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, says: str
) -> None:
    monkeypatch.setenv("GUICHET_ENV", "test")
    monkeypatch.setenv("GUICHET_DATA", str(tmp_path))
    if "port" in option:
        monkeypatch.setattr(simulating, "Simulators", _taken)

    done = CliRunner().invoke(guichet, ["simulate", *ANY, "--port=desk=0", option])

    assert (done.exit_code, says in done.output) == (1, True), done.output


def _taken(*_: Any) -> Any:
    raise PortTaken("sms", 8601)


def test_production_starts_no_simulators(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "GUICHET_ENV": "production",
        "GUICHET_SECRET_KEY": "a secret of the tests, long enough to be accepted",
        "DATABASE_URL": "postgresql://guichet_app@db/guichet",
        "GUICHET_HOSTS": "console.fund.example",
        "GUICHET_MAIL": "off",
        "GUICHET_DATA": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)

    done = CliRunner().invoke(guichet, ["simulate"])
    with serving.simulated(with_demo=True) as beside:
        assert beside is simulating.NONE

    assert done.exit_code == 2
    assert "do not run in production" in done.output
    assert not (tmp_path / "simulators.jsonl").exists()


def test_a_demonstration_has_simulators_unless_somebody_says_no(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUICHET_ENV", "test")
    monkeypatch.setenv("GUICHET_DATA", str(tmp_path))
    with serving.simulated(with_demo=False) as beside:
        assert beside.environment == {}
    monkeypatch.setenv("GUICHET_SIMULATE", "no")
    with serving.simulated(with_demo=True) as beside:
        assert beside.environment == {}


def test_the_settings_that_lead_to_simulators_name_the_ports_they_stand_on() -> None:
    beside = simulating.Plan([*OWN, _gateway()], {**{one.key: 7000 for one in OWN}, "ch_fund.office": 7001})

    assert beside.environment["GUICHET_SMS_URL"] == "http://127.0.0.1:7000/sms"
    assert beside.settings["ch_fund"] == {"contact": "office@127.0.0.1:7001"}


def _gateway() -> Simulator:
    return Simulator(
        "ch_fund.office", "Office", "", 1, lambda *_: None, {"contact": "office@127.0.0.1:{port}"}
    )  # type: ignore[arg-type]


def test_a_demonstration_leads_to_simulators_where_nobody_has_chosen_another_address(
    lite_house: House,
) -> None:
    pointing.point(
        lite_house.app, {"ch_fund": {"contact": "office@aaretal.example"}, "not_installed": {"a": "b"}}
    )

    with lite_house.app.app_context():
        found = {
            short_name: accounts()
            .get_one(PluginSwitch, (lite_house.institution(short_name), "ch_fund"))
            .settings["contact"]
            for short_name in ("CC Léman", "AK Aaretal")
        }
    assert found == {"CC Léman": "contact@cc-leman.example", "AK Aaretal": "office@aaretal.example"}


def test_each_institution_of_a_demonstration_is_another_sender(lite_house: House) -> None:
    pointing.point(lite_house.app, {"ch_fund": {"core_key": "simulated-key:{institution}"}})

    found = []
    for short_name in ("CC Léman", "AK Aaretal"):
        with lite_house.reading(short_name) as session:
            found.append(opened(session, "ch_fund")["core_key"])
    assert found == [f"simulated-key:{lite_house.institution(one)}" for one in ("CC Léman", "AK Aaretal")]

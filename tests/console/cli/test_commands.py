"""The command line answers in lines a person can read, and in JSON where a program asks."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from config import Settings
from console.cli.commands import guichet
from tests.console.cli.test_doctor import environment


@pytest.fixture
def run(make_settings: Callable[..., Settings]) -> Callable[..., Result]:
    """Give a function that runs the command line over the demonstration."""
    settings = make_settings()

    def one(*command: str, **more: str) -> Result:
        return CliRunner().invoke(guichet, command, env={**environment(settings), **more})

    return one


def test_the_list_of_plugins_is_a_table_for_people(run: Callable[..., Result]) -> None:
    heading, ch_fund, fr_dsn = run("plugins").stdout.splitlines()

    assert heading.split() == ["PLUGIN", "VERSION", "FROM", "ENABLED", "IN", "HOOKS"]
    assert ch_fund.startswith(
        "ch_fund  0.1.0    guichet 0.1.0 (plugins.ch_fund)  AK Aaretal, Caisse d’essai, CC Léman  "
    )
    assert "register_views" in ch_fund
    assert fr_dsn.startswith("fr_dsn ")


def test_the_list_of_plugins_is_json_for_programs(run: Callable[..., Result]) -> None:
    ch_fund, _fr_dsn = json.loads(run("plugins", "--json").stdout)

    assert (ch_fund["source"], ch_fund["package"]) == ("guichet 0.1.0", "plugins.ch_fund")
    assert ch_fund["enabled"] == ["AK Aaretal", "Caisse d’essai", "CC Léman"]
    assert ch_fund["folder"].endswith("ch_fund")


def test_a_plugin_that_is_not_installed_ends_a_command_with_one_line(run: Callable[..., Result]) -> None:
    done = run("plugins", GUICHET_PLUGINS="ch_found")

    assert done.exit_code == 2
    assert done.stderr == (
        "guichet: GUICHET_PLUGINS names the plugin ch_found, which is not installed (installed: ch_fund, fr_dsn)\n"
    )


def test_the_doctor_ends_well_when_nothing_is_bad(run: Callable[..., Result]) -> None:
    done = run("doctor")

    assert done.exit_code == 0, done.stdout
    assert all(line[:4] in ("ok  ", "warn") for line in done.stdout.splitlines())


def test_the_doctor_ends_with_a_fault_when_something_is_bad(run: Callable[..., Result]) -> None:
    done = run("doctor", GUICHET_PLUGINS="ch_found")

    assert done.exit_code == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("bad ")]


def test_a_migration_is_written_only_when_the_models_have_changed(run: Callable[..., Result]) -> None:
    assert run("db", "revision", "ch_fund", "Nothing").stdout == "ch_fund: the tables are as the models say\n"


def test_a_migration_of_an_unknown_owner_is_refused_with_those_known(run: Callable[..., Result]) -> None:
    done = run("db", "revision", "nobody", "Nothing")

    assert done.exit_code == 2
    assert "there are migrations of console, ch_fund" in done.stderr

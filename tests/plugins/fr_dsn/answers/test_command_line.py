"""The commands as they are called, without an application and whatever is installed."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from console.cli.plugin_commands import GROUP, PluginGroup
from tests.plugins.fr_dsn.sendings import FILES

POINT = EntryPoint("fr_dsn", "plugins.fr_dsn", GROUP)
MONTHLY, STOPPAGE = FILES / "mensuelle_2_salaries.dsn", FILES / "arret_maladie_subroge.dsn"
HEAVY = ("flask", "sqlalchemy", "flask_babel", "config", "lxml", "plugins.fr_dsn.plugin")


def called(*arguments: object) -> Result:
    return CliRunner().invoke(PluginGroup(POINT), [str(argument) for argument in arguments])


def test_the_commands_of_the_plugin_are_listed() -> None:
    listed = PluginGroup(POINT).list_commands(None)  # type: ignore[arg-type]

    assert listed == ["read", "controls", "bpij", "ij"]


@pytest.mark.parametrize("profile", ["file", "received"])
def test_one_file_is_answered_in_one_line_of_json(profile: str) -> None:
    done = called("read", MONTHLY, "--profile", profile, "--json")

    assert (done.exit_code, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    answer = json.loads(done.stdout)
    assert (answer["file"], answer["profile"]) == (MONTHLY.name, profile)


def test_several_files_are_answered_as_a_sequence() -> None:
    done = called("read", MONTHLY, STOPPAGE, MONTHLY, "--json")

    assert done.exit_code == 1
    assert [one["verdict"] for one in json.loads(done.stdout)["files"]] == ["accepted", "accepted", "refused"]


def test_without_json_people_read_lines() -> None:
    done = called("read", MONTHLY)

    assert done.exit_code == 0
    assert done.stdout.startswith(f"{MONTHLY.name}: accepted, norm P25V01, 303 rubrics\n")


def test_lists_are_named_as_a_folder_and_used(tmp_path: Path) -> None:
    (tmp_path / "IDCC.csv").write_text("code\n0044\n", encoding="utf-8")
    done = called("read", MONTHLY, "--json", "--lists", tmp_path)

    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["verdict"]) == (1, "refused")
    assert {one["control"] for one in answer["findings"]} == {
        f"S21.G00.{rubric}/CRE-11" for rubric in ("06.015", "11.022", "40.017")
    }
    assert "IDCC" not in answer["not_judged"]
    assert len(answer["not_judged"]["HEX"]) == 7
    assert "  not judged for want of a list: " in called("read", MONTHLY).stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("IDCC.csv", "code\n14867\n", "Row 2: the code “14867” has 5 characters instead of 4 to 4."),
        ("OTHER.csv", "code\n1486\n", "This file is not named after a list."),
        ("IDCC.csv", "", "This sheet has no rows."),
    ],
)
def test_a_list_that_is_wrong_is_told_before_any_file_is_read(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = called("read", "--json", MONTHLY, "--lists", tmp_path / name)

    answer = json.loads(done.stdout)
    [found] = answer["findings"]
    assert (done.exit_code, answer["verdict"], found["control"], found["file"]) == (
        2,
        "unreadable",
        "LIST",
        name,
    )
    assert found["message"].startswith(said)
    assert called("read", MONTHLY, "--lists", tmp_path / name).stdout.count("not read, a list is wrong") == 1


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    done = called("read", tmp_path, "--json")

    assert (done.exit_code, json.loads(done.stdout)["verdict"]) == (2, "not_a_dsn")


def test_a_fault_of_ours_is_answered_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.fr_dsn.rules.sequence.files.read", lambda *_: 1 // 0)
    done = called("read", MONTHLY, "--json")

    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["verdict"], answer["months"]) == (2, "not_a_dsn", [])
    assert answer["findings"][0]["control"] == "FAILED"
    assert done.stderr == "guichet: read failed: ZeroDivisionError\n"


@pytest.mark.parametrize(
    ("beside", "match"), [([STOPPAGE, MONTHLY], "matched"), ([MONTHLY], "to_be_matched")]
)
def test_slips_are_matched_with_stoppages_of_files_beside(beside: list[Path], match: str) -> None:
    slip = FILES.with_name("slips") / "examples" / "bpij_maladie_subroge.xml"
    done = called("bpij", slip, "--dsn", *beside, "--json")

    assert done.exit_code == 0
    assert {one["match"] for one in json.loads(done.stdout)["periods"]} == {match}


def test_reading_loads_neither_application_nor_database() -> None:
    look = (
        "import sys; from importlib.metadata import EntryPoint;"
        "from console.cli.plugin_commands import GROUP, PluginGroup;"
        "group = PluginGroup(EntryPoint('fr_dsn', 'plugins.fr_dsn', GROUP));"
        f"group.main(['read', {str(MONTHLY)!r}, '--json'], standalone_mode=False)"
    )
    code = f"try:\n    exec({look!r})\nfinally:\n    print([m for m in {HEAVY} if m in sys.modules])"
    root = str(Path(__file__).resolve().parents[4])
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}"], cwd=root, capture_output=True, check=True, text=True
    )

    assert done.stdout.splitlines()[-1] == "[]"

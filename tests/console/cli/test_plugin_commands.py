"""Commands of plugins answer without an application, for any file, with one JSON document."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from console.base.errors import ConfigurationError
from console.cli import plugin_commands
from console.cli.commands import guichet
from console.hooks.commands import (
    Answer,
    Asked,
    Choice,
    Command,
    FileRefused,
    FilesCommand,
    MoreFiles,
    open_file,
    quoted,
)
from tests.support.fund_sheets import SALARY_TITLES, salary, sheet

GUICHET = "import sys; from console.cli import main; sys.argv[0] = 'guichet'; main()"
HEAVY = ("flask", "sqlalchemy", "flask_babel", "config", "plugins.ch_fund.plugin")


def run(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", GUICHET, *arguments]
    root = str(Path(__file__).resolve().parents[3])
    return subprocess.run(command, env=environment, cwd=root, capture_output=True, check=False)


@pytest.fixture
def salaries(tmp_path: Path) -> Path:
    """Give a right list of salaries."""
    file = tmp_path / "salaires.xlsx"
    file.write_bytes(sheet(SALARY_TITLES, [salary(name="Modèle")]))
    return file


@pytest.mark.parametrize("environment", [{}, {"GUICHET_PLUGINS": "none", "GUICHET_DATABASE_URL": "?"}])
def test_a_command_needs_no_setting_and_minds_no_wrong_one(
    salaries: Path, environment: dict[str, str]
) -> None:
    done = run("ch_fund", "salaries", str(salaries), "--json", environment={"LC_ALL": "C", **environment})

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["rows"][0]["name"] == "Modèle"
    assert done.stdout.count(b"\n") == 1


def test_a_command_loads_neither_application_nor_database(salaries: Path) -> None:
    look = f"import atexit, sys; atexit.register(lambda: print([m for m in {HEAVY} if m in sys.modules])); {GUICHET}"
    command = [sys.executable, "-c", look, "ch_fund", "salaries", str(salaries), "--json"]
    root = str(Path(__file__).resolve().parents[3])
    done = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True)

    assert done.stdout.splitlines()[1] == "[]"


@pytest.mark.parametrize("command", ["salaries", "delegations"])
@pytest.mark.parametrize(
    ("name", "content", "control"),
    [
        ("absent.xlsx", None, "MISSING_FILE"),
        ("vide.xlsx", b"", "EMPTY"),
        ("casse.xlsx", b"PK\x03\x04 and nothing more", "UNREADABLE"),
        ("liste.csv", b"No AVS;Nom\r\n756;A\r\n", "CONTENT"),
        ("lettre.xlsx", b"%PDF-1.7 a letter", "CONTENT"),
        ("image.xlsx", b"\x89PNG\r\n\x1a\n", "CONTENT"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_in_json_too(
    tmp_path: Path, command: str, name: str, content: bytes | None, control: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    done = CliRunner().invoke(guichet, ["ch_fund", command, str(file), "--json"])

    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["verdict"], answer["rows"]) == (2, "unreadable", [])
    (finding,) = answer["findings"]
    assert (finding["severity"], finding["control"], finding["row"]) == ("refusal", control, None)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    done = CliRunner().invoke(guichet, ["ch_fund", "salaries", str(tmp_path), "--json"])

    assert (done.exit_code, json.loads(done.stdout)["verdict"]) == (2, "unreadable")


def test_the_name_of_a_file_says_nothing_about_it(salaries: Path) -> None:
    renamed = salaries.rename(salaries.with_name("SALAIRES 2025.tmp"))
    done = CliRunner().invoke(guichet, ["ch_fund", "salaries", str(renamed), "--json"])

    assert done.exit_code == 0


def test_without_json_the_same_is_laid_out_for_people(salaries: Path) -> None:
    done = CliRunner().invoke(guichet, ["ch_fund", "salaries", str(salaries)])

    assert json.loads(done.stdout)["verdict"] == "accepted"
    assert done.stdout.startswith('{\n  "verdict"')


def test_a_command_that_fails_says_so_and_shows_no_traceback(
    monkeypatch: pytest.MonkeyPatch, salaries: Path
) -> None:
    def fail(data: bytes) -> Answer:
        raise ZeroDivisionError(data)

    broken = Command("salaries", "Fails.", fail, {"rows": []}, {"row": None})
    monkeypatch.setattr(plugin_commands, "commands_of", lambda point: (broken,))
    done = CliRunner().invoke(guichet, ["ch_fund", "salaries", str(salaries), "--json"])

    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["rows"], answer["findings"][0]["control"]) == (2, [], "FAILED")
    assert done.stderr == "guichet: salaries failed: ZeroDivisionError\n"


def echo(asked: Asked) -> Answer:
    return Answer(
        {
            "files": [file.name for file in asked.files],
            "profile": asked.chosen.get("profile"),
            "dsn": [file.name for file in asked.beside.get("dsn", ())],
        }
    )


PROFILE = Choice("profile", "Whose eyes.", ("file", "received"))
DSN = MoreFiles("dsn", "Stoppages.")
ECHO = FilesCommand("echo", "Says what it is asked.", echo, options=(PROFILE, DSN))


@pytest.mark.parametrize(
    ("arguments", "files", "profile", "dsn"),
    [
        (["a"], ["a"], "file", []),
        (["a", "b", "--profile", "received", "c"], ["a", "b", "c"], "received", []),
        (["--profile", "received", "a"], ["a"], "received", []),
        (["--profile=received", "a"], ["a"], "received", []),
        (["a", "--dsn", "x", "y"], ["a"], "file", ["x", "y"]),
        (["a", "--dsn", "x", "--dsn", "y", "--json"], ["a"], "file", ["x", "y"]),
        (["--dsn", "x", "y", "--profile", "file", "a"], ["a"], "file", ["x", "y"]),
        (["--dsn", "x", "a"], ["a"], "file", ["x"]),
        (["--dsn", "x", "--profile", "file", "--dsn", "y", "a", "b"], ["a", "b"], "file", ["x", "y"]),
    ],
)
def test_a_command_takes_several_files_and_the_options_it_declares(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], files: list[str], profile: str, dsn: list[str]
) -> None:
    monkeypatch.setattr(plugin_commands, "commands_of", lambda point: (ECHO,))
    done = CliRunner().invoke(guichet, ["ch_fund", "echo", *arguments])

    assert json.loads(done.stdout) == {"files": files, "profile": profile, "dsn": dsn}


@pytest.mark.parametrize("arguments", [[], ["a", "--profile", "other"], ["a", "--dsn"], ["a", "--other"]])
def test_a_command_that_is_called_wrongly_says_how_it_is_called(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr(plugin_commands, "commands_of", lambda point: (ECHO,))
    done = CliRunner().invoke(guichet, ["ch_fund", "echo", *arguments])

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_a_command_may_be_about_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    about = FilesCommand("about", "Says what it knows.", echo, takes_files=False)
    monkeypatch.setattr(plugin_commands, "commands_of", lambda point: (about,))

    assert json.loads(CliRunner().invoke(guichet, ["ch_fund", "about", "--json"]).stdout)["files"] == []
    assert CliRunner().invoke(guichet, ["ch_fund", "about", "x"]).exit_code == 2


def test_a_command_may_lay_out_its_answer_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    command = FilesCommand("echo", "Says it.", echo, layout=lambda document: f"Files: {document['files']}")
    monkeypatch.setattr(plugin_commands, "commands_of", lambda point: (command,))

    assert CliRunner().invoke(guichet, ["ch_fund", "echo", "a"]).stdout == "Files: ['a']\n"
    assert json.loads(CliRunner().invoke(guichet, ["ch_fund", "echo", "a", "--json"]).stdout)["files"] == [
        "a"
    ]


def test_an_answer_that_cannot_be_laid_out_is_a_failure_like_others(monkeypatch: pytest.MonkeyPatch) -> None:
    command = FilesCommand("echo", "Says it.", echo, layout=lambda document: str(document["absent"]))
    monkeypatch.setattr(plugin_commands, "commands_of", lambda point: (command,))
    done = CliRunner().invoke(guichet, ["ch_fund", "echo", "a"])

    assert (done.exit_code, json.loads(done.stdout)["findings"][0]["control"]) == (2, "FAILED")


def test_a_file_that_is_opened_to_be_streamed_must_be_one(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"x")
    with open_file(tmp_path / "there") as opened:
        assert opened.read() == b"x"
    for name in ("absent", ".", "nul\0byte"):
        with pytest.raises(FileRefused) as refused:
            open_file(tmp_path / name)
        assert refused.value.findings[0].control == "MISSING_FILE"


def test_plugins_stand_in_the_help_after_our_own_commands() -> None:
    names = list(guichet.list_commands(None))  # type: ignore[arg-type]
    plugins = list(plugin_commands.plugin_groups())

    assert names[-len(plugins) :] == plugins
    assert "doctor" in names


def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, **files: str) -> EntryPoint:
    """Give the entry point of a plugin package of these files; a package can be imported once, by its name."""
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    for module, text in files.items():
        (tmp_path / name / f"{module}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    return EntryPoint(name, name, plugin_commands.GROUP)


def test_a_plugin_without_commands_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plugin_commands.commands_of(invented(tmp_path, monkeypatch, "mute")) == ()


HOOK = "from console.plugin import Command, hookimpl\n@hookimpl\ndef {name}(): return {value}\n"
FAULTS: dict[str, tuple[str, str]] = {
    "unloadable": ("import no_such_module", "No module named 'no_such_module'"),
    "misspelt": (HOOK.format(name="register_comands", value="[]"), "register_comands"),
    "mistaken": (HOOK.format(name="register_commands", value="['x']"), "gave 'x' where a Command belongs"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_plugin_whose_commands_are_wrong_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    text, said = FAULTS[name]
    point = invented(tmp_path, monkeypatch, name, commands=text)

    with pytest.raises(ConfigurationError) as refused:
        plugin_commands.commands_of(point)
    (fault,) = refused.value.faults
    assert fault.startswith(f"plugin {name}: ")
    assert said in fault


def test_what_a_message_repeats_is_one_line_of_at_most_eighty_characters() -> None:
    assert quoted("a\r\n\x00b\u2028c") == "a b c"
    assert len(quoted("x" * 500)) == 80
    value: Any = 17
    assert quoted(value) == "17"

"""A plugin shipped in a pip package of its own works like the ones beside the console, and leaves without a trace."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SECRET

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the package and install it into a folder, without network."""
    folder = tmp_path_factory.mktemp("external")
    source, target = folder / "source", folder / "site"
    shutil.copytree(Path(__file__).with_name("guichet_notes"), source)
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(source)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return target


@dataclass
class Machine:
    """A database, with or without the package on the path."""

    file: Path
    site: Path | None

    def run(self, *command: str) -> str:
        """Run a module of Python in this machine's environment and give what it prints."""
        path = [str(ROOT), *([str(self.site)] if self.site else [])]
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(path),
                "GUICHET_ENV": "test",
                "GUICHET_SECRET_KEY": SECRET,
                "GUICHET_DATA": str(self.file.parent),
                "DATABASE_URL": f"sqlite:///{self.file}",
            },
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def guichet(self, *command: str) -> str:
        """Run the command line."""
        return self.run("tests.external.guichet", *command)

    def look(self) -> dict[str, Any]:
        """Give what the two administrators see."""
        seen: dict[str, Any] = json.loads(self.run("tests.external.visit", "look"))
        return seen

    def tables(self) -> set[str]:
        """Give the tables of the database."""
        with closing(sqlite3.connect(self.file)) as connection:
            return {name for (name,) in connection.execute("select name from sqlite_master")}


@pytest.fixture(scope="module")
def installed(site: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Give a console with the package installed, migrated and enabled for the Léman fund."""
    file = tmp_path_factory.mktemp("machine") / "house.sqlite"
    shutil.copyfile(sqlite_template, file)
    machine = Machine(file, site)
    assert "notes: notes_0001" in machine.guichet("db", "upgrade")
    machine.run("tests.external.visit", "enable")
    return machine


def test_the_list_of_plugins_says_where_it_comes_from_and_what_it_implements(installed: Machine) -> None:
    (notes,) = [p for p in json.loads(installed.guichet("plugins", "--json")) if p["name"] == "notes"]

    assert (notes["source"], notes["package"]) == ("guichet-notes 1.2.0", "guichet_notes")
    assert "register_audit_actions" in notes["hooks"]
    assert notes["enabled"] == ["CC Léman"]


def test_it_works_in_the_institution_that_enabled_it_and_is_unknown_in_the_other(installed: Machine) -> None:
    assert installed.look() == {
        "claire": 200,
        "claire_menu": True,
        "added": 303,
        "listed": True,
        "in_french": True,
        "ruth": 404,
        "ruth_menu": False,
        "employees": 200,
    }


def test_once_uninstalled_the_console_works_on_and_keeps_its_tables(
    installed: Machine, tmp_path: Path
) -> None:
    file = tmp_path / "house.sqlite"
    shutil.copyfile(installed.file, file)
    machine = Machine(file, None)

    assert "notes" not in machine.guichet("db", "upgrade")
    seen = machine.look()

    assert (seen["claire"], seen["claire_menu"], seen["employees"]) == (404, False, 200)
    assert {"notes_note", "alembic_version_notes"} <= machine.tables()
    assert "CC Léman: notes is enabled, but not installed" in machine.guichet("doctor")


def test_once_uninstalled_no_migration_of_the_console_drops_its_tables(
    installed: Machine, tmp_path: Path
) -> None:
    file = tmp_path / "house.sqlite"
    shutil.copyfile(installed.file, file)

    assert Machine(file, None).run("tests.upgrades.differences") == ""

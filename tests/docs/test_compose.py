"""The containers are set up as the settings are read, and no secret has a default."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
READ = {
    name
    for file in [ROOT / "config.py", *(ROOT / "console").rglob("*.py")]
    for name in re.findall(r'"(GUICHET_[A-Z0-9_]+|DATABASE_URL)"', file.read_text())
}


def given(service: str) -> dict[str, str]:
    """Give the variables of one of the console's services."""
    found: dict[str, str] = SERVICES[service]["environment"]
    return found


def test_every_variable_of_the_console_is_one_that_it_reads() -> None:
    ours = [name for name, service in SERVICES.items() if service.get("image") == "guichet"]

    assert {name: set(given(name)) - READ for name in ours} == {name: set() for name in ours}
    assert set(ours) == {"web", "worker", "relay", "upgrade", "keep"}


def test_no_password_has_a_default() -> None:
    text = (ROOT / "compose.yaml").read_text()

    secret = r"\$\{(\w*(?:PASSWORD|SECRET|KEY|TOKEN|PASSPHRASE)\w*):-[^}]+\}"
    assert re.findall(secret, text) == []
    assert not re.search(r"(PASSWORD|SECRET|KEY|TOKEN)\w*: [^$\s]", text)


def test_only_upgrades_and_backups_know_the_role_that_owns_the_tables() -> None:
    assert {name for name in SERVICES if "GUICHET_OWNER_URL" in SERVICES[name].get("environment", {})} == {
        "upgrade",
        "keep",
    }


def test_the_page_on_operations_names_every_variable_that_the_console_reads() -> None:
    page = (ROOT / "docs/operations.md").read_text()

    assert sorted(name for name in READ if name not in page) == []

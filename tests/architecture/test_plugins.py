"""A plugin sees ``console.plugin``, the standard library, declared dependencies and itself."""

import sys
from pathlib import Path

from tests.architecture.dependencies import importable_names
from tests.architecture.source import imports, python_files


def fault(plugin: str, imported: str, allowed: frozenset[str]) -> str | None:
    """Say what is wrong when a plugin imports ``imported``."""
    parts = [*imported.split("."), "", ""]
    if parts[0] == "console":
        return None if parts[1] == "plugin" else "of the console a plugin imports console.plugin only"
    if parts[0] == "plugins":
        own_or_open = parts[1] == plugin or parts[2] == "public"
        return None if own_or_open else "of another plugin only its public module is open"
    if parts[0] in allowed:
        return None
    return "not a declared dependency"


def test_plugins_import_only_what_they_are_offered() -> None:
    allowed = importable_names() | sys.stdlib_module_names
    faults = [
        f"{path}:{line}: {imported}: {problem}"
        for path in python_files("plugins")
        for line, imported in imports(path)
        if (problem := fault(path.parts[1], imported, allowed))
    ]
    assert not faults, "\n".join(faults)


def test_the_console_imports_only_declared_dependencies() -> None:
    ours = {"console", "config"}
    allowed = importable_names("s3", "celery") | sys.stdlib_module_names | ours
    faults = [
        f"{path}:{line}: {imported}"
        for path in [*python_files("console"), Path("config.py"), Path("wsgi.py")]
        for line, imported in imports(path)
        if imported.partition(".")[0] not in allowed
    ]
    assert not faults, "\n".join(faults)


def test_the_rule_tells_the_cases_apart() -> None:
    allowed = frozenset({"json", "stdnum"})
    assert fault("ch_fund", "console.plugin.Manifest", allowed) is None
    assert fault("ch_fund", "plugins.ch_fund.models.Company", allowed) is None
    assert fault("ch_fund", "plugins.ch_esop.public.offer", allowed) is None
    assert fault("ch_fund", "stdnum.ch.uid", allowed) is None
    assert fault("ch_fund", "console.audit.service.record", allowed)
    assert fault("ch_fund", "plugins.ch_esop.models.Offer", allowed)
    assert fault("ch_fund", "requests", allowed)

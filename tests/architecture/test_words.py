"""Words and calls that stay out of the project, or only where they are named here."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, committed_files, imports, python_files, tree

LONGEST_FILE = 400
THIS_FILE = Path(__file__).resolve().relative_to(ROOT)
# Where raw SQL and unescaped HTML are right. Whoever adds a file says in its docstring why.
ONLY_IN: dict[str, frozenset[str]] = {
    "sqlalchemy.text": frozenset({"console/institutions/policies.py"}),
    "sqlalchemy.literal_column": frozenset(),
    "markupsafe.Markup": frozenset({"console/information/markup.py", "console/languages/speaking.py"}),
}
FORBIDDEN = {
    "a machine's path": re.compile(r"(?<![\w.}/-])/(work|root|tmp|home/\w+|Users/\w+)/"),
    "a registry's host": re.compile(
        r"\b(pypi\.org|pythonhosted\.org|npmjs\.\w+|unpkg\.com|jsdelivr\.net|cdnjs\.\w+|googleapis\.com"
        r"|deb\.debian\.org|docker\.io|ghcr\.io|quay\.io)\b"
    ),
    "a day that is nobody's: ask clock.today for a time zone": re.compile(r"\bnow\(\)\.date\(\)"),
    "a note to do something later": re.compile(r"\b(TODO|FIXME)\b"),
}


def texts() -> dict[Path, str]:
    """Read every committed file that is text, this one apart."""
    found = {}
    for path in committed_files():
        data = (ROOT / path).read_bytes()
        if path != THIS_FILE and b"\0" not in data:
            found[path] = data.decode("utf-8", "replace")
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_holds(what: str) -> None:
    faults = [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, content in texts().items()
        for number, line in enumerate(content.splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ONLY_IN)
def test_only_the_named_files_use(name: str) -> None:
    users = {path.as_posix() for path in python_files("console", "plugins") if name in used(path)}
    assert users == ONLY_IN[name]


def test_nothing_forces_a_locale() -> None:
    """Each request binds one catalogue; ``speaking(locale)`` is the way to another."""
    files = python_files("console", "plugins", "tests")
    assert [path for path in files if any(name.endswith(".force_locale") for name in used(path))] == []


def test_no_python_file_is_too_long_to_read() -> None:
    lengths = {
        path.as_posix(): len((ROOT / path).read_text().splitlines())
        for path in python_files("console", "plugins", "tests", "benchmarks")
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def used(path: Path) -> set[str]:
    """List the full names that a file imports, or reaches through a module it imports."""
    found = {imported for _, imported in imports(path)}
    modules = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{modules.get(node.value.id, node.value.id)}.{node.attr}")
    return found

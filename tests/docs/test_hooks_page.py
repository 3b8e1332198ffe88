"""docs/hooks.md says what the code says, and every hook is used and tested."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from console.cli.docs_command import hooks, hooks_page
from console.hooks import specs

ROOT = Path(__file__).resolve().parents[2]
NAMES = [name for name, _, _ in hooks()]


def implemented() -> set[str]:
    """Give the hooks that the plugins of this repository implement."""
    files = [
        *ROOT.glob("plugins/*/plugin.py"),
        *ROOT.glob("plugins/*/commands.py"),
        *ROOT.glob("tests/external/*/*/plugin.py"),
    ]
    return {
        node.name
        for file in files
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(mark).startswith("hookimpl") for mark in node.decorator_list)
    }


def named_in_tests() -> set[str]:
    """Give the hooks that a test is named after."""
    text = (ROOT / "tests/console/hooks/test_each_hook.py").read_text(encoding="utf-8")
    return set(re.findall(r"^def test_(\w+?)__", text, re.MULTILINE))


def test_the_page_is_as_fresh_as_the_code() -> None:
    assert (ROOT / "docs/hooks.md").read_text(encoding="utf-8") == hooks_page(), "run guichet docs"


def test_every_hook_that_pluggy_knows_is_on_the_page() -> None:
    known = [name for name, thing in vars(specs).items() if hasattr(thing, "guichet_spec")]

    assert known == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_the_true_arguments_of(name: str) -> None:
    page = (ROOT / "docs/hooks.md").read_text(encoding="utf-8")
    printed = re.search(rf"^def {name}\(.*: \.\.\.$", page, re.MULTILINE)

    assert printed is not None
    (definition,) = ast.parse(printed[0]).body
    assert isinstance(definition, ast.FunctionDef)
    arguments = [argument.arg for argument in definition.args.args]
    assert arguments == list(inspect.signature(getattr(specs, name)).parameters)


@pytest.mark.parametrize("name", NAMES)
def test_says_when_what_and_what_on_error(name: str) -> None:
    text = inspect.getdoc(getattr(specs, name)) or ""

    assert re.findall(r"^(When|Return|On error): ", text, re.MULTILINE) == ["When", "Return", "On error"]


@pytest.mark.parametrize("name", NAMES)
def test_is_implemented_by_a_plugin_of_this_repository(name: str) -> None:
    assert name in implemented()


@pytest.mark.parametrize("name", NAMES)
def test_has_a_test_that_is_named_after_it(name: str) -> None:
    assert name in named_in_tests()

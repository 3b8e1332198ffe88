"""What plugins may use: a promise to people we do not know, so every change to it is a decision."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import console.plugin

ROOT = Path(__file__).resolve().parents[3]
OFFERED = Path(__file__).with_name("surface.txt")


def test_the_surface_is_the_one_that_was_agreed() -> None:
    agreed = OFFERED.read_text(encoding="utf-8").splitlines()

    assert sorted(console.plugin.__all__) == agreed, "add a line to surface.txt if this is meant"


def test_the_surface_offers_all_it_imports_and_nothing_else() -> None:
    """The imports are for type checkers, the homes for the running program: they must say the same."""
    tree = ast.parse((ROOT / "console/plugin.py").read_text(encoding="utf-8"))
    (block,) = (
        node for node in tree.body if isinstance(node, ast.If) and "not" not in ast.unparse(node.test)
    )
    imported = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in block.body:
        if isinstance(node, ast.Assign):
            imported[ast.unparse(node.targets[0])] = imported.pop(ast.unparse(node.value))

    assert imported == {name: home.replace(":", ".") for name, home in console.plugin._HOMES.items()}


@pytest.mark.parametrize("name", console.plugin.__all__)
def test_the_surface_can_give(name: str) -> None:
    assert getattr(console.plugin, name) is not None

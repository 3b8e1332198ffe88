"""What plugins may use: a promise to people we do not know, so every change to it is a decision."""

from __future__ import annotations

import ast
from pathlib import Path

import console.plugin

ROOT = Path(__file__).resolve().parents[3]
OFFERED = Path(__file__).with_name("surface.txt")


def test_the_surface_is_the_one_that_was_agreed() -> None:
    agreed = OFFERED.read_text(encoding="utf-8").splitlines()

    assert sorted(console.plugin.__all__) == agreed, "add a line to surface.txt if this is meant"


def test_the_surface_offers_all_it_imports_and_nothing_else() -> None:
    tree = ast.parse((ROOT / "console/plugin.py").read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert imported == set(console.plugin.__all__)

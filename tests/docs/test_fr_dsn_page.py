"""The README of the French DSN says what is so: each function it names has a page that is there, and a test."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tests.support.house import House

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests/plugins/fr_dsn"
PAGE = (ROOT / "plugins/fr_dsn/README.md").read_text(encoding="utf-8")
FUNCTIONS = {"003": 14, "004": 20}
"""How many functions each brief names at least."""
VALUES = {"pk": "1", "reference": "AAAA-BBBB", "named": "HR-1"}


def rows(brief: str) -> list[tuple[str, str, str]]:
    """Give the rows of a brief: function, where it is, and the test."""
    chapter = PAGE.split(f"## Brief {brief}", 1)[1].split("\n## ", 1)[0]
    found = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", chapter, re.MULTILINE)
    return [row for row in found if row[0] != "function"]


ROWS = [pytest.param(*row, id=row[0]) for brief in FUNCTIONS for row in rows(brief)]


@cache
def known_in(path: str) -> frozenset[str]:
    """Give the names of the tests of a file; none when there is no such file."""
    file = (ROOT if path.startswith("tests/") else TESTS) / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(
        one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    )


@pytest.mark.parametrize("brief", FUNCTIONS)
def test_each_brief_has_its_table_and_no_function_stands_twice(brief: str) -> None:
    named = [function for function, _where, _test in rows(brief)]

    assert len(named) >= FUNCTIONS[brief]
    assert len(set(named)) == len(named)


@pytest.mark.parametrize(("function", "where", "test"), ROWS)
def test_each_function_is_shown_by_tests_that_exist(function: str, where: str, test: str) -> None:
    named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", test)

    assert named, function
    missing = [
        f"{file}::{name}" for file, name in named if not (known_in(file) and name in {"", *known_in(file)})
    ]
    assert missing == []


def test_each_page_that_is_named_leads_somewhere(lite_house: House) -> None:
    lost = [
        f"{function}: {place}"
        for brief in FUNCTIONS
        for function, where, _test in rows(brief)
        for place in re.findall(r"`([^`]+)`", where) or ["no page"]
        if not _leads_somewhere(lite_house, place)
    ]

    assert lost == []


def _leads_somewhere(house: House, place: str) -> bool:
    """Say whether an address (`/fr_dsn/board/`) or a call (`PUT /api/v1/…`) is one of the console."""
    method, _, path = place.rpartition(" ")
    for name, value in VALUES.items():
        path = path.replace(f"{{{name}}}", value)
    try:
        rule, arguments = house.app.url_map.bind("").match(path, method or "GET", return_rule=True)
    except (MethodNotAllowed, NotFound, RequestRedirect):
        return False
    return not ("path" in arguments or rule.rule.startswith("/<"))

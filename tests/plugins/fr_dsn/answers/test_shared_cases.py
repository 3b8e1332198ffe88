"""The examples agreed for `read`: what they must answer, key by key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest

from console.plugin import Asked
from plugins.fr_dsn.commands import read
from tests.plugins.fr_dsn.sendings import FILES

CASES = json.loads((FILES / "expected.json").read_text(encoding="utf-8"))["cases"]


def same(answer: Any, expected: Any) -> bool:
    """Say whether two values agree; amounts may differ by a cent."""
    if answer == expected:
        return True
    try:
        return "." in str(expected) and abs(Decimal(answer) - Decimal(expected)) <= Decimal("0.01")
    except (InvalidOperation, TypeError):
        return False


def missing(answer: Any, expected: Any, path: str = "") -> Iterator[str]:
    """Give what is not in the answer; lists have the same length and order."""
    if isinstance(expected, dict) and isinstance(answer, dict):
        for key, value in expected.items():
            yield from missing(answer.get(key, "absent"), value, f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(answer, list) and len(answer) == len(expected):
        for at, value in enumerate(expected):
            yield from missing(answer[at], value, f"{path}/{at}")
    elif not same(answer, expected):
        yield f"{path}: {answer!r} instead of {expected!r}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_an_example_is_answered_as_agreed(case: dict[str, Any]) -> None:
    answer = read(Asked([FILES / name for name in case["files"]], {"profile": "file"}))

    told = json.loads(json.dumps(answer.document))
    assert list(missing(told, case["expected"])) == []
    assert answer.exit_code == case["exit"]
    found = [*told.get("findings", ()), *(one for file in told.get("files", ()) for one in file["findings"])]
    assert [one for one in found if one["severity"] in case.get("no_severity", ())] == []
    for finding in case.get("findings", ()):
        assert any(
            one["severity"] == finding["severity"] and one["control"] in finding["control"] for one in found
        )


@pytest.mark.parametrize("name", ["mensuelle_2_salaries.dsn", "arret_maladie_subroge.dsn"])
@pytest.mark.parametrize("profile", ["file", "received"])
def test_the_examples_have_no_finding_at_all(name: str, profile: str) -> None:
    answer = read(Asked([FILES / name], {"profile": profile}))

    assert (answer.document["verdict"], answer.document["findings"]) == ("accepted", [])

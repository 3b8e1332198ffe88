"""The examples agreed for `bpij` and `ij`: what they must answer, key by key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from console.plugin import Asked
from plugins.fr_dsn.slip_commands import bpij, ij

EXAMPLES = Path(__file__).parent / "examples"
SLIPS = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))["cases"]
BENEFITS = json.loads((EXAMPLES / "ij_cases.json").read_text(encoding="utf-8"))["cases"]


def contains(answer: Any, expected: Any) -> bool:
    """Say whether an answer holds all that is expected; lists have the same length and order."""
    if isinstance(expected, dict):
        return all(key in answer and contains(answer[key], value) for key, value in expected.items())
    if isinstance(expected, list):
        return len(answer) == len(expected) and all(map(contains, answer, expected))
    return bool(answer == expected)


@pytest.mark.parametrize("case", SLIPS, ids=lambda case: case["id"])
def test_an_example_of_slips_is_answered_as_agreed(case: dict[str, Any]) -> None:
    options = [EXAMPLES / name for name in case["options"] if name != "--dsn"]

    answer = bpij(Asked([EXAMPLES / name for name in case["files"]], {}, {"dsn": options}))

    told = json.loads(json.dumps(answer.document))
    assert contains(told, case["expected"]), told
    assert answer.exit_code == case["exit"]
    found = [*told["findings"], *(one for file in told.get("files", ()) for one in file["findings"])]
    assert not [one for one in found if one["severity"] in case.get("no_severity", ())]
    for finding in case.get("findings", ()):
        assert any(
            one["severity"] == finding["severity"] and one["control"] in finding["control"] for one in found
        )


def test_the_examples_of_daily_benefits_are_answered_as_agreed() -> None:
    answer = ij((EXAMPLES / "ij_cases.json").read_bytes())

    told: Any = answer.document["cases"]
    assert [one["id"] for one in told] == [case["id"] for case in BENEFITS]
    assert all(contains(one, case["expected"]) for one, case in zip(told, BENEFITS, strict=True))
    assert answer.exit_code == 0

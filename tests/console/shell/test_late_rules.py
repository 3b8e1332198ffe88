"""Addresses are made as by Werkzeug's own rules, and nothing is compiled for those that nobody asks for."""

from __future__ import annotations

import pytest
from werkzeug.routing import Map, Rule

from console.shell.late_rules import LateRule

PATTERNS = {
    "plain": "/mailbox/",
    "number": "/desk/<int:pk>/edit",
    "text": "/forms/<key>/new",
    "two": "/a/<string(length=2):language>/<path:rest>",
}


def places(kind: type[Rule]) -> Map:
    return Map([kind(pattern, endpoint=name) for name, pattern in PATTERNS.items()])


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("plain", {}),
        ("plain", {"page": 2, "search": "Léa & fils"}),
        ("number", {"pk": 7}),
        ("text", {"key": "ch_fund.entry/é ?"}),
        ("two", {"language": "fr", "rest": "x/y z"}),
    ],
)
def test_an_address_is_the_same_as_by_a_plain_rule(endpoint: str, values: dict[str, object]) -> None:
    late, plain = places(LateRule).bind("fund.example"), places(Rule).bind("fund.example")

    assert late.build(endpoint, values) == plain.build(endpoint, values) == late.build(endpoint, values)


def test_nothing_is_compiled_before_the_first_address(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    plain = Rule._compile_builder

    def noting(rule: Rule, append_unknown: bool = True) -> object:
        compiled.append(rule.rule)
        return plain(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", noting)
    made = places(LateRule).bind("fund.example")
    assert not compiled

    made.build("number", {"pk": 1})

    assert compiled == ["/desk/<int:pk>/edit"]

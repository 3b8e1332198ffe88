"""Every control that is declared fires where its example says so, lets pass what it should, and stays alone."""

from __future__ import annotations

import pkgutil
from collections import Counter
from importlib import import_module

import pytest

from plugins.fr_dsn.rules.controls.declared import DECLARED
from tests.plugins.fr_dsn.controls import examples
from tests.plugins.fr_dsn.controls.harness import Example, text_of
from tests.plugins.fr_dsn.controls.judging import controls_in, findings_of

EXAMPLES: list[Example] = [
    example
    for found in pkgutil.iter_modules(examples.__path__)
    for example in import_module(f"{examples.__name__}.{found.name}").EXAMPLES
]
BASES = ["monthly", "stoppage", "resumption", "ending", "priming", "substitution"]


@pytest.mark.parametrize("base", BASES)
def test_a_good_file_has_no_finding(base: str) -> None:
    assert findings_of(text_of(base, [])) == []


def test_each_control_is_declared_once() -> None:
    declared = Counter(rule.control for rule in DECLARED)
    assert [control for control, times in declared.items() if times > 1] == []


def test_each_control_has_an_example_of_a_good_and_of_a_bad_file() -> None:
    shown = {example.control for example in EXAMPLES if example.fires and example.passes}
    assert sorted({rule.control for rule in DECLARED} - shown) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.control)
def test_a_bad_file_sets_off_its_control_and_no_other(example: Example) -> None:
    found = findings_of(text_of(example.base, example.fires, example.norm))
    assert {finding.control for finding in found} == {example.control, *example.also}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.control)
def test_a_good_file_does_not_set_off_the_control(example: Example) -> None:
    base = example.passes_base or example.base
    assert example.control not in controls_in(text_of(base, example.passes, example.norm))

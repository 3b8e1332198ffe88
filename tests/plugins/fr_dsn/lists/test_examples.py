"""Every control that needs a list fires where its example says so, stays alone, and is silent without its list."""

from __future__ import annotations

from collections import Counter

import pytest

from plugins.fr_dsn.norm.norms import YEARS
from plugins.fr_dsn.rules.controls.declared import DECLARED
from plugins.fr_dsn.rules.controls.status import statuses
from plugins.fr_dsn.rules.lists.catalog import LISTS
from plugins.fr_dsn.rules.lists.declared import LISTED, by_control, by_list
from tests.plugins.fr_dsn.controls.harness import Example, text_of
from tests.plugins.fr_dsn.controls.judging import controls_in, findings_of
from tests.plugins.fr_dsn.lists.examples import EXAMPLES
from tests.plugins.fr_dsn.lists.invented import ALL, CODES, invented

BASES = ["monthly", "stoppage", "resumption", "ending", "priming", "substitution"]
NEED_A_LIST = frozenset(by_control())


@pytest.mark.parametrize("base", BASES)
def test_a_good_file_has_no_finding_with_all_lists(base: str) -> None:
    assert findings_of(text_of(base, []), ALL) == []


def test_each_control_is_declared_once_and_is_no_other_rules() -> None:
    declared = Counter(rule.control for rule in (*LISTED, *DECLARED))

    assert [control for control, times in declared.items() if times > 1] == []


def test_each_control_is_one_of_the_norm_and_each_list_is_needed() -> None:
    listed = {one.control for version in YEARS for one in statuses(version)}

    assert listed >= NEED_A_LIST
    assert set(by_list()) == set(LISTS) == set(CODES)


def test_each_control_has_an_example_of_a_good_and_of_a_bad_file() -> None:
    shown = [example.control for example in EXAMPLES if example.fires and example.passes]

    assert sorted(shown) == sorted(NEED_A_LIST)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.control)
def test_a_bad_file_sets_off_its_control_and_no_other_that_needs_a_list(example: Example) -> None:
    found = controls_in(text_of(example.base, example.fires, example.norm), ALL)

    assert found & NEED_A_LIST == {example.control, *example.also}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.control)
def test_a_good_file_sets_off_no_control_that_needs_a_list(example: Example) -> None:
    found = {one.control for one in findings_of(text_of(example.base, example.passes, example.norm), ALL)}

    assert found & NEED_A_LIST == set()
    # Groups with such a fault are not judged at all.
    assert found.isdisjoint({"ORDER", "ORPHAN", "CARDINALITY", "MISSING"})


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.control)
def test_a_control_is_silent_while_one_of_its_lists_is_not_there(example: Example) -> None:
    text = text_of(example.base, example.fires, example.norm)

    for name in by_control()[example.control].lists:
        assert example.control not in controls_in(text, invented(name))

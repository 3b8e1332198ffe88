"""The norms of three years as tables."""

from __future__ import annotations

import re

import pytest

from plugins.fr_dsn.norm.norms import NATURES, YEARS, Norm, nearest, norm_of


def norm(version: str = "P25V01") -> Norm:
    """Give a norm that is known."""
    found = norm_of(version)
    assert found is not None
    return found


@pytest.mark.parametrize(("version", "rubrics"), [("P24V01", 576), ("P25V01", 570), ("P26V01", 573)])
def test_each_year_has_the_rubrics_of_its_official_table(version: str, rubrics: int) -> None:
    assert len(norm(version).rubrics) == rubrics


def test_a_year_without_tables_has_no_norm() -> None:
    assert norm_of("P19V01") is None
    assert norm_of("") is None


@pytest.mark.parametrize(
    ("version", "found"), [("P21V01", "P24V01"), ("P25V02", "P26V01"), ("P31V01", "P26V01"), (None, "P26V01")]
)
def test_a_file_of_an_unknown_year_is_read_with_the_nearest_norm(version: str | None, found: str) -> None:
    assert nearest(version).version == found


def test_rubrics_come_in_the_order_that_a_file_must_follow() -> None:
    for version in YEARS:
        blocks = list(norm(version).blocks)
        keys = list(norm(version).rubrics)
        assert keys == sorted(keys, key=lambda key: (blocks.index(key[:10]), key[11:]))


def test_codes_depend_on_the_year() -> None:
    kinds = {version: norm(version).rubrics["S20.G00.05.001"].codes or {} for version in YEARS}
    assert "10" not in kinds["P25V01"]
    assert "10" in kinds["P26V01"]


def test_the_end_of_a_stoppage_is_asked_for_in_the_signal_and_subrogation_forbidden_on_return() -> None:
    assert norm().usage("S21.G00.60.003", "04") == "O"
    assert norm().usage("S21.G00.60.004", "05") == "I"
    assert norm().usage("S21.G00.60.004", "99") == "?"


def test_the_signal_of_a_stoppage_holds_one_person_with_one_contract() -> None:
    tree = norm().tree("04")
    assert (tree["S21.G00.30"].least, tree["S21.G00.30"].most) == (1, 1)
    assert tree["S21.G00.60"].parent == "S21.G00.40"
    assert "S21.G00.50" not in tree


def test_a_nature_without_a_known_tree_asks_for_nothing() -> None:
    assert not any(place.least for place in norm("P26V01").tree("10").values())


def test_controls_apply_by_nature_and_year() -> None:
    assert norm().applies("S21.G00.60.005/CCH-11", "04")
    assert not norm().applies("S21.G00.60.012/CCH-11", "01")
    assert not norm().applies("S21.G00.85.012/CCH-11", "01")
    assert norm("P24V01").applies("S21.G00.85.012/CCH-11", "01")
    assert not norm().applies("S21.G00.11.001/CSL-99", "10") or norm().usage("S21.G00.11.001", "10") == "?"


def test_the_controls_of_2024_are_the_643_official_ones() -> None:
    known = set().union(*(norm("P24V01").controls(nature) for nature in NATURES))
    assert len(known) <= 643
    assert len(known) > 600


def test_every_pattern_is_an_expression_and_every_list_has_codes() -> None:
    for version in YEARS:
        for rubric in norm(version).rubrics.values():
            re.compile(rubric.pattern)
            assert (rubric.kind == "code") == bool(rubric.codes), rubric.key
            assert 1 <= rubric.shortest <= rubric.longest

"""The canonical form: equal values have equal bytes, others have others."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from console.audit import chain

TEXTS = st.text(max_size=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
NOON = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)


@given(VALUES)
def test_a_value_read_back_from_the_database_has_the_same_bytes(value: Any) -> None:
    assert chain.canonical(json.loads(json.dumps(value))) == chain.canonical(value)


@given(VALUES)
def test_the_bytes_say_the_value_and_nothing_else(value: Any) -> None:
    assert json.loads(chain.canonical(value)) == value


@given(VALUES, VALUES)
def test_two_values_share_their_bytes_only_when_json_takes_them_for_one(one: Any, other: Any) -> None:
    assert (chain.canonical(one) == chain.canonical(other)) == (_typed(one) == _typed(other))


@given(st.dictionaries(TEXTS, VALUES, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_facts_says_nothing(facts: dict[str, Any], chance: Any) -> None:
    pairs = list(facts.items())
    chance.shuffle(pairs)
    assert chain.canonical(dict(pairs)) == chain.canonical(facts)


def test_a_moment_is_the_same_in_every_zone_and_always_has_its_microseconds() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5)))
    assert chain.moment_text(elsewhere) == chain.moment_text(NOON) == "2026-03-05T11:00:00.000000+00:00"


def test_every_part_of_a_line_is_in_its_digest() -> None:
    digest = chain.digest("institution 1", "before", NOON, {"action": "sent"}, "personal")

    assert digest != chain.digest("institution 2", "before", NOON, {"action": "sent"}, "personal")
    assert digest != chain.digest("institution 1", "other", NOON, {"action": "sent"}, "personal")
    assert digest != chain.digest(
        "institution 1", "before", NOON + timedelta(microseconds=1), {"action": "sent"}, "personal"
    )
    assert digest != chain.digest("institution 1", "before", NOON, {"action": "read"}, "personal")
    assert digest != chain.digest("institution 1", "before", NOON, {"action": "sent"}, "erased")


def test_without_its_salt_a_commitment_cannot_be_tried_out() -> None:
    facts = {"name": "Rochat Anne"}
    assert chain.commitment("a" * 32, facts) != chain.commitment("b" * 32, facts)


def _typed(value: Any) -> Any:
    """Give a value with its types, which Python's own comparison does not look at: `True == 1 == 1.0`."""
    if isinstance(value, dict):
        return {key: _typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return (type(value), repr(value))

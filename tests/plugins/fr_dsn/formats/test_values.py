"""Values that may stand in a rubric, and what is said of others."""

from __future__ import annotations

from random import Random

import pytest

from plugins.fr_dsn.formats.values import value_tests
from plugins.fr_dsn.norm.norms import nearest

NORM = nearest("P25V01")
ALPHABET = "0123456789.-' AÉéz_@/²\x00\x85\x92\xa0\n"


@pytest.mark.parametrize(
    ("rubric", "value", "control"),
    [
        ("S21.G00.60.001", "01", None),
        ("S21.G00.60.001", "98", "CODE"),
        ("S21.G00.60.002", "29022025", "DATE"),
        ("S21.G00.60.002", "29022024", None),
        ("S21.G00.60.002", "2025-03-1", "LENGTH"),
        ("S21.G00.60.002", "41032025", "DATE"),
        ("S21.G00.30.006", "99991970", None),
        ("S21.G00.30.006", "99131970", "PATTERN"),
        ("S21.G00.30.001", "1610202002008", None),
        ("S21.G00.30.001", "161020200200", "LENGTH"),
        ("S21.G00.30.001", "3610202002008", "PATTERN"),
        ("S21.G00.51.013", "2450.00", None),
        ("S21.G00.51.013", "-0.01", None),
        ("S21.G00.51.013", "2450,00", "PATTERN"),
        ("S21.G00.51.013", "2450.0", "PATTERN"),
        ("S21.G00.51.013", "+2450.00", "PATTERN"),
        ("S21.G00.51.013", "2²50.00", "PATTERN"),
        ("S21.G00.30.002", "D'AGOSTINO", None),
        ("S21.G00.30.002", " DUPONT", "PATTERN"),
        ("S21.G00.30.002", "", "EMPTY_VALUE"),
        ("S21.G00.30.002", "  ", "EMPTY_VALUE"),
        ("S21.G00.30.002", "A" * 81, "LENGTH"),
        ("S21.G00.30.010", "SAINT ETIENNE", None),
        ("S21.G00.30.010", "SAINT-ETIENNE", "PATTERN"),
        ("S21.G00.55.004", "2025M13", "PATTERN"),
        ("S21.G00.55.004", "2025T01", None),
    ],
)
def test_a_value_is_judged_by_list_length_form_and_calendar(
    rubric: str, value: str, control: str | None
) -> None:
    wrong = value_tests(NORM)[rubric].wrong(value)
    assert (wrong and wrong[0]) == control


def test_the_quick_answer_is_the_same_as_the_explained_one() -> None:
    draw = Random(3)
    for key, test in value_tests(NORM).items():
        rubric = test.rubric
        texts = [
            "",
            " ",
            "A" * rubric.shortest,
            "1" * rubric.longest,
            "0.00",
            "-1.50",
            "01032025",
            "12",
            "A B",
        ]
        texts += list(rubric.codes or {})[:3]
        texts += ["".join(draw.choices(ALPHABET, k=draw.randint(1, 13))) for _ in range(30)]
        for text in texts:
            explained = test.explained(text)
            unprintable = any(c < " " or "\x7f" <= c < "\xa0" for c in text)
            if not unprintable:
                assert test.accepts(text) == (explained is None), (key, text)
            elif test.accepts(text):
                pytest.fail(f"{key} takes {text!r}")


def test_a_message_repeats_at_most_eighty_characters() -> None:
    wrong = value_tests(NORM)["S21.G00.30.002"].wrong("X" * 200)
    assert wrong is not None
    assert len(str(wrong[1].params["value"])) <= 80

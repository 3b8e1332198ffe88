"""What stands in a cell is taken as it is meant, or refused in words; a sheet never makes another value of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from console.base import clock
from console.base.figures import Misread, style_of
from console.base.sheets.cells import Unreadable
from console.forms.faults import SENTENCES, say
from console.forms.fields import (
    AvsNumber,
    Choice,
    Day,
    Money,
    Nir,
    Number,
    Option,
    Phone,
    Simple,
    Text,
    YesNo,
)
from console.forms.leaves import Leaf
from console.forms.takes import Source, remembering, take_of
from console.forms.tongue import Tongue

TONGUE = Tongue(style_of("fr", "CH"))
MONEY, COUNT, SHARE = Money("m", "M"), Number("n", "N"), Number("s", "S", places=3)
AVS, DAY, TEXT, YES = AvsNumber("a", "A"), Day("d", "D"), Text("t", "T"), YesNo("y", "Y")


def refusal(field: Simple, cell: Any) -> str:
    with pytest.raises(Misread) as refused:
        field.cell_reader(TONGUE)(cell)
    assert str(say(refused.value, TONGUE.style))
    return refused.value.code


def read(field: Simple, cell: Any) -> Any:
    return field.cell_reader(TONGUE)(cell)


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        (MONEY, float("nan"), "not_a_number"),
        (MONEY, float("inf"), "not_a_number"),
        (MONEY, -float("inf"), "not_a_number"),
        (MONEY, 12.345, "too_many_decimals"),
        (MONEY, 5_000_000_000.125, "too_many_decimals"),
        (MONEY, 12345678901234567.0, "lost_figures"),
        (MONEY, True, "not_a_number"),
        (COUNT, True, "not_a_number"),
        (COUNT, False, "not_a_number"),
        (COUNT, 2.5, "too_many_decimals"),
        (COUNT, date(2026, 3, 5), "not_a_number"),
        (COUNT, time(8, 0), "not_a_number"),
        (COUNT, 1e300, "lost_figures"),
        (DAY, 46086.0, "not_a_day"),
        (DAY, True, "not_a_day"),
        (DAY, datetime(2026, 3, 5, 8, 30), "day_with_time"),
        (DAY, timedelta(days=1), "not_a_day"),
        (DAY, Unreadable.DURATION, "not_a_day"),
        (AVS, 7561234567897.5, "not_text"),
        (AVS, -7561234567897.0, "not_text"),
        (AVS, 1234567890123456.0, "lost_figures"),
        (AVS, float("nan"), "not_text"),
        (TEXT, True, "not_text"),
        (TEXT, date(2026, 3, 5), "not_text"),
        (TEXT, 12.5, "not_text"),
        (YES, 2.0, "not_yes_no"),
        (YES, date(2026, 3, 5), "not_yes_no"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_refused(field: Simple, cell: Any, code: str) -> None:
    assert refusal(field, cell) == code


@pytest.mark.parametrize(
    "field", [MONEY, COUNT, DAY, AVS, TEXT, YES, Phone("p", "P"), Choice("c", "C", of=(Option("a", "A"),))]
)
@pytest.mark.parametrize(
    ("mark", "code"), [(Unreadable.FORMULA, "formula"), (Unreadable.ERROR, "error_cell")]
)
def test_a_formula_and_an_error_are_named_in_every_column(field: Simple, mark: Unreadable, code: str) -> None:
    assert refusal(field, mark) == code


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        (MONEY, 65.5, Decimal("65.50")),
        (MONEY, 0.1 + 0.2, Decimal("0.30")),
        (MONEY, 1234567890123.45, Decimal("1234567890123.45")),
        (MONEY, "65.50", Decimal("65.50")),
        (MONEY, 5, Decimal(5)),
        (MONEY, Decimal("65.50"), Decimal("65.50")),
        (SHARE, 0.125, Decimal("0.125")),
        (AVS, 7561234567897.0, "7561234567897"),
        (Nir("n", "N"), 295109912611193.0, "295109912611193"),
        (DAY, date(2026, 3, 5), date(2026, 3, 5)),
        (DAY, datetime(2026, 3, 5), date(2026, 3, 5)),
        (DAY, "5.3.2026", date(2026, 3, 5)),
        (TEXT, 1004.0, "1004"),
        (YES, True, True),
        (YES, 0.0, False),
        (YES, "Nein", False),
    ],
)
def test_a_cell_is_taken_as_it_stands(field: Simple, cell: Any, value: Any) -> None:
    assert read(field, cell) == value
    assert type(read(field, cell)) is type(value)


@pytest.mark.parametrize("language", ["fr", "de"])
def test_sixty_five_and_a_half_typed_as_text_in_a_german_or_french_sheet_is_that(language: str) -> None:
    for country in ("CH", "BE"):
        assert MONEY.cell_reader(Tongue(style_of(language, country)))("65.50") == Decimal("65.50")


@pytest.mark.parametrize("text", ["1,234", "1.234"])
def test_a_text_with_two_readings_is_refused_in_switzerland_and_says_both(text: str) -> None:
    with pytest.raises(Misread) as refused:
        MONEY.reader(TONGUE)(text)
    sentence = say(refused.value, TONGUE.style)
    assert "1\u00a0234" in sentence
    assert "1,2340" in sentence


@pytest.mark.parametrize(
    "field", [MONEY, COUNT, SHARE, DAY, AVS, Phone("p", "P"), YES, Nir("n", "N")], ids=lambda field: field.key
)
def test_full_width_figures_are_refused_everywhere(field: Simple) -> None:
    ordinary = {
        "m": "12",
        "n": "12",
        "s": "12",
        "d": "05.03.2026",
        "a": "756.1234.5678.97",
        "p": "021 555 01 23",
    }
    text = ordinary.get(field.key, "1").translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    for tongue in (TONGUE, Tongue(style_of("nl", "BE"))):
        for source in ("text", "cell", "json"):
            with pytest.raises(Misread):
                take_of(Leaf(field, field.key), tongue, source)(text)


def test_a_remembered_one_is_not_taken_for_yes() -> None:
    """1, 1.0 and True are equal in Python and not in a sheet."""
    take = remembering(leaf := Leaf(COUNT, "n"), take_of(leaf, TONGUE, "cell"), "cell")
    for one in (1.0, 1, Decimal(1), "1"):
        assert take(one) == 1
        with pytest.raises(Misread, match="not_a_number"):
            take(True)


def test_a_remembered_answer_is_not_taken_for_yes() -> None:
    listed = Leaf(Choice("c", "C", of=(Option("1", "One"), Option("2", "Two"))), "c")
    take = remembering(listed, take_of(listed, TONGUE, "cell"), "cell")
    for one in (1.0, "1", 1.0):
        assert take(one) == "1"
        with pytest.raises(Misread, match="not_text"):
            take(True)


@pytest.mark.parametrize("source", ["text", "cell"])
def test_a_remembered_day_is_judged_again_on_the_next_day(source: Source) -> None:
    coming = Leaf(Day("d", "D", earliest="today"), "d")
    take = remembering(coming, take_of(coming, TONGUE, source), source)
    with clock.at(datetime(2026, 3, 5, 9, tzinfo=UTC)):
        assert take("05.03.2026") == date(2026, 3, 5)
    with clock.at(datetime(2026, 3, 6, 9, tzinfo=UTC)), pytest.raises(Misread, match="too_early"):
        take("05.03.2026")


def test_a_number_column_with_the_limits_of_a_sheet_refuses_more_figures_in_a_text_too() -> None:
    for text in ("9" * 16, "1" * 39, "-" + "9" * 38):
        with pytest.raises(Misread, match=r"too_large|too_small"):
            COUNT.reader(TONGUE)(text)


def test_less_than_nothing_of_nothing_is_nothing() -> None:
    assert MONEY.to_json(MONEY.reader(TONGUE)("-0.00")) == "0.00"


def test_every_sentence_names_only_values_that_its_fault_brings() -> None:
    assert all("%s" not in sentence for sentence in SENTENCES.values())


def test_today_is_the_day_where_the_reader_is() -> None:
    read = Day("d", "D", latest="today").reader(Tongue(style_of("fr", "CH")))

    with clock.at(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)):
        assert read("02.07.2026") == date(2026, 7, 2)

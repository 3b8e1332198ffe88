"""What people type is read to one value or refused: never a hundredfold wrong, never another day."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.base.figures import API, COUNTRIES, LANGUAGES, Misread, Style, style_of
from console.base.figures.words import SENTENCES, say

STYLES = [*(style_of(language, country) for language in LANGUAGES for country in COUNTRIES), API]
EVERY_STYLE = pytest.mark.parametrize("style", STYLES, ids=lambda style: style.locale)
FIVE_STYLES = [style_of(*locale.split("_")) for locale in ("fr_CH", "de_CH", "fr_BE", "nl_BE", "de_BE")]
any_style = st.sampled_from(STYLES)
numbers = st.decimals(-(10**9), 10**9, places=None, allow_nan=False).filter(
    lambda value: value.is_finite() and value.as_tuple().exponent >= -9
)
amounts = st.decimals(-(10**12), 10**12, places=2)


def refusal(read: object, *arguments: object, **named: object) -> Misread:
    with pytest.raises(Misread) as refused:
        read(*arguments, **named)  # type: ignore[operator]
    return refused.value


def read_by(style: Style, how: str, text: str) -> Decimal | None:
    try:
        return style.read_number(text) if how == "read_number" else style.read_amount(text, "EUR")
    except Misread:
        return None


@given(any_style, any_style, numbers)
def test_a_shown_number_is_read_back_in_every_style(one: Style, other: Style, value: Decimal) -> None:
    assert other.read_number(one.show_number(value)) == value


@given(any_style, any_style, st.integers(-(10**15), 10**15))
def test_a_shown_count_is_read_back_in_every_style(one: Style, other: Style, value: int) -> None:
    assert other.read_number(one.show_number(value), places=0) == value


@given(any_style, any_style, amounts, st.sampled_from(["CHF", "EUR"]))
def test_a_shown_amount_is_read_back_in_every_style(
    one: Style, other: Style, value: Decimal, currency: str
) -> None:
    assert other.read_amount(one.show_amount(value, currency), currency) == value


@given(any_style, any_style, st.decimals(0, 1000, places=3))
def test_a_shown_rate_is_read_back_in_every_style(one: Style, other: Style, value: Decimal) -> None:
    assert other.read_rate(one.show_rate(value)) == value


@given(any_style, any_style, st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_a_shown_day_is_read_back_in_every_style(one: Style, other: Style, value: date) -> None:
    assert other.read_day(one.show_day(value)) == value


@given(any_style, st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_a_shown_moment_is_read_back_to_the_minute(style: Style, value: datetime) -> None:
    minute = value.replace(second=0, microsecond=0)
    assert style.read_moment(style.show_moment(minute)) == minute


def random_figures(count: int) -> Iterator[str]:
    """Give texts like numbers, most of them with groups of two to four figures and any sign between."""
    chance = Random(7)
    for _ in range(count):
        pieces = [
            str(chance.randrange(10 ** chance.randint(1, 4))).zfill(chance.choice((1, 3))) for _ in range(3)
        ]
        text = "".join(piece + chance.choice(".,'’ \u202f") for piece in pieces[: chance.randint(1, 3)])
        yield chance.choice(("", "", "-", "+")) + (text if chance.random() < 0.1 else text[:-1])


def test_no_text_has_two_values() -> None:
    """Where one style reads a text and another one refuses it, nobody is a thousandfold wrong."""
    read = 0
    for text in random_figures(20_000):
        for how in ("read_number", "read_amount"):
            values = {value for style in FIVE_STYLES if (value := read_by(style, how, text)) is not None}
            assert len(values) <= 1, text
            read += len(values)
    assert read > 10_000


@given(any_style, st.text("0123456789.,'’ \u00a0\u202f-", max_size=14))
def test_any_accepted_number_has_the_digits_typed_and_the_decimals_after_its_last_sign(
    style: Style, text: str
) -> None:
    """The value is the typed digits divided by a power of ten that the text itself shows, or the style's own sign."""
    try:
        value = style.read_number(text)
    except Misread:
        return
    digits = "".join(sign for sign in text if sign.isdigit())
    marks = [sign for sign in text if sign in ".,"]
    after = len(text.rstrip().rsplit(marks[-1], 1)[1]) if marks else 0
    repeated = len(marks) > 1 and len(set(marks)) == 1
    doubtful = re.fullmatch(r"\s*-?\s*[1-9][0-9]{0,2}[.,][0-9]{3}\s*", text) is not None
    assert abs(value) == Decimal(int(digits)) / (1 if repeated or doubtful else 10**after)
    assert not doubtful or marks == [style.group]


@EVERY_STYLE
@pytest.mark.parametrize("text", ["65.50", "65,50", " 65.5 ", "65,5", "CHF 65.50", "Fr. 65.50", "65.50 CHF"])
def test_sixty_five_and_a_half_is_that_in_every_style(style: Style, text: str) -> None:
    assert style.read_amount(text, "CHF") == Decimal("65.50")


@EVERY_STYLE
@pytest.mark.parametrize(
    "text",
    ["1'234.50", "1’234.50", "1 234,50", "1\u00a0234,50", "1\u202f234.5", "1.234,50", "1,234.50", "1234.5"],
)
def test_both_apostrophes_and_all_spaces_group_thousands(style: Style, text: str) -> None:
    assert style.read_amount(text, "EUR") == Decimal("1234.50")


@pytest.mark.parametrize(
    "style", [style_of("nl", "BE"), style_of("de", "BE")], ids=lambda style: style.locale
)
@pytest.mark.parametrize(("text", "value"), [("1.234", 1234), ("65.500", 65_500), ("-1.234", -1234)])
def test_the_style_s_own_sign_groups_thousands(style: Style, text: str, value: int) -> None:
    assert style.read_number(text) == style.read_amount(f"{text} €", "EUR") == value


def test_the_own_sign_groups_no_number_that_begins_with_zero() -> None:
    style = style_of("nl", "BE")
    assert style.read_number("0.500") == Decimal("0.5")
    assert refusal(style.read_number, "012.345").code == "two_readings"


@pytest.mark.parametrize(
    "style", [style for style in STYLES if style.group != "."], ids=lambda style: style.locale
)
@pytest.mark.parametrize(
    ("text", "grouped", "parts"),
    [("1.234", "1234", "1.234"), ("1,234", "1234", "1.234"), ("-65.500", "-65500", "-65.500")],
)
def test_a_text_with_two_readings_is_refused_with_both(
    style: Style, text: str, grouped: str, parts: str
) -> None:
    for refused in (refusal(style.read_number, text), refusal(style.read_amount, text, "EUR")):
        assert refused.code == "two_readings"
        assert refused.params["grouped"] == Decimal(grouped)
        assert refused.params["parts"] == Decimal(parts)


def test_the_sentence_for_two_readings_shows_both_so_that_each_can_be_typed() -> None:
    style = style_of("nl", "BE")
    sentence = say(refusal(style.read_number, "1,234"), style)
    assert "1\u00a0234" in sentence
    assert "1,2340" in sentence


@pytest.mark.parametrize(("text", "value"), [("0.500", "0.5"), (",5", "0.5"), ("1234.567", "1234.567")])
def test_three_digits_after_a_sign_are_decimals_where_they_cannot_be_thousands(text: str, value: str) -> None:
    assert style_of("de", "BE").read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["12 34", "1'2345", "1.23.4", "1.234'567", "12,34,567", "1e5", "--5", "٣", "NaN", ".", "-", "5-"]
)
def test_a_badly_grouped_number_is_refused(text: str) -> None:
    assert refusal(style_of("fr", "CH").read_number, text).code == "number_form"


def test_an_amount_with_thousandths_is_refused() -> None:
    assert refusal(API.read_amount, "1234.567", "EUR").code == "too_many_decimals"


def test_an_amount_in_another_currency_is_refused() -> None:
    assert refusal(style_of("fr", "CH").read_amount, "€ 65.50", "CHF").params["currency"] == "CHF"


def test_francs_without_centimes_are_typed_with_a_dash() -> None:
    assert style_of("de", "CH").read_amount("65.–", "CHF") == 65


def test_a_rate_has_no_thousands_so_its_sign_divides() -> None:
    assert style_of("nl", "BE").read_rate("1.725 %") == Decimal("1.725")


@pytest.mark.parametrize("text", ["", " \u00a0 "])
def test_an_empty_field_is_told_apart_from_a_wrong_one(text: str) -> None:
    style = style_of("fr", "FR")
    readers = (style.read_number, style.read_day, style.read_moment, style.read_rate)
    assert {refusal(read, text).code for read in readers} == {"empty"}


@pytest.mark.parametrize("text", ["9" * 41, "1" + " 000" * 5000])
def test_an_endless_number_is_refused(text: str) -> None:
    assert refusal(API.read_number, text).code == "too_long"
    assert refusal(API.read_amount, text, "EUR").code == "too_long"


@EVERY_STYLE
@pytest.mark.parametrize(
    "text", ["1.3.26", "01.03.2026", "1/3/2026", "1-3-2026", "2026-03-01", "1. 3. 2026", "01/03/26"]
)
def test_the_first_of_march_is_typed_in_many_ways(style: Style, text: str) -> None:
    assert style.read_day(text) == date(2026, 3, 1)


def test_two_digit_years_turn_at_fifty() -> None:
    assert API.read_day("1.1.49") == date(2049, 1, 1)
    assert API.read_day("1.1.50") == date(1950, 1, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.4.2026", "no_such_day"),
        ("29.2.2026", "no_such_day"),
        ("3/13/2026", "no_such_day"),
        ("1.3/2026", "day_form"),
        ("1.3.126", "day_form"),
        ("March 1", "day_form"),
        ("1.3.0026", "year_range"),
    ],
)
def test_an_impossible_day_is_refused_and_never_turned_into_another(text: str, code: str) -> None:
    assert refusal(style_of("en", "CH").read_day, text).code == code


def test_a_birth_is_typed_with_the_whole_year() -> None:
    assert refusal(style_of("fr", "CH").read_day, "1.3.26", full_year=True).code == "year_short"


def test_the_hour_repeated_in_autumn_needs_its_offset() -> None:
    style = style_of("fr", "CH")
    assert refusal(style.read_moment, "25.10.2026 02:30").code == "two_times"
    assert style.read_moment("25.10.2026 02:30 +01:00") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["29.3.2026 02:30", "1.3.2026 24:00", "1.3.2026 9:60", "1.3.2026 9:00 +99:00"]
)
def test_a_time_that_no_clock_shows_is_refused(text: str) -> None:
    assert refusal(style_of("de", "CH").read_moment, text).code == "no_such_time"


@pytest.mark.parametrize("text", ["5.3.2026 9:07", "5/3/26 9h07", "2026-03-05T08:07:00Z", "2026-03-05 09:07"])
def test_a_moment_is_read_on_the_clock_of_the_institution(text: str) -> None:
    assert style_of("fr", "BE").read_moment(text) == datetime(2026, 3, 5, 8, 7, tzinfo=UTC)


@EVERY_STYLE
def test_every_refusal_has_a_sentence_in_which_all_values_are_filled_in(style: Style) -> None:
    refused = [
        refusal(read, *arguments)
        for read, *arguments in (
            (style.read_number, ""),
            (style.read_number, "1" * 50),
            (style.read_number, "douze"),
            (style.read_number, "1,234"),
            (style.read_amount, "1.2345", "CHF"),
            (style.read_amount, "5 USD", "CHF"),
            (style.read_day, "hier"),
            (style.read_day, "31.4.2026"),
            (style.read_day, "1.1.1000"),
            (style.read_moment, "hier"),
            (style.read_moment, "1.3.2026 25:00"),
            (style_of("fr", "CH").read_moment, "25.10.2026 02:30"),
        )
    ]
    refused.append(refusal(style.read_day, "1.1.26", full_year=True))
    assert {one.code for one in refused} == set(SENTENCES)
    assert all("%" not in say(one, style) for one in refused)

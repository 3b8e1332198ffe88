"""The form of figures in each locale, as the house style lays it down."""

import pickle
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from console.base.figures import API, Misread, Style, style_of

NBSP = "\u00a0"
FIFTH_OF_MARCH = date(2026, 3, 5)


def style(locale: str) -> Style:
    return style_of(*locale.split("_"))


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("fr_CH", "05.03.2026"),
        ("de_CH", "05.03.2026"),
        ("nl_CH", "05.03.2026"),
        ("en_CH", "05.03.2026"),
        ("fr_BE", "05/03/2026"),
        ("nl_BE", "05/03/2026"),
        ("de_BE", "05.03.2026"),
        ("fr_FR", "05/03/2026"),
        ("de_FR", "05/03/2026"),
        ("nl_FR", "05/03/2026"),
    ],
)
def test_a_day_has_four_digits_for_the_year_and_the_sign_of_the_country(locale: str, shown: str) -> None:
    assert style(locale).show_day(FIFTH_OF_MARCH) == shown


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("fr_CH", "5 mars 2026"),
        ("de_CH", "5. März 2026"),
        ("nl_BE", "5 maart 2026"),
        ("en_BE", "5 March 2026"),
    ],
)
def test_a_day_in_running_text_names_the_month(locale: str, shown: str) -> None:
    assert style(locale).show_long_day(FIFTH_OF_MARCH) == shown


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert style("fr_FR").show_long_day(date(2026, 1, 1)) == "1er janvier 2026"


@pytest.mark.parametrize(
    ("locale", "currency", "shown"),
    [
        ("fr_CH", "CHF", f"CHF{NBSP}1’234.50"),
        ("de_CH", "CHF", f"CHF{NBSP}1’234.50"),
        ("de_CH", "EUR", f"EUR{NBSP}1’234.50"),
        ("fr_BE", "EUR", f"1{NBSP}234,50{NBSP}€"),
        ("nl_BE", "EUR", f"€{NBSP}1.234,50"),
        ("de_BE", "EUR", f"1.234,50{NBSP}€"),
        ("fr_FR", "EUR", f"1{NBSP}234,50{NBSP}€"),
        ("fr_FR", "CHF", f"1{NBSP}234,50{NBSP}CHF"),
        ("en_FR", "EUR", f"EUR{NBSP}1{NBSP}234.50"),
    ],
)
def test_an_amount_has_the_form_of_the_institution_s_country(locale: str, currency: str, shown: str) -> None:
    assert style(locale).show_amount(Decimal("1234.5"), currency) == shown


@pytest.mark.parametrize(
    ("locale", "number", "rate"),
    [
        ("fr_CH", f"1{NBSP}234,5", f"5,3{NBSP}%"),
        ("de_CH", "1’234,5", f"5,3{NBSP}%"),
        ("fr_BE", f"1{NBSP}234,5", f"5,3{NBSP}%"),
        ("nl_BE", "1.234,5", "5,3%"),
        ("de_BE", "1.234,5", f"5,3{NBSP}%"),
        ("nl_FR", f"1{NBSP}234,5", f"5,3{NBSP}%"),
    ],
)
def test_numbers_and_rates_have_the_form_of_the_locale(locale: str, number: str, rate: str) -> None:
    assert style(locale).show_number(Decimal("1234.50")) == number
    assert style(locale).show_rate(Decimal("5.30")) == rate


def test_a_whole_number_never_shows_a_point_that_could_be_a_decimal_sign() -> None:
    assert style("nl_BE").show_number(1234) == f"1{NBSP}234"


def test_three_decimals_after_a_short_number_get_a_fourth_so_that_nobody_reads_thousands() -> None:
    assert style("fr_FR").show_number(Decimal("1.234")) == "1,2340"


def test_an_amount_is_never_rounded_when_shown() -> None:
    assert style("de_CH").show_amount(Decimal("0.125"), "CHF") == f"CHF{NBSP}0.125"


def test_a_moment_is_shown_on_the_clock_of_the_institution() -> None:
    moment = datetime(2026, 7, 5, 22, 30, tzinfo=UTC)
    assert style("de_CH").show_moment(moment) == "06.07.2026 00:30"
    assert style("de_CH").show_time(moment) == "00:30"
    assert API.show_moment(moment) == "2026-07-05T22:30:00Z"


def test_a_moment_from_the_database_without_a_zone_is_utc() -> None:
    assert style("fr_BE").show_moment(datetime(2026, 1, 5, 8, 7)) == "05/01/2026 09:07"


def test_an_institution_may_keep_another_clock() -> None:
    assert (
        style_of("fr", "FR", "Indian/Reunion").show_moment(datetime(2026, 1, 5, 8, 0)) == "05/01/2026 12:00"
    )


@pytest.mark.parametrize(
    ("locale", "hint"), [("fr_CH", "jj.mm.aaaa"), ("de_BE", "TT.MM.JJJJ"), ("nl_BE", "dd/mm/jjjj")]
)
def test_the_hint_of_a_date_field_speaks_the_language(locale: str, hint: str) -> None:
    assert style(locale).day_hint == hint


@pytest.mark.parametrize("locale", [("it", "CH"), ("fr", "LU"), ("", "")])
def test_a_locale_without_a_form_is_refused_at_once(locale: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="no figures"):
        style_of(*locale)


def test_an_unknown_clock_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="Europe/Bern"):
        style_of("de", "CH", "Europe/Bern")


def test_a_value_that_is_no_number_is_not_shown() -> None:
    with pytest.raises(ValueError, match="finite"):
        style("fr_CH").show_number(Decimal("NaN"))


def test_a_number_longer_than_python_s_usual_precision_is_shown_whole() -> None:
    assert API.show_number(-(10**30) - 1) == "-1" + "0" * 29 + "1"


def test_a_refusal_crosses_processes() -> None:
    again = pickle.loads(pickle.dumps(Misread("year_range", text="1.1.1000", first=1800)))
    assert (again.code, dict(again.params)) == ("year_range", {"text": "1.1.1000", "first": 1800})


def test_a_refusal_carries_its_code_and_values() -> None:
    with pytest.raises(Misread) as refused:
        style("fr_CH").read_number("douze")
    assert (refused.value.code, refused.value.params["text"]) == ("number_form", "douze")

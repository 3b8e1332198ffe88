"""The form of dates, numbers and amounts of a locale: a language and the country of the institution.

Own patterns, since Babel's short dates have two-digit years and its fr_CH amounts are not those of the funds.
Source: the federal chancellery's writing rules (CH), the forms in use (BE, FR), and for English the European
Union's interinstitutional style guide, with the date of the country.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from . import days, numerals
from .faults import Misread

NBSP = "\u00a0"
LANGUAGES = ("en", "fr", "de", "nl")
COUNTRIES = ("CH", "BE", "FR")
MONEY_PLACES = 2
"""Decimals of an amount in francs or euros."""

_ZONES = {"CH": "Europe/Zurich", "BE": "Europe/Brussels", "FR": "Europe/Paris"}
_SIGNS = {"€": "EUR", "FR.": "CHF", "SFR.": "CHF"}
_NO_CENTS = re.compile(r"[.,][-–—]{1,2}$")
_MARKED = re.compile(r"(?P<before>[^\W\d_]{1,4}\.?|€)?(?P<figure>[^A-Za-z€]*)(?P<after>[^\W\d_]{1,4}\.?|€)?")
_HINTS = {"en": "dd mm yyyy", "fr": "jj mm aaaa", "de": "TT MM JJJJ", "nl": "dd mm jjjj"}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}


@dataclass(frozen=True, slots=True)
class Style:
    """Shows and reads figures in one form. Made by `style_of`; `API` is the form of the open interfaces.

    What a style shows it reads back to the same value, and so does every other style.
    """

    language: str
    country: str
    decimal: str
    group: str
    money_decimal: str
    money_group: str
    money_pattern: str
    """With `{figure}` and, unless the currency is never written, `{currency}`."""
    percent: str
    """What follows a rate, its space included."""
    day_sign: str
    """Between day, month and year; empty for ISO dates."""
    zone: ZoneInfo

    @property
    def locale(self) -> str:
        """Language and country, as in "fr_CH"."""
        return f"{self.language}_{self.country}"

    @property
    def day_hint(self) -> str:
        """How a day is typed, in letters of the language: "jj.mm.aaaa"."""
        if not self.day_sign:
            return "yyyy-mm-dd"
        return self.day_sign.join(_HINTS[self.language].split())

    def show_day(self, value: date) -> str:
        """A day in a field or table: 05.03.2026."""
        if not self.day_sign:
            return value.isoformat()
        return self.day_sign.join((f"{value.day:02}", f"{value.month:02}", f"{value.year:04}"))

    def show_long_day(self, value: date) -> str:
        """A day in running text: 5 mars 2026, 5. März 2026."""
        day = {"de": f"{value.day}.", "fr": "1er" if value.day == 1 else str(value.day)}
        month = _MONTHS[self.language].split()[value.month - 1]
        return f"{day.get(self.language, str(value.day))} {month} {value.year}"

    def read_day(self, text: str, *, full_year: bool = False) -> date:
        """The day in a typed text (see `days.read_day`). Raises `Misread`."""
        return days.read_day(text, full_year=full_year)

    def show_moment(self, value: datetime) -> str:
        """A moment (UTC; without a zone it is taken as UTC, as the database gives it) on the style's clock.

        To the minute: 05.03.2026 09:07. In the hour that the clock shows twice the offset follows.
        """
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        if not self.day_sign:
            return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
        local = moment.astimezone(self.zone)
        shown = f"{self.show_day(local)} {local:%H:%M}"
        return f"{shown} {local.isoformat()[-6:]}" if days.is_repeated(local) else shown

    def show_time(self, value: datetime) -> str:
        """The time of day of a moment on the style's clock: 09:07."""
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return f"{moment.astimezone(self.zone):%H:%M}"

    def read_moment(self, text: str) -> datetime:
        """The moment in a typed day and time, in UTC (see `days.read_moment`). Raises `Misread`."""
        return days.read_moment(text, self.zone)

    def show_number(self, value: Decimal | int, *, places: int = 0) -> str:
        """A number with at least `places` decimals, never rounded and with one reading only."""
        return numerals.show_numeral(Decimal(value), self.decimal, self.group, places)

    def read_number(self, text: str, *, places: int | None = None) -> Decimal:
        """The number in a typed text, with at most `places` decimals. Raises `Misread`."""
        return numerals.read_numeral(text, places, group=self.group)

    def show_rate(self, value: Decimal | int, *, places: int = 0) -> str:
        """A rate given in per cent: 5.3 is shown as 5,3 %."""
        shown = numerals.show_numeral(Decimal(value), self.decimal, "", places, clear=False)
        return shown + self.percent

    def read_rate(self, text: str, *, places: int | None = None) -> Decimal:
        """The rate in a typed text, in per cent; the sign may be left out. Raises `Misread`.

        Rates have no thousands: one point or comma divides, whatever follows.
        """
        return numerals.read_numeral(text.strip().removesuffix("%"), places, grouped=False)

    def show_amount(self, value: Decimal | int, currency: str) -> str:
        """An amount of a currency (ISO code) with two decimals, never rounded: CHF 1’234.50, 1 234,50 €."""
        figure = numerals.show_numeral(Decimal(value), self.money_decimal, self.money_group, MONEY_PLACES)
        spelt = "€" if currency == "EUR" and self.country != "CH" and self.language != "en" else currency
        return self.money_pattern.format(currency=spelt, figure=figure)

    def read_amount(self, text: str, currency: str) -> Decimal:
        """The amount in a typed text; the currency may stand before or after it and must be `currency`.

        At most two decimals, so "65.50" is sixty-five and a half everywhere. Raises `Misread`.
        """
        typed = text.strip()
        if len(typed) > numerals.LONGEST:
            raise Misread("too_long", text=typed[: numerals.LONGEST], longest=numerals.LONGEST)
        found = _MARKED.fullmatch(typed)
        if not found:
            raise Misread("number_form", text=typed)
        for mark in (found["before"], found["after"]):
            if mark and _SIGNS.get(mark.upper(), mark.upper()) != currency:
                raise Misread("currency", text=typed, currency=currency)
        figure = _NO_CENTS.sub("", found["figure"].strip())
        return numerals.read_numeral(figure, MONEY_PLACES, group=self.money_group)


@lru_cache(maxsize=64)
def style_of(language: str, country: str, zone: str = "") -> Style:
    """The style of a language in a country; `zone` (as "Europe/Zurich") overrides the country's own clock.

    Raises ValueError when language or country is not one of `LANGUAGES` and `COUNTRIES`, or the zone unknown.
    """
    if language not in LANGUAGES or country not in COUNTRIES:
        raise ValueError(f"no figures for language {language!r} in country {country!r}")
    english = language == "en"
    points = country == "BE" and language in {"nl", "de"}
    decimal = "." if english else ","
    group = "." if points else "’" if country == "CH" and language != "fr" else NBSP
    swiss = country == "CH"
    code_first = swiss or english or (country, language) == ("BE", "nl")
    return Style(
        language=language,
        country=country,
        decimal=decimal,
        group=group,
        money_decimal="." if swiss else decimal,
        money_group="’" if swiss else group,
        money_pattern=f"{{currency}}{NBSP}{{figure}}" if code_first else f"{{figure}}{NBSP}{{currency}}",
        percent="%" if english or (country, language) == ("BE", "nl") else f"{NBSP}%",
        day_sign="." if swiss or (points and language == "de") else "/",
        zone=_zone(zone or _ZONES[country]),
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError) as error:
        raise ValueError(f"unknown time zone {name!r}") from error


API = Style(
    language="en",
    country="",
    decimal=".",
    group="",
    money_decimal=".",
    money_group="",
    money_pattern="{figure}",
    percent="",
    day_sign="",
    zone=ZoneInfo("UTC"),
)
"""The form of the open interfaces: ISO dates, moments in UTC, a decimal point, no grouping, no signs."""

"""Every field type with examples of it, the values it can have, and the tongues of all readers.

A new field type needs an example here: the contract test fails until it has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, get_args

from hypothesis import strategies as st

from console.base.figures import API, COUNTRIES, LANGUAGES, Misread, Style, style_of
from console.forms.conditions import Not, any_of, equals
from console.forms.declarations import Form, Section
from console.forms.expressions import Count, Difference, Product, Sum
from console.forms.fields import (
    Address,
    AnyField,
    AnyInput,
    AvsNumber,
    BceNumber,
    Choice,
    Choices,
    Chooser,
    CompanyChooser,
    Computed,
    Country,
    Day,
    Email,
    Establishment,
    File,
    Group,
    Iban,
    Input,
    LongText,
    Money,
    Nir,
    Niss,
    Note,
    Number,
    Option,
    Period,
    Person,
    Phone,
    PostalAddress,
    Simple,
    Siren,
    Siret,
    Span,
    Text,
    UidNumber,
    YesNo,
)
from console.forms.fields.choices import _names as country_names
from console.forms.tongue import Tongue

TEXTS = {
    "fr": {
        "Married": "Marié(e)",
        "Single": "Célibataire",
        "Widowed": "Veuf; veuve",
        "Paid": "+",
        "Open": "–",
    },
    "de": {
        "Married": "Verheiratet",
        "Single": "Ledig",
        "Widowed": "Verwitwet",
        "Paid": "offen",
        "Open": "Offen",
    },
    "nl": {"Married": "Gehuwd", "Single": "Ongehuwd", "Widowed": "single", "Paid": "Betaald", "Open": "Open"},
}
"""Labels with a semicolon, without letters, and alike in two languages."""
TONGUES = [
    *(Tongue(style_of(language, country), TEXTS) for country in COUNTRIES for language in LANGUAGES),
    Tongue(API, TEXTS),
]
"""Those of all pages, and last the one of machines."""
CIVIL = (Option("single", "Single"), Option("married", "Married"), Option("widowed", "Widowed"))
STATES = (
    Option("Open", "Paid"),
    Option("paid", "Open"),
    Option("a", "No"),
    Option("b", "no"),
    Option("C", "Ça"),
)
"""Keys that are the labels of other answers, and labels that differ by nothing a person types."""

TYPES: tuple[type, ...] = get_args(AnyField)
INPUT_TYPES: tuple[type, ...] = get_args(AnyInput)

EXAMPLES: tuple[AnyInput, ...] = (
    Text("name", "Name", required=True, personal=True),
    Text("code", "Code", min=2, max=6),
    LongText("remarks", "Remarks", help="What else should we know?"),
    Email("email", "E-mail"),
    Phone("phone", "Telephone"),
    Number("count", "Number of children", required=True),
    Number("share", "Share", places=3, min="0", max="1000", unit="per cent"),
    Number("rate", "Rate", places=5),
    Money("wage", "Wage", required=True, personal=True),
    Money("instalment", "Instalment", step="0.05", min="0.05", max="1234567.89"),
    Money("euros", "Contribution", currency="EUR", min="-1000000"),
    YesNo("agreed", "Agreed", required=True),
    Choice("civil", "Civil status", of=CIVIL, required=True),
    Choice("state", "State", of=STATES),
    Choices("states", "States", of=STATES, required=True),
    Choices("ever", "Ever was", of=CIVIL),
    Country("nation", "Nationality"),
    Day("birth", "Birth", personal=True, required=True),
    Day("entry", "Entry", earliest="2020-01-01", latest="2030-12-31", full_year=False),
    Period("stay", "Stay", required=True),
    Period("training", "Training", closed=True, earliest="2000-01-01"),
    AvsNumber("avs", "AVS number"),
    UidNumber("uid", "UID"),
    Niss("niss", "NISS"),
    BceNumber("bce", "BCE"),
    Siren("siren", "SIREN"),
    Siret("siret", "SIRET"),
    Nir("nir", "NIR"),
    Iban("iban", "IBAN", required=True),
    Address("home", "Address", required=True, personal=True),
    Address("post", "Postal address"),
    Person("person", "Person", source="ch_fund.employee"),
    CompanyChooser("company", "Company"),
    Establishment("place", "Establishment", source="fr_dsn.establishment"),
    File("proof", "Proof", required=True),
    File("papers", "Papers", kinds=("pdf", "docx"), most=3, megabytes=25),
)
GROUP = Group(
    "children",
    "Children",
    entry="Child",
    min=1,
    max=20,
    fields=(
        Text("first", "First name", required=True),
        Day("born", "Birth", required=True),
        YesNo("abroad", "Lives abroad"),
        Country("where", "Country", required=True, when=equals("abroad", True)),
        Money("allowance", "Allowance"),
        Money("paid", "Already paid"),
        Computed("rest", "Rest", value=Difference("allowance", "paid"), currency="CHF"),
        Text("partner", "Other parent", when=equals("civil", "single")),
        Text("parent", "Of which parent", required=True, when=Not(equals("civil", "single"))),
    ),
)
OTHERS = (
    GROUP,
    Computed("total", "Total", value=Sum(("children.allowance", "wage")), currency="CHF", step="0.05"),
    Computed("yearly", "Share of the wage", value=Product("wage", "0.053"), step="0.001"),
    Computed("rows", "Children", value=Count("children"), step="1"),
    Note("thanks", "Thank you for your answers."),
    Text("spouse", "Spouse", required=True, when=any_of("civil", "married", "widowed")),
)

FORM = Form(
    key="tests.everything",
    title="Everything",
    sections=(
        Section("first", "Every type", EXAMPLES),
        Section("second", "The others", OTHERS, help="Groups, results and notes"),
        Section(
            "third",
            "For those who agreed",
            (Text("thoughts", "Thoughts", required=True),),
            when=equals("agreed", True),
        ),
    ),
)

AMOUNTS = (
    "0",
    "0.05",
    "-1",
    "-0.05",
    "65.50",
    "999",
    "1000",
    "1234.5",
    "999999.95",
    "1234567.89",
    "-1234.56",
)
WORDS = st.text(
    "aZ09 'Éßẞœ ŒĐđŁñü\u0301é’–()/&.,;:·\u00a0\u202f\n\t\u200b\u202eあ😀٣１", min_size=1, max_size=12
)


@cache
def _made(kind: str, field: Simple, style: Style) -> Any:
    return getattr(field, kind)(Tongue(style, TEXTS))


def reader(field: Simple, tongue: Tongue) -> Any:
    """Give the reader of texts, made once."""
    return _made("reader", field, tongue.style)


def cell_reader(field: Simple, tongue: Tongue) -> Any:
    """Give the reader of cells, made once."""
    return _made("cell_reader", field, tongue.style)


def json_reader(field: Simple, tongue: Tongue) -> Any:
    """Give the reader of canonical values, made once."""
    return _made("json_reader", field, tongue.style)


def readable(field: Simple, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Give the values that some texts of a Swiss page mean; those that mean none are left out."""

    def value(text: str) -> Any:
        try:
            return reader(field, TONGUES[0])(text.strip()) if text.strip() else None
        except Misread:
            return None

    return texts.map(value).filter(lambda one: one is not None)


def values(field: Input) -> st.SearchStrategy[Any]:
    """Give any value of a field: those it invents, and those people come with."""
    invented = st.integers(0, 10**6).map(lambda seed: field.invent(Random(seed)))
    own = _own(field)
    return invented if own is None else invented | own


def _own(field: Input) -> st.SearchStrategy[Any] | None:
    if isinstance(field, Text | Chooser):
        return readable(field, WORDS)
    if isinstance(field, Email):
        return readable(field, st.emails())
    if isinstance(field, Phone):
        return readable(field, st.from_regex(r"(\+|00)?[0-9][0-9 ]{4,14}", fullmatch=True))
    if isinstance(field, Number | Money):
        return _figures(field)
    if isinstance(field, Choice):
        return st.sampled_from([option.key for option in field.of])
    if isinstance(field, Country):
        return st.sampled_from(sorted(country_names("en")))
    if isinstance(field, Day):
        return _days(field)
    if isinstance(field, Period):
        return _spans(field)
    if isinstance(field, Iban):
        return st.sampled_from(("BE71096123456769", "FR1420041010050500013M02606", "LI21088100002324013AA"))
    if isinstance(field, Address):
        text = readable(Text("t", "t", max=12), WORDS)
        country = st.sampled_from(("CH", "BE", "FR", "XK"))
        return st.builds(PostalAddress, st.none() | text, st.none() | text, text, text, country)
    return None


def _figures(field: Number | Money) -> st.SearchStrategy[Decimal]:
    places, check = field.decimals(), field.within()
    step = Decimal(field.step) if isinstance(field, Money) else Decimal(1).scaleb(-places)
    end = 10**15 - 1
    found = st.integers(-end, end).map(lambda n: Decimal(n).scaleb(-places)) | st.sampled_from(
        [Decimal(text) for text in AMOUNTS]
    )

    def sound(value: Decimal) -> bool:
        try:
            return value % step == 0 and check(value) == value
        except Misread:
            return False

    return (
        found.filter(sound)
        if field.max is None
        else found.map(lambda n: abs(n) % 1000 // step * step).filter(sound)
    )


def _days(field: Day) -> st.SearchStrategy[date]:
    first = date.fromisoformat(field.earliest or "1800-01-01")
    return st.dates(first, date.fromisoformat(field.latest or "2199-12-31"))


def _spans(field: Period) -> st.SearchStrategy[Span]:
    first = date.fromisoformat(field.earliest or "1800-01-01")
    spans = st.builds(
        lambda start, length: Span(start, start + timedelta(days=length)),
        st.dates(first, date(2190, 1, 1)),
        st.integers(0, 3000),
    )
    return spans if field.closed else spans | st.builds(Span, st.dates(first, date(2199, 12, 31)))


def leaves(field: Input) -> Iterator[Simple]:
    """Give a simple field itself, or the parts of a composite."""
    if isinstance(field, Simple):
        yield field
    else:
        yield from field.parts()  # type: ignore[attr-defined]

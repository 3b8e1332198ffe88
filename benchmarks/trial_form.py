"""The form of 12 fields that is validated and imported in turns: its columns are those of `sheet_book`."""

from __future__ import annotations

from datetime import date

from console.base.figures import Style, style_of
from console.forms.declarations import Form, Section
from console.forms.faults import Fault
from console.forms.fields import (
    AvsNumber,
    Choice,
    Day,
    Email,
    Iban,
    Money,
    Number,
    Option,
    Period,
    Span,
    Text,
)
from console.forms.revisions import Revision, publish
from console.forms.rules import Complaint, Rule
from console.forms.sheets import columns_of, titles_of

BORN_BEFORE = date(2005, 1, 1)
YOUNGEST = 15
TOO_YOUNG = "Nobody is insured here before the year of the 15th birthday. Check both dates."


def old_enough(birth: date, period: Span) -> Complaint | None:
    """The year in which the period begins is at least that of the 15th birthday."""
    young = period.start.year - birth.year < YOUNGEST
    return ("period.from", Fault("too_young")) if young else None


RULES = (Rule("bench.old_enough@1", old_enough, {"too_young": TOO_YOUNG}),)
PAY = (Option("monthly", "Monthly"), Option("hourly", "Hourly"))
MARRIED = (Option("yes", "Married"), Option("no", "Not married"))

FORM = Form(
    key="bench.employment",
    title="Employment",
    sections=(
        Section(
            "person",
            "Person",
            (
                AvsNumber("avs", "AVS number", required=True),
                Text("name", "Name", max=60, required=True),
                Text("given_name", "First name", max=60, required=True),
                Day("birth", "Date of birth", latest=BORN_BEFORE.isoformat(), required=True),
                Email("email", "E-mail"),
                Iban("iban", "IBAN"),
            ),
        ),
        Section(
            "work",
            "Work",
            (
                Period("period", "Period", closed=True, required=True),
                Money("wage", "Wage", min="0", required=True),
                Money("bonus", "Bonus"),
                Number("hours", "Hours a week", min="1", max="60", required=True),
                Choice("pay", "Pay", of=PAY, required=True),
                Choice("married", "Married", of=MARRIED),
            ),
        ),
    ),
    rules=tuple(rule.name for rule in RULES),
)


def revision() -> Revision:
    """Give the form frozen, in English alone."""
    return publish(FORM, (), lambda _, message: message)


def style() -> Style:
    """Give the style in which the rows are typed."""
    return style_of("fr", "CH")


def header() -> tuple[str, ...]:
    """Give the titles of its sheet."""
    return titles_of(columns_of(FORM), str)

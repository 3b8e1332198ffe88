"""The sentences for refused figures, in the reader's language."""

from decimal import Decimal

from console.base.sheets.phrases import N_, Phrase

from .faults import Misread
from .style import Style

SENTENCES = {
    "empty": N_("Fill in this field."),
    "too_long": N_("Shorten this number: at most %(longest)s characters are read."),
    "number_form": N_("“%(text)s” cannot be read as a number. Write it like %(example)s."),
    "two_readings": N_(
        "“%(text)s” can be read as %(grouped)s or as %(parts)s. Write it in one of these two ways."
    ),
    "too_many_decimals": N_("“%(text)s” has too many decimals. Number of decimals allowed: %(places)s."),
    "currency": N_("Enter this amount in %(currency)s; “%(text)s” names another currency."),
    "day_form": N_("“%(text)s” cannot be read as a date. Write it like %(day_example)s."),
    "no_such_day": N_("“%(text)s” is not in the calendar. Write day, month and year, like %(day_example)s."),
    "year_short": N_("Write the year with four digits, like %(day_example)s."),
    "year_range": N_("Check the year: dates from %(first)s to %(last)s are accepted."),
    "moment_form": N_("“%(text)s” cannot be read as date and time. Write them like %(moment_example)s."),
    "no_such_time": N_("The clock does not show this time on that day: “%(text)s”. Check the time."),
    "two_times": N_(
        "The clock shows this time twice on that day. Add %(early)s for the first or %(late)s for the second."
    ),
}
"""Code of a `Misread` to its sentence."""


def say(misread: Misread, style: Style) -> str:
    """The sentence for a refused figure, with its values and examples in the reader's style."""
    params = {
        name: style.show_number(value) if isinstance(value, Decimal) else value
        for name, value in misread.params.items()
    }
    day = "2026-03-05" if not style.day_sign else style.day_sign.join(("05", "03", "2026"))
    examples = {
        "example": style.show_number(Decimal("1234.5")),
        "day_example": day,
        "moment_example": f"{day} 09:07" if style.day_sign else f"{day}T09:07Z",
    }
    return str(Phrase(SENTENCES[misread.code], {**examples, **params}))

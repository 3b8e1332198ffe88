"""Why an entry is not accepted: a code with parameters and the place it concerns. The words come when it is shown.

Words: a *fault* is one reason; a *place* is the path to a value, such as `("children", "2", "birth")`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from console.base.figures import Misread, Style
from console.base.figures import words as figures
from console.base.sheets.phrases import N_, Phrase

Place: TypeAlias = tuple[str, ...]
Sentences: TypeAlias = Mapping[str, str]

SENTENCES: Sentences = {
    "required": N_("Fill in this field."),
    "required_choice": N_("Choose an answer."),
    "required_file": N_("Add the document."),
    "too_long_text": N_("Shorten this to %(most)s characters; it has %(has)s."),
    "too_short_text": N_("Write at least %(least)s characters."),
    "hidden_signs": N_("This contains a sign that cannot be stored. Type it again."),
    "not_text": N_("This is not a text. Format the cell as text and type it again."),
    "not_a_number": N_("This is not a number. Type figures only."),
    "not_a_day": N_("This is not a date. Type day, month and year."),
    "day_with_time": N_("This date has a time. Type only day, month and year."),
    "not_yes_no": N_("Answer with yes or no."),
    "formula": N_("This cell holds a formula. Replace it by its value."),
    "error_cell": N_("This cell shows an error of the spreadsheet program. Type the value."),
    "lost_figures": N_("This number lost its last figures. Format the cell as text and type it again."),
    "too_small": N_("Give %(least)s or more."),
    "too_large": N_("Give %(most)s or less."),
    "too_early": N_("Give %(earliest)s or a later day."),
    "too_late": N_("Give %(latest)s or an earlier day."),
    "step": N_("Round this amount to %(step)s."),
    "period_end": N_("The end lies before the beginning. Check both days."),
    "choice": N_("“%(text)s” is none of the answers. Choose one of the list."),
    "two_choices": N_("“%(text)s” can mean several answers. Choose one of the list."),
    "country": N_("“%(text)s” is no country. Choose one of the list."),
    "email": N_("“%(text)s” is no e-mail address. It looks like name@example.org."),
    "phone": N_("“%(text)s” is no telephone number. Type it with the area code, like %(example)s."),
    "number_length": N_("%(what)s has %(length)s figures, like %(example)s. Check the number."),
    "official_form": N_("This is no %(what)s; it looks like %(example)s. Check the number."),
    "number_digit": N_(
        "The check digit does not fit. Compare the number with the document, figure by figure."
    ),
    "iban": N_("This is no IBAN. Copy it from the account statement; it begins with two letters."),
    "iban_digit": N_("The check digits of this IBAN do not fit. Compare it with the account statement."),
    "unknown_party": N_("Nothing is found for “%(text)s”. Choose from the list or type the number."),
    "unknown_file": N_("This document is no longer there. Add it again."),
    "file_kind": N_("“%(name)s” cannot be added here. Accepted: %(kinds)s."),
    "file_size": N_("“%(name)s” is larger than %(most)s MB. Make it smaller or split it."),
    "too_many_files": N_("At most %(most)s documents can be added here."),
    "too_few_rows": N_("Add at least %(least)s entries."),
    "too_many_rows": N_("At most %(most)s entries can be added here; there are %(has)s."),
    "not_an_object": N_("Several named values are expected here."),
    "not_a_list": N_("A list is expected here."),
    "unknown_field": N_("This form has no field “%(text)s”."),
    "no_computed": N_("This value is computed. Leave it out."),
}
"""Code of a fault to its sentence, beside those of the figures and those that rules bring."""


class Fault(Misread):
    """A value that is not accepted."""

    def __reduce__(self) -> tuple[object, ...]:
        return _fault, (self.code, dict(self.params))


def _fault(code: str, params: dict[str, object]) -> Fault:
    return Fault(code, **params)


@dataclass(frozen=True, slots=True)
class Placed:
    """A fault and where it is."""

    place: Place
    fault: Misread

    @property
    def path(self) -> str:
        """Give the place in one word: `children.2.birth`."""
        return ".".join(self.place)


def say(fault: Misread, style: Style, sentences: Sentences | None = None) -> str:
    """Give the sentence of a fault in the bound language; `sentences` are those of the form's rules."""
    message = (sentences or {}).get(fault.code) or SENTENCES.get(fault.code)
    if message is None:
        return encodable(figures.say(fault, style))
    return str(Phrase(message, {name: _shown(value, style) for name, value in fault.params.items()}))


def encodable(text: str) -> str:
    """Give a text that can be sent: JSON may carry halves of signs, which no page and no log can."""
    return text.encode(errors="replace").decode()


def _shown(value: object, style: Style) -> object:
    if isinstance(value, Decimal):
        return style.show_number(value)
    if isinstance(value, str):
        return encodable(value)
    return style.show_day(value) if isinstance(value, date) else value

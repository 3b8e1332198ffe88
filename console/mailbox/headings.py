"""What a company's message is called in lists: read from the values of its form, so that nobody types it twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.forms.declarations import Form
from console.forms.fields import AvsNumber, Nir, Niss, Person, Text

_NUMBERS = (AvsNumber, Niss, Nir, Person)
_NAME = ("given_name", "family_name")
LONGEST_PERSON = 120
LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Heading:
    """Subject, person and her official number; each empty where the form does not ask for it or it cannot be read."""

    subject: str = ""
    person: str = ""
    person_number: str = ""


def heading_of(form: Form, values: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> Heading:
    """Give the heading: the field `subject`, the first official number of a person, and her name.

    The name is that of the party source the number was chosen from, or what stands in `given_name` and `family_name`.
    """
    fields = {field.key: field for field in form.fields()}
    subject = values.get("subject") if isinstance(fields.get("subject"), Text) else ""
    found = next((one for one in fields.values() if isinstance(one, _NUMBERS) and values.get(one.key)), None)
    number = str(values[found.key]) if found is not None else ""
    named = names.get((found.source, number), "") if isinstance(found, Person) else ""
    typed = " ".join(str(values[key]) for key in _NAME if key in fields and values.get(key))
    return Heading(str(subject or "")[:LONGEST_SUBJECT], (named or typed)[:LONGEST_PERSON], number[:20])

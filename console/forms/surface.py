"""What a plugin's form files import as `forms`: field types, conditions, expressions, rules."""

from __future__ import annotations

from collections.abc import Iterable

from console.forms.conditions import All, AtLeast, Either, Not, any_of, equals, filled
from console.forms.declarations import Form, Section
from console.forms.expressions import Count, Difference, Product, Sum
from console.forms.faults import Fault
from console.forms.fields import (
    Address,
    AnyField,
    AvsNumber,
    BceNumber,
    Choice,
    Choices,
    Computed,
    Country,
    Day,
    Email,
    Establishment,
    File,
    Group,
    Iban,
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
    Siren,
    Siret,
    Span,
    Text,
    UidNumber,
    YesNo,
)
from console.forms.fields import CompanyChooser as Company
from console.forms.prefill import Prefill
from console.forms.rules import Complaint, Rule
from console.forms.sources import PartySource

__all__ = [
    "Address",
    "All",
    "AtLeast",
    "AvsNumber",
    "BceNumber",
    "Choice",
    "Choices",
    "Company",
    "Complaint",
    "Computed",
    "Count",
    "Country",
    "Day",
    "Difference",
    "Either",
    "Email",
    "Establishment",
    "Fault",
    "File",
    "Form",
    "Group",
    "Iban",
    "LongText",
    "Money",
    "Nir",
    "Niss",
    "Not",
    "Note",
    "Number",
    "PartySource",
    "Period",
    "Person",
    "Phone",
    "PostalAddress",
    "Prefill",
    "Product",
    "Rule",
    "Section",
    "Siren",
    "Siret",
    "Span",
    "Sum",
    "Text",
    "UidNumber",
    "YesNo",
    "any_of",
    "equals",
    "filled",
    "options",
    "section",
]


def section(key: str, title: str, *fields: AnyField, help: str = "", private: bool = False) -> Section:
    """Give a section with its fields in order; a private one is the person's when the form is delegated."""
    return Section(key, title, fields, help, private=private)


def options(pairs: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    """Give the answers of a choice from keys and labels."""
    return tuple(Option(key, label) for key, label in pairs)

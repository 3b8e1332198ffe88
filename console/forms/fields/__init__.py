"""The field types: one class each, which carries every aspect of it."""

from console.forms.fields.addresses import Address, PostalAddress
from console.forms.fields.base import Composite, Field, Input, PartFault, Simple
from console.forms.fields.choices import Choice, Choices, Country, Listed, Option, YesNo
from console.forms.fields.days import Day, Period, Span
from console.forms.fields.figures import Figure, Money, Number
from console.forms.fields.files import File
from console.forms.fields.numbers import (
    AvsNumber,
    BceNumber,
    Iban,
    Nir,
    Niss,
    OfficialNumber,
    Siren,
    Siret,
    UidNumber,
)
from console.forms.fields.others import AnyField, AnyInput, Computed, Group, Note
from console.forms.fields.parties import Chooser, CompanyChooser, Establishment, Person
from console.forms.fields.texts import Email, LongText, Phone, Text

__all__ = [
    "Address",
    "AnyField",
    "AnyInput",
    "AvsNumber",
    "BceNumber",
    "Choice",
    "Choices",
    "Chooser",
    "CompanyChooser",
    "Composite",
    "Computed",
    "Country",
    "Day",
    "Email",
    "Establishment",
    "Field",
    "Figure",
    "File",
    "Group",
    "Iban",
    "Input",
    "Listed",
    "LongText",
    "Money",
    "Nir",
    "Niss",
    "Note",
    "Number",
    "OfficialNumber",
    "Option",
    "PartFault",
    "Period",
    "Person",
    "Phone",
    "PostalAddress",
    "Simple",
    "Siren",
    "Siret",
    "Span",
    "Text",
    "UidNumber",
    "YesNo",
]

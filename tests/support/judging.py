"""Small forms and what the validator says about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from console.base.figures import API, style_of
from console.base.sheets.phrases import N_
from console.forms.declarations import Form, Section
from console.forms.faults import Fault
from console.forms.fields import Option, Span
from console.forms.revisions import Revision
from console.forms.rules import Rule
from console.forms.takes import Source
from console.forms.tongue import Tongue
from console.forms.validator import Validator, Verdict
from tests.support.every_field import TEXTS

PAGE, MACHINE = Tongue(style_of("fr", "CH"), TEXTS), Tongue(API, TEXTS)
SEX = (Option("f", "Female"), Option("m", "Male"))


def form(*fields: Any, rules: tuple[str, ...] = ()) -> Form:
    """Give a form of one section with these fields."""
    return Form(key="t", title="T", sections=(Section("s", "S", fields),), rules=rules)


def check(declared: Form, raw: Any, source: Source = "text", rules: dict[str, Rule] | None = None) -> Verdict:
    """Judge what came from a page, a sheet or a machine."""
    tongue = MACHINE if source == "json" else PAGE
    return Validator(Revision(declared, {}), tongue, source, rules or {}).check(raw)


def codes(verdict: Verdict) -> dict[str, str]:
    """Give the code of the fault at each path."""
    return {fault.path: fault.fault.code for fault in verdict.faults}


def born_before(birth: date | None, stay: Span | None) -> tuple[str, Fault] | None:
    """A stay begins after the birth."""
    if birth and stay and stay.start < birth:
        return "stay.from", Fault("too_early_for_birth", birth=birth)
    return None


BORN = Rule("t.born@1", born_before, {"too_early_for_birth": N_("Give a day after the birth, %(birth)s.")})
RULES = {"t.born@1": BORN}

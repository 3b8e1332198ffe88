"""Rules over several values. A form names them with their version; code brings them.

A rule's arguments are the keys of the values it needs, so that it is run only when none of them has a fault, and a form
that lacks one of them is refused at once. It gives nothing, or where what is wrong.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from console.forms.declarations import Form
from console.forms.faults import Fault, Place, Sentences

Complaint: TypeAlias = tuple[str, Fault]
"""Path of the place (`period`, or `period.until`) and the fault."""


class UnknownRule(LookupError):
    """A form names a rule that no installed plugin brings in this version."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Rule:
    """A rule under its name with a version, `ch_fund.training_not_over@1`, and the sentences of its faults.

    A changed meaning is a new version: what was sent under the old one stays explained.
    """

    name: str
    check: Callable[..., Complaint | None]
    """A function of a module: an import runs it in another process, which finds it by its name."""
    sentences: Sentences = field(default_factory=dict)
    mend: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    """Gives invented values that keep it, for a rule that chance hardly ever meets, such as a sum to the cent."""

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """Give the keys of the values it needs, in order."""
        return tuple(inspect.signature(self.check).parameters)


Rules: TypeAlias = Mapping[str, Rule]


def resolve(names: tuple[str, ...], rules: Rules) -> tuple[Rule, ...]:
    """Give the rules a form names; raises `UnknownRule`."""
    missing = [name for name in names if name not in rules]
    if missing:
        raise UnknownRule(missing[0])
    return tuple(rules[name] for name in names)


def faults_of_rules(form: Form, rules: Rules) -> list[str]:
    """Say in English which rules of a form are unknown, and which need a field that it lacks; one line each."""
    known = {field.key for field in form.fields() if field.holds_value}
    faults = [f"no installed plugin brings the rule {name!r}" for name in form.rules if name not in rules]
    for name in form.rules:
        lacking = [key for key in rules[name].needs if key not in known] if name in rules else []
        faults += [f"the rule {name!r} needs the field {key!r}, which the form lacks" for key in lacking]
    return faults


def sentences_of(rules: tuple[Rule, ...]) -> dict[str, str]:
    """Give the sentences of all faults these rules know."""
    return {code: sentence for rule in rules for code, sentence in rule.sentences.items()}


def place_of(path: str) -> Place:
    """Give the place of a path."""
    return tuple(path.split("."))


def ask(rule: Rule, values: Mapping[str, Any]) -> Complaint | None:
    """Run a rule over the values of a form."""
    return rule.check(*(values.get(key) for key in rule.needs))

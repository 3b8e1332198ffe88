"""The forms, rules and party sources that plugins bring, checked once at start and found by their names afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from console.base.errors import ConfigurationError
from console.forms.declarations import Form, faults_of
from console.forms.fields import Chooser, Group
from console.forms.rules import Rule, Rules
from console.forms.sources import PartySource
from console.hooks.declarations import Contribution


@dataclass(frozen=True)
class Registered:
    """A form with the plugin that brings it."""

    plugin: str
    form: Form


@dataclass(frozen=True)
class Registry:
    """Everything forms need that plugins bring; kept in `app.extensions["guichet_forms"]`."""

    forms: Mapping[str, Registered] = field(default_factory=dict)
    rules: Rules = field(default_factory=dict)
    sources: Mapping[str, PartySource] = field(default_factory=dict)


def registry_of(contributions: Iterable[Contribution], own_sources: Iterable[PartySource]) -> Registry:
    """Collect and check; raises `ConfigurationError` with one line per fault, each naming its plugin."""
    forms: dict[str, Registered] = {}
    rules: dict[str, Rule] = {}
    sources = {source.key: source for source in own_sources}
    faults: list[str] = []
    every = list(contributions)
    for plugin in every:
        rules.update({rule.name: rule for rule in plugin.rules})
        sources.update({source.key: source for source in plugin.sources})
        named = [rule.name for rule in plugin.rules] + [source.key for source in plugin.sources]
        named += [form.key for form in plugin.forms]
        faults += [
            f"plugin {plugin.name}: {name} does not start with {plugin.name}."
            for name in named
            if not name.startswith(f"{plugin.name}.")
        ]
    for plugin in every:
        for form in plugin.forms:
            faults += [
                f"plugin {plugin.name}: form {form.key}: {fault}"
                for fault in _faults(plugin, form, rules, sources)
            ]
            forms[form.key] = Registered(plugin.name, form)
    if faults:
        raise ConfigurationError(faults)
    return Registry(forms, rules, sources)


def unmet(form: Form, rules: Rules, sources: Mapping[str, PartySource]) -> list[str]:
    """Say what a form names that is not there: rules, the fields they need, sources."""
    keys = {one.key for one in form.fields()}
    faults = [f"there is no rule {name}" for name in form.rules if name not in rules]
    faults += [
        f"rule {name} needs the field {key}"
        for name in form.rules
        if name in rules
        for key in rules[name].needs
        if key not in keys
    ]
    inner = [one for group in form.fields() if isinstance(group, Group) for one in group.fields]
    return faults + [
        f"{one.key}: there is no source {one.source}"
        for one in (*form.fields(), *inner)
        if isinstance(one, Chooser) and one.source not in sources
    ]


def _faults(plugin: Contribution, form: Form, rules: Rules, sources: Mapping[str, PartySource]) -> list[str]:
    known = {theme.key for theme in plugin.themes}
    theme = [] if form.theme in known else [f"it names the unknown theme {form.theme!r}"]
    twice = [] if sum(other.key == form.key for other in plugin.forms) == 1 else ["it is declared twice"]
    return faults_of(form) + unmet(form, rules, sources) + theme + twice

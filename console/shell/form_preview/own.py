"""A form that an administrator brings: read, checked, frozen with its author's translations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from flask_babel import gettext as _

from config import LANGUAGES
from console.forms.declarations import Form, FormFault, from_json
from console.forms.fields import Group, Input
from console.forms.fields.figures import Number
from console.forms.fields.texts import Text
from console.forms.registry import unmet
from console.forms.revisions import Revision, publish
from console.shell import words
from console.shell.form_preview.known import plugins_in_use, theme_of, title_of
from console.shell.forms import current

LONGEST = 300_000
"""Characters of a declaration."""
MOST_FIELDS = 300
MOST_ROWS = 1000
DEEPEST = 40
"""Levels of values within values."""
MOST_TEXT = 20_000
"""Characters of one answer."""
_KEY = re.compile(r"own\.[a-z][a-z0-9_]{0,59}")
Translations = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Brought:
    """What was brought: the revision to publish, or why it cannot be."""

    revision: Revision | None = None
    faults: list[str] = field(default_factory=list)


def read(declaration: str, texts: str, plugin: str) -> Brought:
    """Read a declaration and its translations for a theme of this module; every fault is a line for its author."""
    if len(declaration) + len(texts) > LONGEST:
        return Brought(
            faults=[_("This is longer than %(most)s characters. Make two forms of it.", most=LONGEST)]
        )
    if _is_too_deep(declaration):
        return Brought(faults=[_("Its conditions are nested too deep. Write them in fewer levels.")])
    try:
        form = from_json(declaration.encode())
    except FormFault as fault:
        return Brought(faults=fault.faults)
    translations, faults = _translations(texts, form)
    faults += _unfit(form, plugin)
    said = [*form.messages(), *(text for own in translations.values() for text in own.values())]
    if not all(text.replace("\n", "").isprintable() for text in said):
        faults.append(_("A text of the form holds a sign that nobody sees. Type it again."))
    if faults:
        return Brought(faults=faults)
    return Brought(
        publish(form, LANGUAGES, lambda language, text: _say(translations, plugin, language, text))
    )


def _say(translations: Translations, plugin: str, language: str, message: str) -> str:
    """Give the author's own translation, else that of the catalogues: many labels are words the console knows."""
    own = translations.get(language, {}).get(message)
    return own or words.of_plugin(plugin, language).ugettext(message)


def _translations(texts: str, form: Form) -> tuple[Translations, list[str]]:
    if not texts.strip():
        return {}, []
    try:
        found = msgspec.json.decode(texts.encode(), type=dict[str, dict[str, str]])
    except (msgspec.DecodeError, msgspec.ValidationError) as fault:
        return {}, [_("Translations: %(fault)s", fault=fault)]
    known = set(form.messages())
    faults = [
        _("Translations: there is no language %(name)s.", name=one) for one in found if one not in LANGUAGES
    ]
    faults += [
        _("Translations: the form has no text “%(text)s”.", text=text[:60])
        for one in found.values()
        for text in one
        if text not in known
    ]
    return found, faults


def _unfit(form: Form, plugin: str) -> list[str]:
    """Say why a sound declaration cannot be used here."""
    faults = unmet(form, current.registry().rules, current.registry().sources)
    if not _KEY.fullmatch(form.key):
        faults.append(
            _("The key must begin with own. and go on with small letters, figures and underscores.")
        )
    if plugin not in plugins_in_use():
        return [*faults, _("Choose a module that is switched on.")]
    if theme_of(plugin, form.theme) is None:
        title = title_of(plugin)
        faults.append(_("The module %(module)s has no theme “%(theme)s”.", module=title, theme=form.theme))
    return faults + _too_much(form)


def _is_too_deep(declaration: str) -> bool:
    """Say whether values stand within each other deeper than code can follow; what is no JSON is told elsewhere."""
    try:
        level, depth = [json.loads(declaration)], 0
    except RecursionError:
        return True
    except ValueError:
        return False
    while level and depth <= DEEPEST:
        depth += 1
        level = [inner for one in level for inner in _inside(one)]
    return depth > DEEPEST


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _too_much(form: Form) -> list[str]:
    """Keep forms to what pages and papers can draw."""
    groups = [one for one in form.fields() if isinstance(one, Group)]
    every = [*form.fields(), *(one for group in groups for one in group.fields)]
    faults = []
    if not any(isinstance(one, Input) for one in every):
        faults.append(_("A form needs a field to fill in."))
    if len(every) > MOST_FIELDS:
        faults.append(_("A form has at most %(most)s fields.", most=MOST_FIELDS))
    if any(group.max > MOST_ROWS for group in groups):
        faults.append(_("A repeated group has at most %(most)s entries.", most=MOST_ROWS))
    if any(isinstance(one, Text) and not 0 <= one.min <= one.max <= MOST_TEXT for one in every):
        faults.append(_("The answer to a text has at most %(most)s characters.", most=MOST_TEXT))
    if any(isinstance(one, Number) and not 0 <= one.places <= 9 for one in every):
        faults.append(_("A number has at most %(most)s decimals.", most=9))
    return faults

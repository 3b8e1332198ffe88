"""Which forms are open to a key, and what values are worth: by the validator of the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from console.base.errors import NotFound
from console.base.figures import API
from console.documents.models import StoredFile
from console.forms import queries
from console.forms.errors import FormClosed
from console.forms.faults import Placed, say
from console.forms.revisions import Revision, from_stored
from console.forms.rules import UnknownRule
from console.forms.sources import names_of, strangers
from console.institutions.sessions import db
from console.shell import service as shell

MOST_FAULTS = 1000
"""Faults that are told; the others are counted."""


@dataclass(frozen=True)
class Verdict:
    """What values are worth: those that could be read, every fault, and the faults as they are told."""

    values: dict[str, Any]
    faults: tuple[Placed, ...]
    told: Sequence[Mapping[str, str]]
    names: Mapping[tuple[str, str], str]
    """The names of the parties that are mentioned, by source and reference."""


def open_forms() -> list[Revision]:
    """Give the forms of the key's plugin that are switched on today, with the institution's own among its themes."""
    plugin = g.reach.plugin
    brought = [
        shell.revision_of(plugin, one.form)
        for one in shell.registry().forms.values()
        if one.plugin == plugin and g.reach.is_open(one.form.theme, one.form.key)
    ]
    own = [from_stored(kept.content) for row, kept in queries.own_forms(db.session()) if row.plugin == plugin]
    found = brought + [one for one in own if g.reach.is_open(one.form.theme, one.form.key)]
    return [one for one in found if g.reach.company is None or one.form.for_companies]


def asked(key: str) -> Revision:
    """Give one of these forms; raises `NotFound`."""
    found = next((one for one in open_forms() if one.form.key == key), None)
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found


def verdict_of(
    revision: Revision, given: Mapping[str, Any], files: Mapping[str, StoredFile] | None = None
) -> Verdict:
    """Check values as they came; raises `FormClosed`.

    With `files`, those that may be attached, parties and files are looked up too, as before anything is sent.
    """
    try:
        validator = shell.validator(revision, "json", API)
    except UnknownRule as unknown:
        raise FormClosed(unknown.name) from None
    found = validator.check(given)
    form, faults = revision.form, found.faults
    names = names_of(form, [found.values], shell.registry().sources)
    if files is not None:
        missing = (*strangers(form, found.values, names), *shell.faults_of(form, found.values, files))
        faults = (*faults, *missing)
    told = [
        {"place": one.path, "code": one.fault.code, "text": say(one.fault, g.style, validator.sentences)}
        for one in faults[:MOST_FAULTS]
    ]
    return Verdict(found.values, tuple(faults), told, names)

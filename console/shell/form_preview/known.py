"""The forms that an administrator looks at: those of the modules in use, and the institution's own, open or closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from console.base import clock
from console.base.errors import NotFound
from console.base.figures import API
from console.forms import queries
from console.forms.declarations import Form
from console.forms.fields import Group, Input
from console.forms.invent import accepted, invented
from console.forms.models import OwnForm
from console.forms.revisions import Revision, from_stored
from console.forms.rules import UnknownRule
from console.hooks.declarations import Theme
from console.hooks.manager import Plugins
from console.institutions.sessions import db
from console.shell.forms import current
from console.shell.page_view import visitor
from console.shell.staff import institution_at_hand


@dataclass(frozen=True)
class KnownForm:
    """A form of the institution; `own` is its row when no plugin brings it."""

    plugin: str
    revision: Revision
    own: OwnForm | None = None

    @property
    def form(self) -> Form:
        """Give the declaration."""
        return self.revision.form

    @property
    def title(self) -> str:
        """Give its title in the reader's language."""
        return current.tongue(self.revision).say(self.form.title)

    @property
    def is_open(self) -> bool:
        """Say whether the institution's staff may fill it in today."""
        tenant = institution_at_hand()
        use, day = visitor().uses[tenant.id], clock.today(tenant.zone)
        return (
            (self.own is None or self.own.is_open)
            and use.is_open(self.plugin, "theme", self.form.theme, None, day)
            and use.is_open(self.plugin, "form", self.form.key, None, day)
        )

    @cached_property
    def field_count(self) -> int:
        """Count what is filled in, in a repeated group once."""
        inner = (field for group in self.form.fields() if isinstance(group, Group) for field in group.fields)
        return sum(isinstance(field, Input) for field in (*self.form.fields(), *inner))

    def sample(self, seed: int) -> tuple[int, dict[str, Any]]:
        """Give invented values that the form accepts, and their seed; a form whose rules are missing gets any."""
        try:
            return accepted(current.validator(self.revision, "json", API), seed)
        except UnknownRule:
            return seed, invented(self.form, seed)


def plugins_in_use() -> list[str]:
    """Give the names of the modules that are switched on here, as they were loaded."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    use = visitor().uses[institution_at_hand().id]
    return [plugin.name for plugin in plugins if plugin.name in use.plugins]


def title_of(plugin: str) -> str:
    """Give the title of a module."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    return str(plugins[plugin].manifest.title)


def theme_of(plugin: str, key: str) -> Theme | None:
    """Give a theme of a module."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    return next((theme for theme in plugins[plugin].themes if theme.key == key), None)


def known_forms() -> Iterator[KnownForm]:
    """Give all forms of the modules in use, then the institution's own."""
    used, here = plugins_in_use(), institution_at_hand().id
    for one in current.registry().forms.values():
        if one.plugin in used:
            yield KnownForm(one.plugin, current.revision_of(one.plugin, one.form))
    for row, kept in queries.own_forms(db.session(), closed=True):
        if row.plugin in used and row.institution_id == here:
            yield KnownForm(row.plugin, from_stored(kept.content), row)


def known_form(key: str) -> KnownForm:
    """Give one of them by its key; raises `NotFound`."""
    found = next((one for one in known_forms() if one.form.key == key), None)
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found

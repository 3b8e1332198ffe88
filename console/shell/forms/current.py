"""The forms of the institution at hand, in its own words, and the validators made for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app, g

from config import LANGUAGES
from console.accounts.visits import Mandate, Visit
from console.base import clock
from console.base.figures import Style
from console.forms import queries
from console.forms.declarations import Form
from console.forms.registry import Registry
from console.forms.revisions import Revision, from_stored, publish
from console.forms.rules import resolve, sentences_of
from console.forms.takes import Source
from console.forms.tongue import Tongue
from console.forms.validator import Validator
from console.hooks.manager import Plugins
from console.institutions.sessions import db
from console.mailbox.answer import ANSWER
from console.shell import gate, words


@dataclass(frozen=True)
class Offered:
    """A form as this person finds it: whose theme guards it, and its revision in use."""

    plugin: str
    revision: Revision
    theme: str = ""
    """The theme at hand, for a form that belongs to none."""

    @property
    def form(self) -> Form:
        """Give the declaration."""
        return self.revision.form

    @property
    def guard(self) -> gate.Guard:
        """Give what stands before it."""
        return guard_of(self.plugin, self.theme or self.form.theme, self.form.key)


def guard_of(plugin: str, theme: str, form: str) -> gate.Guard:
    """Give what stands before a form: announcements of old and the contact form need no second factor everywhere."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    found = (
        next((one for one in plugins[plugin].themes if one.key == theme), None) if plugin in plugins else None
    )
    basic = found is not None and (form in found.basic_forms or (bool(form) and form == found.contact_form))
    return gate.Guard(plugin, theme, basic)


def registry() -> Registry:
    """Give everything that plugins bring for forms."""
    found: Registry = current_app.extensions["guichet_forms"]
    return found


def offered(visit: Visit, act: str = "can_write", *, closed: bool = False) -> Sequence[Offered]:
    """Give the forms with which the person may do this (`can_read`, `can_write`, `can_send`), also the own ones.

    With `closed` also those that are closed to new drafts: what was sent with them stays readable.
    """
    brought = [Offered(one.plugin, revision_of(one.plugin, one.form)) for one in registry().forms.values()]
    own = [
        Offered(row.plugin, from_stored(revision.content))
        for row, revision in queries.own_forms(db.session(), closed=closed)
    ]
    return [one for one in (*brought, *own) if mandates(visit, one, act, closed=closed)]


def find(visit: Visit, key: str, act: str = "can_write", *, closed: bool = False) -> Offered | None:
    """Give one form by its key, if the person may do this with it."""
    one = registry().forms.get(key)
    found = Offered(one.plugin, revision_of(one.plugin, one.form)) if one else _own(key, closed)
    return found if found is not None and mandates(visit, found, act, closed=closed) else None


def plugin_of(key: str) -> str | None:
    """Give the plugin whose theme guards a form; nothing for a form that is not there any more."""
    known = registry().forms.get(key)
    if known is not None:
        return known.plugin
    own = queries.own_form(db.session(), key, closed=True)
    return own[0].plugin if own else None


def for_message(visit: Visit, theme: str, key: str, act: str) -> Offered | None:
    """Give the form that belongs to a message of a theme (`ch_fund.accounting`), if the person may do this with it.

    A form that is closed to new announcements still answers what was asked with it.
    """
    if key != ANSWER.key:
        return find(visit, key, act, closed=True)
    plugin, _dot, name = theme.partition(".")
    found = Offered(plugin, revision_of(plugin, ANSWER), name)
    return found if mandates(visit, found, act, closed=True) else None


def mandates(visit: Visit, form: Offered, act: str, *, closed: bool = False) -> tuple[Mandate, ...]:
    """Give the active mandates for which the person may do this with a form."""
    found = gate.mandates_for(visit, form.guard, act)
    return tuple(one for one in found if closed or _is_open(visit, form.plugin, form.form, one))


def may_prepare(visit: Visit) -> bool:
    """Say whether a person may fill in any form of a plugin; asks no database, since the menu of every page asks."""
    return any(
        _is_open(visit, one.plugin, one.form, mandate)
        for one in registry().forms.values()
        for mandate in gate.mandates_for(
            visit, guard_of(one.plugin, one.form.theme, one.form.key), "can_write"
        )
    )


def revision_of(plugin: str, form: Form) -> Revision:
    """Freeze a plugin's form with the institution's texts of today; kept until one of its words changes."""
    catalogues = {language: words.of_plugin(plugin, language) for language in LANGUAGES}
    kept: dict[str, tuple[object, Revision]] = current_app.extensions["guichet_revisions"]
    key = f"{words.institution_of_words()}:{form.key}"
    state = tuple(map(id, catalogues.values()))
    found = kept.get(key)
    if found is None or found[0] != state:
        made = publish(form, LANGUAGES, lambda language, message: catalogues[language].gettext(message))
        found = kept[key] = (state, made)
    return found[1]


def tongue(revision: Revision, style: Style | None = None) -> Tongue:
    """Give the reader's figures with the words of a form."""
    return Tongue(style or g.style, revision.texts)


def validator(revision: Revision, source: Source, style: Style | None = None) -> Validator:
    """Give the validator of a revision, compiled once. Raises `UnknownRule`."""
    return _validator(_Known(revision, revision.digest), style or g.style, source, id(registry()))


def sentences(revision: Revision) -> dict[str, str]:
    """Give the sentences of the rules that a form names. Raises `UnknownRule`."""
    return sentences_of(resolve(revision.form.rules, registry().rules))


@dataclass(frozen=True)
class _Known:
    """A revision compared by its digest alone."""

    revision: Revision
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=256)
def _validator(known: _Known, style: Style, source: Source, _registry: int) -> Validator:
    return Validator(known.revision, Tongue(style, known.revision.texts), source, registry().rules)


def _own(key: str, closed: bool) -> Offered | None:
    found = queries.own_form(db.session(), key, closed=closed)
    return Offered(found[0].plugin, from_stored(found[1].content)) if found else None


def _is_open(visit: Visit, plugin: str, form: Form, mandate: Mandate) -> bool:
    if mandate.company is not None and not form.for_companies:
        return False
    use = visit.uses.get(mandate.tenant.id)
    day = clock.today(mandate.tenant.zone)
    return use is not None and use.is_open(plugin, "form", form.key, mandate.company, day)

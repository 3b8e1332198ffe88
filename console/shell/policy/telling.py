"""The rules for signing in, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from console.accounts.policies import Asked, Policy
from console.hooks.declarations import Text
from console.shell.mailbox.actors import theme_title
from console.shell.pages import Fact, FactGroup, FieldChange

ASKED: Final[Mapping[Asked, Text]] = {
    Asked.REQUIRED: _l("Required: nobody works without it"),
    Asked.OPTIONAL: _l("Optional: who has one uses it"),
    Asked.BASIC: _l("Password only, for announcements without mailbox and dossiers"),
}
LABELS: Final[Mapping[str, Text]] = {
    "factor": _l("Second factor"),
    "remember_days": _l("Remember a browser for"),
    "confirm_minutes": _l("Ask again before sensitive acts after"),
    "idle_minutes": _l("Sign out when nothing happens for"),
    "session_hours": _l("Sign out at the latest after"),
}
_THEME = "theme."


def groups(policy: Policy, themes: Sequence[str]) -> tuple[FactGroup, ...]:
    """Give the rules as facts: in general, by theme where more is asked, and how long what lasts."""
    own = tuple(
        Fact(theme_title(theme), str(ASKED[policy.themes[theme]]))
        for theme in themes
        if theme in policy.themes
    )
    second = Fact(str(LABELS["factor"]), str(ASKED[policy.factor]))
    lasting = tuple(
        Fact(str(LABELS[name]), said(name, getattr(policy, name)))
        for name in ("remember_days", "confirm_minutes", "idle_minutes", "session_hours")
    )
    return (FactGroup(_("Second factor"), (second, *own)), FactGroup(_("Sessions"), lasting))


def changes_told(changes: Mapping[str, Sequence[object]]) -> tuple[FieldChange, ...]:
    """Give the changes that a line of the journal keeps, in the reader's words."""
    return tuple(
        FieldChange(_label(key), said(key, old), said(key, new)) for key, (old, new) in changes.items()
    )


def said(name: str, value: object) -> str:
    """Say one rule by its name: what is asked, or a length of time."""
    if name == "factor" or name.startswith(_THEME):
        return str(ASKED[Asked(str(value))]) if value else str(_("as in general"))
    if not isinstance(value, int):
        return str(_("as the installation sets it"))
    if name == "remember_days":
        return _days(value) if value else str(_("never"))
    if name == "session_hours":
        return str(ngettext("%(count)s hour", "%(count)s hours", value, count=g.style.show_number(value)))
    return str(ngettext("%(count)s minute", "%(count)s minutes", value, count=g.style.show_number(value)))


def _days(value: int) -> str:
    return str(ngettext("%(count)s day", "%(count)s days", value, count=g.style.show_number(value)))


def _label(key: str) -> str:
    if key.startswith(_THEME):
        return str(_("Second factor in %(theme)s", theme=theme_title(key.removeprefix(_THEME))))
    return str(LABELS.get(key, key))

"""The forms of a module's settings and of its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import BooleanField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import TextArea

from console.base.figures import Misread, Style
from console.base.figures.words import say
from console.hooks.declarations import Contribution, Setting
from console.institutions.queries import Part
from console.institutions.service import is_kept, setting_fault
from console.institutions.settings import SECRET, set_since
from console.parties.models import Company

MOST_PILOTS = 500
_PREFIX, _REMOVE = "setting_", "remove_"


def field_name(setting: Setting) -> str:
    """Give the form's name for a setting; prefixed, since a form has attributes of its own."""
    return _PREFIX + setting.key


def field_names(plugin: Contribution, form: SettingsForm) -> tuple[str, ...]:
    """Give the fields in their order, below each secret that is set the tick that removes it."""
    names = (name for s in plugin.settings for name in (field_name(s), _REMOVE + s.key))
    return tuple(name for name in names if name in form)


@dataclass(frozen=True)
class ReadSettings:
    """What a form of settings says; an empty secret means that it stays."""

    values: Mapping[str, str]
    removed: frozenset[str]


class SettingsForm(FlaskForm):
    """Base of all settings forms."""

    def read(self, plugin: Contribution, stored: Mapping[str, str], style: Style) -> ReadSettings | None:
        """Give the values as they are stored, or nothing when one has a fault; faults stand on their fields."""
        sound = self.validate()
        values: dict[str, str] = {}
        keys = [setting.key for setting in plugin.settings]
        removed = frozenset(k for k in keys if _REMOVE + k in self and self[_REMOVE + k].data)
        for setting in plugin.settings:
            field = self[field_name(setting)]
            try:
                value = values[setting.key] = _stored(setting, field.data, style)
                fault = None if is_kept(setting, stored, value, removed) else setting_fault(setting, value)
            except Misread as misread:
                fault = say(misread, style)
            if fault:
                field.errors = [*field.errors, str(fault)]
                sound = False
        return ReadSettings(values, removed) if sound else None


def settings_form(
    plugin: Contribution, values: Mapping[str, str], stored: Mapping[str, str], style: Style
) -> SettingsForm:
    """Give the form of a plugin's settings, filled with `values` as far as nothing is posted; secrets stay empty."""
    fields = {field_name(s): _field(s, is_set=bool(stored.get(s.key))) for s in plugin.settings}
    for setting in plugin.settings:
        if setting.kind == SECRET and stored.get(setting.key) and not setting.required:
            fields[_REMOVE + setting.key] = BooleanField(_l("Remove: %(setting)s", setting=setting.title))
    shown = {field_name(s): _typed(s, values[s.key], style) for s in plugin.settings}
    form: SettingsForm = type("SettingsForm", (SettingsForm,), fields)(data=shown)
    return form


def shown_of(setting: Setting, value: str, stored: Mapping[str, str], style: Style) -> str:
    """Give a stored value as people read it; of a secret only since when there is one."""
    if setting.kind != SECRET:
        return shown(setting, value, style)
    since = set_since(setting, stored)
    return str(_("set since %(moment)s", moment=style.show_moment(since))) if since else str(_("not set"))


def shown(setting: Setting, value: str, style: Style) -> str:
    """Give a stored value as people read it."""
    if setting.kind == "yes_no":
        return str(_("Yes") if value == "yes" else _("No"))
    if setting.kind == "choice":
        return next((str(word) for code, word in setting.choices if code == value), value)
    return str(_typed(setting, value, style))


@dataclass(frozen=True)
class ReadPart:
    """What a part's form says, with the pilots' numbers by their keys."""

    part: Part
    numbers: Mapping[int, str]


class PartForm(FlaskForm):
    """The switch, start and pilots of a theme or form."""

    enabled = BooleanField(_l("Switched on"))
    starts_on = StringField(_l("First day"), render_kw={"data-width": "short", "autocomplete": "off"})
    pilots = TextAreaField(
        _l("Pilot companies"),
        description=_l("One member number per line. Empty: open to all companies."),
        render_kw={"rows": 6},
    )

    def read(self, session: Session, style: Style) -> ReadPart | None:
        """Give what was typed, or nothing when a field has a fault; faults stand on their fields."""
        sound = self.validate()
        start = None
        if typed := (self.starts_on.data or "").strip():
            try:
                start = style.read_day(typed)
            except Misread as misread:
                self.starts_on.errors = [*self.starts_on.errors, say(misread, style)]
        companies: dict[int, str] = {}
        asked = _lines(self.pilots.data or "")
        if len(asked) > MOST_PILOTS:
            fault = _("Name at most %(most)d companies.", most=MOST_PILOTS)
            self.pilots.errors = [*self.pilots.errors, fault]
        elif asked:
            companies = companies_by(session, Company.number.in_(asked))
            if unknown := [number for number in asked if number not in companies.values()]:
                fault = _("No company has this number: %(numbers)s", numbers=", ".join(unknown[:10]))
                self.pilots.errors = [*self.pilots.errors, fault]
        if not sound or self.errors:
            return None
        return ReadPart(Part(bool(self.enabled.data), start, frozenset(companies)), companies)


def part_texts(part: Part, session: Session, style: Style) -> dict[str, Any]:
    """Give what the form of a part shows."""
    numbers = companies_by(session, Company.id.in_(part.pilots)) if part.pilots else {}
    return {
        "enabled": part.enabled,
        "starts_on": style.show_day(part.starts_on) if part.starts_on else "",
        "pilots": "\n".join(sorted(numbers.values())),
    }


def companies_by(session: Session, condition: Any) -> dict[int, str]:
    """Give the numbers of the institution's companies that meet a condition, by key."""
    rows = session.execute(select(Company.id, Company.number).where(condition))
    return {row.id: row.number for row in rows}


class _Marked:
    """Marks a field as required; whether it is filled in is asked with the setting's other rules."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Find no fault."""


def _lines(typed: str) -> list[str]:
    parts = (part.strip() for part in re.split(r"[\n,;]", typed))
    return list(dict.fromkeys(part for part in parts if part))


class _Unechoed(TextArea):
    """A field of several lines that never gives back what was typed into it."""

    def __call__(self, field: Any, **attributes: Any) -> Any:
        """Draw the field empty."""
        typed, field.data = field.data, ""
        drawn, field.data = super().__call__(field, **attributes), typed
        return drawn


def _secret_field(setting: Setting, marks: list[Any], *, is_set: bool) -> Any:
    keeps = _("Is kept encrypted and never shown. Leave it empty to keep the present one.")
    hint = f"{setting.help} {keeps if is_set else _('Is kept encrypted and never shown.')}".strip()
    if not setting.is_long:
        return PasswordField(setting.title, marks, description=hint, render_kw={"autocomplete": "off"})
    more = {"rows": 6, "spellcheck": "false", "autocomplete": "off"}
    return TextAreaField(setting.title, marks, description=hint, render_kw=more, widget=_Unechoed())


def _field(setting: Setting, *, is_set: bool = False) -> Any:
    marks = [_Marked()] if setting.required and not is_set else []
    if setting.kind == SECRET:
        return _secret_field(setting, marks, is_set=is_set)
    if setting.kind == "yes_no":
        return BooleanField(setting.title, marks, description=setting.help)
    if setting.kind == "choice":
        none = [] if setting.required else [SelectChoice("", "–")]
        choices = [*none, *(SelectChoice(code, word) for code, word in setting.choices)]
        return SelectField(
            setting.title, marks, choices=choices, validate_choice=False, description=setting.help
        )
    width = "short" if setting.kind == "number" else "long"
    return StringField(setting.title, marks, description=setting.help, render_kw={"data-width": width})


def _stored(setting: Setting, typed: Any, style: Style) -> str:
    if setting.kind == "yes_no":
        return "yes" if typed else "no"
    text = (typed or "").strip()
    if setting.kind == "number" and text:
        return format(style.read_number(text), "f")
    return text


def _typed(setting: Setting, value: str, style: Style) -> str | bool:
    if setting.kind == "yes_no":
        return value == "yes"
    if setting.kind == "number" and value:
        return style.show_number(Decimal(value))
    return value

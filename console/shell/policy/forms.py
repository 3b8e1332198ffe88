"""The form of an institution's rules for signing in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from config import Settings
from console.accounts.policies import Asked, Policy
from console.hooks.declarations import Text
from console.shell.policy.telling import ASKED, LABELS
from console.shell.users.themes import ThemeColumn

MOST_DAYS, LEAST_MINUTES, MOST_MINUTES = 90, 5, 720
AS_IN_GENERAL = "general"
_CHOICES = [SelectChoice(one.value, word) for one, word in ASKED.items()]
_FILL_IN = _l("Fill in this field.")


class PolicyForm(FlaskForm):
    """What is asked in general; the fields of each theme and the limits of sessions are added by `policy_class`."""

    version = HiddenField()
    factor = SelectField(LABELS["factor"], [InputRequired(_FILL_IN)], choices=_CHOICES)

    def policy(self, themes: Sequence[ThemeColumn], before: Policy) -> Policy:
        """Give the rules that were chosen; themes that are not in use now keep theirs."""
        chosen = {theme.code: self[field_of(theme.code)].data for theme in themes}
        kept = {code: asked for code, asked in before.themes.items() if code not in chosen}
        return Policy(
            factor=Asked(self.factor.data),
            themes=kept | {code: Asked(value) for code, value in chosen.items() if value != AS_IN_GENERAL},
            remember_days=self["remember_days"].data,
            confirm_minutes=self["confirm_minutes"].data,
            idle_minutes=self["idle_minutes"].data,
            session_hours=self["session_hours"].data,
        )


def policy_class(themes: Sequence[ThemeColumn], settings: Settings) -> type[PolicyForm]:
    """Give the form for these themes, with the installation's limits as the longest ones."""
    fields: dict[str, Any] = {field_of(theme.code): _theme_field(theme) for theme in themes}
    fields["remember_days"] = _number(
        _l("Remember a browser for (days)"),
        0,
        MOST_DAYS,
        _l("For so long, the second factor is not asked for again in the same browser. 0 for never."),
    )
    fields["confirm_minutes"] = _number(
        _l("Ask again before sensitive acts after (minutes)"),
        LEAST_MINUTES,
        MOST_MINUTES,
        _l("Before sending, exports and changes of rights, keys and rules, people show again who they are."),
    )
    fields["idle_minutes"] = _number(
        _l("Sign out when nothing happens for (minutes)"),
        LEAST_MINUTES,
        settings.idle_minutes,
        _l("Left empty, the installation's limit holds: %(most)s minutes.", most=settings.idle_minutes),
        needed=False,
    )
    fields["session_hours"] = _number(
        _l("Sign out at the latest after (hours)"),
        1,
        settings.session_hours,
        _l("Left empty, the installation's limit holds: %(most)s hours.", most=settings.session_hours),
        needed=False,
    )
    return type("InstitutionPolicyForm", (PolicyForm,), fields)


def typed_of(policy: Policy, version: int) -> dict[str, Any]:
    """Give what the form shows for stored rules."""
    own = {field_of(theme): asked.value for theme, asked in policy.themes.items()}
    return {
        "version": str(version),
        "factor": policy.factor.value,
        "remember_days": policy.remember_days,
        "confirm_minutes": policy.confirm_minutes,
        "idle_minutes": policy.idle_minutes,
        "session_hours": policy.session_hours,
        **own,
    }


def field_of(theme: str) -> str:
    """Give the name of the field for a theme."""
    return f"theme-{theme}"


def _theme_field(theme: ThemeColumn) -> SelectField:
    choices = [SelectChoice(AS_IN_GENERAL, _l("as in general")), *_CHOICES]
    return SelectField(theme.title, [InputRequired(_FILL_IN)], choices=choices, default=AS_IN_GENERAL)


def _number(label: Text, least: int, most: int, hint: Text, *, needed: bool = True) -> IntegerField:
    fault = _l("Enter a whole number from %(least)s to %(most)s.", least=least, most=most)
    first = InputRequired(_FILL_IN) if needed else Optional()
    return IntegerField(
        label, [first, NumberRange(least, most, fault)], description=hint, render_kw={"data-width": "short"}
    )

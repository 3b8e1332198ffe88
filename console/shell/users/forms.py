"""The forms of a membership: who, for which company, with which roles, and with which level in each theme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from console.accounts.granting import Granter, Grants, Refusal, ThemeKey
from console.accounts.roles import ROLES, title_of
from console.hooks.declarations import Level
from console.shell.pages import Fieldset
from console.shell.users.themes import LEVEL_WORDS, ThemeColumn

_FILL_IN = _l("Fill in this field.")
NO_ACCESS = "0"


def _one_line(_form: FlaskForm, field: Any) -> None:
    """Take a name without line ends and signs that cannot be seen: it goes into texts that people pass on."""
    field.data = " ".join(field.data.split())
    if not field.data.isprintable():
        raise ValidationError(_("This contains a sign that cannot be stored. Type it again."))


class _Box(CheckboxInput):
    """A box of a group: the group is required, not each box of it."""

    validation_attrs = ("disabled",)


class GrantsForm(FlaskForm):
    """Roles and, added per institution, one field for each theme."""

    roles = SelectMultipleField(
        _l("Roles"),
        [InputRequired(_l("Choose at least one role."))],
        widget=ListWidget(prefix_label=False),
        option_widget=_Box(),
    )

    def grants(self, themes: Sequence[ThemeColumn]) -> Grants:
        """Give the roles and levels that were chosen."""
        chosen = {theme.key: self[field_of(theme.key)].data for theme in themes}
        levels = {key: Level(int(value)) for key, value in chosen.items() if value != NO_ACCESS}
        return Grants(frozenset(self.roles.data or ()), levels)

    def refuse(self, refusals: Collection[Refusal]) -> None:
        """Put each refusal on its field."""
        for refusal in refusals:
            name = refusal.place if isinstance(refusal.place, str) else field_of(refusal.place)
            add_fault(self[name], str(refusal.text))


class NewUserForm(GrantsForm):
    """A person who shall work in the institution or for one of its companies."""

    first_name = StringField(_l("First name"), [InputRequired(_FILL_IN), _one_line, Length(max=64)])
    last_name = StringField(_l("Last name"), [InputRequired(_FILL_IN), _one_line, Length(max=64)])
    email = StringField(
        _l("E-mail"), [InputRequired(_FILL_IN), Length(max=254)], render_kw={"inputmode": "email"}
    )
    username = StringField(
        _l("User name"),
        [
            InputRequired(_FILL_IN),
            Length(min=2, max=64),
            Regexp(r"^[\w.-]+$", message=_l("Use letters, figures, full stops and hyphens only.")),
        ],
        description=_l("For signing in, besides the e-mail. Letters, figures, full stops and hyphens."),
        render_kw={"data-width": "medium", "autocapitalize": "none", "spellcheck": "false"},
    )
    language = SelectField(_l("Language"), [InputRequired(_FILL_IN)], render_kw={"data-width": "short"})
    company = StringField(
        _l("Company"),
        [Length(max=200)],
        description=_l(
            "Type the number or the beginning of the name. Leave it empty for staff of the institution."
        ),
    )

    def validate_email(self, field: Any) -> None:
        """Take an address that could exist; nothing is sent to find out."""
        # Imported here: its tables of letters would cost every start, and only new memberships need them.
        from email_validator import EmailNotValidError, validate_email

        try:
            field.data = validate_email(field.data, check_deliverability=False).normalized
        except EmailNotValidError as fault:
            raise ValidationError(_("Type the whole address, like anna.muster@firma.example.")) from fault


class MembershipForm(GrantsForm):
    """Changes to a membership; `version` is the one the person saw."""

    active = BooleanField(
        _l("Active"),
        description=_l("Who is not active cannot work here; her sign-ins in this mandate end at once."),
    )
    version = HiddenField()


def field_of(theme: ThemeKey) -> str:
    """Give the name of the field for a theme."""
    return f"level-{theme[0]}-{theme[1]}"


def form_class(
    base: type[GrantsForm],
    themes: Sequence[ThemeColumn],
    granter: Granter,
    present: Mapping[ThemeKey, Level],
    *,
    only_lower: bool = False,
) -> Any:
    """Give the form with a field per theme that offers what this person may give where `present` stands."""
    fields = {}
    for theme in themes:
        now = present.get(theme.key)
        most = now if only_lower else granter.most(theme.key, now)
        offered = [
            SelectChoice(str(int(level)), word)
            for level, word in LEVEL_WORDS.items()
            if most and level <= most
        ]
        fields[field_of(theme.key)] = SelectField(
            theme.title,
            [InputRequired(_FILL_IN)],
            choices=[SelectChoice(NO_ACCESS, _l("no access")), *offered],
            description=theme.description,
            default=str(int(now)) if now else NO_ACCESS,
            render_kw={"data-width": "short"},
        )
    return type(base.__name__, (base,), fields)


def role_choices(names: Collection[str]) -> list[SelectChoice]:
    """Give the roles with their purpose."""
    return [
        SelectChoice(name, _("%(role)s: %(purpose)s", role=title_of(name), purpose=ROLES[name].purpose))
        if name in ROLES
        else SelectChoice(name)
        for name in names
    ]


def theme_fieldsets(themes: Sequence[ThemeColumn]) -> tuple[Fieldset, ...]:
    """Give one group of fields per plugin."""
    plugins = {theme.key[0]: theme.plugin for theme in themes}
    return tuple(
        Fieldset(
            _("Rights in %(module)s", module=title),
            tuple(field_of(theme.key) for theme in themes if theme.key[0] == plugin),
        )
        for plugin, title in plugins.items()
    )


def add_fault(field: Any, text: str) -> None:
    """Say beside a field what is wrong with it."""
    field.errors = [*field.errors, text]

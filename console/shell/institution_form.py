"""The form of the institution's own data: typed texts in, checked values out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from config import LANGUAGES
from console.base.figures import Style
from console.institutions.logos import MOST_BYTES, MOST_PIXELS, NotALogo, read_logo
from console.institutions.models import Institution
from console.shell import accent

ZONES = (
    "Europe/Zurich", "Europe/Brussels", "Europe/Paris", "Europe/Berlin", "Europe/Amsterdam", "Europe/Luxembourg",
    "America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Reunion", "Indian/Mayotte",
)  # fmt: skip
"""The zones of the countries the console is used in, French overseas departments included."""
PLAIN = ("name", "short_name", "number", "street", "house_number", "postcode", "town", "zone", "accent")
"""Columns that stand in the form as they are."""
LANGUAGE_FIELDS = ("language_1", "language_2", "language_3", "language_4")
_SPOKEN = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
_SPOKEN_OR_NONE = [SelectChoice("", "–"), *_SPOKEN]
_NEEDED = DataRequired(_l("Fill in this field."))


def _text(label: Any, column: str, *validators: Any, width: str = "long", hint: Any = "") -> StringField:
    length = Institution.__table__.c[column].type.length
    too_long = _l("Shorten this text: at most %(longest)s characters.", longest=length)
    return StringField(
        label,
        [*validators, Length(max=length, message=too_long)],
        description=hint,
        render_kw={"data-width": width},
    )


class InstitutionForm(FlaskForm):
    """Name, address, languages, zone, accent and logo."""

    version = HiddenField()
    name = _text(_l("Name"), "name", _NEEDED)
    short_name = _text(_l("Short name"), "short_name", _NEEDED, width="medium")
    number = _text(_l("Official number"), "number", width="medium")
    street = _text(_l("Street"), "street", width="medium")
    house_number = _text(_l("House number"), "house_number", width="short")
    postcode = _text(_l("Postcode"), "postcode", width="short")
    town = _text(_l("Town"), "town", width="medium")
    language_1 = SelectField(_l("First language"), [_NEEDED], choices=_SPOKEN)
    language_2 = SelectField(_l("Second language"), choices=_SPOKEN_OR_NONE)
    language_3 = SelectField(_l("Third language"), choices=_SPOKEN_OR_NONE)
    language_4 = SelectField(_l("Fourth language"), choices=_SPOKEN_OR_NONE)
    zone = SelectField(_l("Time zone"), [_NEEDED])
    accent = _text(
        _l("Accent colour"), "accent", _NEEDED, width="short", hint=_l("As # and six signs, such as #0b5a7a.")
    )
    logo = FileField(
        _l("New logo"),
        description=_l(
            "PNG, JPEG or WebP, at most %(bytes)s kB and %(pixels)s pixels wide and high.",
            bytes=MOST_BYTES // 1000,
            pixels=MOST_PIXELS,
        ),
        render_kw={"accept": ".png,.jpg,.jpeg,.webp"},
    )
    delete_logo = BooleanField(_l("Delete the present logo"))
    is_practice = BooleanField(
        _l("Practice institution"),
        description=_l(
            "Nothing in it has a legal effect, and it sends to simulators only. This is fixed with the first message."
        ),
    )

    def read(self, style: Style) -> dict[str, Any] | None:
        """Give the columns with their new values, or nothing when a field has a fault; faults stand on their fields."""
        self.validate()
        values: dict[str, Any] = {name: (self[name].data or "").strip() for name in PLAIN}
        values["languages"] = ",".join(self._languages())
        values["accent"] = values["accent"].lower()
        if not self.accent.errors and (fault := accent_fault(values["accent"], style)):
            self.accent.errors = [fault]
        values |= self._logo()
        if self.is_practice:
            values["is_practice"] = self.is_practice.data
        return None if self.errors else values

    def _languages(self) -> list[str]:
        chosen: list[str] = []
        for name in LANGUAGE_FIELDS:
            code = self[name].data
            if code and code in chosen:
                self[name].errors = [*self[name].errors, _("This language is chosen already.")]
            elif code:
                chosen.append(code)
        return chosen

    def _logo(self) -> dict[str, Any]:
        if self.logo.data:
            data = self.logo.data.stream.read(MOST_BYTES + 1)
            try:
                return {"logo": data, "logo_type": read_logo(data).type}
            except NotALogo as fault:
                self.logo.errors = [_LOGO_FAULTS[fault.code]()]
        elif self.delete_logo and self.delete_logo.data:
            return {"logo": None, "logo_type": None}
        return {}


def form_for(row: Institution, *, posted: bool, at_work: bool) -> InstitutionForm:
    """Give the form of an institution, with what it has now unless something is posted.

    `at_work` says that something went to or fro already: whether it is for practice is fixed then.
    """
    shown = {} if posted else {"data": {**texts_of(row), "is_practice": row.is_practice}}
    form = InstitutionForm(version=str(row.version), **shown)
    zones: Iterable[str] = ZONES if row.zone in ZONES else (row.zone, *ZONES)
    form.zone.choices = [SelectChoice(zone) for zone in zones]
    if row.logo_type is None:
        del form.delete_logo
    if at_work:
        del form.is_practice
    return form


def texts_of(row: Institution) -> dict[str, str]:
    """Give what the form shows for an institution."""
    languages = dict(zip(LANGUAGE_FIELDS, row.languages.split(","), strict=False))
    return {name: getattr(row, name) for name in PLAIN} | {n: languages.get(n, "") for n in LANGUAGE_FIELDS}


def accent_fault(colour: str, style: Style) -> str | None:
    """Say what is wrong with an accent colour, or nothing."""
    try:
        accent.palette(colour)
    except accent.NotAColour:
        return str(_("Write the colour as # and six signs from 0 to 9 and a to f, such as #0b5a7a."))
    except accent.TooPale:
        found = Decimal(accent.contrast(colour, accent.WHITE)).quantize(Decimal("0.01"), ROUND_DOWN)
        return str(
            _(
                "Choose a darker colour: white text on this one has a contrast of %(found)s, %(least)s is needed.",
                found=style.show_number(found, places=2),
                least=style.show_number(Decimal(str(accent.READABLE)), places=1),
            )
        )
    return None


_LOGO_FAULTS = {
    "size": lambda: _("This file is too large: at most %(bytes)s kB.", bytes=MOST_BYTES // 1000),
    "type": lambda: _("This file is not a PNG, JPEG or WebP picture. Save the logo in one of these forms."),
    "pixels": lambda: _(
        "This picture is too large: at most %(pixels)s pixels wide and high.", pixels=MOST_PIXELS
    ),
}

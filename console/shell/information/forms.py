"""The forms of a page and of a contact: the same fields once for each language of the institution."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, cast

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, Length, NumberRange, Optional

from config import LANGUAGES
from console.base.figures import Misread
from console.base.figures.words import say
from console.documents.service import FileLimits
from console.information.models import ALL, COMPANIES, LEAFLET, OUTAGE, STAFF
from console.information.queries import Reading, Said
from console.information.service import Wanted, WantedContact
from console.shell.mailbox.actors import theme_title
from console.shell.pages import Fieldset

LONGEST_TITLE, LONGEST_TEXT, LONGEST_HOURS = 120, 10_000, 300
LEAFLETS: Final = FileLimits(frozenset({"pdf"}), 20 * 1024 * 1024)
AUDIENCES: Final = {
    ALL: _l("Everybody"),
    COMPANIES: _l("People of companies"),
    STAFF: _l("The institution's staff"),
}
_SIGNS = _l(
    "A blank line begins a paragraph, “- ” a list, **two asterisks** make bold. Addresses become links."
)


def _most(longest: int) -> Length:
    return Length(
        max=longest, message=_l("Shorten this text: at most %(longest)s characters.", longest=longest)
    )


class InfoForm(FlaskForm):
    """What every kind has; the fields of each language are added by `form_class`."""

    version = HiddenField()
    audience = SelectField(_l("For"), choices=[SelectChoice(key, text) for key, text in AUDIENCES.items()])


class ReadForm(InfoForm):
    """What only a page and a leaflet have: their place among others."""

    theme = SelectField(_l("Theme"), choices=[])
    position = IntegerField(
        _l("Position"),
        [Optional(), NumberRange(0, 9999, _l("Enter a whole number from 0 to 9999."))],
        description=_l("Within a theme, lower numbers stand first."),
        render_kw={"data-width": "short"},
        default=0,
    )


class OutageForm(InfoForm):
    """What only an outage notice has."""

    starts_at = StringField(_l("Shown from"), render_kw={"data-width": "medium"})
    ends_at = StringField(_l("Shown until"), render_kw={"data-width": "medium"})
    at_sign_in = BooleanField(_l("Also on the sign-in page, which everybody can read"))


class ContactForm(FlaskForm):
    """How the institution is reached; the hours of each language are added by `contact_class`."""

    version = HiddenField()
    phone = StringField(_l("Telephone"), [_most(40)], render_kw={"data-width": "medium"})
    email = EmailField(
        _l("E-mail"),
        [Optional(), _most(254), Email(_l("Enter an e-mail address such as name@example.ch."))],
        render_kw={"data-width": "long"},
    )


def form_class(kind: str, languages: Sequence[str]) -> type[InfoForm]:
    """Give the form of a kind with a title and a text (and a PDF) in each language."""
    fields: dict[str, Any] = {}
    for code in languages:
        fields[f"title_{code}"] = StringField(
            _in(_("Title"), code), [_most(LONGEST_TITLE)], render_kw={"lang": code}
        )
        fields[f"text_{code}"] = TextAreaField(
            _in(_("Text"), code),
            [_most(LONGEST_TEXT)],
            description=_SIGNS,
            render_kw={"rows": 4 if kind == OUTAGE else 10, "lang": code},
        )
        if kind == LEAFLET:
            fields[f"file_{code}"] = FileField(_in(_("PDF"), code), render_kw={"accept": ".pdf"})
    return cast("type[InfoForm]", type("PageForm", (OutageForm if kind == OUTAGE else ReadForm,), fields))


def contact_class(languages: Sequence[str]) -> type[ContactForm]:
    """Give the form of a contact with the hours in each language."""
    fields = {
        f"hours_{code}": TextAreaField(
            _in(_("Hours"), code), [_most(LONGEST_HOURS)], render_kw={"rows": 2, "lang": code}
        )
        for code in languages
    }
    return cast("type[ContactForm]", type("PointForm", (ContactForm,), fields))


def fill_themes(form: InfoForm, themes: Iterable[str]) -> None:
    """Offer the themes of the institution, and none; an outage notice has no theme."""
    if not isinstance(form, ReadForm):
        return
    form.theme.choices = [
        SelectChoice("", _("General")),
        *(SelectChoice(theme, theme_title(theme)) for theme in themes),
    ]


def fieldsets_of(kind: str, languages: Sequence[str], stored: Reading | None) -> tuple[Fieldset, ...]:
    """Give the fields of a page: its setting first, then one part for each language, which says when it is missing."""
    setting: tuple[str | tuple[str, ...], ...] = (("theme", "audience"), "position")
    if kind == OUTAGE:
        setting = ("audience", ("starts_at", "ends_at"), "at_sign_in")
    names = ("title", "text", "file") if kind == LEAFLET else ("title", "text")
    texts = stored.texts if stored else {}
    return (
        Fieldset(_("Where and for whom"), setting),
        *(
            Fieldset(
                _legend(code, code in texts or stored is None), tuple(f"{name}_{code}" for name in names)
            )
            for code in languages
        ),
    )


def typed_of(found: Reading) -> dict[str, Any]:
    """Give what the form shows of a stored page."""
    row = found.page
    typed = {
        "version": str(row.version),
        "theme": row.theme,
        "audience": row.audience,
        "position": row.position,
    }
    for name in ("starts_at", "ends_at"):
        moment = getattr(row, name)
        typed[name] = g.style.show_moment(moment) if moment else ""
    typed["at_sign_in"] = row.at_sign_in
    for said in found.texts.values():
        typed |= {f"title_{said.language}": said.title, f"text_{said.language}": said.text}
    return typed


def wanted_of(
    form: InfoForm, kind: str, languages: Sequence[str], files: Collection[str], stored: Reading | None
) -> Wanted | None:
    """Give what was typed; nothing when a field has a fault, which then stands on it.

    `files` are the languages whose PDFs come anew; those that are there already stay.
    """
    texts = dict(stored.texts) if stored else {}
    for code in languages:
        title, text = _line(form[f"title_{code}"].data), _block(form[f"text_{code}"].data)
        before = texts.pop(code, None)
        if title:
            texts[code] = Said(code, title, text, before.file if before else None)
        elif text or code in files:
            form[f"title_{code}"].errors = [_("Fill in this field.")]
    starts, ends = _moment(form, "starts_at"), _moment(form, "ends_at")
    if form.errors:
        return None
    wanted = Wanted(
        kind=kind,
        texts={code: texts[code] for code in (*languages, *texts) if code in texts},
        audience=form.audience.data,
    )
    if isinstance(form, OutageForm):
        return replace(wanted, starts_at=starts, ends_at=ends, at_sign_in=form.at_sign_in.data)
    return replace(wanted, theme=form["theme"].data, position=form["position"].data or 0)


def contact_of(form: ContactForm, languages: Sequence[str]) -> WantedContact:
    """Give the contact that was typed."""
    hours = {code: _block(form[f"hours_{code}"].data) for code in languages}
    return WantedContact(_line(form.phone.data), _line(form.email.data), hours)


def _moment(form: InfoForm, name: str) -> datetime | None:
    """Read a moment in the institution's zone; what cannot be read stands as a fault on its field."""
    if name not in form:
        return None
    try:
        found: datetime = g.style.read_moment(form[name].data or "")
    except Misread as fault:
        form[name].errors = [say(fault, g.style)]
        return None
    return found


def _in(label: str, code: str) -> str:
    return str(_("%(field)s (%(language)s)", field=label, language=LANGUAGES.get(code, code)))


def _legend(code: str, is_there: bool) -> str:
    language = LANGUAGES.get(code, code)
    return language if is_there else str(_("%(language)s (missing)", language=language))


def _line(typed: str | None) -> str:
    return " ".join((typed or "").split())


def _block(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()

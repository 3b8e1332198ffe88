"""The forms of the terms: accepting a version, and writing the next one in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import InputRequired

from config import LANGUAGES

SIGNS = _l(
    "A blank line begins a paragraph, “- ” a list, **two asterisks** make bold. Addresses become links."
)


class AcceptForm(FlaskForm):
    """A yes to the version that was read, in the language in which it was shown."""

    version = HiddenField()
    language = HiddenField()
    agreed = BooleanField(
        _l("I have read the terms of use and accept them for the company."),
        [InputRequired(_l("Tick this box to accept the terms."))],
    )


class PublishForm(FlaskForm):
    """The text in each language; the fields are added by `publish_class`."""

    sure = HiddenField()

    def texts(self, languages: Sequence[str]) -> dict[str, str]:
        """Give what was typed, by language."""
        return {code: self[field_of(code)].data or "" for code in languages}


def publish_class(languages: Sequence[str]) -> type[PublishForm]:
    """Give the form with a text for each language."""
    fields: dict[str, Any] = {
        field_of(code): TextAreaField(
            LANGUAGES.get(code, code),
            [InputRequired(_l("Enter the text in this language too."))],
            description=SIGNS,
            render_kw={"rows": 18, "lang": code},
        )
        for code in languages
    }
    return type("TermsForm", (PublishForm,), fields)


def typed_of(texts: Mapping[str, str]) -> dict[str, str]:
    """Give what the form shows for these texts."""
    return {field_of(code): text for code, text in texts.items()}


def field_of(language: str) -> str:
    """Give the name of the field for a language."""
    return f"text_{language}"

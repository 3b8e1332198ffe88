"""The wording of e-mails and SMS: declared once, said in the reader's language with the institution's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from flask import Flask, current_app, g
from flask_babel import gettext

from console.base.errors import ConfigurationError
from console.dispatch.declarations import WORDS, MailTemplate
from console.institutions.models import Institution
from console.institutions.sessions import accounts

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_LINK_ALONE = "%(link)s"
_LAYOUT = (
    '<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{subject}</title></head>\n'
    '<body style="margin:0;background:#f3f4f6;font-family:Arial,Helvetica,sans-serif;color:#1f2430">\n'
    '<div style="max-width:36rem;margin:0 auto;padding:1.5rem">\n'
    '<p style="margin:0 0 .75rem;font-weight:bold">{institution}</p>\n'
    '<div style="background:#ffffff;padding:1.5rem;line-height:1.5">\n{paragraphs}\n</div>\n</div>\n</body>\n</html>\n'
)
_PARAGRAPH = '<p style="margin:0 0 1rem">{}</p>'
_BUTTON = (
    '<p style="margin:0 0 1rem"><a href="{0}" style="display:inline-block;background:#1d4e89;color:#ffffff;'
    'padding:.6rem 1rem;text-decoration:none">{1}</a></p>\n'
    '<p style="margin:0 0 1rem;font-size:.875rem;word-break:break-all">{0}</p>'
)


@dataclass(frozen=True)
class Rendered:
    """A message in its reader's language."""

    sender: str
    """The institution's name, as the reader knows it."""
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Wordings:
    """The templates of this process, and what binds the words for one of them."""

    templates: Mapping[str, MailTemplate]
    speak: Callable[[str, str, int], None]
    """Binds catalogue and style for an owner, a language and an institution."""
    theme: Callable[[str], str] = str
    """Gives the name of a theme in the language that is bound."""


def install(
    app: Flask,
    templates: Iterable[MailTemplate],
    speak: Callable[[str, str, int], None],
    theme: Callable[[str], str] = str,
) -> None:
    """Make the templates known; raises `ConfigurationError` for one that says more than `WORDS`."""
    found: dict[str, MailTemplate] = {}
    faults = []
    for one in templates:
        unknown = set(_PLACEHOLDER.findall(one.subject + one.text)) - WORDS
        if one.key in found:
            faults.append(f"two mail templates are called {one.key}")
        if unknown or "link" in _PLACEHOLDER.findall(one.subject):
            named = ", ".join(sorted(unknown)) or "link"
            faults.append(f"the mail template {one.key} says what an e-mail must not say: {named}")
        found[one.key] = one
    if faults:
        raise ConfigurationError(faults)
    app.extensions["guichet_wordings"] = Wordings(found, speak, theme)


def title_of(key: str) -> str:
    """Give the name of a template; of one that is not installed any more, its key."""
    found = _known().templates.get(key)
    return str(found.title) if found is not None else key


def template_of(key: str) -> MailTemplate | None:
    """Give a template by its key, while its module is installed."""
    return _known().templates.get(key)


def templates() -> Mapping[str, MailTemplate]:
    """Give the templates that are installed, by their keys."""
    return _known().templates


def written(
    template: MailTemplate,
    words: Mapping[str, Any],
    language: str,
    institution: int,
    typed: tuple[str, str] | None = None,
) -> Rendered:
    """Write a message in a language with an institution's own wording, or in a `typed` one: subject and text,
    which have the marks of the template.

    Binds its words to the application context, which must be one of its own: a worker's.
    """
    _known().speak(template.key.partition(".")[0], language, institution)
    row = accounts().get_one(Institution, institution)
    name, is_practice = " ".join(row.name.split()), row.is_practice
    accounts.rollback()
    told = {key: _told(key, value) for key, value in words.items()} | {"institution": name}
    own_subject, own_text = typed or (None, None)
    subject = " ".join(_said(template.subject, own_subject, told).split()) if template.subject else ""
    # The catalogue keeps the placeholder of the link, so that its paragraph is found in every language.
    body = _said(template.text, own_text, {**told, "link": _LINK_ALONE})
    link = told.get("link", "")
    paragraphs = [one.strip() for one in re.split(r"\n\s*\n", body) if one.strip()]
    if is_practice:
        mark = gettext("Practice – no legal effect")
        subject = f"{mark}: {subject}" if subject else ""
        paragraphs.insert(0, mark)
    return Rendered(
        sender=name,
        subject=subject,
        text="\n\n".join(one.replace(_LINK_ALONE, link) for one in paragraphs) + "\n",
        html=_html(paragraphs, link, subject, name, language),
    )


def _said(source: str, typed: str | None, told: Mapping[str, str]) -> str:
    return str(gettext(source, **told)) if typed is None else typed % told


def _html(paragraphs: list[str], link: str, subject: str, institution: str, language: str) -> str:
    """Give the same text as HTML that needs no image, no script and nothing from elsewhere."""
    made = [
        _BUTTON.format(escape(link), escape(gettext("Open the page")))
        if one == _LINK_ALONE
        else _PARAGRAPH.format("<br>".join(escape(one.replace(_LINK_ALONE, link)).splitlines()))
        for one in paragraphs
    ]
    return _LAYOUT.format(
        language=escape(language),
        subject=escape(subject),
        institution=escape(institution),
        paragraphs="\n".join(made),
    )


def _told(key: str, value: Any) -> str:
    """Give a word as it is read: a day, which is kept in ISO form, in the reader's style; a theme by its name."""
    if key == "day":
        return str(g.style.show_long_day(date.fromisoformat(value)))
    return _themes(value) if key == "theme" else str(value)


def _themes(value: str | Mapping[str, int]) -> str:
    """Give the name of a theme, or a line for each of several with how much there is."""
    title = _known().theme
    if isinstance(value, str):
        return title(value)
    lines = {title(theme): count for theme, count in value.items()}
    return "\n".join(gettext("%(label)s: %(value)s", label=name, value=lines[name]) for name in sorted(lines))


def _known() -> Wordings:
    found: Wordings = current_app.extensions["guichet_wordings"]
    return found

"""Builds what each way to look at a form shows, filled with invented values."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from config import LANGUAGES
from console.base import clock
from console.forms.canonical import to_raw
from console.forms.declarations import Section
from console.forms.lines import mail_text
from console.forms.models import Draft
from console.forms.revisions import Revision
from console.forms.schema import schema_of
from console.forms.sheets import columns_of, titles_of, without_column
from console.shell import gate, words
from console.shell.form_preview.known import KnownForm, theme_of, title_of
from console.shell.form_preview.page_data import Download, DrawnSection, PreviewPage, Switch, Tab, Wording
from console.shell.forms import current
from console.shell.forms.drawing import Drawing
from console.shell.forms.opened import Opened
from console.shell.page_view import visitor
from console.shell.pages import Action, Choice, Crumb, Fact, Tag

TABS: Mapping[str, Callable[[], str]] = {
    "page": lambda: _("Page"),
    "phone": lambda: pgettext("way to look", "Phone"),
    "pdf": lambda: _("PDF"),
    "sheet": lambda: _("Excel template"),
    "schema": lambda: _("JSON Schema"),
    "mail": lambda: _("E-mail"),
    "languages": lambda: _("Languages"),
}
"""The ways to look at a form, in order."""
_SAMPLE = "EXMP-EXMP"
"""Reference on papers of the preview."""
_FILLED = frozenset({"page", "phone", "pdf", "mail"})
"""Ways that show invented values."""


def preview_page(known: KnownForm, shows: str, seed: int) -> PreviewPage:
    """Give a form in one way."""
    found, values = known.sample(seed) if shows in _FILLED else (seed, {})
    form = known.form

    def here(show: str, number: int = found) -> str:
        return url_for(".show", form=form.key, show=show, seed=number)

    return PreviewPage(
        title=known.title,
        crumbs=crumbs(),
        tags=(state_of(known),),
        facts=_facts(known),
        tabs=tuple(Tab(label(), here(key), key == shows) for key, label in TABS.items()),
        shows=shows,
        is_narrow=shows == "phone",
        other=Action(_("Other invented data"), here(shows, found + 1)) if shows in _FILLED else None,
        switch=_switch(known),
        edit=Action(_("New version"), url_for(".own", form=form.key)) if known.own and may_write() else None,
        **_SHOWN[shows](known, values, found),
    )


def crumbs() -> tuple[Crumb, ...]:
    """Give the way back to the list."""
    return (Crumb(_("Forms"), url_for(".index")),)


def state_of(known: KnownForm) -> Tag:
    """Say whether people can fill it in today."""
    return Tag(pgettext("form", "Open"), "ok") if known.is_open else Tag(pgettext("form", "Closed"))


def may_write() -> bool:
    """Say whether the person may bring in forms."""
    return gate.allows(visitor(), "can_write", "console.form_preview")


def drawn(plugin: str, revision: Revision, values: Mapping[str, Any]) -> tuple[DrawnSection, ...]:
    """Draw every section of a form, as its own page does, with these values."""
    tongue, moment = current.tongue(revision), clock.now()
    raw = to_raw(revision.form, values, tongue)
    draft = Draft(
        reference=_SAMPLE,
        user_id=visitor().user_id,
        form_key=revision.form.key,
        language=g.language,
        raw=raw,
        origins={},
        visited=[],
        created_at=moment,
        changed_at=moment,
    )
    opened = Opened(draft, current.Offered(plugin, revision), revision, raw)
    drawing = Drawing(opened, {}, {})

    def section(one: Section) -> DrawnSection:
        return DrawnSection(one.key, tongue.say(one.title), tongue.say(one.help), drawing.section(one))

    return tuple(section(one) for one in opened.sections)


def _facts(known: KnownForm) -> tuple[Fact, ...]:
    form, theme = known.form, theme_of(known.plugin, known.form.theme)
    return (
        Fact(_("Key"), form.key, "code"),
        Fact(_("Module"), title_of(known.plugin)),
        Fact(_("Theme"), str(theme.title) if theme else form.theme),
        Fact(_("Fields"), g.style.show_number(known.field_count), "number"),
        Fact(_("Rules"), ", ".join(form.rules), "code"),
        Fact(_("Revision"), known.revision.digest[:16], "code"),
    )


def _switch(known: KnownForm) -> Switch | None:
    if known.own is None or not may_write():
        return None
    return Switch(known.title, known.own.is_open, url_for(".switch", form=known.form.key))


def _drawn(known: KnownForm, values: Mapping[str, Any], _seed: int) -> dict[str, Any]:
    return {
        "lead": _("Filled with invented data that the form accepts. Nothing can be sent from here."),
        "sections": drawn(known.plugin, known.revision, values),
    }


def _pdf(known: KnownForm, _values: Mapping[str, Any], seed: int) -> dict[str, Any]:
    def action(**more: Any) -> Action:
        return Action(_("Open the PDF"), url_for(".paper", form=known.form.key, **more))

    return {
        "downloads": (
            Download(_("Filled in"), _("With the invented data of the page."), action(kind="filled", seed=seed)),
            Download(_("To fill in by hand"), _("With a barcode that says which message it is."), action(kind="blank")),
        )
    }  # fmt: skip


def _sheet(known: KnownForm, _values: Mapping[str, Any], _seed: int) -> dict[str, Any]:
    form, tongue = known.form, current.tongue(known.revision)
    left_out = ", ".join(tongue.say(label) for label in without_column(form))
    note = _("A sheet cannot carry what this form requires: %(fields)s.", fields=left_out) if left_out else ""
    action = Action(_("Download the template"), url_for(".template", form=form.key), icon="export")
    text = _("One column per field; answers are chosen from lists.")
    return {
        "lead": note,
        "downloads": (Download(_("Excel template"), text, action),),
        "text": "\n".join(titles_of(columns_of(form), tongue.say)),
    }


def _schema(known: KnownForm, _values: Mapping[str, Any], _seed: int) -> dict[str, Any]:
    action = Action(_("Download the schema"), url_for(".schema", form=known.form.key), icon="export")
    text = _("What other systems send, in the JSON Schema of 2020-12.")
    return {
        "downloads": (Download(_("JSON Schema"), text, action),),
        "text": schema_text(known),
    }


def schema_text(known: KnownForm) -> str:
    """Give the JSON Schema of a form, indented for people."""
    schema = schema_of(known.revision, current.tongue(known.revision))
    return json.dumps(schema, ensure_ascii=False, indent=2)


def indented(declaration: bytes) -> str:
    """Give a declaration as people read it."""
    return json.dumps(json.loads(declaration), ensure_ascii=False, indent=2)


def texts_of(known: KnownForm) -> str:
    """Give the translations of a form as its author types them."""
    texts = {language: texts for language, texts in known.revision.texts.items() if texts}
    return json.dumps(texts, ensure_ascii=False, indent=2) if texts else ""


def _mail(known: KnownForm, values: Mapping[str, Any], _seed: int) -> dict[str, Any]:
    return {
        "lead": _("What tells something about a person stays out of e-mails."),
        "text": mail_text(known.revision, values, current.tongue(known.revision)),
    }


def _languages(known: KnownForm, _values: Mapping[str, Any], _seed: int) -> dict[str, Any]:
    rows = tuple(
        Wording(message, tuple(_text(known, language, message) for language in LANGUAGES if language != "en"))
        for message in dict.fromkeys(known.form.messages())
    )
    missing = sum(text is None for row in rows for text in row.texts)
    return {
        "wordings": rows,
        "languages": tuple(Choice(key, name) for key, name in LANGUAGES.items() if key != "en"),
        "missing": str(ngettext("%(num)s text is missing", "%(num)s texts are missing", missing))
        if missing
        else "",
    }


def _text(known: KnownForm, language: str, message: str) -> str | None:
    """Give a text in a language; the same as in English is a translation when a catalogue says so."""
    found = known.revision.texts.get(language, {}).get(message)
    has_it = found is not None or message in words.of_plugin(known.plugin, language)
    return (found or message) if has_it else None


_SHOWN: Mapping[str, Callable[[KnownForm, Mapping[str, Any], int], dict[str, Any]]] = {
    "page": _drawn,
    "phone": _drawn,
    "pdf": _pdf,
    "sheet": _sheet,
    "schema": _schema,
    "mail": _mail,
    "languages": _languages,
}

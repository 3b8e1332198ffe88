"""What the pages Messages to people show, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from config import LANGUAGES
from console.base import clock
from console.dispatch.declarations import MailTemplate
from console.dispatch.mail.channel import Word
from console.dispatch.wording import written
from console.hooks.manager import Plugins
from console.institutions.queries import Tenant
from console.languages.checks import kept
from console.languages.queries import digest_of, said_otherwise
from console.shell.dispatch.page_data import crumbs
from console.shell.dispatch.wording_texts import Letter, LetterText, Typed, languages_of
from console.shell.pages import (
    Action,
    Cell,
    Column,
    Crumb,
    DataTable,
    Empty,
    Fact,
    ListPage,
    Pager,
    Row,
    Tag,
)


@dataclass(frozen=True, slots=True)
class Way:
    """The same message in another language."""

    code: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A text to change; `rows` is how high its field is."""

    name: str
    label: str
    text: str
    rows: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a message; a link alone is shown as a button."""

    text: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A message with example words as its reader sees it."""

    sender: str
    subject: str
    paragraphs: tuple[Paragraph, ...]
    button: str
    text: str


@dataclass(frozen=True, slots=True)
class WordingPage:
    """One message in one language; without `save_url` it can only be read, and `note` says why."""

    title: str
    crumbs: tuple[Crumb, ...]
    tags: tuple[Tag, ...]
    actions: tuple[Action, ...]
    language: str
    languages: tuple[Way, ...]
    fields: tuple[Field, ...]
    marks: tuple[Fact, ...]
    hidden: tuple[tuple[str, str], ...]
    shipped: tuple[str, ...]
    preview: Preview
    save_url: str | None
    reset_url: str | None
    test_url: str | None
    test_text: str
    note: str
    is_typed: bool
    faulty: bool


def index_page(found: list[MailTemplate], tenant: Tenant, session: Session) -> ListPage:
    """Give the list of messages."""
    own, languages = said_otherwise(session), languages_of(tenant)
    title = _("Messages to people")
    return ListPage(
        title=title,
        lead=_(
            "What the console writes by e-mail and SMS. Each can be worded in your own way, in every language. "
            "No message may name a person or say what it is about."
        ),
        table=DataTable(
            title,
            (Column(_("Message")), Column(_("Goes by")), Column(_("Own wording"))),
            tuple(_row(one, languages, own) for one in found),
        ),
        empty=Empty(_("Nothing is found"), ""),
        pager=Pager(""),
        crumbs=crumbs(),
    )


def page_of(
    one: Letter, tenant: Tenant, typed: Typed | None, *, may_write: bool, address: str
) -> WordingPage:
    """Give the page of one message; `address` is where a test goes, if one can be sent."""
    name, language = one.template.key, one.language
    may_change = may_write and bool(one.texts)
    return WordingPage(
        title=str(one.template.title),
        crumbs=crumbs(Crumb(_("Messages to people"), url_for(".index"))),
        tags=(Tag(_("Own wording"), "info"),) if one.is_own else (),
        actions=(),
        language=one.language,
        languages=tuple(_way(one, code) for code in languages_of(tenant)),
        fields=tuple(_field(text, typed) for text in one.texts),
        marks=_marks(one),
        hidden=tuple((f"was_{text.name}", text.mark) for text in one.texts),
        shipped=tuple("".join(text.wording.shipped.texts) or text.source for text in one.texts),
        preview=preview_of(one, tenant, typed),
        save_url=url_for(".save", name=name, language=language) if may_change else None,
        reset_url=url_for(".reset", name=name, language=language) if may_change and one.is_own else None,
        test_url=url_for(".test", name=name, language=language) if address else None,
        test_text=_("The saved wording with example words goes to %(address)s.", address=address),
        note=_note(one, may_write),
        is_typed=typed is not None,
        faulty=bool(typed and typed.faults),
    )


def examples(template: MailTemplate, zone: str) -> dict[str, Word]:
    """Give example words for a message."""
    themes = _themes()
    several = "%(theme)s" in template.text.split("\n\n")
    words: dict[str, Word] = {
        "theme": dict.fromkeys(themes, 2) if several else themes[0],
        "link": url_for("HomeView.home", _external=True),
        "day": clock.today(zone) + timedelta(days=14),
        "code": "482913",
    }
    return {name: word for name, word in words.items() if f"%({name})s" in template.subject + template.text}


def preview_of(one: Letter, tenant: Tenant, typed: Typed | None) -> Preview:
    """Write a message with example words, as it counts now or as it was typed."""
    said = (
        (typed.texts.get("subject", ""), typed.texts.get("text", "")) if typed and not typed.faults else None
    )
    words = examples(one.template, tenant.zone)
    told = {name: word.isoformat() if name == "day" else word for name, word in words.items()}  # type: ignore[union-attr]
    with current_app.app_context():
        # Its words are bound to a context of their own: this page goes on in the reader's language.
        found = written(one.template, told, one.language, tenant.id, said)
        button = _("Open the page")
    link = str(words.get("link", ""))
    paragraphs = (Paragraph(text, text == link) for text in found.text.strip().split("\n\n"))
    return Preview(found.sender, found.subject, tuple(paragraphs), str(button), found.text)


def _themes() -> list[str]:
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    return [f"{plugin.name}.{theme.key}" for plugin in plugins for theme in plugin.themes][:2] or [_("Theme")]


def _row(one: MailTemplate, languages: list[str], own: set[tuple[str, str, str]]) -> Row:
    owner, keys = one.key.partition(".")[0], [digest_of(None, text) for text in (one.subject, one.text)]
    said = [LANGUAGES[code] for code in languages if any((owner, code, key) in own for key in keys)]
    way = _("E-mail") if one.subject else _("SMS")
    return Row(
        (Cell(str(one.title)), Cell(way), Cell(", ".join(said))),
        url_for(".show", name=one.key, language=languages[0]),
    )


def _way(one: Letter, code: str) -> Way:
    url = url_for(".show", name=one.template.key, language=code)
    return Way(code, LANGUAGES[code], url, code == one.language)


def _field(text: LetterText, typed: Typed | None) -> Field:
    shown = typed.texts[text.name] if typed is not None else text.said
    is_subject = text.name == "subject"
    return Field(
        name=text.name,
        label=_("Subject") if is_subject else _("Text"),
        text=shown,
        rows=1 if is_subject else 14,
        faults=typed.faults.get(text.name, ()) if typed is not None else (),
    )


def _marks(one: Letter) -> tuple[Fact, ...]:
    """Give the marks that the message has, with what each becomes."""
    meanings = {
        "%(institution)s": _("the name of your institution"),
        "%(theme)s": _("the theme, or several with how much there is in each"),
        "%(link)s": _("the address of the page; alone in a paragraph it becomes a button"),
        "%(day)s": _("the last day"),
        "%(code)s": _("the code"),
    }
    found = dict.fromkeys(mark for text in one.texts for mark in kept(text.wording.shipped))
    return tuple(Fact(mark, meanings.get(mark, "")) for mark in found)


def _note(one: Letter, may_write: bool) -> str:
    if not one.texts:
        return str(_("This message is in no catalogue yet, so that its wording cannot be changed."))
    return "" if may_write else str(_("You may read the wording. Changing it needs a right of its own."))

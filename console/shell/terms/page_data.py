"""What the templates of the terms take."""

from __future__ import annotations

from dataclasses import dataclass

from console.information.markup import Html
from console.shell.information.page_data import Version
from console.shell.pages import Action, ConfirmPage, Crumb, Fact, Tone
from console.shell.terms.forms import AcceptForm


@dataclass(frozen=True, slots=True)
class TermsPage:
    """The terms in the reader's language; `form` asks to accept them, `note` says how they stand.

    `lang` is set when the text is not in the language of the page.
    """

    title: str
    lead: str
    text: Html
    lang: str
    facts: tuple[Fact, ...]
    note: str = ""
    tone: Tone = "info"
    form: AcceptForm | None = None
    question: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishPage:
    """The last look before a version is published: its text in all languages, and what follows."""

    title: str
    versions: tuple[Version, ...]
    crumbs: tuple[Crumb, ...]
    question: ConfirmPage

"""The texts of a message to people: where they are kept, what was typed for them, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from console.base.errors import NotFound
from console.dispatch.declarations import MailTemplate
from console.dispatch.wording import templates
from console.institutions.queries import Tenant
from console.languages.catalogues import LANGUAGES
from console.languages.checks import breaks
from console.languages.queries import Brought, Wording, digest_of, wordings
from console.shell import words


@dataclass(frozen=True)
class LetterText:
    """One text of a message: `subject` or `text`."""

    name: str
    source: str
    wording: Wording

    @property
    def said(self) -> str:
        """Give the text as it counts now; where it is not translated, its source."""
        return "".join(self.wording.entry.texts) or self.source

    @property
    def mark(self) -> str:
        """Give a digest of what counts now: saving tells by it that somebody was quicker."""
        return digest_of(None, self.said)[:16]


@dataclass(frozen=True)
class Letter:
    """A message in one language of an institution; without texts it is in no catalogue and cannot be changed."""

    template: MailTemplate
    language: str
    texts: tuple[LetterText, ...]

    @property
    def owner(self) -> str:
        """Give whose texts these are: `console` or a plugin."""
        return self.template.key.partition(".")[0]

    @property
    def is_own(self) -> bool:
        """Say whether the institution says it in its own words."""
        return any(text.wording.own for text in self.texts)


@dataclass(frozen=True)
class Typed:
    """What was typed, by the name of its text, and what is wrong with each."""

    texts: Mapping[str, str]
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, letter: Letter, form: Mapping[str, str]) -> Typed:
        """Read a form: what breaks the message, or was written over meanwhile, is a fault of its text."""
        texts = {one.name: form.get(one.name, "").replace("\r\n", "\n").strip() for one in letter.texts}
        found = {one.name: _faults(letter, one, texts[one.name], form) for one in letter.texts}
        return cls(texts, {name: faults for name, faults in found.items() if faults})


def letters() -> list[MailTemplate]:
    """Give the messages by their titles."""
    return sorted(templates().values(), key=lambda one: str(one.title))


def languages_of(tenant: Tenant) -> list[str]:
    """Give the languages in which an institution writes and which can be changed."""
    return [one for one in tenant.languages if one in LANGUAGES] or list(LANGUAGES)


def letter_of(session: Session, key: str, language: str, tenant: Tenant) -> Letter:
    """Give a message in a language; raises `NotFound` for an unknown one."""
    template = templates().get(key)
    if template is None or language not in languages_of(tenant):
        raise NotFound(_l("There is nothing at this address."))
    owner = key.partition(".")[0]
    known = wordings(session, Brought(owner, words.folder_of(owner)), language, tenant.country)
    by_key = {one.key: one for one in known}
    wanted = [("subject", template.subject), ("text", template.text)]
    found = [(name, source, by_key.get(digest_of(None, source))) for name, source in wanted if source]
    if any(wording is None for _name, _source, wording in found):
        return Letter(template, language, ())
    texts = (LetterText(name, source, one) for name, source, one in found if one is not None)
    return Letter(template, language, tuple(texts))


def _faults(letter: Letter, one: LetterText, typed: str, form: Mapping[str, str]) -> tuple[str, ...]:
    if form.get(f"was_{one.name}") != one.mark and typed != one.said:
        return (
            _(
                "Somebody has changed this text meanwhile. It now says: “%(text)s” Save again to replace it.",
                text=one.said,
            ),
        )
    found = [str(flaw) for flaw in breaks(one.wording.shipped, (typed,), letter.language)]
    if one.name == "subject" and "\n" in typed:
        found.append(_("A subject is one line."))
    return tuple(found)

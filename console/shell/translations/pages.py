"""Builds the translators' pages from an institution's texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from config import LANGUAGES
from console.languages.catalogues import LANGUAGES as TRANSLATED
from console.languages.checks import Flaw, kept
from console.languages.glossary import Glossary
from console.languages.queries import Progress, Wording, digest_of
from console.shell.pages import Action, Choice, Crumb, Empty, Pager, Tag
from console.shell.translations.page_data import (
    Form,
    LanguageLine,
    OverviewPage,
    OwnerCard,
    TextRow,
    TextsPage,
    Word,
)
from console.shell.translations.subjects import Listing, Subject

PER_PAGE = 20
_MOST_FILES = 4


class Typed:
    """What was typed for a text and could not be saved."""

    def __init__(self, key: str, texts: Sequence[str], flaws: Sequence[Flaw | str]) -> None:
        self.key, self._texts, self._flaws = key, texts, flaws

    def put_into(self, row: TextRow) -> TextRow:
        """Give the row with what was typed and why it was not saved."""
        forms = tuple(replace(form, text=text) for form, text in zip(row.forms, self._texts, strict=False))
        return replace(row, forms=forms, faults=tuple(str(flaw) for flaw in self._flaws))


def overview_page(subjects: Sequence[Subject], figures: Sequence[Progress]) -> OverviewPage:
    """Give the page that says how far every owner is in every language."""
    cards = []
    for subject in subjects:
        lines = [_line(one) for one in figures if one.owner == subject.owner and one.total]
        note = "" if lines else _("This module has no catalogue of texts.")
        cards.append(OwnerCard(subject.title, tuple(lines), note))
    return OverviewPage(
        title=_("Translations"),
        lead=_("What you change here is shown at once, and only in your institution."),
        owners=tuple(cards),
    )


def texts_page(
    subject: Subject,
    listing: Listing,
    found: Sequence[Wording],
    glossary: Glossary,
    *,
    may_write: bool,
    typed: Typed | None = None,
) -> TextsPage:
    """Give the page with one part of the texts found; `typed` is what could not be saved, with its flaws."""
    start = (listing.page - 1) * PER_PAGE
    shown = found[start : start + PER_PAGE]
    rows = tuple(_row(subject, listing, one, glossary, may_write=may_write) for one in shown)
    if typed is not None:
        rows = tuple(typed.put_into(row) if row.key == typed.key else row for row in rows)
    return TextsPage(
        title=subject.title_in(listing.language),
        crumbs=crumbs(),
        count=ngettext("%(num)s text", "%(num)s texts", len(found)),
        language=listing.language,
        languages=tuple(
            Action(LANGUAGES[code], url_for(".texts", owner=subject.owner, language=code))
            for code in TRANSLATED
            if code != listing.language
        ),
        files=_files(subject, listing.language),
        import_url=url_for(".upload", owner=subject.owner, language=listing.language) if may_write else None,
        shows=(
            Choice("", _("All texts")),
            Choice("missing", pgettext("translation", "Missing")),
            Choice("own", _("Own wording")),
        ),
        show=listing.show,
        search=listing.search,
        rows=rows,
        empty=_empty(listing),
        pager=_pager(subject, listing, len(found), len(shown)),
        save_url=listing.url(".save", subject.owner) if may_write else None,
    )


def crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    """Give the way from the overview to a page."""
    return (Crumb(_("Translations"), url_for(".index")), *more)


def digest_of_texts(wording: Wording) -> str:
    """Give a digest of what a text says now, to tell later whether it still says so."""
    return digest_of(None, "\n".join(wording.entry.texts))[:16]


def _line(one: Progress) -> LanguageLine:
    def url(show: str) -> str:
        return url_for(".texts", owner=one.owner, language=one.language, show=show or None)

    return LanguageLine(
        name=LANGUAGES[one.language],
        url=url(""),
        total=one.total,
        translated=one.translated,
        text=_(
            "%(done)s of %(total)s translated",
            done=g.style.show_number(one.translated),
            total=g.style.show_number(one.total),
        ),
        missing=g.style.show_number(one.missing),
        missing_url=url("missing"),
        own=g.style.show_number(one.own),
        own_url=url("own"),
    )


def _files(subject: Subject, language: str) -> tuple[Action, ...]:
    def action(label: str, kind: str, only: str) -> Action:
        return Action(
            label, url_for(".file", owner=subject.owner, language=language, kind=kind, only=only or None)
        )

    return (
        action(_("Missing texts as a sheet (XLSX)"), "xlsx", "missing"),
        action(_("All texts as a sheet (XLSX)"), "xlsx", ""),
        action(_("Missing texts for translators’ programs (PO)"), "po", "missing"),
        action(_("All texts for translators’ programs (PO)"), "po", ""),
    )


def _row(subject: Subject, listing: Listing, one: Wording, glossary: Glossary, *, may_write: bool) -> TextRow:
    entry, sources = one.entry, one.shipped.sources
    labels = (_("Translation"),) if len(sources) == 1 else (_("Singular"), _("Plural"))
    return TextRow(
        key=one.key,
        state=_state(one),
        forms=tuple(
            Form(label, source, entry.texts[form] if form < len(entry.texts) else "")
            for form, (label, source) in enumerate(zip(labels, sources, strict=True))
        ),
        context=entry.context or "",
        where=where_used(entry.where),
        kept=kept(one.shipped),
        words=tuple(
            Word(term.name, term.words[listing.language], term.notes[listing.language])
            for term in glossary.in_text(" ".join(sources), subject.country)
        ),
        was=digest_of_texts(one),
        shipped=one.shipped.texts if one.own else (),
        reset_url=listing.url(".reset", subject.owner) if may_write and one.own else None,
    )


def _state(one: Wording) -> Tag:
    if one.own:
        return Tag(_("Own wording"), "info")
    if one.shipped.fuzzy:
        return Tag(pgettext("translation", "To check"), "warn")
    return Tag(pgettext("translation", "Missing"), "warn") if one.is_missing else Tag(_("Shipped"))


def where_used(places: Sequence[str]) -> str:
    """Give the files that use a text in words a translator understands: pages, and parts of the program."""
    said = list(dict.fromkeys(_place(PurePosixPath(place)) for place in places))
    more = len(said) - _MOST_FILES
    if more > 0:
        said = [*said[:_MOST_FILES], ngettext("%(num)s more place", "%(num)s more places", more)]
    return ", ".join(said)


def _place(path: PurePosixPath) -> str:
    name = path.stem.replace("_", " ").strip()
    if path.suffix == ".html":
        return str(_("page %(name)s", name=name))
    part = path.parent.name.replace("_", " ")
    return str(_("program %(name)s", name=f"{part}/{name}" if part else name))


def _empty(listing: Listing) -> Empty:
    if listing.show == "missing" and not listing.search:
        return Empty(_("Nothing is missing"), _("Every text is translated into this language."))
    if listing.show == "own" and not listing.search:
        return Empty(
            _("No own wording"),
            _("Change a text, and it is listed here. Pages show it instead of the shipped one."),
        )
    return Empty(_("Nothing is found"), _("Search for another word, or show all texts."))


def _pager(subject: Subject, listing: Listing, found: int, shown: int) -> Pager:
    start = (listing.page - 1) * PER_PAGE

    def url(page: int) -> str:
        return replace(listing, page=page).url(".texts", subject.owner)

    return Pager(
        text=_(
            "%(first)s to %(last)s of %(total)s",
            first=g.style.show_number(start + 1),
            last=g.style.show_number(start + shown),
            total=g.style.show_number(found),
        )
        if shown
        else "",
        prev_url=url(listing.page - 1) if listing.page > 1 else None,
        next_url=url(listing.page + 1) if start + shown < found else None,
    )

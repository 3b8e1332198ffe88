"""What one does with catalogues: extract, update, compile, check, report. Files change only when texts do."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from .catalogues import LANGUAGES
from .checks import Flaw, breaks, manners
from .entries import Entry, Owner
from .files import source_file
from .pofiles import catalogue_bytes, entries_in, read_catalogue

KEYWORDS = {
    "N_": None,
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
"""Functions whose arguments are texts."""

_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
_OPTIONS = {"**/templates/**": {"newstyle_gettext": "true", "silent": "false"}}


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw of one message (or, without a message, of the catalogue) of an owner in a language."""

    owner: str
    language: str
    msgid: str
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Tally:
    """How far an owner's texts are translated into a language."""

    owner: str
    language: str
    total: int
    translated: int
    fuzzy: int

    @property
    def missing(self) -> int:
        """Messages without a translation, finished or guessed."""
        return self.total - self.translated - self.fuzzy


def console_owner() -> Owner:
    """The console itself, whose catalogues stand beside its package."""
    root = Path(__file__).resolve().parents[2]
    return Owner("console", root / "console", root / "translations")


def plugin_owner(name: str, folder: Path) -> Owner:
    """A plugin, wherever its package lies; its catalogues are inside."""
    return Owner(name, folder, folder / "translations")


def template_of(owner: Owner) -> Catalog:
    """Every text in the sources of an owner, with the files that use it.

    Raises the parser's error, with the file in a note, when a source or template cannot be read.
    """
    template = Catalog(charset="utf-8")
    opened = [""]
    found = extract_from_dir(
        owner.source,
        _METHODS,
        options_map=_OPTIONS,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        callback=lambda file, _method, _options: opened.append(file),
    )
    try:
        for file, _line, message, comments, context in found:
            place = f"{owner.source.name}/{Path(file).as_posix()}"
            template.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    except Exception as error:
        error.add_note(f"in {owner.name}: {opened[-1]}")
        raise
    return template


def extract(owner: Owner) -> Path:
    """Write the template (`messages.pot`) of an owner's texts and return where."""
    path = owner.catalogues / "messages.pot"
    _write(path, catalogue_bytes(owner.name, template_of(owner)))
    return path


def update(owner: Owner, languages: Sequence[str] = LANGUAGES) -> list[Path]:
    """Bring the catalogues up to the sources and return those that changed.

    New texts come in empty, or fuzzy with the translation of a similar text; texts that are gone leave.
    """
    template = template_of(owner)
    changed = []
    for language in languages:
        path = source_file(owner.catalogues, language)
        catalogue = _read(path, language) if path.exists() else Catalog(locale=language, charset="utf-8")
        catalogue.update(template, update_creation_date=False)
        if _write(path, catalogue_bytes(f"{owner.name}: {language}", catalogue)):
            changed.append(path)
    return changed


def compile_all(owner: Owner, languages: Sequence[str] = LANGUAGES) -> list[Path]:
    """Write the compiled catalogues, which make the first page of a process quicker; return where."""
    written = []
    for language in languages:
        source = source_file(owner.catalogues, language)
        if source.exists():
            file = io.BytesIO()
            write_mo(file, _read(source, language))
            target = source.with_suffix(".mo")
            if not _write(target, file.getvalue()):
                os.utime(target)
            written.append(target)
    return written


def entries_of(owner: Owner, language: str) -> tuple[Entry, ...]:
    """The messages in an owner's catalogue, in the order of the file; none when there is no file.

    Raises ValueError when the file cannot be read.
    """
    path = source_file(owner.catalogues, language)
    return tuple(entry for _, entry in entries_in(_read(path, language))) if path.exists() else ()


def check(owner: Owner, languages: Sequence[str] = LANGUAGES) -> list[Finding]:
    """Everything that keeps an owner's catalogues from being complete and right."""
    wanted = [entry for _, entry in entries_in(template_of(owner))]
    findings = []
    for language in languages:
        for msgid, flaw in _flaws(owner, wanted, language):
            findings.append(Finding(owner.name, language, msgid, flaw))
    return findings


def _flaws(owner: Owner, wanted: list[Entry], language: str) -> Iterator[tuple[str, Flaw]]:
    path = source_file(owner.catalogues, language)
    try:
        have = {(entry.context, entry.msgid): entry for entry in entries_of(owner, language)}
    except ValueError as error:
        yield "", Flaw("unreadable", {"reason": str(error)})
        return
    for entry in wanted:
        found = have.pop((entry.context, entry.msgid), entry)
        if found.fuzzy:
            yield entry.msgid, Flaw("fuzzy")
        elif found.plural != entry.plural:
            yield entry.msgid, Flaw("forms")
        else:
            for flaw in (*breaks(entry, found.texts, language), *manners(found.texts, language)):
                yield entry.msgid, flaw
    for _, msgid in have:
        yield msgid, Flaw("unused")
    if path.exists():
        stanzas = len(re.findall(r"(?m)^msgid ", path.read_text("utf-8")))
        if stanzas > 1 + len(entries_of(owner, language)):
            yield "", Flaw("repeated")


def report(owners: Sequence[Owner], languages: Sequence[str] = LANGUAGES) -> list[Tally]:
    """Per owner and language, how many of the texts in the catalogue are translated."""
    tallies = []
    for owner in owners:
        for language in languages:
            entries = entries_of(owner, language)
            done = sum(entry.is_done for entry in entries)
            fuzzy = sum(entry.fuzzy for entry in entries)
            tallies.append(Tally(owner.name, language, len(entries), done, fuzzy))
    return tallies


def _read(path: Path, language: str) -> Catalog:
    try:
        return read_catalogue(path.read_bytes(), language)
    except ValueError as error:
        raise ValueError(f"{path.name} ({language}): {error}") from error


def _write(path: Path, data: bytes) -> bool:
    """Put a file in place in one step; False when it is already so."""
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.write_bytes(data)
    beside.replace(path)
    return True

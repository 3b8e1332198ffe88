"""Entries as .po files and back, in one stable form: sorted, unwrapped, nothing that changes by itself."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator

from babel.messages import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from .entries import Entry

_LINE = re.compile(rb'\s*(?:#.*|(?:msg(?:ctxt|id|id_plural|str(?:\[[0-9]\])?)\s+)?"(?:[^"\\]|\\.)*"\s*)?')
_KEPT_HEADERS = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:")


def read_catalogue(data: bytes, language: str | None = None) -> Catalog:
    """The catalogue in a .po file, without the messages it keeps as obsolete.

    Raises ValueError when it cannot be read. (Babel alone cuts the ends off a text without quotation marks.)
    """
    text = data.removeprefix(codecs.BOM_UTF8)
    for number, line in enumerate(text.splitlines(), start=1):
        if not _LINE.fullmatch(line):
            raise ValueError(f"line {number}")
    try:
        return read_po(io.BytesIO(text), locale=language, ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def entries_in(catalogue: Catalog) -> Iterator[tuple[int, Entry]]:
    """The messages of a catalogue, each with its line in the file (0 when it comes from sources)."""
    for message in catalogue:
        if not message.id:
            continue
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        yield (
            message.lineno or 0,
            Entry(
                context=message.context,
                msgid=ids[0],
                plural=ids[1] if len(ids) > 1 else None,
                texts=tuple(text or "" for text in texts) if any(texts) else (),
                where=tuple(sorted({place for place, _ in message.locations})),
                fuzzy=message.fuzzy,
            ),
        )


def po_lines(data: bytes) -> list[tuple[int, Entry]]:
    """The messages of a .po file that somebody sent, with their lines. Raises ValueError."""
    return list(entries_in(read_catalogue(data)))


def po_bytes(title: str, language: str, entries: Iterable[Entry]) -> bytes:
    """Entries as a .po file whose first line is the comment `title`."""
    catalogue = Catalog(locale=language, charset="utf-8")
    for entry in entries:
        catalogue.add(
            entry.msgid if entry.plural is None else (entry.msgid, entry.plural),
            (entry.texts or ("",))[0] if entry.plural is None else entry.texts or ("", ""),
            locations=[(place, 0) for place in entry.where],
            flags=["fuzzy"] if entry.fuzzy else [],
            context=entry.context,
        )
    return catalogue_bytes(title, catalogue)


def catalogue_bytes(title: str, catalogue: Catalog) -> bytes:
    """A catalogue of Babel's as a .po file, without the dates and line numbers that always change."""
    catalogue.header_comment = f"# {title}"
    catalogue.fuzzy = False
    file = io.BytesIO()
    write_po(file, catalogue, width=0, sort_output=True, ignore_obsolete=True)
    lines = file.getvalue().decode("utf-8").split("\n")
    end = lines.index("")
    kept = [
        line
        for line in lines[:end]
        if not re.match(r'"[A-Z][\w-]+:', line) or line[1:].startswith(_KEPT_HEADERS)
    ]
    return "\n".join([*kept, *lines[end:]]).strip().encode("utf-8") + b"\n"

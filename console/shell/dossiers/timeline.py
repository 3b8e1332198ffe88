"""The timeline of a dossier in words: what happened to its documents, and what the mailbox tells of its messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask_babel import lazy_pgettext

from console.dossiers.models import DossierEntry
from console.hooks.declarations import Text
from console.shell.mailbox import wording
from console.shell.pages import TimelineEntry

_ACTS: Final[Mapping[str, Text]] = {
    "ends_soon": lazy_pgettext("timeline", "Ends soon"),
    "dossier_reopened": lazy_pgettext("timeline", "Dossier reopened"),
    "document_added": lazy_pgettext("timeline", "Document made available"),
    "document_opened": lazy_pgettext("timeline", "Document opened for the first time"),
    "document_closed": lazy_pgettext("timeline", "Document closed"),
    "document_reminded": lazy_pgettext("timeline", "Reminder of an unopened document"),
    "document_to_print": lazy_pgettext("timeline", "Unopened document goes by post"),
    "document_posted": lazy_pgettext("timeline", "Document posted"),
}


def told(entry: DossierEntry) -> TimelineEntry:
    """Give a line of the timeline; of an act nobody knows any more, its bare name."""
    line = wording.entry_of(entry)
    title = _ACTS.get(entry.act)
    if title is None:
        return line
    document = str(entry.facts.get("document", ""))
    return replace(line, title=str(title), text=" · ".join(filter(None, (document, line.text))))

"""What the benchmark plugin brings to the console."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from console.plugin import MenuEntry, Right, Theme, View, forms, hookimpl

from .forms import FORMS, THEMES
from .models import Entry, Kind, Office
from .views import EntryView


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """The register's three tables."""
    return [Kind, Office, Entry]


@hookimpl
def register_themes() -> Sequence[Theme]:
    """The subject areas of the mailbox's messages."""
    return THEMES


@hookimpl
def register_forms() -> Sequence[forms.Form]:
    """What those messages are."""
    return FORMS


@hookimpl
def register_views() -> Sequence[View]:
    """One list."""
    return [View(EntryView, MenuEntry("Entries"))]


@hookimpl
def register_rights() -> Sequence[Right]:
    """Case workers read and write, so that the list shows all its links."""
    return [
        Right("entry", "read", "See entries", ("case_worker",)),
        Right("entry", "write", "Add and edit entries", ("case_worker",)),
    ]

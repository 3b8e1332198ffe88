"""What the plugin brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from console.plugin import AuditAction, MenuEntry, Right, Simulator, Theme, View, hookimpl
from console.plugin import lazy_gettext as _l

from .models import Note
from .press import make_press
from .views import NoteView

STAFF = ("administrator", "case_worker")


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """The notes."""
    return [Note]


@hookimpl
def register_themes() -> Sequence[Theme]:
    """One subject area."""
    return [Theme("notes", _l("Notes"))]


@hookimpl
def register_views() -> Sequence[View]:
    """One list, in the menu."""
    return [View(NoteView, MenuEntry(_l("Notes"), "document"), theme="notes")]


@hookimpl
def register_rights() -> Sequence[Right]:
    """Staff read and write."""
    return [
        Right("note", "read", _l("See notes"), STAFF),
        Right("note", "write", _l("Add and edit notes"), STAFF),
    ]


@hookimpl
def register_simulators() -> Sequence[Simulator]:
    """The press stands beside the console, so that notes are printed without paper."""
    return [Simulator("notes.press", "Press", "POST of a text with Idempotency-Key", 8699, make_press)]


@hookimpl
def register_audit_actions() -> Sequence[AuditAction]:
    """The journal speaks of notes."""
    return [AuditAction("notes.note.added", _l("Note %(name)s added"))]

"""The list of notes with its forms."""

from __future__ import annotations

from console.plugin import CrudView, TextColumn
from console.plugin import lazy_gettext as _l

from .models import Note


class NoteView(CrudView):
    """Notes, by title."""

    key = "note"
    model = Note
    rows = _l("Notes")
    row = _l("note")
    columns = (
        TextColumn(key="title", label=_l("Note title"), required=True, most=80),
        TextColumn(key="text", label=_l("Note text"), most=500),
    )
    groups = ((_l("Note"), ("title", "text")),)
    listed = ("title", "text")
    sorts = ("title",)
    default_sort = "title"

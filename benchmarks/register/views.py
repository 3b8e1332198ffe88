"""The register's list."""

from __future__ import annotations

from console.plugin import CrudView, DayColumn, RelatedColumn, RelatedFilter, TextColumn

from .models import Entry, Kind, Office


class EntryView(CrudView):
    """Entries with their kind and office, as a plugin would declare them."""

    key = "entry"
    model = Entry
    rows = "Entries"
    row = "entry"
    columns = (
        TextColumn(key="number", label="Number", required=True, most=12),
        TextColumn(key="name", label="Name", required=True, most=80),
        DayColumn(key="day", label="Day", required=True),
        RelatedColumn(key="kind", label="Kind", target=Kind, foreign="kind_id", required=True),
        RelatedColumn(key="office", label="Office", target=Office, foreign="office_id", required=True),
    )
    groups = (("Entry", ("number", "name", "day", "kind", "office")),)
    listed = ("number", "name", "day", "kind", "office")
    sorts = ("number", "name", "day")
    default_sort = "number"
    unique = "number"
    joined = ("kind", "office")
    filters = (
        RelatedFilter(name="kind", label="Kind", column=Entry.kind_id, target=Kind),
        RelatedFilter(name="office", label="Office", column=Entry.office_id, target=Office),
    )

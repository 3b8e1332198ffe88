"""One page over the companies of the institution."""

from console.plugin import Company, CrudView, MenuEntry, Right, TextColumn, View, hookimpl


class EntryView(CrudView):
    """Companies with their phone numbers."""

    key, model, rows, row = "entry", Company, "Phone book", "entry"
    columns = (TextColumn(key="name", label="Name"), TextColumn(key="phone", label="Phone"))
    groups = (("Entry", ("name", "phone")),)
    listed = ("name", "phone")
    sorts = ("name",)
    default_sort = "name"


@hookimpl
def register_views():
    return [View(EntryView, MenuEntry("Phone book"))]


@hookimpl
def register_rights():
    return [Right("entry", "read", "See the phone book", ("case_worker",))]

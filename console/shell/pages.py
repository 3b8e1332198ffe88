"""What the page templates take: one frozen dataclass per page, and the frame around every page.

Everything in here is ready to be read: texts are translated, dates, amounts and counts written out, addresses
built, rights already applied. A member that is None or empty is left out of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from wtforms import BaseForm

Tone = Literal["plain", "info", "ok", "warn", "bad"]
"""The four meanings that have a colour, and none; a word always stands beside the colour."""

CellKind = Literal["text", "number", "code", "day", "tag"]
"""How a value is set: a number to the right in equal figures, a code (such as a member's number) and a day in
equal figures, a tag in its tone."""

FilterKind = Literal["text", "choice", "day", "related"]
"""How a filter is entered: typed, chosen from a list, a typed day, typed with suggestions."""


# The frame


@dataclass(frozen=True, slots=True)
class InstitutionBadge:
    """The institution in the top bar; `version` rises with each change of its accent colour."""

    name: str
    short: str
    country: str
    id: int
    version: int
    logo_url: str | None = None


@dataclass(frozen=True, slots=True)
class PersonBadge:
    """The person signed in."""

    name: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """One membership the person may work under; `detail` says the company, the role or the alias."""

    id: int
    label: str
    detail: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language in its own words: `de`, Deutsch."""

    code: str
    name: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One line of the navigation; `hot` fills the count, for work that waits for the reader."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: str | None = None
    hot: bool = False


@dataclass(frozen=True, slots=True)
class NavSection:
    """Lines of the navigation under one heading."""

    title: str
    entries: tuple[NavEntry, ...]


@dataclass(frozen=True, slots=True)
class FrameLinks:
    """Where the frame leads; `switch`, `language` and `logout` are posted to."""

    home_url: str
    login_url: str
    logout_url: str
    language_url: str
    switch_url: str
    profile_url: str
    devices_url: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page. `institution` and `person` are None for a reader who has not signed in."""

    product: str
    lang: str
    links: FrameLinks
    theme: Literal["light", "dark", "system"] = "light"
    density: Literal["normal", "compact"] = "normal"
    institution: InstitutionBadge | None = None
    person: PersonBadge | None = None
    mandates: tuple[Mandate, ...] = ()
    languages: tuple[LanguageChoice, ...] = ()
    sections: tuple[NavSection, ...] = ()
    keys_off: bool = False

    @property
    def mandate(self) -> Mandate | None:
        """The mandate the person works under now."""
        return next((mandate for mandate in self.mandates if mandate.current), None)

    @property
    def language(self) -> LanguageChoice | None:
        """The language of the page, if it is one to choose from."""
        return next((language for language in self.languages if language.current), None)


# Parts that several pages share


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step above the page, in the line over its title."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button in the head of a page: a link, or with `post` a form of its own."""

    label: str
    url: str
    kind: Literal["plain", "main", "danger"] = "plain"
    icon: str | None = None
    post: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A short word on a coloured ground, such as a state."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands in the place of a list without rows: the fact, and what will make something appear here."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value; an empty value is shown as a dash."""

    label: str
    text: str
    kind: CellKind = "text"
    url: str | None = None
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts under one heading, or the first ones of a page without it."""

    title: str | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after; None where there was, or is, nothing."""

    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event, newest first; `when` as read, `moment` as ISO 8601 for machines."""

    when: str
    moment: str
    title: str
    text: str = ""
    who: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `sort_url` sorts by it, `sorted` says in which direction the rows are sorted by it now."""

    label: str
    kind: CellKind = "text"
    sort_url: str | None = None
    sorted: Literal["ascending", "descending"] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row, in the kind of its column; `detail` is a quiet second line."""

    text: str
    tone: Tone = "plain"
    url: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `url` opens it from its first cell, whose text also names the row in its buttons."""

    cells: tuple[Cell, ...]
    url: str | None = None
    edit_url: str | None = None

    @property
    def name(self) -> str:
        """What the row is called when a button is read out without the rest of the row."""
        return self.cells[0].text


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows under columns; below a width of 60rem each row becomes a card. `caption` is read out only."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def editable(self) -> bool:
        """Whether a row has a button to edit it."""
        return any(row.edit_url for row in self.rows)


# Pages


@dataclass(frozen=True, slots=True)
class Choice:
    """A value and the words for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FilterControl:
    """One filter of a list; `suggest_url` answers typed letters with a JSON list of value and label."""

    name: str
    label: str
    kind: FilterKind
    value: str = ""
    choices: tuple[Choice, ...] = ()
    suggest_url: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter at work, and the address of the list without it."""

    text: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class PageSize:
    """A number of rows per page to choose."""

    rows: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """The way through the pages of a list; None at its ends."""

    text: str
    prev_url: str | None = None
    next_url: str | None = None
    sizes: tuple[PageSize, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """A searchable, sortable, paged list.

    `search` is the text searched for, None when the list has no search. `keep` are values of the address that
    searching and filtering must not lose, such as the order of the rows.
    """

    title: str
    table: DataTable
    empty: Empty
    pager: Pager
    lead: str = ""
    count: str = ""
    crumbs: tuple[Crumb, ...] = ()
    search: str | None = None
    search_hint: str = ""
    filters: tuple[FilterControl, ...] = ()
    chips: tuple[FilterChip, ...] = ()
    clear_url: str | None = None
    keep: tuple[tuple[str, str], ...] = ()
    add_url: str | None = None
    import_url: str | None = None
    export_csv_url: str | None = None
    export_xlsx_url: str | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Fieldset:
    """Fields under one heading; a tuple of names within `names` stands on one line."""

    legend: str | None
    names: tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form. Fields that no fieldset names are not shown, except hidden ones."""

    title: str
    form: BaseForm
    fieldsets: tuple[Fieldset, ...]
    submit: str
    cancel_url: str
    crumbs: tuple[Crumb, ...] = ()
    lead: str = ""
    note: str = ""

    @property
    def multipart(self) -> bool:
        """Whether the form carries a file."""
        return has_file(self.form)


@dataclass(frozen=True, slots=True)
class RelatedTable:
    """Rows that belong to the one shown, with the addresses of the whole list and of a new row."""

    title: str
    table: DataTable
    empty: Empty
    all_url: str | None = None
    add_url: str | None = None


@dataclass(frozen=True, slots=True)
class ShowPage:
    """One row with all its facts, what may be done with it and what belongs to it."""

    title: str
    groups: tuple[FactGroup, ...]
    crumbs: tuple[Crumb, ...] = ()
    tags: tuple[Tag, ...] = ()
    actions: tuple[Action, ...] = ()
    tables: tuple[RelatedTable, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Who changed what in a row, newest first."""

    title: str
    entries: tuple[TimelineEntry, ...]
    empty: Empty
    pager: Pager
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """The question before an act, its consequences in whole sentences; `hidden` values are posted along."""

    title: str
    consequences: tuple[str, ...]
    submit: str
    cancel_url: str
    crumbs: tuple[Crumb, ...] = ()
    lead: str = ""
    danger: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
    action_url: str = ""


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The first step of an import: the file. `columns` says what each column of the sheet may hold."""

    title: str
    form: BaseForm
    submit: str
    cancel_url: str
    columns: tuple[Fact, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    lead: str = ""
    template_url: str | None = None


@dataclass(frozen=True, slots=True)
class ImportFault:
    """What is wrong in one cell of the sheet, and what to do."""

    row: int
    column: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class ImportChange:
    """What a row of the sheet would change in a stored one."""

    row: int
    name: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The second step: what the file would do. Without `submit` it cannot be carried out; `note` says why."""

    title: str
    file_name: str
    new: str
    changed: str
    unchanged: str
    faulty: str
    cancel_url: str
    submit: str | None = None
    faults: tuple[ImportFault, ...] = ()
    more_faults: int = 0
    changes: tuple[ImportChange, ...] = ()
    more_changes: int = 0
    crumbs: tuple[Crumb, ...] = ()
    note: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LoginPage:
    """Signing in; the form has the fields username, password and next. `others` are other ways in."""

    title: str
    form: BaseForm
    lead: str = ""
    others: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """A module on the home page; `count_text` says what is counted, `hot` marks work that waits."""

    title: str
    text: str
    url: str
    icon: str = "module"
    count: str | None = None
    count_text: str = ""
    hot: bool = False


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page after signing in."""

    title: str
    tiles: tuple[Tile, ...]
    empty: Empty
    lead: str = ""


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Why there is no page: what happened, what to do, and the reference under which the log has it."""

    code: int
    title: str
    text: str
    advice: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One message that is a page of its own, such as after signing out."""

    title: str
    text: str
    tone: Tone = "info"
    actions: tuple[Action, ...] = ()


def has_file(form: BaseForm) -> bool:
    """Whether a form has a field for files and so must be posted in parts."""
    return any(getattr(field.widget, "input_type", "") == "file" for field in form)

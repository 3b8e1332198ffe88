"""Pages on which a person enters something: forms, confirmations, imports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.shell.pages.parts import Action, Crumb, Fact, FieldChange

if TYPE_CHECKING:
    from wtforms import BaseForm


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
    actions: tuple[Action, ...] = ()

    @property
    def multipart(self) -> bool:
        """Whether the form carries a file."""
        return has_file(self.form)

    @property
    def order(self) -> tuple[str, ...]:
        """The names of the fields as they follow each other on the page."""
        lines = (line for fieldset in self.fieldsets for line in fieldset.names)
        return tuple(name for line in lines for name in ((line,) if isinstance(line, str) else line))


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
    promise: str = ""
    """What adding the file does not do yet; without it, that nothing is changed."""


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


def has_file(form: BaseForm) -> bool:
    """Whether a form has a field for files and so must be posted in parts."""
    return any(getattr(field.widget, "input_type", "") == "file" for field in form)

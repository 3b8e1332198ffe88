"""THE surface for plugins: everything a plugin may import from the console, and nothing else of it.

A snapshot test watches this list: what is added here is a promise to people we do not know. Each name is fetched when
it is asked for, so that a command which reads a file does not wait for the pages and the database.
"""

from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_babel import gettext as gettext
    from flask_babel import lazy_gettext as lazy_gettext
    from flask_babel import ngettext as ngettext

    from console.base import clock as clock
    from console.base.errors import BadArgument as BadArgument
    from console.base.errors import Conflict as Conflict
    from console.base.errors import NotFound as NotFound
    from console.base.figures import Misread as Misread
    from console.base.figures import Style as Style
    from console.base.figures import style_of as style_of
    from console.base.folding import fold as fold
    from console.base.model import Model as Model
    from console.base.model import UtcMoment as UtcMoment
    from console.base.model import Versioned as Versioned
    from console.base.sheets import N_ as N_
    from console.base.sheets import Cell as Cell
    from console.base.sheets import Phrase as Phrase
    from console.base.sheets import Sheet as Sheet
    from console.base.sheets import SheetRefused as SheetRefused
    from console.base.sheets import SheetRow as SheetRow
    from console.base.sheets import Unreadable as Unreadable
    from console.base.sheets import read_upload as read_upload
    from console.forms import surface as _forms
    from console.hooks.commands import Answer as Answer
    from console.hooks.commands import Command as Command
    from console.hooks.commands import FileRefused as FileRefused
    from console.hooks.commands import Finding as Finding
    from console.hooks.commands import quoted as quoted
    from console.hooks.declarations import AuditAction as AuditAction
    from console.hooks.declarations import Health as Health
    from console.hooks.declarations import Level as Level
    from console.hooks.declarations import Manifest as Manifest
    from console.hooks.declarations import MenuEntry as MenuEntry
    from console.hooks.declarations import Resource as Resource
    from console.hooks.declarations import Right as Right
    from console.hooks.declarations import Setting as Setting
    from console.hooks.declarations import Theme as Theme
    from console.hooks.declarations import Tile as Tile
    from console.hooks.declarations import View as View
    from console.hooks.specs import hookimpl as hookimpl
    from console.institutions.policies import protect as protect
    from console.institutions.scope import CompanyScoped as CompanyScoped
    from console.institutions.scope import InstitutionScoped as InstitutionScoped
    from console.institutions.search import Searchable as Searchable
    from console.institutions.search import matching as matching
    from console.institutions.sessions import db as db
    from console.parties.models import Company as Company
    from console.parties.service import rename as _rename
    from console.shell.crud.columns import ChoiceColumn as ChoiceColumn
    from console.shell.crud.columns import Column as Column
    from console.shell.crud.columns import ColumnFault as ColumnFault
    from console.shell.crud.columns import DayColumn as DayColumn
    from console.shell.crud.columns import RelatedColumn as RelatedColumn
    from console.shell.crud.columns import TextColumn as TextColumn
    from console.shell.crud.filters import ChoiceFilter as ChoiceFilter
    from console.shell.crud.filters import DayFilter as DayFilter
    from console.shell.crud.filters import Filter as Filter
    from console.shell.crud.filters import RelatedFilter as RelatedFilter
    from console.shell.crud.view import CrudView as CrudView
    from console.shell.crud.view import Related as Related
    from console.shell.page_view import PageView as PageView

    forms = _forms
    rename_company = _rename

_HOMES = {
    "Answer": "console.hooks.commands:Answer",
    "AuditAction": "console.hooks.declarations:AuditAction",
    "BadArgument": "console.base.errors:BadArgument",
    "Cell": "console.base.sheets:Cell",
    "ChoiceColumn": "console.shell.crud.columns:ChoiceColumn",
    "ChoiceFilter": "console.shell.crud.filters:ChoiceFilter",
    "Column": "console.shell.crud.columns:Column",
    "ColumnFault": "console.shell.crud.columns:ColumnFault",
    "Command": "console.hooks.commands:Command",
    "Company": "console.parties.models:Company",
    "CompanyScoped": "console.institutions.scope:CompanyScoped",
    "Conflict": "console.base.errors:Conflict",
    "CrudView": "console.shell.crud.view:CrudView",
    "DayColumn": "console.shell.crud.columns:DayColumn",
    "DayFilter": "console.shell.crud.filters:DayFilter",
    "FileRefused": "console.hooks.commands:FileRefused",
    "Filter": "console.shell.crud.filters:Filter",
    "Finding": "console.hooks.commands:Finding",
    "Health": "console.hooks.declarations:Health",
    "InstitutionScoped": "console.institutions.scope:InstitutionScoped",
    "Level": "console.hooks.declarations:Level",
    "Manifest": "console.hooks.declarations:Manifest",
    "MenuEntry": "console.hooks.declarations:MenuEntry",
    "Misread": "console.base.figures:Misread",
    "Model": "console.base.model:Model",
    "N_": "console.base.sheets:N_",
    "NotFound": "console.base.errors:NotFound",
    "PageView": "console.shell.page_view:PageView",
    "Phrase": "console.base.sheets:Phrase",
    "Related": "console.shell.crud.view:Related",
    "RelatedColumn": "console.shell.crud.columns:RelatedColumn",
    "RelatedFilter": "console.shell.crud.filters:RelatedFilter",
    "Resource": "console.hooks.declarations:Resource",
    "Right": "console.hooks.declarations:Right",
    "Searchable": "console.institutions.search:Searchable",
    "Setting": "console.hooks.declarations:Setting",
    "Sheet": "console.base.sheets:Sheet",
    "SheetRefused": "console.base.sheets:SheetRefused",
    "SheetRow": "console.base.sheets:SheetRow",
    "Style": "console.base.figures:Style",
    "TextColumn": "console.shell.crud.columns:TextColumn",
    "Theme": "console.hooks.declarations:Theme",
    "Tile": "console.hooks.declarations:Tile",
    "Unreadable": "console.base.sheets:Unreadable",
    "UtcMoment": "console.base.model:UtcMoment",
    "Versioned": "console.base.model:Versioned",
    "View": "console.hooks.declarations:View",
    "clock": "console.base.clock",
    "db": "console.institutions.sessions:db",
    "fold": "console.base.folding:fold",
    "forms": "console.forms.surface",
    "gettext": "flask_babel:gettext",
    "hookimpl": "console.hooks.specs:hookimpl",
    "lazy_gettext": "flask_babel:lazy_gettext",
    "matching": "console.institutions.search:matching",
    "ngettext": "flask_babel:ngettext",
    "protect": "console.institutions.policies:protect",
    "quoted": "console.hooks.commands:quoted",
    "read_upload": "console.base.sheets:read_upload",
    "rename_company": "console.parties.service:rename",
    "style_of": "console.base.figures:style_of",
}
"""Where each name lives; a test compares it with the imports above, which are for type checkers."""

__all__ = sorted(_HOMES)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Fetch a name of the surface, once."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = resolve_name(_HOMES[name])
        return found

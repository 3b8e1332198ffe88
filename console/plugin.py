"""THE surface for plugins: everything a plugin may import from the console, and nothing else of it.

A snapshot test watches this list: what is added here is a promise to people we do not know.
"""

from flask_babel import gettext, lazy_gettext, ngettext

from console.base import clock
from console.base.errors import BadArgument, Conflict, NotFound
from console.base.figures import Misread, Style
from console.base.folding import fold
from console.base.model import Model, UtcMoment, Versioned
from console.hooks.declarations import (
    AuditAction,
    Health,
    Level,
    Manifest,
    MenuEntry,
    Resource,
    Right,
    Setting,
    Theme,
    Tile,
    View,
)
from console.hooks.specs import hookimpl
from console.institutions.policies import protect
from console.institutions.scope import CompanyScoped, InstitutionScoped
from console.institutions.search import Searchable
from console.institutions.sessions import db
from console.parties.models import Company
from console.parties.service import rename as rename_company
from console.shell.crud.columns import ChoiceColumn, Column, ColumnFault, DayColumn, RelatedColumn, TextColumn
from console.shell.crud.filters import ChoiceFilter, DayFilter, Filter, RelatedFilter
from console.shell.crud.view import CrudView, Related
from console.shell.page_view import PageView

__all__ = [
    "AuditAction",
    "BadArgument",
    "ChoiceColumn",
    "ChoiceFilter",
    "Column",
    "ColumnFault",
    "Company",
    "CompanyScoped",
    "Conflict",
    "CrudView",
    "DayColumn",
    "DayFilter",
    "Filter",
    "Health",
    "InstitutionScoped",
    "Level",
    "Manifest",
    "MenuEntry",
    "Misread",
    "Model",
    "NotFound",
    "PageView",
    "Related",
    "RelatedColumn",
    "RelatedFilter",
    "Resource",
    "Right",
    "Searchable",
    "Setting",
    "Style",
    "TextColumn",
    "Theme",
    "Tile",
    "UtcMoment",
    "Versioned",
    "View",
    "clock",
    "db",
    "fold",
    "gettext",
    "hookimpl",
    "lazy_gettext",
    "ngettext",
    "protect",
    "rename_company",
]

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

    from console.api.cursors import place_token as place_token
    from console.audit.service import changes_of as changes_of
    from console.audit.service import record as record
    from console.base import bounded as bounded
    from console.base import clock as clock
    from console.base import ids as ids
    from console.base.addresses import public_url as public_url
    from console.base.errors import BadArgument as BadArgument
    from console.base.errors import Conflict as Conflict
    from console.base.errors import ConsoleError as ConsoleError
    from console.base.errors import NotAllowed as NotAllowed
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
    from console.base.sheets import write_workbook as write_workbook
    from console.base.sheets import write_xlsx as write_xlsx
    from console.deadlines.service import by_rule as by_rule
    from console.dispatch import surface as _dispatch
    from console.documents import surface as _papers
    from console.forms import surface as _forms
    from console.hooks.acts import ApiAct as ApiAct
    from console.hooks.acts import ApiCall as ApiCall
    from console.hooks.cases import CaseRefused as CaseRefused
    from console.hooks.cases import Given as Given
    from console.hooks.cases import answer_cases as answer_cases
    from console.hooks.commands import Answer as Answer
    from console.hooks.commands import Asked as Asked
    from console.hooks.commands import Choice as Choice
    from console.hooks.commands import Command as Command
    from console.hooks.commands import FileRefused as FileRefused
    from console.hooks.commands import FilesCommand as FilesCommand
    from console.hooks.commands import Finding as Finding
    from console.hooks.commands import MoreFiles as MoreFiles
    from console.hooks.commands import open_file as open_file
    from console.hooks.commands import quoted as quoted
    from console.hooks.declarations import AuditAction as AuditAction
    from console.hooks.declarations import CampaignList as CampaignList
    from console.hooks.declarations import CampaignRow as CampaignRow
    from console.hooks.declarations import Erased as Erased
    from console.hooks.declarations import Health as Health
    from console.hooks.declarations import Level as Level
    from console.hooks.declarations import Manifest as Manifest
    from console.hooks.declarations import MenuEntry as MenuEntry
    from console.hooks.declarations import PersonRows as PersonRows
    from console.hooks.declarations import Resource as Resource
    from console.hooks.declarations import RetentionClass as RetentionClass
    from console.hooks.declarations import Right as Right
    from console.hooks.declarations import Setting as Setting
    from console.hooks.declarations import Simulator as Simulator
    from console.hooks.declarations import Theme as Theme
    from console.hooks.declarations import Tile as Tile
    from console.hooks.declarations import Upsert as Upsert
    from console.hooks.declarations import View as View
    from console.hooks.specs import hookimpl as hookimpl
    from console.hooks.times import DeadlineRule as DeadlineRule
    from console.hooks.times import Duty as Duty
    from console.hooks.times import Owed as Owed
    from console.hooks.times import Scheduled as Scheduled
    from console.institutions.fleeting import Fleeting as Fleeting
    from console.institutions.policies import protect as protect
    from console.institutions.scope import CompanyScoped as CompanyScoped
    from console.institutions.scope import InstitutionScoped as InstitutionScoped
    from console.institutions.search import Searchable as Searchable
    from console.institutions.search import matching as matching
    from console.institutions.sessions import db as db
    from console.jobs.declarations import TaskKind as TaskKind
    from console.jobs.models import Task as Task
    from console.jobs.running import TaskRun as TaskRun
    from console.jobs.tasks import start_task as start_task
    from console.mailbox import surface as _mailbox
    from console.notices.letters import Letter as Letter
    from console.notices.letters import write_to_company as write_to_company
    from console.parties.models import Company as Company
    from console.parties.service import rename as _rename
    from console.shell import pages as pages
    from console.shell.boundary import say_done as say_done
    from console.shell.colleagues import Colleague as Colleague
    from console.shell.colleagues import colleagues as colleagues
    from console.shell.consulting import note as _note
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
    from console.shell.crud.personal import Personal as Personal
    from console.shell.crud.view import CrudView as CrudView
    from console.shell.crud.view import Related as Related
    from console.shell.page_view import PageView as PageView
    from console.shell.page_view import visitor as visitor
    from console.shell.tasks.page_data import task_url as task_url
    from console.testing.simulators import surface as _simulators

    dispatch = _dispatch
    forms = _forms
    mailbox = _mailbox
    note_consultation = _note
    papers = _papers
    rename_company = _rename
    simulators = _simulators

_HOMES = {
    "Answer": "console.hooks.commands:Answer",
    "ApiAct": "console.hooks.acts:ApiAct",
    "ApiCall": "console.hooks.acts:ApiCall",
    "Asked": "console.hooks.commands:Asked",
    "AuditAction": "console.hooks.declarations:AuditAction",
    "BadArgument": "console.base.errors:BadArgument",
    "CampaignList": "console.hooks.declarations:CampaignList",
    "CampaignRow": "console.hooks.declarations:CampaignRow",
    "CaseRefused": "console.hooks.cases:CaseRefused",
    "Cell": "console.base.sheets:Cell",
    "Choice": "console.hooks.commands:Choice",
    "ChoiceColumn": "console.shell.crud.columns:ChoiceColumn",
    "ChoiceFilter": "console.shell.crud.filters:ChoiceFilter",
    "Colleague": "console.shell.colleagues:Colleague",
    "Column": "console.shell.crud.columns:Column",
    "ColumnFault": "console.shell.crud.columns:ColumnFault",
    "Command": "console.hooks.commands:Command",
    "Company": "console.parties.models:Company",
    "CompanyScoped": "console.institutions.scope:CompanyScoped",
    "Conflict": "console.base.errors:Conflict",
    "ConsoleError": "console.base.errors:ConsoleError",
    "CrudView": "console.shell.crud.view:CrudView",
    "DayColumn": "console.shell.crud.columns:DayColumn",
    "DayFilter": "console.shell.crud.filters:DayFilter",
    "DeadlineRule": "console.hooks.times:DeadlineRule",
    "Duty": "console.hooks.times:Duty",
    "Erased": "console.hooks.declarations:Erased",
    "FileRefused": "console.hooks.commands:FileRefused",
    "FilesCommand": "console.hooks.commands:FilesCommand",
    "Filter": "console.shell.crud.filters:Filter",
    "Finding": "console.hooks.commands:Finding",
    "Fleeting": "console.institutions.fleeting:Fleeting",
    "Given": "console.hooks.cases:Given",
    "Health": "console.hooks.declarations:Health",
    "InstitutionScoped": "console.institutions.scope:InstitutionScoped",
    "Letter": "console.notices.letters:Letter",
    "Level": "console.hooks.declarations:Level",
    "Manifest": "console.hooks.declarations:Manifest",
    "MenuEntry": "console.hooks.declarations:MenuEntry",
    "Misread": "console.base.figures:Misread",
    "Model": "console.base.model:Model",
    "MoreFiles": "console.hooks.commands:MoreFiles",
    "N_": "console.base.sheets:N_",
    "NotAllowed": "console.base.errors:NotAllowed",
    "NotFound": "console.base.errors:NotFound",
    "Owed": "console.hooks.times:Owed",
    "PageView": "console.shell.page_view:PageView",
    "PersonRows": "console.hooks.declarations:PersonRows",
    "Personal": "console.shell.crud.personal:Personal",
    "Phrase": "console.base.sheets:Phrase",
    "Related": "console.shell.crud.view:Related",
    "RelatedColumn": "console.shell.crud.columns:RelatedColumn",
    "RelatedFilter": "console.shell.crud.filters:RelatedFilter",
    "Resource": "console.hooks.declarations:Resource",
    "RetentionClass": "console.hooks.declarations:RetentionClass",
    "Right": "console.hooks.declarations:Right",
    "Scheduled": "console.hooks.times:Scheduled",
    "Searchable": "console.institutions.search:Searchable",
    "Setting": "console.hooks.declarations:Setting",
    "Sheet": "console.base.sheets:Sheet",
    "SheetRefused": "console.base.sheets:SheetRefused",
    "SheetRow": "console.base.sheets:SheetRow",
    "Simulator": "console.hooks.declarations:Simulator",
    "Style": "console.base.figures:Style",
    "Task": "console.jobs.models:Task",
    "TaskKind": "console.jobs.declarations:TaskKind",
    "TaskRun": "console.jobs.running:TaskRun",
    "TextColumn": "console.shell.crud.columns:TextColumn",
    "Theme": "console.hooks.declarations:Theme",
    "Tile": "console.hooks.declarations:Tile",
    "Unreadable": "console.base.sheets:Unreadable",
    "Upsert": "console.hooks.declarations:Upsert",
    "UtcMoment": "console.base.model:UtcMoment",
    "Versioned": "console.base.model:Versioned",
    "View": "console.hooks.declarations:View",
    "answer_cases": "console.hooks.cases:answer_cases",
    "bounded": "console.base.bounded",
    "by_rule": "console.deadlines.service:by_rule",
    "changes_of": "console.audit.service:changes_of",
    "clock": "console.base.clock",
    "colleagues": "console.shell.colleagues:colleagues",
    "db": "console.institutions.sessions:db",
    "dispatch": "console.dispatch.surface",
    "fold": "console.base.folding:fold",
    "forms": "console.forms.surface",
    "gettext": "flask_babel:gettext",
    "hookimpl": "console.hooks.specs:hookimpl",
    "ids": "console.base.ids",
    "lazy_gettext": "flask_babel:lazy_gettext",
    "mailbox": "console.mailbox.surface",
    "matching": "console.institutions.search:matching",
    "ngettext": "flask_babel:ngettext",
    "note_consultation": "console.shell.consulting:note",
    "open_file": "console.hooks.commands:open_file",
    "pages": "console.shell.pages",
    "place_token": "console.api.cursors:place_token",
    "papers": "console.documents.surface",
    "protect": "console.institutions.policies:protect",
    "public_url": "console.base.addresses:public_url",
    "quoted": "console.hooks.commands:quoted",
    "read_upload": "console.base.sheets:read_upload",
    "record": "console.audit.service:record",
    "rename_company": "console.parties.service:rename",
    "say_done": "console.shell.boundary:say_done",
    "simulators": "console.testing.simulators.surface",
    "start_task": "console.jobs.tasks:start_task",
    "style_of": "console.base.figures:style_of",
    "task_url": "console.shell.tasks.page_data:task_url",
    "visitor": "console.shell.page_view:visitor",
    "write_to_company": "console.notices.letters:write_to_company",
    "write_workbook": "console.base.sheets:write_workbook",
    "write_xlsx": "console.base.sheets:write_xlsx",
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

"""The console's own pages, in the order of their menu entries."""

from __future__ import annotations

from flask import Flask
from flask_appbuilder import AppBuilder
from flask_babel import lazy_gettext as _l

from console.hooks.declarations import MenuEntry
from console.shell.access import AccessView
from console.shell.dispatch.views import DispatchView
from console.shell.form_preview.views import FormPreviewView
from console.shell.forms.current import may_prepare
from console.shell.forms.imports import FormSheetsView
from console.shell.forms.papers import FormPapersView
from console.shell.forms.views import FormsView
from console.shell.home import HomeView as Home
from console.shell.institution_page import InstitutionView
from console.shell.journal import JournalView
from console.shell.modules.views import ModulesView
from console.shell.preferences import PreferencesView
from console.shell.roles import RolesView
from console.shell.tasks.views import TasksView
from console.shell.translations import TranslationView
from console.shell.users.mandates import MandatesView
from console.shell.users.view import UsersView
from console.shell.views import add_console_view

__all__ = ["Home", "register"]


def register(app: Flask, builder: AppBuilder) -> None:
    """Register every page class of the console."""
    for view in (AccessView, PreferencesView, MandatesView):
        add_console_view(app, builder, view, guarded=False)
    add_console_view(app, builder, TasksView)
    add_console_view(
        app,
        builder,
        FormsView,
        menu=MenuEntry(_l("Announcements"), "draft"),
        section="work",
        is_shown=may_prepare,
    )
    add_console_view(app, builder, FormPapersView)
    add_console_view(app, builder, FormSheetsView)
    add_console_view(app, builder, ModulesView, menu=MenuEntry(_l("Modules"), "module"))
    add_console_view(app, builder, FormPreviewView, menu=MenuEntry(_l("Forms"), "document"))
    add_console_view(app, builder, UsersView, menu=MenuEntry(_l("Users and rights"), "people"))
    add_console_view(app, builder, RolesView, menu=MenuEntry(_l("Roles"), "rights"))
    add_console_view(app, builder, InstitutionView, menu=MenuEntry(_l("Institution"), "settings"))
    add_console_view(app, builder, DispatchView, menu=MenuEntry(_l("Outgoing"), "sent"))
    add_console_view(app, builder, TranslationView, menu=MenuEntry(_l("Translations"), "language"))
    add_console_view(app, builder, JournalView, menu=MenuEntry(_l("Journal"), "history"))

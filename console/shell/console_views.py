"""The console's own pages, in the order of their menu entries."""

from __future__ import annotations

from flask import Flask
from flask_appbuilder import AppBuilder
from flask_babel import lazy_gettext as _l

from console.hooks.declarations import MenuEntry
from console.shell.access.forgotten import ForgottenView
from console.shell.access.views import AccessView
from console.shell.api_pages.views import ApiPagesView
from console.shell.campaigns.asking import may_ask_somewhere
from console.shell.campaigns.views import CampaignsView
from console.shell.confirming import ConfirmView
from console.shell.deadlines.calendar import DeadlineCalendarView
from console.shell.deadlines.rules import DeadlineRulesView
from console.shell.deadlines.views import DeadlinesView
from console.shell.delegation.many import DelegationsView
from console.shell.delegation.views import DelegationView
from console.shell.desk.absence import DeskAbsenceView
from console.shell.desk.answers import DeskAnswersView
from console.shell.desk.themes import DeskThemesView
from console.shell.desk.views import DeskView
from console.shell.devices import DevicesView
from console.shell.dispatch.answers import AnswersView
from console.shell.dispatch.channels import ChannelsView
from console.shell.dispatch.views import DispatchView
from console.shell.dispatch.wordings import WordingView
from console.shell.dossiers.print_runs import PrintRunsView
from console.shell.dossiers.receipts import ReceiptView
from console.shell.dossiers.views import DossiersView
from console.shell.factors.views import FactorsView
from console.shell.form_preview.views import FormPreviewView
from console.shell.forms.current import may_prepare
from console.shell.forms.imports import FormSheetsView
from console.shell.forms.papers import FormPapersView
from console.shell.forms.views import FormsView
from console.shell.frame import WORK
from console.shell.home import HomeView as Home
from console.shell.information.manage import InformationManageView
from console.shell.information.views import InformationView
from console.shell.institution_page import InstitutionView
from console.shell.insured.letters import LettersView
from console.shell.insured.opening import OpenAccountView
from console.shell.insured.providers import ProvidersView
from console.shell.insured.views import MatterView, MineView
from console.shell.journal import JournalView
from console.shell.keys.views import KeysView
from console.shell.mailbox.views import MailboxView
from console.shell.modules.views import ModulesView
from console.shell.notices import NoticesView
from console.shell.policy.views import PolicyView
from console.shell.preferences import PreferencesView
from console.shell.private.views import PrivateView
from console.shell.proofs.views import ProofsView
from console.shell.retention.person import PersonView
from console.shell.retention.views import RetentionView
from console.shell.roles import RolesView
from console.shell.sso.providers import SsoProvidersView
from console.shell.sso.views import IdentitiesView, SsoView
from console.shell.tasks.views import TasksView
from console.shell.terms.manage import TermsManageView
from console.shell.terms.views import TermsView
from console.shell.translations import TranslationView
from console.shell.users.mandates import MandatesView
from console.shell.users.view import UsersView
from console.shell.views import add_console_view

__all__ = ["Home", "register"]


def register(app: Flask, builder: AppBuilder) -> None:
    """Register every page class of the console."""
    for view in (
        AccessView,
        ConfirmView,
        FactorsView,
        ForgottenView,
        PreferencesView,
        DevicesView,
        ApiPagesView,
        NoticesView,
        MandatesView,
        ProofsView,
        PrivateView,
        OpenAccountView,
        MineView,
        MatterView,
        InformationView,
        SsoView,
        IdentitiesView,
        TermsView,
    ):
        add_console_view(app, builder, view, guarded=False)
    add_console_view(app, builder, TasksView)
    for view in (DeskView, DeskAnswersView, DeskAbsenceView, DeskThemesView):
        add_console_view(app, builder, view)
    for view in (MailboxView, DelegationView, DelegationsView):
        add_console_view(app, builder, view)
    add_console_view(
        app,
        builder,
        FormsView,
        menu=MenuEntry(_l("Announcements"), "draft"),
        section=WORK,
        is_shown=may_prepare,
    )
    add_console_view(
        app,
        builder,
        CampaignsView,
        menu=MenuEntry(_l("Campaigns"), "sent"),
        section=WORK,
        is_shown=may_ask_somewhere,
    )
    add_console_view(app, builder, FormPapersView)
    add_console_view(
        app,
        builder,
        DossiersView,
        menu=MenuEntry(_l("Dossiers"), "folder"),
        section=WORK,
        is_shown=lambda visit: bool(visit.levels),
    )
    add_console_view(
        app,
        builder,
        DeadlinesView,
        menu=MenuEntry(_l("Deadlines"), "calendar"),
        section=WORK,
        is_shown=lambda visit: bool(visit.levels) and not visit.everywhere,
    )
    for view in (DeadlineCalendarView, DeadlineRulesView):
        add_console_view(app, builder, view)
    add_console_view(app, builder, ReceiptView)
    add_console_view(app, builder, PrintRunsView)
    add_console_view(app, builder, FormSheetsView)
    add_console_view(app, builder, ModulesView, menu=MenuEntry(_l("Modules"), "module"))
    add_console_view(app, builder, KeysView, menu=MenuEntry(_l("API keys"), "key"))
    add_console_view(app, builder, FormPreviewView, menu=MenuEntry(_l("Forms"), "document"))
    add_console_view(app, builder, UsersView, menu=MenuEntry(_l("Users and rights"), "people"))
    add_console_view(app, builder, RolesView, menu=MenuEntry(_l("Roles"), "rights"))
    add_console_view(app, builder, ProvidersView, menu=MenuEntry(_l("Providers"), "company"))
    add_console_view(app, builder, LettersView, menu=MenuEntry(_l("Insured persons"), "people"))
    add_console_view(app, builder, InstitutionView, menu=MenuEntry(_l("Institution"), "settings"))
    add_console_view(app, builder, PolicyView, menu=MenuEntry(_l("Rules for signing in"), "rights"))
    add_console_view(app, builder, TermsManageView, menu=MenuEntry(_l("Terms of use"), "document"))
    add_console_view(app, builder, SsoProvidersView, menu=MenuEntry(_l("Single sign-on"), "rights"))
    add_console_view(
        app, builder, InformationManageView, menu=MenuEntry(_l("Information and contacts"), "info")
    )
    add_console_view(app, builder, DispatchView, menu=MenuEntry(_l("Outgoing"), "sent"))
    for view in (ChannelsView, AnswersView, WordingView):
        add_console_view(app, builder, view)
    add_console_view(app, builder, TranslationView, menu=MenuEntry(_l("Translations"), "language"))
    add_console_view(app, builder, RetentionView, menu=MenuEntry(_l("Retention"), "history"))
    add_console_view(app, builder, PersonView, menu=MenuEntry(_l("Rights of persons"), "people"))
    add_console_view(app, builder, JournalView, menu=MenuEntry(_l("Journal"), "history"))

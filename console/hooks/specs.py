"""Every hook a plugin may implement. The text of each one is what docs/hooks.md shows.

`register_…` hooks run once per process, for all installed plugins, and return declarations. The others run only for
plugins enabled in the institution at hand. Keyword arguments only; an implementation takes those it uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pluggy

from console.hooks.commands import Command
from console.hooks.declarations import AuditAction, Health, Resource, Right, Setting, Theme, Tile, View

hookspec = pluggy.HookspecMarker("guichet")
hookimpl = pluggy.HookimplMarker("guichet")


@hookspec
def register_models() -> Sequence[type[Any]]:
    """Name the SQLAlchemy models of the plugin.

    When: once at start, before any view is built.
    Return: model classes; their tables start with the plugin's name, and each is either scoped to an institution
    or listed as shared with a reason.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_themes() -> Sequence[Theme]:
    """Name the subject areas in which people get rights.

    When: once at start.
    Return: themes; their keys are unique within the plugin.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_rights() -> Sequence[Right]:
    """Name the acts that a role may be allowed, and the roles that have them from the start.

    When: once at start; `guichet db upgrade` writes what is new and never takes back what an administrator changed.
    Return: rights; `view` is the key of a view of the plugin.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_views() -> Sequence[View]:
    """Hand over the pages of the plugin.

    When: once at start, after the models are mapped.
    Return: views with their menu entry and theme.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_api() -> Sequence[Resource]:
    """Hand over the collections that machines may read through the open API.

    When: once at start.
    Return: resources; only the fields they name leave the console.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_settings() -> Sequence[Setting]:
    """Name the values that each institution's administrator sets on the Modules page.

    When: once at start.
    Return: settings.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_audit_actions() -> Sequence[AuditAction]:
    """Give the sentence for each kind of journal line the plugin writes.

    When: once at start; lines of a disabled plugin are still shown with their sentence.
    Return: actions; their keys start with the plugin's name.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_commands() -> Sequence[Command]:
    """Hand over commands that read a file and answer in JSON: `guichet <plugin> <command> FILE --json`.

    When: the command line is called with the plugin's name. Written in the plugin's module `commands`, not in
    `plugin`: nothing else of the plugin is loaded, and there is no application, no database and no setting.
    Return: commands; each is a pure function over the bytes of the file.
    On error: the command line ends with 2 and names the plugin. When a command fails, its answer says that the file
    could not be read to its end.
    """
    raise NotImplementedError


@hookspec
def register_forms() -> Sequence[Any]:
    """Hand over the forms that people fill in.

    When: once at start, after themes, rules and sources.
    Return: `Form` values; their keys start with the plugin's name, each names one of its themes.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_rules() -> Sequence[Any]:
    """Hand over the rules over several values that forms name.

    When: once at start.
    Return: `Rule` values; a name ends with its version, and a changed meaning is a new version.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_sources() -> Sequence[Any]:
    """Say where choosers of forms find persons, companies and establishments.

    When: once at start; the functions are called in the scope of the person who fills in a form.
    Return: `PartySource` values.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def prefill_form(form: str, company: int | None) -> Sequence[Any]:
    """Give values for a form that are known before anybody fills it in.

    When: a person begins a form of the plugin, for a company or (`None`) as the institution's staff; the session is
    scoped to them.
    Return: `Prefill` values: the field, the value, where it comes from and of what day. They can be overwritten.
    On error: the form begins empty; logged.
    """
    raise NotImplementedError


@hookspec
def check_configuration(settings: dict[str, str]) -> Sequence[Health]:
    """Say whether the plugin can work in this institution.

    When: the Modules page and `guichet doctor` ask; `settings` are the institution's values.
    Return: findings; nothing means all is well.
    On error: shown as one finding "the check failed"; logged.
    """
    raise NotImplementedError


@hookspec
def dashboard_tiles() -> Sequence[Tile]:
    """Put figures on the start page of the person at hand.

    When: the start page is made; the session is reading and scoped to the institution.
    Return: tiles; a page the person may not open is dropped with its tile.
    On error: one line "part unavailable"; logged.
    """
    raise NotImplementedError


@hookspec
def fill_demo() -> None:
    """Add invented rows, so that a newcomer finds something to look at.

    When: `guichet run --demo` makes a demonstration institution with the plugin enabled; the session is writing.
    Return: nothing.
    On error: the demonstration is not made, and the plugin is named.
    """
    raise NotImplementedError

"""How pages are registered: names, gates and menu entries in one place, so that no view can forget one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_appbuilder import AppBuilder

from console.accounts.visits import Visit
from console.hooks.declarations import Contribution, MenuEntry, View
from console.shell import gate
from console.shell.crud.view import CrudView
from console.shell.frame import ADMINISTRATION, WORK, Entry, Section
from console.shell.page_view import PageView

OF_ITS_OWN = 3
"""Pages of a theme in the navigation from which on they stand under its title."""


def add_console_view(
    app: Flask,
    builder: AppBuilder,
    view: type[PageView],
    *,
    menu: MenuEntry | None = None,
    guarded: bool = True,
    section: Section = ADMINISTRATION,
    is_shown: Callable[[Visit], bool] | None = None,
) -> None:
    """Register a page class of the console itself; unguarded ones decide for themselves who may enter.

    `is_shown` keeps the menu entry from people who could only find an empty page there.
    """
    name = view.__name__
    if guarded:
        view.class_permission_name = f"console.{view.key}"
        gate_of(app).by_view[view.class_permission_name] = gate.Guard(None, None, view.is_basic)
        gate_of(app).by_blueprint[name] = view.class_permission_name
    builder.add_view_no_menu(view)
    if menu is not None:
        endpoint = f"{name}.{view.default_view}"
        _add_entry(app, builder, view.class_permission_name, menu, endpoint, section, is_shown)


def add_plugin_view(app: Flask, builder: AppBuilder, plugin: Contribution, declared: View) -> None:
    """Register a plugin's page class under the plugin's name.

    The class is renamed to its endpoint: Flask-AppBuilder builds links from the class name and silently drops those
    that do not resolve, and two plugins may each have a `CompanyView`.
    """
    view = declared.view
    endpoint = f"{plugin.name}__{view.__name__}"
    permission = f"{plugin.name}.{view.key}"
    made: Any = type(
        endpoint,
        (view,),
        {
            "__module__": view.__module__,
            "__doc__": view.__doc__,
            "class_permission_name": permission,
            "route_base": f"/{plugin.name}/{view.key}",
            "template_folder": str(_folder_of(plugin.package) / "templates"),
            "plugin": plugin.name,
            "theme": declared.theme,
        },
    )
    gate_of(app).by_view[permission] = gate.Guard(plugin.name, declared.theme, declared.view.is_basic)
    gate_of(app).by_blueprint[endpoint] = permission
    registered = builder.add_view_no_menu(made, endpoint=endpoint)
    if isinstance(registered, CrudView):
        app.extensions["guichet_crud"][endpoint] = registered
    if declared.menu is not None:
        section = _section_of(plugin, declared.theme)
        _add_entry(app, builder, permission, declared.menu, f"{endpoint}.{made.default_view}", section)


def _section_of(plugin: Contribution, theme: str | None) -> Section:
    """Give the heading of a theme that brings enough pages for one of its own."""
    beside = sum(view.menu is not None and view.theme == theme for view in plugin.views)
    title = next((one.title for one in plugin.themes if one.key == theme), None)
    if title is None or beside < OF_ITS_OWN:
        return WORK
    return Section(f"{plugin.name}.{theme}", title)


def gate_of(app: Flask) -> gate.Guards:
    """Give the guards of an application that is being built."""
    found: gate.Guards = app.extensions["guichet_guards"]
    return found


def _add_entry(
    app: Flask,
    builder: AppBuilder,
    permission: str,
    menu: MenuEntry,
    endpoint: str,
    section: Section,
    is_shown: Callable[[Visit], bool] | None = None,
) -> None:
    entry = Entry(permission, menu.label, endpoint, menu.icon, section, is_shown)
    app.extensions["guichet_menu"].append(entry)
    gate_of(app).menu[permission] = permission
    builder.add_link(
        permission, href=endpoint, label=menu.label, category=section.key, category_label=section.title
    )


def _folder_of(package: str) -> Path:
    import importlib

    return Path(importlib.import_module(package).__path__[0])

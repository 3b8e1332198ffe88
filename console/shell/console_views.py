"""The console's own pages, in the order of their menu entries."""

from __future__ import annotations

from flask import Flask
from flask_appbuilder import AppBuilder

from console.shell.access import AccessView
from console.shell.home import HomeView as Home
from console.shell.preferences import PreferencesView
from console.shell.views import add_console_view

__all__ = ["Home", "register"]


def register(app: Flask, builder: AppBuilder) -> None:
    """Register every page class of the console."""
    for view in (AccessView, PreferencesView):
        add_console_view(app, builder, view, guarded=False)

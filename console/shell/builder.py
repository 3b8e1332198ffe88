"""Flask-AppBuilder with nothing of its own on show: no pages, no templates, no static files, no user API."""

from __future__ import annotations

from flask_appbuilder import AppBuilder


class ConsoleBuilder(AppBuilder):
    """Registers the start page and leaves every other page to the console."""

    def _add_global_static(self) -> None:
        """Serve none of Flask-AppBuilder's files: its templates carry Bootstrap 3 and inline styles."""

    def _add_admin_views(self) -> None:
        """Register the start page only; signing in, language and rights have pages of our own."""
        self._indexview = self.add_view_no_menu(self.indexview)

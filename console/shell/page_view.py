"""The base of every page class."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_appbuilder import BaseView


class PageView(BaseView):
    """A page class of the console or of a plugin."""

    key: ClassVar[str] = ""
    """Second part of the names of its rights: `employee` in `ch_fund.employee.read`."""
    method_permission_name: ClassVar[Any] = None
    """The act each method needs: `{"index": "read", "add": "write"}`."""

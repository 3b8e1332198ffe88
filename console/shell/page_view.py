"""The base of every page class."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import abort, g, redirect, url_for
from flask_appbuilder import BaseView

from console.accounts.visits import Visit
from console.shell import kept


class PageView(BaseView):
    """A page class of the console or of a plugin."""

    key: ClassVar[str] = ""
    """Second part of the names of its rights: `employee` in `ch_fund.employee.read`."""
    keeps_typed: ClassVar[bool] = False
    """Whether an error page in its place offers to send once more what was typed."""
    is_threshold: ClassVar[bool] = False
    """Whether it opens to people who still owe a second factor or the acceptance of the terms."""
    is_basic: ClassVar[bool] = False
    """Whether it opens to people with a password only, where the institution keeps that level."""
    files_mb: ClassVar[int] = 0
    """Megabytes of all files of one request that its pages take, where that is more than forms take (64)."""
    method_permission_name: ClassVar[Any] = None
    """The act each method needs: `{"index": "read", "add": "write"}`."""


def visitor() -> Visit:
    """Give the signed-in person, for a page that needs one but no right; anybody else is sent to sign in."""
    visit: Visit | None = g.visit
    if visit is None:
        abort(redirect(url_for("AccessView.login", next=kept.way_back()), 303))
    return visit

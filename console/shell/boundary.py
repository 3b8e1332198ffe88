"""Where a request's transaction ends: around the view, before the answer leaves, inside Flask's error handling.

There a failing commit still reaches its own error handler; in `after_request` only the generic 500 would, and in a
teardown the server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, flash, g, session
from flask.typing import ResponseReturnValue

from console.institutions.sessions import accounts, db
from console.shell.late_rules import LateRule


class Console(Flask):
    """Flask whose every request is one unit of work."""

    url_rule_class = LateRule

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view; commit what it wrote when it answers well, roll back when it refuses or raises."""
        flashes = list(session.get("_flashes", []))
        try:
            response = self.make_response(super().dispatch_request())
            settle(commit=response.status_code < 400)
        except BaseException:
            settle(commit=False)
            if flashes != session.get("_flashes", []):
                session["_flashes"] = flashes
            raise
        for act in g.pop("after_commit", []):
            act()
        return response


def settle(*, commit: bool) -> None:
    """End both transactions of this request."""
    for one in (accounts, db.session):
        if commit:
            one.commit()
        else:
            one.rollback()
    if not commit:
        g.pop("after_commit", None)


def later(act: Callable[..., Any], *arguments: Any) -> None:
    """Do `act(*arguments)` once the request is committed, and not at all when it is not."""
    g.setdefault("after_commit", []).append(lambda: act(*arguments))


def say_done(text: object) -> None:
    """Show a success on the next page, once it has been committed."""
    later(lambda: flash(str(text), "success"))

"""Who may enter the desk: the institution's staff. To a company's people it is an unknown address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l

from console.base.errors import NotFound
from console.institutions.queries import Tenant
from console.mailbox.service import Actor
from console.shell.mailbox.actors import actor
from console.shell.page_view import visitor

View = TypeVar("View", bound=Callable[..., Any])


def for_staff(view: View) -> View:
    """Let the staff of one institution in; stands above `has_access`, whose refusal would say that there is a page."""

    @wraps(view)
    def opened(*args: Any, **values: Any) -> Any:
        staff()
        return view(*args, **values)

    return opened  # type: ignore[return-value]


def staff() -> tuple[Actor, Tenant]:
    """Give the visitor as the mailbox knows her, and her institution; raises `NotFound` for a company's people."""
    visit = visitor()
    mandate = visit.mandate
    if mandate is None or visit.everywhere or mandate.company is not None:
        raise NotFound(_l("There is nothing at this address."))
    return actor(), mandate.tenant

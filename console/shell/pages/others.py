"""The pages around the work: signing in, home, errors, messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.shell.pages.parts import Action, Empty, Tone

if TYPE_CHECKING:
    from wtforms import BaseForm


@dataclass(frozen=True, slots=True)
class LoginPage:
    """Signing in; the form has the fields username, password and next. `others` are other ways in.

    `action_url` is where the form goes when the page stands at another address than its own.
    """

    title: str
    form: BaseForm
    lead: str = ""
    others: tuple[Action, ...] = ()
    action_url: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A module on the home page; `count_text` says what is counted, `hot` marks work that waits."""

    title: str
    text: str
    url: str
    icon: str = "module"
    count: str | None = None
    count_text: str = ""
    hot: bool = False


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page after signing in."""

    title: str
    tiles: tuple[Tile, ...]
    empty: Empty
    lead: str = ""


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Why there is no page: what happened, what to do, and the reference under which the log has it.

    `again` is what was typed into a form that may be sent once more to `again_url`.
    """

    code: int
    title: str
    text: str
    advice: str
    reference: str = ""
    again: tuple[tuple[str, str], ...] = ()
    again_url: str = ""


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One message that is a page of its own, such as after signing out."""

    title: str
    text: str
    tone: Tone = "info"
    actions: tuple[Action, ...] = ()

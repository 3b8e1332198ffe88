"""The pages around the work: signing in, home, errors, messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.shell.pages.frame import Banner
from console.shell.pages.parts import Action, Empty, Tone

if TYPE_CHECKING:
    from wtforms import BaseForm


@dataclass(frozen=True, slots=True)
class PasskeyPart:
    """A passkey in the place of user name and password: JSON for the browser, the form for its answer, and where to."""

    options: str
    form: BaseForm
    url: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A button to a provider that says who somebody is; `hidden` is what travels along."""

    label: str
    url: str
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LoginPage:
    """Signing in; the form has the fields username, password and next. `elsewhere` are providers.

    `action_url` is where the form goes when the page stands at another address than its own. `passkey` is what the
    browser needs to be asked for one, and the form in which its answer travels.
    """

    title: str
    form: BaseForm
    lead: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()
    action_url: str = ""
    banners: tuple[Banner, ...] = ()
    passkey: PasskeyPart | None = None
    forgotten_url: str = ""


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
class Note:
    """What somebody should look at first, with where to do something about it."""

    text: str
    tone: Tone = "warn"
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page after signing in."""

    title: str
    tiles: tuple[Tile, ...]
    empty: Empty
    lead: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Why there is no page: what happened, what to do, and the reference under which the log has it.

    `again` is what was typed into a form that may be sent once more to `again_url`; `first` is to be done before that.
    """

    code: int
    title: str
    text: str
    advice: str
    reference: str = ""
    again: tuple[tuple[str, str], ...] = ()
    again_url: str = ""
    first: Action | None = None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One message that is a page of its own, such as after signing out."""

    title: str
    text: str
    tone: Tone = "info"
    actions: tuple[Action, ...] = ()

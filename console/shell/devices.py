"""The browsers a person is signed in with or that are remembered for her: she ends one of them, or all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from console.accounts import service
from console.accounts.models import SignIn
from console.accounts.visits import Visit
from console.base.errors import NotFound
from console.factors import service as factors
from console.institutions.sessions import accounts
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, Empty


@dataclass(frozen=True, slots=True)
class Device:
    """One browser; `facts` are its other columns, `is_here` marks the one that reads the page."""

    key: int
    name: str
    facts: tuple[str, ...]
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Devices:
    """Browsers under one heading; the button of each posts its key to `url`."""

    title: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[Device, ...]
    url: str
    submit: str
    empty: Empty


@dataclass(frozen=True, slots=True)
class DevicesPage:
    """All browsers of a person."""

    title: str
    lead: str
    groups: tuple[Devices, ...]
    actions: tuple[Action, ...]


class DevicesView(PageView):
    """A person's own browsers. Somebody else's answer as if there were none.

    Whoever ends others than the one at hand has lately shown who she is: a thief must not throw her out.
    """

    route_base = "/me/devices"
    default_view = "index"
    is_threshold: ClassVar[bool] = True

    @expose("")
    def index(self) -> ResponseReturnValue:
        """List the browsers this person is signed in with, and those that are remembered."""
        visit = visitor()
        page = DevicesPage(
            title=_("My devices"),
            lead=_(
                "The browsers you are signed in with. Is one of them not yours? "
                "Sign out everywhere and change your password."
            ),
            groups=(_signed_in(visit), _remembered(visit)),
            actions=(
                Action(_("Change my password"), url_for("PreferencesView.password")),
                Action(_("Sign out all other browsers"), url_for(".end_others"), post=True),
                Action(_("Sign out everywhere"), url_for(".end_all"), kind="danger", post=True),
            ),
        )
        return render_template("guichet/devices.html", page=page)

    @expose("/end-one", methods=("POST",))
    def end_one(self) -> ResponseReturnValue:
        """End one sign-in; raises `NotFound` for one that is not hers or has ended."""
        visit, key = visitor(), _key()
        if key != visit.sign_in:
            confirming.require(visit, confirming.OWN_ACCOUNT)
        if not service.sign_out(accounts(), visit.user_id, key):
            raise NotFound(_l("This browser is signed out already."))
        if key == visit.sign_in:
            return _gone(_("You are signed out."))
        say_done(_("The browser is signed out."))
        return redirect(url_for(".index"), 303)

    @expose("/end", methods=("POST",))
    def end_all(self) -> ResponseReturnValue:
        """End all sign-ins of this person, this one too, and remember none of her browsers any more."""
        visit = _owner()
        service.sign_out(accounts(), visit.user_id)
        factors.forget(accounts(), visit.user_id)
        return _gone(_("You are signed out everywhere."))

    @expose("/end-others", methods=("POST",))
    def end_others(self) -> ResponseReturnValue:
        """End all sign-ins of this person but the one at hand."""
        visit = _owner()
        service.end_others(accounts(), visit.user_id, visit.sign_in)
        say_done(_("All other browsers are signed out."))
        return redirect(url_for(".index"), 303)

    @expose("/forget", methods=("POST",))
    def forget(self) -> ResponseReturnValue:
        """Ask one remembered browser for the second factor again; raises `NotFound` for one that is not hers."""
        if not factors.forget(accounts(), _owner().user_id, _key()):
            raise NotFound(_l("This browser is not remembered any more."))
        say_done(_("The browser is asked for the second factor again."))
        return redirect(url_for(".index"), 303)


def _owner() -> Visit:
    """Give the person at hand; raises `ConfirmFirst` when she showed too long ago that it is her."""
    visit = visitor()
    confirming.require(visit, confirming.OWN_ACCOUNT)
    return visit


def browser_name(agent: str) -> str:
    """Give the name of the browser in a user-agent line, as well as that can be told."""
    for mark, name in (
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ):
        if mark in agent:
            return name
    return agent[:40] or _("unknown")


def _signed_in(visit: Visit) -> Devices:
    mine = select(SignIn).where(SignIn.user_id == visit.user_id).order_by(SignIn.last_seen.desc())
    return Devices(
        title=_("Signed in"),
        lead="",
        columns=(_("Address"), _("Since"), _("Last used")),
        rows=tuple(
            Device(
                s.id,
                browser_name(s.agent),
                (s.address, g.style.show_moment(s.created_at), g.style.show_moment(s.last_seen)),
                s.id == visit.sign_in,
            )
            for s in accounts().scalars(mine)
        ),
        url=url_for(".end_one"),
        submit=_("Sign out"),
        empty=Empty(_("No browser"), ""),
    )


def _remembered(visit: Visit) -> Devices:
    return Devices(
        title=_("Remembered browsers"),
        lead=_("They are asked for the password only, until the day that stands beside them."),
        columns=(_("Since"), _("Last used"), _("Remembered until")),
        rows=tuple(
            Device(
                one.id,
                browser_name(one.agent),
                tuple(g.style.show_moment(m) for m in (one.added_at, one.last_used, one.expires_at)),
            )
            for one in factors.remembered(accounts(), visit.user_id)
        ),
        url=url_for(".forget"),
        submit=_("Forget"),
        empty=Empty(
            _("No browser is remembered"),
            _("Where your institution allows it, you choose so when you sign in."),
        ),
    )


def _key() -> int:
    typed = request.form.get("key", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
        raise NotFound(_l("There is nothing at this address."))
    return int(typed)


def _gone(text: str) -> ResponseReturnValue:
    """Lead to the door once this browser itself is signed out."""
    session.clear()
    session["language"] = g.language
    say_done(text)
    return redirect(url_for("AccessView.login"), 303)

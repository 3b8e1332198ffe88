"""What a person wants to be told by e-mail: theme by theme, for the mandate at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.service import has_channel
from console.institutions.sessions import db
from console.mailbox.states import Actor
from console.notices import service
from console.notices.service import Pace
from console.shell.boundary import say_done
from console.shell.mailbox.actors import actor, theme_title
from console.shell.page_view import PageView

WORDS = {Pace.AT_ONCE: _l("At once"), Pace.DAILY: _l("Once a day"), Pace.NEVER: _l("Never")}


@dataclass(frozen=True, slots=True)
class PaceChoice:
    """One of the answers for a theme."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme with what is chosen for it; `name` is that of its field."""

    name: str
    title: str
    choices: tuple[PaceChoice, ...]


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """All themes of the person in this mandate; `paces` are the heads of the columns."""

    title: str
    lead: str
    paces: tuple[str, ...]
    lines: tuple[ThemeLine, ...]
    cancel_url: str
    note: str = ""


class NoticesView(PageView):
    """A person's own choice; it concerns nobody else and needs no right."""

    route_base = "/me/notifications"
    default_view = "index"
    is_basic: ClassVar[bool] = True

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Show and change how soon the person is told of each theme."""
        who = actor()
        if request.method == "POST":
            service.choose(db.session(), g.visit.mandate.id, _typed(who))
            say_done(_("Your notifications are saved."))
            return redirect(url_for(".index"), 303)
        return render_template("guichet/notices.html", page=_page(who))


def _typed(who: Actor) -> dict[str, Pace]:
    """Give what was chosen for the person's own themes; raises `BadArgument` for a word that is no answer."""
    typed = {theme: request.form[theme] for theme in who.themes if theme in request.form}
    if any(value not in list(Pace) for value in typed.values()):
        raise BadArgument(_("Choose one of the answers in each line."))
    return {theme: Pace(value) for theme, value in typed.items()}


def _page(who: Actor) -> NoticesPage:
    chosen = service.choices(db.session(), g.visit.mandate.id)
    usual = service.usual_pace(is_staff=who.company is None)
    lines = [_line(theme, chosen.get(theme, usual)) for theme in who.themes]
    return NoticesPage(
        title=_("My notifications"),
        lead=_(
            "When something is new in a theme, an e-mail tells you, without personal data. "
            "The choice holds for %(mandate)s.",
            mandate=g.visit.mandate.label or g.visit.mandate.tenant.name,
        ),
        paces=tuple(str(word) for word in WORDS.values()),
        lines=tuple(sorted(lines, key=lambda line: line.title)),
        cancel_url=url_for("PreferencesView.profile"),
        note="" if has_channel(EMAIL) else _("No e-mails leave this console at present."),
    )


def _line(theme: str, chosen: Pace) -> ThemeLine:
    choices = tuple(PaceChoice(pace, str(word), pace is chosen) for pace, word in WORDS.items())
    return ThemeLine(theme, theme_title(theme), choices)

"""The tile of the start page that counts what is late and what is coming."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from console.accounts.visits import Visit
from console.base import clock
from console.base.calendar import end_of_day
from console.deadlines.declarations import Wanted
from console.deadlines.service import MOST_COUNTED, clocks_of, number_of
from console.institutions.sessions import db
from console.shell import gate
from console.shell.deadlines.words import SOON_DAYS, reader_of
from console.shell.pages import Tile


def tile(visit: Visit) -> Tile | None:
    """Give the tile; nothing to somebody who may not open the page, or to whom nothing is late or near."""
    if not gate.allows(visit, "can_read", "console.deadline") or (found := reader_of(visit)) is None:
        return None
    reader, mandate = found
    zone = mandate.tenant.zone
    session, late = db.session(), Wanted(until=clock.now())
    clocks = clocks_of(session)
    near = replace(late, until=end_of_day(clock.today(zone) + timedelta(days=SOON_DAYS), zone))
    soon = number_of(session, reader, near, clocks=clocks)
    if not soon:
        return None
    count = number_of(session, reader, late, clocks=clocks)
    text = ngettext(
        "%(num)d thing is late or ends within a week.", "%(num)d things are late or end within a week.", soon
    )
    if soon > MOST_COUNTED:
        text = _(
            "More than %(count)s things are late or end within a week.",
            count=g.style.show_number(MOST_COUNTED),
        )
    return Tile(
        _("Deadlines"),
        str(text),
        url_for("DeadlinesView.index"),
        "calendar",
        g.style.show_number(min(count, MOST_COUNTED)) + ("+" if count > MOST_COUNTED else "")
        if count
        else None,
        count_text=_("late"),
        hot=True,
    )

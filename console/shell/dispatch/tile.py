"""The tile of the start page that counts what waits for an administrator's decision."""

from __future__ import annotations

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from console.accounts.visits import Visit
from console.dispatch import queries
from console.institutions.sessions import db
from console.shell import gate
from console.shell.pages import Tile

MOST = 1_000


def tile(visit: Visit) -> Tile | None:
    """Give the tile; nothing to somebody who may not see what leaves, and while nothing waits."""
    mandate = visit.mandate
    if visit.everywhere or mandate is None or mandate.company is not None:
        return None
    if not gate.allows(visit, "can_read", "console.dispatch"):
        return None
    parked, answers = queries.to_decide(db.session(), MOST)
    if not parked and not answers:
        return None
    told = []
    if parked:
        told.append(
            ngettext(
                "%(num)d transmission does not get through.",
                "%(num)d transmissions do not get through.",
                parked,
            )
        )
    if answers:
        told.append(
            ngettext(
                "%(num)d answer of another system waits for you.",
                "%(num)d answers of other systems wait for you.",
                answers,
            )
        )
    url = (
        url_for("DispatchView.index", state="parked")
        if parked
        else url_for("AnswersView.index", state="open")
    )
    return Tile(
        _("Outgoing"),
        " ".join(str(one) for one in told),
        url,
        "sent",
        g.style.show_number(parked + answers),
        count_text=_("to decide"),
        hot=True,
    )

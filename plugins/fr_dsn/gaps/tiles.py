"""What of the gaps waits for the person at hand."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from console.plugin import Tile, clock, db
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.portfolio.boards import MOST_COUNTED, counted
from plugins.fr_dsn.views import words

from .models import Gap

SEEN = sight.entrusted("see", Gap.establishment_id)
"""The condition of the gaps that the visitor sees."""


def tiles() -> Sequence[Tile]:
    """Count what is to be looked at by today, as far as the visitor sees it; nothing where nothing waits."""
    today = clock.today("Europe/Paris")
    count = counted(db.session(), select(Gap.id).where(Gap.follow_up <= today, SEEN))
    if not count:
        return []
    text = _l("Missing in declarations, to look at today")
    if count > MOST_COUNTED:
        text = _("To look at today: more than %(count)s", count=words.number(MOST_COUNTED))
    url = url_for("fr_dsn__GapView.index")
    return [Tile(_l("Gaps"), text, url, count if count <= MOST_COUNTED else None, "search")]

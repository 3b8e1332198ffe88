"""What whoever gives rights should see first: themes in use that nobody looks after, and messages that wait unseen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, exists, func, select

from console.accounts import queries
from console.accounts.models import Membership, ThemeRight, User
from console.accounts.visits import Visit
from console.institutions.sessions import db
from console.mailbox.models import Counter
from console.mailbox.queries import themes_waiting
from console.mailbox.states import State
from console.notices.service import themes_without_holder
from console.parties.models import Company
from console.shell import gate
from console.shell.mailbox.actors import theme_title
from console.shell.users.themes import themes_in_use

MOST_NAMED: Final = 5


def warnings_for(visit: Visit) -> tuple[str, ...]:
    """Give the warnings of the mandate at hand, as sentences; none to whoever gives no rights."""
    mandate = visit.mandate
    if mandate is None or visit.everywhere or not gate.allows(visit, "can_write", "console.user"):
        return ()
    if mandate.company is None:
        return (*_of_staff(mandate.tenant.id), *_of_companies(mandate.tenant.id))
    return tuple(_of_company(mandate.company))


def _of_staff(institution: int) -> list[str]:
    themes = [theme.key for theme in themes_in_use() if theme.is_open]
    lacking = queries.without_sender(db.session(), institution, themes)
    if not lacking:
        return []
    return [
        _("Nobody of the staff may send in: %(themes)s. Give somebody this right.", themes=_titles(lacking))
    ]


def _of_company(company: int) -> list[str]:
    session = db.session()
    lacking = themes_without_holder(session, company, [theme.code for theme in themes_in_use()])
    if not lacking:
        return []
    unseen = [theme for theme in themes_waiting(session, company) if theme in lacking]
    found = []
    if unseen:
        found.append(
            _(
                "Messages wait unseen, because nobody has a right in: %(themes)s. Give somebody one.",
                themes=", ".join(map(theme_title, unseen)),
            )
        )
    if quiet := [theme for theme in lacking if theme not in unseen]:
        found.append(
            _(
                "Nobody has a right in: %(themes)s. What arrives there would not be seen.",
                themes=", ".join(map(theme_title, quiet)),
            )
        )
    return found


def _of_companies(institution: int) -> list[str]:
    """Warn the institution of companies for which something waits in a theme that nobody of theirs holds."""
    unseen = _unseen(institution).subquery()
    count = db.session.scalar(select(func.count()).select_from(unseen)) or 0
    if not count:
        return []
    names = db.session.scalars(
        select(Company.name)
        .where(Company.id.in_(select(unseen.c.company_id)))
        .order_by(Company.name)
        .limit(MOST_NAMED)
    ).all()
    return [_told(names, count)]


def _told(names: Sequence[str], count: int) -> str:
    if count > len(names):
        return str(
            ngettext(
                "Messages wait unseen at %(num)s company, because nobody there has a right in their theme: "
                "%(names)s and others.",
                "Messages wait unseen at %(num)s companies, because nobody there has a right in their theme: "
                "%(names)s and others.",
                count,
                names=", ".join(names),
            )
        )
    return str(
        _(
            "Messages wait unseen, because nobody has a right in their theme, at: %(names)s.",
            names=", ".join(names),
        )
    )


def _unseen(institution: int) -> Select[int]:
    """Select the companies for which a request waits in a theme without an active holder."""
    held = exists().where(
        Membership.institution_id == institution,
        Membership.company_id == Counter.company_id,
        Membership.active,
        Membership.pending.is_(False),
        Membership.user_id == User.id,
        User.active,
        ThemeRight.membership_id == Membership.id,
        ThemeRight.plugin + "." + ThemeRight.theme == Counter.theme,
    )
    return (
        select(Counter.company_id)
        .where(Counter.company_id > 0, Counter.folder == State.INBOX, Counter.count > 0, ~held)
        .distinct()
    )


def _titles(themes: Collection[tuple[str, str]]) -> str:
    return ", ".join(theme_title(".".join(theme)) for theme in themes)

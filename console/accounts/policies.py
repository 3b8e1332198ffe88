"""What an institution asks of people who come in: second factor, how long a session lasts, when it asks again.

Read with the visit, before a scope exists. An institution without a row has the strictest policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from console.audit.service import record
from console.base.errors import BadArgument, Conflict
from console.base.model import Model, Versioned
from console.institutions.models import Institution


class Asked(StrEnum):
    """What is asked beside the password."""

    REQUIRED = "required"
    """Nobody works without a second factor."""
    OPTIONAL = "optional"
    """Who has a second factor passes it; who has none works all the same."""
    BASIC = "basic"
    """Who has none keeps the announcements, the contact form and her own sendings; sees no mailbox and no dossier.

    For a company's people only: of its own staff an institution with this level requires a second factor.
    """


class AccessPolicy(Versioned, Model):
    """The policy of one institution."""

    __tablename__ = "account_policy"

    institution_id: Mapped[int] = mapped_column(ForeignKey("inst_institution.id"), primary_key=True)
    factor: Mapped[str] = mapped_column(String(12), nullable=False, default=Asked.REQUIRED.value)
    themes: Mapped[dict[str, str]] = mapped_column(JSON, nullable=False, default=dict)
    """Themes for which something else is asked, by `plugin.theme`."""
    remember_days: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """How long a browser may be remembered that passed the second factor; 0: never."""
    confirm_minutes: Mapped[int] = mapped_column(Integer, nullable=False, default=30)
    """After how long a sensitive act asks again who she is."""
    idle_minutes: Mapped[int | None] = mapped_column(Integer)
    """Shorter than the installation's, when set."""
    session_hours: Mapped[int | None] = mapped_column(Integer)


@dataclass(frozen=True, slots=True)
class Policy:
    """The frozen facts of a policy; without arguments, the strictest."""

    factor: Asked = Asked.REQUIRED
    themes: Mapping[str, Asked] = field(default_factory=dict)
    remember_days: int = 0
    confirm_minutes: int = 30
    idle_minutes: int | None = None
    session_hours: int | None = None

    def asked(self, theme: str = "", *, of_staff: bool = False) -> Asked:
        """Give what is asked for a theme (`plugin.theme`), or in general; of staff, basic means required."""
        found = self.themes.get(theme, self.factor)
        return Asked.REQUIRED if found is Asked.BASIC and of_staff else found


STRICTEST = Policy()
_STRICTNESS = (Asked.OPTIONAL, Asked.BASIC, Asked.REQUIRED)


def policy_of(row: AccessPolicy | None) -> Policy:
    """Give the frozen facts of a row; without one the strictest."""
    if row is None:
        return STRICTEST
    return Policy(
        Asked(row.factor),
        {theme: Asked(asked) for theme, asked in row.themes.items()},
        row.remember_days,
        row.confirm_minutes,
        row.idle_minutes,
        row.session_hours,
    )


def stored(session: Session, institution: int, *, lock: bool = False) -> AccessPolicy | None:
    """Give the stored policy of an institution; nothing where the strictest holds."""
    if lock:
        # A policy that is not there yet cannot be locked: its institution can.
        session.get(Institution, institution, with_for_update={"key_share": True})
    return session.get(AccessPolicy, institution, populate_existing=lock)


def change(session: Session, institution: int, wanted: Policy, *, version: int) -> bool:
    """Store a policy and give whether anything changed; `version` is the one that was looked at, 0 for none.

    Raises `BadArgument` for a theme in which less is asked than in general, and `Conflict` when somebody else changed
    the policy meanwhile.
    """
    for theme, asked in wanted.themes.items():
        if _STRICTNESS.index(asked) < _STRICTNESS.index(wanted.factor):
            raise BadArgument(
                _l("In a theme you can ask for more than in general, never for less."), place=theme
            )
    row = stored(session, institution, lock=True)
    if version != (row.version if row else 0):
        raise Conflict(_l("Somebody changed these rules meanwhile. Look at them again before you save."))
    before, after = _told(policy_of(row)), _told(wanted)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    if not keys:
        return False
    if row is None:
        row = AccessPolicy(institution_id=institution)
        session.add(row)
    for name in ("remember_days", "confirm_minutes", "idle_minutes", "session_hours"):
        setattr(row, name, getattr(wanted, name))
    row.factor, row.themes = wanted.factor.value, {key: one.value for key, one in wanted.themes.items()}
    session.flush()
    record(
        session,
        "console.policy.changed",
        subject="console.policy",
        subject_id=institution,
        changes={key: [before.get(key), after.get(key)] for key in keys},
    )
    return True


def _told(policy: Policy) -> dict[str, str | int | None]:
    """Give a policy as the journal tells it: a line for each theme beside those of the institution."""
    return {
        "factor": policy.factor.value,
        "remember_days": policy.remember_days,
        "confirm_minutes": policy.confirm_minutes,
        "idle_minutes": policy.idle_minutes,
        "session_hours": policy.session_hours,
        **{f"theme.{theme}": asked.value for theme, asked in policy.themes.items()},
    }

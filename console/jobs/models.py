"""When each scheduled job runs next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment


class ScheduledJob(Model):
    """A job of the schedule; whoever moves `lease_until` runs it, so that each run happens in one process only."""

    __tablename__ = "job_schedule"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    lease_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    outcome: Mapped[str] = mapped_column(String(200), nullable=False, default="")
    """Empty after a good run, else the error in one line."""

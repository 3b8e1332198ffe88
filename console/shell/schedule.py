"""The console's own scheduled jobs."""

from __future__ import annotations

from datetime import timedelta

from console.accounts.jobs import sweep
from console.jobs.service import Job

JOBS = (Job("accounts.sweep", timedelta(hours=1), sweep),)

"""What a plugin brings bears its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.base.errors import ConfigurationError
from console.hooks.manager import load
from tests.support.distributions import distribute

CLOCKWORK = """
from datetime import timedelta
from console.plugin import Scheduled, dispatch, hookimpl

def tick(session):
    raise ZeroDivisionError

@hookimpl
def register_jobs():
    return [Scheduled("KEY", timedelta(days=1), tick)]

@hookimpl
def register_wordings():
    return [dispatch.MailTemplate("KEY", "Tick", "Tick", "Tock")]
"""


def test_jobs_and_wordings_bear_the_plugins_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distribute(tmp_path, "clockwork", {"plugin.py": CLOCKWORK.replace("KEY", "other.tick")})
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ConfigurationError) as refused:
        load(["clockwork"])

    assert [fault.split(": its ")[1] for fault in refused.value.faults] == [
        "job 'other.tick' does not start with clockwork.",
        "wording 'other.tick' does not start with clockwork.",
    ]

"""Asking the commands of slips as the command line does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.plugin import Asked
from plugins.fr_dsn.rules.slips.matching import StoppageOfPerson
from plugins.fr_dsn.slip_commands import bpij

ENDS = {"accepted": 0, "refused": 1, "unreadable": 2}
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Give a function that asks for slips, and checks that verdict and exit code agree."""

    def answered(*documents: str | bytes, stoppages: list[StoppageOfPerson] | None = None) -> dict[str, Any]:
        files = [tmp_path / f"{at}.xml" for at in range(len(documents))]
        for file, document in zip(files, documents, strict=True):
            file.write_bytes(document.encode() if isinstance(document, str) else document)
        beside = {} if stoppages is None else {"dsn": [tmp_path / "any.dsn"]}
        answer = bpij(Asked(files, {}, beside), lambda _files: (stoppages or [], []))
        assert answer.exit_code == ENDS[str(answer.document["verdict"])]
        told: dict[str, Any] = json.loads(json.dumps(answer.document, allow_nan=False))
        return told

    return answered

"""The commands of the plugin; what they answer with is loaded when one of them is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from console.plugin import Answer, Asked, Choice, Command, FilesCommand, MoreFiles, hookimpl

PROFILE = Choice(
    "profile",
    "file: to be deposited, strict. received: filtered by the hub, tolerant.",
    ("file", "received"),
)

LISTS = MoreFiles(
    "lists",
    "Lists of codes for the controls that need one: files named after their list, as IDCC.csv, or folders of such.",
)

NOTHING: Mapping[str, object] = {
    "verdict": "not_a_dsn", "norm": None, "rubrics": 0, "lot": None,
    "declarations": [], "months": [], "stoppages": [],
}  # fmt: skip
"""The answer about a file that is no DSN, but for its findings."""

KNOWN = MoreFiles("dsn", "DSN files with the stoppages that the slips may be about.")


@hookimpl
def register_commands() -> Sequence[Command | FilesCommand]:
    """Declarations and the controls of the norm; slips of daily benefits, and what a benefit should be."""
    no_slip: dict[str, object] = {
        "kind": None, "identification": None, "total": None, "declared_total": None, "employers": [],
        "periods": [], "lines": [], "balances": [], "answers": [],
    }  # fmt: skip
    nowhere = {"line": None, "rubric": None}
    return [
        FilesCommand(
            "read", "Read and check sendings of DSN.", read, NOTHING, nowhere, told_read, (PROFILE, LISTS)
        ),
        FilesCommand(
            "controls",
            "List the controls of the norm.",
            controls,
            layout=told_controls,
            options=(LISTS,),
            takes_files=False,
        ),
        FilesCommand("bpij", "Read slips of daily benefits, and returns.", bpij, no_slip, options=(KNOWN,)),
        Command("ij", "Compute daily benefits.", ij, {"cases": []}),
    ]


def read(asked: Asked) -> Answer:
    """Answer for sendings, in the order given."""
    from plugins.fr_dsn.answers.read import read as answer

    return answer(asked)


def controls(asked: Asked) -> Answer:
    """Answer which controls of the norm are made, by its versions."""
    from plugins.fr_dsn.answers.controls import controls as answer

    return answer(asked)


def bpij(asked: Asked) -> Answer:
    """Answer for slips of daily benefits and for returns of registrations, in the order given."""
    from plugins.fr_dsn.slip_commands import bpij as answer

    return answer(asked)


def ij(data: bytes) -> Answer:
    """Answer cases of daily benefits; raises `FileRefused`."""
    from plugins.fr_dsn.slip_commands import ij as answer

    return answer(data)


def told_read(document: Mapping[str, Any]) -> str:
    """Give the answer of `read` as people read it."""
    from plugins.fr_dsn.answers.telling import told_read as told

    return told(document)


def told_controls(document: Mapping[str, Any]) -> str:
    """Give the list of controls as people read it."""
    from plugins.fr_dsn.answers.controls import told

    return told(document)

"""`guichet fr_dsn read`: one sending, or several as a sequence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from console.plugin import Answer, Asked, FileRefused, Finding, open_file
from plugins.fr_dsn.answers.documents import Document, of_file, of_months, of_stoppages
from plugins.fr_dsn.commands import NOTHING
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.list_files import known_in
from plugins.fr_dsn.formats.reading import Judge, Profile
from plugins.fr_dsn.rules.controls import engine
from plugins.fr_dsn.rules.lists.codes import Known
from plugins.fr_dsn.rules.lists.judging import ListJudge
from plugins.fr_dsn.rules.sequence.files import FileFacts, Sequence

ENDS: dict[str, Literal[0, 1, 2]] = {"accepted": 0, "refused": 1, "not_a_dsn": 2}


def read(asked: Asked) -> Answer:
    """Answer for the files in the order given; a file that cannot be read is answered among the others."""
    profile: Profile = "received" if asked.chosen.get("profile") == "received" else "file"
    try:
        known = known_in(asked.beside.get("lists", ()))
    except FileRefused as refused:
        return _without_lists(refused)
    sequence = Sequence(profile, judge_with(known))
    files = [of_file(read_file(sequence, file), profile, known) for file in asked.files]
    together: Document = {
        "months": of_months(sequence.months()),
        "stoppages": of_stoppages(sequence.stoppages()),
    }
    end = max(ENDS[str(file["verdict"])] for file in files)
    if len(files) == 1:
        return Answer(_one(files[0], together), end)
    verdict = next(verdict for verdict, code in ENDS.items() if code == end)
    return Answer({"verdict": verdict, "files": files, **together}, end)


def judge_with(known: Known) -> Callable[[Profile], Judge]:
    """Give what makes the numbered controls, those that need a list as far as it is known."""
    judging = partial(ListJudge, known) if known.editions else engine.Judge
    return lambda profile: judging(tolerant=profile == "received")


def read_file(sequence: Sequence, file: Path) -> FileFacts:
    """Read one more file of a sequence; one that is missing is none of its kind."""
    try:
        with open_file(file) as opened:
            return sequence.read(file.name, opened)
    except FileRefused as refused:
        found = [_found(finding) for finding in refused.findings]
        return FileFacts(file.name, "not_a_dsn", None, 0, None, [], found, {})


def _found(finding: Finding) -> Found:
    return Found(finding.severity, finding.control, finding.message)


def _one(file: Document, together: Document) -> Document:
    """Put months and stoppages before the findings, which may be many."""
    findings = {key: file.pop(key) for key in ("not_judged", "findings", "suppressed")}
    return {**file, **together, **findings}


def _without_lists(refused: FileRefused) -> Answer:
    """Answer that nothing was read, since a list cannot be."""
    found = [finding.as_json() for finding in refused.findings]
    return Answer({**NOTHING, "verdict": "unreadable", "findings": found}, 2)

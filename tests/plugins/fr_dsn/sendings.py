"""Sendings as texts to be changed, and how the command is asked for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from console.plugin import Asked
from plugins.fr_dsn.commands import read

FILES = Path(__file__).with_name("files")
MONTHLY = (FILES / "mensuelle_2_salaries.dsn").read_text(encoding="iso-8859-1")
STOPPAGE = (FILES / "arret_maladie_subroge.dsn").read_text(encoding="iso-8859-1")
ENDS = {"accepted": 0, "refused": 1, "not_a_dsn": 2}

Change = Callable[[list[str]], None]
Found = tuple[str, str, int | None, str | None]
"""Severity, control, line and rubric."""


def line_of(text: str, rubric: str, nth: int = 0) -> int:
    """Give the number of a rubric's line, from 1."""
    return [at for at, line in enumerate(text.splitlines(), 1) if line.startswith(rubric)][nth]


def put(rubric: str, value: str, nth: int = 0) -> Change:
    """Give a rubric another value."""

    def change(lines: list[str]) -> None:
        lines[_at(lines, rubric, nth)] = f"{rubric},'{value}'"

    return change


def drop(rubric: str, nth: int = 0) -> Change:
    """Leave a line out."""
    return lambda lines: lines.__delitem__(_at(lines, rubric, nth))


def after(rubric: str, *more: str, nth: int = 0) -> Change:
    """Put lines as they are behind a rubric."""

    def change(lines: list[str]) -> None:
        at = _at(lines, rubric, nth) + 1
        lines[at:at] = more

    return change


def replaced(rubric: str, *more: str, nth: int = 0) -> Change:
    """Put lines as they are in the place of a rubric."""

    def change(lines: list[str]) -> None:
        at = _at(lines, rubric, nth)
        lines[at : at + 1] = more

    return change


def changed(text: str, *changes: Change, counted: bool = True) -> str:
    """Change a sending and renew its counts, so that only what was changed is wrong."""
    lines = text.splitlines()
    for change in changes:
        change(lines)
    if counted:
        declarations = sum(line.startswith("S20.G00.05.001,") for line in lines)
        records = sum(line[:1] == "S" for line in lines)
        for number, count in (("001", records), ("002", declarations)):
            lines[_at(lines, f"S90.G00.90.{number}", 0)] = f"S90.G00.90.{number},'{count}'"
    return "\n".join(lines) + "\n"


def together(*texts: str) -> str:
    """Put the declarations of several sendings into the envelope of the first."""
    bodies = [text.splitlines() for text in texts]
    first = next(at for at, line in enumerate(bodies[0]) if line.startswith("S20.G00.05.001,"))
    lines = bodies[0][:first]
    for body in bodies:
        start = next(at for at, line in enumerate(body) if line.startswith("S20.G00.05.001,"))
        lines += [line for line in body[start:] if not line.startswith("S90")]
    return changed("\n".join([*lines, "S90.G00.90.001,'0'", "S90.G00.90.002,'0'"]))


def ask(folder: Path, *contents: str | bytes, profile: str = "file") -> dict[str, Any]:
    """Ask for sendings, and check that verdict and exit code agree."""
    files = [folder / f"{at}.dsn" for at in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content.encode("iso-8859-1") if isinstance(content, str) else content)
    return ask_files(files, profile)


def ask_files(files: Sequence[Path], profile: str = "file") -> dict[str, Any]:
    """Ask for files, and check that verdict and exit code agree."""
    answer = read(Asked(files, {"profile": profile}))
    assert answer.exit_code == ENDS[str(answer.document["verdict"])]
    told: dict[str, Any] = json.loads(json.dumps(answer.document, allow_nan=False))
    return told


def found(answer: dict[str, Any]) -> list[Found]:
    """Give the findings of an answer about one file, without what they say."""
    return [(one["severity"], one["control"], one["line"], one["rubric"]) for one in answer["findings"]]


def _at(lines: list[str], rubric: str, nth: int) -> int:
    return [at for at, line in enumerate(lines) if line.startswith(rubric)][nth]

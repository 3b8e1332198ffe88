"""What was found in a file, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from console.plugin import Phrase

Severity = Literal["refusal", "business", "warning"]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: `control` is the norm's number where it has one (`S21.G00.60.005/CCH-11`), else a word of ours."""

    severity: Severity
    control: str
    message: Phrase
    line: int | None = None
    """From 1; None when something is absent."""
    rubric: str | None = None
    """`S21.G00.60.005`, or the block `S90.G00.90`."""
    more: Mapping[str, object] = field(default_factory=dict)
    """Further keys of the answer, such as the two figures that differ."""
    person: str | None = None
    """NIR or technical number of the person it is about."""

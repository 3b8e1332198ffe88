"""Where findings go: weighed by the profile, bounded in number, assigned to the declaration they lie in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from console.plugin import Phrase
from plugins.fr_dsn.formats.findings import Found, Severity
from plugins.fr_dsn.formats.framing import person_of
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.formats.reading import Profile, Sink

MOST = 1_000
"""Findings of one control that are handed on; more are only counted."""

_WARNINGS = {"BLANK_LINE", "BOM"}
_GRAVE_WHEN_RECEIVED = {"SYNTAX", "ENCODING", "COUNT", "BINARY", "EMPTY", "NOT_DSN"}
_OF_THE_SENDING = {"SYNTAX", "ENCODING", "COUNT", "BLANK_LINE", "BOM", "BINARY", "EMPTY", "NOT_DSN"}


class Findings:
    """Takes what was found and hands it to a sink."""

    def __init__(self, profile: Profile, sink: Sink) -> None:
        self._tolerant = profile == "received"
        self._sink = sink
        self._seen: Counter[str] = Counter()
        self._waiting: list[Found] | None = None
        self.declaration: int | None = None
        """Index of the declaration that is being read."""
        self.refused = False
        """Whether the sending is refused."""
        self.declaration_refused = False

    @property
    def suppressed(self) -> Mapping[str, int]:
        """Give how many findings were only counted, by control."""
        return {control: seen - MOST for control, seen in self._seen.items() if seen > MOST}

    def wants(self, control: str) -> bool:
        """Count a finding; say whether it is still worth making its message. It must then be added."""
        self._seen[control] += 1
        if self._seen[control] <= MOST:
            return True
        self._note(self._severity(control), control, None)
        return False

    def add(
        self,
        control: str,
        message: Phrase,
        line: int | None = None,
        rubric: str | None = None,
        more: Mapping[str, object] | None = None,
        *,
        grave: bool = False,
    ) -> None:
        """Take a finding that is wanted; `grave` refuses in either profile."""
        severity: Severity = "refusal" if grave else self._severity(control)
        self._give(Found(severity, control, message, line, rubric, more or {}))

    def judged(self, found: Found) -> None:
        """Take what a numbered control found."""
        self._seen[found.control] += 1
        if self._seen[found.control] <= MOST:
            self._give(found)
        else:
            self._note(found.severity, found.control, found.rubric)

    def hold(self) -> None:
        """Keep what is found until it is known which person it is about."""
        if self._waiting is None:
            self._waiting = []

    def release(self, person: Group) -> None:
        """Hand on what was kept, with the person it is about."""
        waiting, self._waiting = self._waiting, None
        if waiting:
            named = person_of(person)
            for found in waiting:
                self._hand_on(replace(found, person=found.person or named))

    def _give(self, found: Found) -> None:
        self._note(found.severity, found.control, found.rubric)
        if self._waiting is None:
            self._hand_on(found)
        else:
            self._waiting.append(found)

    def _hand_on(self, found: Found) -> None:
        self._sink.found(found, None if _is_of_sending(found.control, found.rubric) else self.declaration)

    def _note(self, severity: Severity, control: str, rubric: str | None) -> None:
        if severity == "refusal":
            if self.declaration is None or _is_of_sending(control, rubric):
                self.refused = True
            else:
                self.declaration_refused = True

    def _severity(self, control: str) -> Severity:
        if control in _WARNINGS or (self._tolerant and control not in _GRAVE_WHEN_RECEIVED):
            return "warning"
        return "refusal"


def _is_of_sending(control: str, rubric: str | None) -> bool:
    return control in _OF_THE_SENDING or (rubric is not None and rubric.startswith(("S10", "S90")))

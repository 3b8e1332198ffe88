"""How one reader writes and reads: a form of figures together with the words of a form in all its languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from console.base.figures import API, Style

Texts: TypeAlias = Mapping[str, Mapping[str, str]]
"""Language to message id to text, as a revision freezes them. English is the message id itself."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A style of figures with the frozen texts of a form; the open interface (`API`) speaks in keys."""

    style: Style
    texts: Texts = field(default_factory=dict)

    @property
    def is_api(self) -> bool:
        """Whether values are written for machines."""
        return self.style == API

    def say(self, message: str) -> str:
        """Give a text of the form in the reader's language."""
        return self.texts.get(self.style.language, {}).get(message) or message

    def spellings(self, message: str) -> Iterator[str]:
        """Give a text in every language: a sheet may have been filled in another one."""
        yield message
        for texts in self.texts.values():
            if found := texts.get(message):
                yield found


def for_machines(tongue: Tongue) -> Tongue:
    """Give the tongue of canonical values, whoever reads: a JSON document means the same to everybody."""
    return Tongue(API, tongue.texts)

"""Sentences that wait for their reader: they cross processes, and find their language when they are shown.

A lazy string of Flask-Babel does neither without Flask, which the child that reads sheets never loads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(message: str) -> str:
    """Mark a message id for the translators; gives it back unchanged."""
    return message


@dataclass(frozen=True)
class Phrase:
    """A message id with the values of its placeholders; `str()` says it in the reader's language.

    A value may itself be a lazy text, such as a column's title.
    """

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        from flask_babel import gettext

        return str(gettext(self.message, **self.params))

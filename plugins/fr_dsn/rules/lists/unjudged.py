"""What could not be judged for want of a list."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.fr_dsn.norm.norms import nearest
from plugins.fr_dsn.rules.lists.codes import Known
from plugins.fr_dsn.rules.lists.judging import live

Unjudged = dict[str, list[str]]
"""Controls by the list that each of them lacks; one that lacks several stands under each."""


def unjudged(version: str | None, natures: Iterable[str], known: Known) -> Unjudged:
    """Give the controls that were silent on declarations of these natures because their lists were not imported."""
    norm = nearest(version)
    found: dict[str, set[str]] = {}
    for nature in set(natures):
        for rule in live(norm, nature):
            for name in known.lacks(rule.lists):
                found.setdefault(name, set()).add(rule.control)
    return {name: sorted(found[name]) for name in sorted(found)}

"""`guichet fr_dsn controls`: which controls of the norm are made, which need a list, and which are not, by norm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from console.plugin import Answer, Asked
from plugins.fr_dsn.answers.documents import Document
from plugins.fr_dsn.formats.list_files import known_in
from plugins.fr_dsn.norm.norms import NATURES, YEARS, norm_of
from plugins.fr_dsn.rules.controls.status import Status, further, statuses
from plugins.fr_dsn.rules.lists.catalog import LISTS
from plugins.fr_dsn.rules.lists.codes import Known
from plugins.fr_dsn.rules.lists.declared import by_list

STATES = ("executed", "list", "not_done")


def controls(asked: Asked) -> Answer:
    """Answer with counts by norm, with the lists that are needed, and with each control once.

    Raises `FileRefused` for a list that was named and is not whole.
    """
    known = known_in(asked.beside.get("lists", ()))
    by_norm = {version: statuses(version, known) for version in YEARS}
    return Answer(
        {
            "norms": {version: _counts(version, found) for version, found in by_norm.items()},
            "lists": [_list(name, needed, known) for name, needed in by_list().items()],
            "controls": list(_each(by_norm).values()),
        }
    )


def told(document: Mapping[str, Any]) -> str:
    """Give the answer as people read it: the counts, the lists, each control; or which list is wrong."""
    if "norms" not in document:
        return "\n".join(f"{one['file']}: {one['message']}" for one in document["findings"])
    lines = [line for version, counts in document["norms"].items() for line in _told_counts(version, counts)]
    lines += ["", *map(_told_list, document["lists"])]
    lines += ["", *(f"{one['control']}: {_told_states(one)}" for one in document["controls"])]
    return "\n".join(lines)


def _counts(version: str, found: Sequence[Status]) -> Document:
    norm = norm_of(version)
    executed = [one.control for one in found if one.state == "executed"]
    states: Counter[str] = Counter(one.state for one in found)
    return {
        "controls": len(found),
        **{state: states[state] for state in STATES},
        "further": further(version),
        "by_kind": dict(sorted(Counter(control[15:18] for control in executed).items())),
        "by_nature": {
            nature: sum(norm is not None and norm.applies(control, nature) for control in executed)
            for nature in NATURES
        },
    }


def _list(name: str, needed: Sequence[str], known: Known) -> Document:
    edition = known.editions.get(name)
    return {
        "list": name,
        "title": LISTS[name].title,
        "imported": edition is not None,
        "codes": len({one.code for one in edition.codes}) if edition else 0,
        "controls": list(needed),
    }


def _each(by_norm: Mapping[str, Sequence[Status]]) -> dict[str, Document]:
    """Give each control with its state in each norm that lists it."""
    rows: dict[str, Document] = {}
    for version, found in by_norm.items():
        for one in found:
            row = rows.setdefault(
                one.control, {"control": one.control, "norms": {}, "list": None, "reason": None}
            )
            states = row["norms"]
            if isinstance(states, dict):
                states[version] = one.state
            if one.reason is not None:
                row["reason"] = one.reason.message % one.reason.params
                row["list"] = one.list or None
    return rows


def _told_counts(version: str, counts: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"{version}: of {counts['controls']} controls {counts['executed']} are executed, {counts['list']} need a list, "
        f"{counts['not_done']} are not done; {len(counts['further'])} more of later texts are executed"
    )
    yield f"  executed by kind: {_told(counts['by_kind'])}"
    yield f"  executed by nature: {_told(counts['by_nature'])}"


def _told_list(one: Mapping[str, Any]) -> str:
    state = f"imported, {one['codes']} codes" if one["imported"] else "not imported"
    return f"list {one['list']} ({one['title']}): {state}, needed by {', '.join(one['controls'])}"


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{key} {count}" for key, count in counts.items())


def _told_states(one: Mapping[str, Any]) -> str:
    states = one["norms"]
    if len(states) == len(YEARS) and len(set(states.values())) == 1:
        said = next(iter(states.values()))
    else:
        said = ", ".join(f"{state} in {version}" for version, state in states.items())
    return f"{said}. {one['reason']}" if one["reason"] else said

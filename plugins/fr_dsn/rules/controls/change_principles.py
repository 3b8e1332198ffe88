"""The four principles of changes of a contract (S21.G00.41; Cahier technique, section 4.4.14).

A block of changes holds the day of the change (001), how far back pay is computed again (028), and what has changed:
either what identifies the contract, or one *modality* of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import day
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import Declared, Fault, Frame, GroupRule
from plugins.fr_dsn.rules.controls.within_block import rubrics

CHANGES = "S21.G00.41"
IDENTIFYING = frozenset(["012", "014", "021", "054"])
CHANGED_ON, DEPTH = "001", "028"
MOVEMENT = frozenset([CHANGED_ON, DEPTH])

ONE_EACH = N_(
    "This block reports several changes at once: %(changes)s. Give each of them a block of its own."
)
APART = N_("This block reports %(identity)s together with %(changes)s: give each of them a block of its own.")
NO_DEPTH = N_("%(depth)s may not be declared with %(identity)s: take the former out.")
DEPTH_MISSING = N_("The earliest change of %(change)s, of %(day)s, has no %(depth)s: fill it in there.")
DEPTH_TOO_MANY = N_(
    "%(depth)s is declared for the change of %(change)s of %(day)s, but belongs to one change only, the earliest, "
    "of %(first)s: take it out here."
)


def _modalities(group: Group, at: int) -> list[str]:
    return [number for number in group.plans[at].numbers if number not in IDENTIFYING | MOVEMENT]


def _identity(group: Group, at: int) -> list[str]:
    return [number for number in group.plans[at].numbers if number in IDENTIFYING]


def one_modality(group: Group, frame: Frame) -> Iterator[Fault]:
    """Find blocks that hold more than one modality (principle a)."""
    for at in group.of(CHANGES):
        changes = _modalities(group, at)
        if len(changes) > 1:
            yield Fault(at, CHANGED_ON, Phrase(ONE_EACH, {"changes": rubrics(CHANGES, changes)}))


def identity_apart(group: Group, frame: Frame) -> Iterator[Fault]:
    """Find blocks that hold a modality and something that identifies the contract (principle b)."""
    for at in group.of(CHANGES):
        identity, changes = _identity(group, at), _modalities(group, at)
        if identity and changes:
            params = {"identity": rubrics(CHANGES, identity), "changes": rubrics(CHANGES, changes)}
            yield Fault(at, CHANGED_ON, Phrase(APART, params))


def depth_of_the_earliest(group: Group, frame: Frame) -> Iterator[Fault]:
    """Find modalities whose depth is not declared exactly once, with the earliest change (principle c).

    Blocks that break principle a or b are left out: which modality their depth belongs to is not told.
    """
    changes: dict[tuple[int, str], list[tuple[date, int]]] = {}
    for at in group.of(CHANGES):
        modalities, changed = _modalities(group, at), day(group.value(at, CHANGED_ON))
        if len(modalities) == 1 and changed and not _identity(group, at):
            changes.setdefault((group.parents[at], modalities[0]), []).append((changed, at))
    for (_, modality), same in changes.items():
        yield from _depths(group, modality, same)


def no_depth_of_identity(group: Group, frame: Frame) -> Iterator[Fault]:
    """Find depths beside something that identifies the contract (principle d)."""
    for at in group.of(CHANGES):
        identity = _identity(group, at)
        if identity and DEPTH in group.plans[at].offsets:
            params = {"depth": words.rubric(f"{CHANGES}.{DEPTH}"), "identity": rubrics(CHANGES, identity)}
            yield Fault(at, DEPTH, Phrase(NO_DEPTH, params))


def _depths(group: Group, modality: str, same: Sequence[tuple[date, int]]) -> Iterator[Fault]:
    first = min(changed for changed, _ in same)
    with_depth = [at for _, at in same if DEPTH in group.plans[at].offsets]
    right = [at for changed, at in same if changed == first and at in with_depth]
    params = {
        "depth": words.rubric(f"{CHANGES}.{DEPTH}"),
        "change": words.rubric(f"{CHANGES}.{modality}"),
        "first": f"{first:%d/%m/%Y}",
    }
    if not right:
        at = next(at for changed, at in same if changed == first)
        yield Fault(at, DEPTH, Phrase(DEPTH_MISSING, {**params, "day": params["first"]}))
    for at in with_depth:
        if at not in right[:1]:
            shown = words.day(group.value(at, CHANGED_ON))
            yield Fault(at, DEPTH, Phrase(DEPTH_TOO_MANY, {**params, "day": shown}))


BLOCKS = frozenset({CHANGES})

DECLARED: Declared = (
    GroupRule("S21.G00.41.001/CCH-13", BLOCKS, one_modality),
    GroupRule("S21.G00.41.001/CCH-16", BLOCKS, identity_apart),
    GroupRule("S21.G00.41.028/CCH-11", BLOCKS, depth_of_the_earliest),
    GroupRule("S21.G00.41.028/CCH-12", BLOCKS, no_depth_of_identity),
)

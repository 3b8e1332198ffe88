"""What is remembered of persons makes the checks quick; it must never let a fault pass."""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random

import pytest

from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.reading import Silent, read
from plugins.fr_dsn.norm.norms import norm_of
from plugins.fr_dsn.rules.controls.declared import DECLARED
from plugins.fr_dsn.rules.controls.declaring import DeclarationRule, SendingRule
from plugins.fr_dsn.rules.controls.engine import Judge
from plugins.fr_dsn.rules.controls.live import controls_of
from tests.plugins.fr_dsn.random_files import Drawing
from tests.plugins.fr_dsn.sendings import MONTHLY

PERSON, TAIL = "S21.G00.30.001", ("S21.G00.82", "S21.G00.85", "S90.G00.90")
TOGETHER = frozenset(rule.control for rule in DECLARED if isinstance(rule, DeclarationRule | SendingRule))
"""Controls that one person alone cannot break."""
SOME = 120


class Findings(Silent):
    """Keeps what is found."""

    def __init__(self) -> None:
        self.all: list[Found] = []

    def found(self, finding: Found, declaration: int | None) -> None:
        """Keep a finding."""
        self.all.append(finding)


def judged(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Give the lines, from 0, and the numbers of the controls of one person that are broken there."""
    sink = Findings()
    read(io.BytesIO("\n".join(lines).encode("iso-8859-1")), "file", sink, Judge())
    return [(one.line - 1, one.control) for one in sink.all if one.line and one.control not in TOGETHER]


def varied(person: Sequence[str], draw: Random) -> list[str]:
    """Give a person with a few values drawn anew and perhaps a line less."""
    norm, drawing = norm_of("P25V01"), Drawing(draw)
    assert norm is not None
    lines = list(person)
    for at in draw.sample(range(1, len(lines)), draw.randint(4, 8)):
        lines[at] = f"{lines[at][:14]},'{drawing.value(norm.rubrics[lines[at][:14]])}'"
    if draw.random() < 0.3:
        at = draw.randrange(1, len(lines))
        if not lines[at][:14].endswith(".001"):
            del lines[at]
    return lines


@pytest.mark.parametrize("seed", range(4))
def test_a_person_among_many_is_judged_as_she_is_alone(seed: int) -> None:
    lines, draw = MONTHLY.splitlines(), Random(seed)
    starts = [at for at, line in enumerate(lines) if line.startswith(PERSON)]
    end = next(at for at in range(starts[-1], len(lines)) if lines[at].startswith(TAIL))
    head, tail = lines[: starts[0]], lines[end:]
    known = [lines[a:b] for a, b in zip(starts, [*starts[1:], end], strict=True)]
    persons = [varied(draw.choice(known), draw) for _ in range(SOME)]

    among_many = judged([*head, *(line for person in persons for line in person), *tail])
    alone: list[tuple[int, str]] = []
    first = len(head)
    for person in persons:
        controls_of.cache_clear()
        found = judged([*head, *person, *tail])
        alone += [
            (first + at - len(head), control)
            for at, control in found
            if len(head) <= at < len(head) + len(person)
        ]
        first += len(person)

    assert len(alone) > SOME
    assert [one for one in among_many if len(head) <= one[0] < first] == alone

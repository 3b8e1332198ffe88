"""Controls that read several blocks: whom a line belongs to, what is remembered, what is told once, and how long it takes."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

import pytest

from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls.date_vs_month import period_start
from plugins.fr_dsn.rules.controls.declared import DECLARED
from plugins.fr_dsn.rules.controls.declaring import Frame, GroupRule
from plugins.fr_dsn.rules.controls.engine import Judge
from plugins.fr_dsn.rules.controls.organisations import insures
from plugins.fr_dsn.rules.controls.sketches import Choice, Sketches
from tests.plugins.fr_dsn.controls.harness import Change, add, again, copy, put, remove, text_of
from tests.plugins.fr_dsn.controls.judging import controls_in, findings_of
from tests.plugins.fr_dsn.controls.messages import Message
from tests.plugins.fr_dsn.controls.one_block import ELSEWHERE, SHARES
from tests.plugins.fr_dsn.controls.plain import declarations
from tests.plugins.fr_dsn.controls.short import tell

TOGETHER = Choice([rule for rule in DECLARED if isinstance(rule, GroupRule)])
LATER = [copy("S21.G00.40", {"001": "15032025"}), remove("S21.G00.70", 1)]


def lines_of(text: str, control: str) -> list[int | None]:
    """Where a control fires."""
    return [found.line for found in findings_of(text) if found.control == control]


def test_a_pay_line_is_refused_only_when_it_fits_none_of_the_contracts_of_its_number() -> None:
    one_fits = text_of("monthly", LATER)
    none_fits = text_of("monthly", [*LATER, tell("40.001", "16032025")])
    assert "S21.G00.51.001/CCH-11" not in controls_in(one_fits)
    assert "S21.G00.51.001/CCH-11" in controls_in(none_fits)


def test_a_line_that_names_no_contract_is_left_to_the_control_of_the_reference() -> None:
    stray = text_of("monthly", [copy("S21.G00.51", {"010": "00002", "001": "01012025"})])
    assert "S21.G00.51.001/CCH-11" not in controls_in(stray)


def test_what_was_good_in_one_month_is_judged_again_in_the_next_declaration() -> None:
    text = text_of("monthly", [again({"004": "2", "005": "01022025"})])
    found = lines_of(text, "S21.G00.78.003/CCH-15")
    assert len(found) == 6
    assert all(line is not None and line > 300 for line in found)


def test_a_holder_of_shares_must_be_a_person_of_the_same_declaration() -> None:
    holder = [add("S89.G00.87", SHARES)]
    moved = put("S21.G00.30", "001", "1620202002008")
    alone = [again({"004": "2"}), moved, put("S21.G00.30", "001", "1620202002009", nth=2), *holder]
    assert "S89.G00.87.007/CCH-13" in controls_in(text_of("monthly", alone))
    assert "S89.G00.87.007/CCH-13" not in controls_in(text_of("monthly", holder))


def test_a_place_that_nobody_describes_is_told_once_where_it_was_first_named() -> None:
    text = text_of("monthly", [tell("40.019", "SITE01"), tell("40.019", "SITE01", nth=1)])
    first = next(n for n, line in enumerate(text.splitlines(), 1) if line == "S21.G00.40.019,'SITE01'")
    assert lines_of(text, "S21.G00.40.019/CCH-11") == [first]


def test_a_block_that_is_missing_has_no_line_but_the_rubric_of_its_control() -> None:
    text = text_of("monthly", [remove("S21.G00.86")])
    (found,) = [one for one in findings_of(text) if one.control == "S21.G00.86.001/CCH-12"]
    assert (found.line, found.rubric) == (None, "S21.G00.86.001")


def test_no_control_trusts_that_a_mandatory_rubric_is_there() -> None:
    for base in ("monthly", "ending", "priming", "substitution"):
        for block, number in rubrics(base):
            controls_in(text_of(base, [lost(block, number)]))


@pytest.mark.parametrize("seed", range(20))
def test_what_is_passed_over_for_the_sketch_of_a_person_finds_nothing_in_the_person_either(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(10):
        text = text_of("monthly", [damage(chance) for _ in range(chance.randint(1, 4))])
        for frame, groups in declarations(text):
            for group in groups:
                assert overlooked(frame, group) == []


def test_the_time_a_person_takes_grows_with_her_blocks_and_not_with_their_square() -> None:
    few, many = (calls_for(30 * times) for times in (1, 4))
    assert many < 5 * few


@pytest.mark.parametrize(
    ("period", "begins"),
    [
        ("2025M12", "2025-12-01"),
        ("2025T04", "2025-10-01"),
        ("2025S02", "2025-07-01"),
        ("2025A00", "2025-01-01"),
        ("2025E00", "None"),
        ("2025M13", "None"),
        ("0000M01", "None"),
    ],
)
def test_a_period_of_payment_begins_on_its_first_day(period: str, begins: str) -> None:
    assert str(period_start(period)) == begins


def test_insurers_are_known_by_the_form_of_their_code() -> None:
    assert all(map(insures, ("P0942", "A1B2C3", "123456782")))
    assert not any(map(insures, ("DGFIP", "78861779300013", "P094", "p0942")))


def rubrics(base: str) -> list[tuple[str, str]]:
    """What the declaration of a base file says, by block and number."""
    return sorted(
        {(line[:10], line[11:14]) for line in text_of(base, []).splitlines() if line[:3] in ("S21", "S89")}
    )


def lost(block: str, number: str) -> Change:
    """Take a rubric out of all blocks of a code."""

    def change(file: Message) -> None:
        for one in file.blocks:
            if one.code == block:
                one.rubrics.pop(number, None)

    return change


def damage(chance: random.Random) -> Change:
    """Change, lose or repeat something that pay or insured contracts rest on."""

    def change(file: Message) -> None:
        blocks = [
            at
            for at, one in enumerate(file.blocks)
            if one.code[-2:] in ("40", "70", "50", "51", "78", "79", "81")
        ]
        at = chance.choice(blocks)
        block = file.blocks[at]
        number = chance.choice(list(block.rubrics))
        codes = ("001", "002", "003", "010", "31", "03", "02", "2", "00002", "059", "10", "93")
        what = chance.randrange(4)
        if what == 0:
            block.put(number, chance.choice(codes))
        elif what == 1:
            block.rubrics.pop(number)
        elif what == 2:
            file.blocks.insert(at, type(block)(block.code, block.rubrics))
        elif block.code[-2:] in ("51", "70", "78", "79", "81"):
            del file.blocks[at]

    return change


def overlooked(frame: Frame, group: Group) -> list[str]:
    """The controls that the sketch of a group passes over although they find a fault in it."""
    left = Sketches(frame).left(group, TOGETHER)
    passed = [rule for rule in TOGETHER.rules if not any(rule is one for one in left)]
    return [rule.control for rule in passed if list(rule.find(group, frame))]


def calls_for(bases: int) -> int:
    """How many calls it takes to judge a person with so many bases, pay lines and contributions."""
    text = text_of("monthly", [*[copy("S21.G00.78", {}, 1)] * bases, *[copy("S21.G00.51", {}, 3)] * bases])
    frame, groups = next(declarations(text))
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    judge = Judge()
    judge.begin(frame)
    sys.setprofile(count)
    try:
        judge.group(groups[0])
    finally:
        sys.setprofile(None)
    return calls


def test_a_place_described_after_the_persons_is_known() -> None:
    changes: Sequence[Change] = [tell("40.019", "SITE01"), add("S21.G00.85", ELSEWHERE)]
    assert controls_in(text_of("monthly", changes)) == set()

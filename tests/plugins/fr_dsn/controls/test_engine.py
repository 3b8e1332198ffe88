"""How declared controls are run: only where they apply, remembering what is good, and told in one order."""

from __future__ import annotations

import pytest

from console.plugin import Phrase
from plugins.fr_dsn.formats.groups import Plan
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Values
from plugins.fr_dsn.rules.controls.engine import Judge, severity_of
from plugins.fr_dsn.rules.controls.live import controls_of
from plugins.fr_dsn.rules.controls.people import FRESH, Numbers
from plugins.fr_dsn.rules.controls.shapes import MOST_GOOD, Shape
from tests.plugins.fr_dsn.controls.harness import again, copy, drop, put, text_of
from tests.plugins.fr_dsn.controls.judging import findings_of
from tests.plugins.fr_dsn.controls.plain import declarations
from tests.plugins.fr_dsn.sendings import MONTHLY

SAID = Phrase("wrong")


def asked(*numbers: str, judge: object, present: tuple[str, ...], varied: tuple[str, ...] = ()) -> Shape:
    rule = BlockRule("S21.G00.60.001/CCH-11", numbers, judge)  # type: ignore[arg-type]
    return Shape([rule], Plan("S21.G00.60", present).offsets, varied)


def test_what_presence_decides_is_not_asked_of_each_block() -> None:
    def judge(values: Values) -> Phrase | None:
        return None if values[1] is not None or values[0] != "01" else SAID

    assert asked("001", "002", judge=judge, present=("001", "002")).memories == []
    assert len(asked("001", "002", judge=judge, present=("001",)).memories) == 1


def test_a_missing_rubric_is_a_fault_of_every_block_of_that_shape() -> None:
    def judge(values: Values) -> Phrase | None:
        return SAID if values[0] is None else None

    assert [said for _, said in asked("002", judge=judge, present=("001",)).always] == [SAID]


def test_a_good_block_is_judged_once_and_a_bad_one_each_time() -> None:
    seen = []

    def judge(values: Values) -> Phrase | None:
        seen.append(values[0])
        return SAID if values[0] == "99" else None

    (memory,) = asked("001", judge=judge, present=("001",)).memories
    for value in ("01", "01", "99", "99"):
        lines = [f"S21.G00.60.001,'{value}"]
        if memory.key(lines) not in memory.good:
            memory.faults(lines)
    assert [value for value in seen if isinstance(value, str)] == ["01", "99", "99"]


def test_a_memory_stops_learning_before_it_fills_the_house() -> None:
    (memory,) = asked(
        "001", judge=lambda values: None if values[0] != "x" else SAID, present=("001",)
    ).memories
    for value in range(MOST_GOOD + 50):
        memory.faults([f"S21.G00.60.001,'{value}"])
    assert len(memory.good) == MOST_GOOD


@pytest.mark.parametrize(("nature", "runs"), [("01", False), ("04", True)])
def test_a_control_runs_only_on_the_natures_it_is_for(nature: str, runs: bool) -> None:
    shape = controls_of("P25V01", nature).shape(Plan("S21.G00.60", ("001", "002", "003")))
    assert ("S21.G00.60.012/CCH-11" in {memory_rule(ask) for ask in asks(shape)}) is runs


def asks(shape: Shape) -> list[object]:
    return [*shape.direct, *(ask for memory in shape.memories for ask in memory.asks)]


def memory_rule(ask: object) -> str:
    return ask.rule.control  # type: ignore[attr-defined, no-any-return]


def test_a_signal_warns_and_all_other_controls_refuse() -> None:
    assert severity_of("S21.G00.40.001/SIG-14", tolerant=False) == "warning"
    assert severity_of("S21.G00.60.005/CCH-11", tolerant=False) == "refusal"


def test_nothing_refuses_a_file_that_was_received() -> None:
    judge = Judge(tolerant=True)
    found = []
    for frame, groups in declarations(text_of("monthly", [put("S21.G00.30", "006", "02021960")])):
        found += judge.begin(frame)
        for group in groups:
            found += judge.group(group)
    assert [(one.control, one.severity) for one in found] == [("S21.G00.30.006/CCH-11", "warning")]


def test_the_envelope_is_judged_once_for_all_its_declarations() -> None:
    found = findings_of(text_of("ending", [put("S10.G00.01", "002", "00011"), again({"004": "12"})]))
    assert [one.control for one in found] == ["S10.G00.01.002/CCH-11"]


def test_a_finding_names_line_rubric_and_person() -> None:
    (found,) = findings_of(text_of("monthly", [put("S21.G00.30", "006", "03031960", nth=1)]))
    assert (found.line, found.rubric, found.person) == (189, "S21.G00.30.006", "2620303003015")


def test_what_is_absent_has_no_line_but_its_block_has_one() -> None:
    (found,) = findings_of(text_of("monthly", [drop("S21.G00.60", "005")]))
    assert found.control == "S21.G00.60.005/CCH-11"
    assert found.line is None
    assert found.more == {"block_line": 222}


def test_findings_come_in_the_order_of_the_blocks() -> None:
    changes = [
        put("S21.G00.30", "006", "02021960"),
        put("S21.G00.78", "004", "1.00", nth=2),
        copy("S21.G00.86", {}),
    ]
    found = findings_of(text_of("monthly", changes))
    assert [one.line for one in found] == sorted(one.line or 0 for one in found)


def test_what_was_taken_out_of_a_received_file_is_no_fault() -> None:
    judge = Judge(tolerant=True)
    changes = [drop("S21.G00.60", "005", "007"), drop("S21.G00.30", "014", "019"), drop("S21.G00.06", "002")]
    ((frame, groups),) = declarations(text_of("monthly", changes))
    assert [
        found for group in (frame.head, *groups) for found in (judge.begin(frame), judge.group(group))[1]
    ] == []


def test_a_wrong_key_in_a_received_file_is_told() -> None:
    judge = Judge(tolerant=True)
    ((frame, _),) = declarations(text_of("monthly", [put("S21.G00.11", "001", "00019")]))
    assert [found.control for found in judge.begin(frame)] == ["S21.G00.11.001/CSL-12"]


def test_all_examples_of_people_are_found_among_many() -> None:
    numbers = Numbers()
    added = [f"1{number:012}" for number in range(0, 3 * FRESH)]
    assert [number for number in added if numbers.add(number)] == []
    assert all(numbers.add(number) for number in (added[0], added[FRESH], added[-1], added[-2]))
    assert added[7] in numbers
    assert "2610203004005" not in numbers
    assert not numbers.add("1610202A02008")
    assert numbers.add("1610202A02008")


def test_each_affiliation_to_an_unknown_membership_is_told_although_they_are_alike() -> None:
    head, first, _ = MONTHLY.split("S21.G00.30.001,'")
    persons = [
        f"S21.G00.30.001,'{nir}{first[13:]}" for nir in ("1610202002008", "1610202002107", "1610202002206")
    ]
    text = "".join([head, *persons]).replace("S21.G00.70.013,'1'", "S21.G00.70.013,'7'")
    found = [one for one in findings_of(text) if one.control == "S21.G00.70.013/CCH-11"]
    assert len(found) == 3

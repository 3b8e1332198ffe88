"""Faults of structure: what is found, where, and what a single one does not draw after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from plugins.fr_dsn.formats.collecting import MOST
from plugins.fr_dsn.formats.reading import Profile
from tests.plugins.fr_dsn.reading_twice import told_of
from tests.plugins.fr_dsn.sendings import MONTHLY, STOPPAGE

Change = Callable[[list[str]], object]
Short = tuple[str, str, int | None, str | None, int | None]
"""Severity, control, line, rubric, declaration."""


def lines() -> list[str]:
    """Give the lines of the monthly example."""
    return MONTHLY.splitlines()


def found(of: Sequence[str], profile: Profile = "file", *, renewed: bool = True) -> list[Short]:
    """Give the findings of lines whose totals were renewed."""
    text = list(of)
    if renewed:
        count = sum(line.startswith("S") for line in text)
        text = [f"S90.G00.90.001,'{count}'" if line.startswith("S90.G00.90.001") else line for line in text]
    findings = told_of(("\n".join(text) + "\n").encode("latin-1"), profile)[0].findings
    return [(one.severity, one.control, one.line, one.rubric, at) for one, at in findings]


def at(of: Sequence[str], rubric: str, nth: int = 0) -> int:
    """Give the place of a rubric's line."""
    return [place for place, line in enumerate(of) if line.startswith(rubric)][nth]


def test_a_right_file_is_without_finding() -> None:
    assert found(lines()) == []
    assert found(STOPPAGE.splitlines()) == []


def test_a_lost_apostrophe_is_one_fault_of_syntax_at_its_line() -> None:
    of = lines()
    place = at(of, "S21.G00.40.016")
    of[place] = of[place][:-1]
    assert found(of) == [("refusal", "SYNTAX", place + 1, None, None)]


def test_a_line_that_is_no_record_is_one_fault_of_syntax() -> None:
    of = lines()
    of.insert(100, "Bonjour")
    assert found(of) == [("refusal", "SYNTAX", 101, None, None)]


def test_blank_lines_only_warn() -> None:
    of = lines()
    of.insert(100, "")
    of.insert(200, "  ")
    assert found(of) == [
        ("warning", "BLANK_LINE", 101, None, None),
        ("warning", "BLANK_LINE", 201, None, None),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_both_line_ends_are_allowed_also_mixed(end: str) -> None:
    data = (end.join(lines()[:150]) + "\r\n" + "\n".join(lines()[150:])).encode("latin-1")
    sink, outcome = told_of(data)
    assert sink.findings == []
    assert outcome.records == 303


def test_a_missing_mandatory_rubric_names_it_and_its_person() -> None:
    of = lines()
    del of[at(of, "S21.G00.40.007", 1)]
    findings = told_of("\n".join(of).encode("latin-1"))[0].findings
    one = next(one for one, _ in findings if one.control == "MISSING")
    assert (one.line, one.rubric, one.person) == (None, "S21.G00.40.007", "2620303003015")


def test_a_missing_mandatory_block_is_found_below_each_parent() -> None:
    of = [line for line in lines() if not line.startswith("S21.G00.71")]
    assert found(of) == [("refusal", "MISSING", None, "S21.G00.71", 0)] * 2


def test_a_block_without_the_one_it_belongs_to_is_an_orphan() -> None:
    of = lines()
    first = at(of, "S21.G00.20.001")
    del of[first : first + 8]
    assert found(of) == [("refusal", "ORPHAN", first + 1, "S21.G00.55", 0)]


def test_a_block_that_comes_after_another_one_stands_too_late() -> None:
    of = lines()
    stoppage = [line for line in of if line.startswith("S21.G00.60")]
    of = [line for line in of if not line.startswith("S21.G00.60")]
    place = at(of, "S21.G00.51.001", 4)
    of[place:place] = stoppage
    faults = found(of)
    assert ("refusal", "ORDER", place + 1, "S21.G00.60", 0) in faults
    assert {control for _, control, *_ in faults} == {"ORDER"}


def test_rubrics_follow_one_another_by_their_numbers() -> None:
    of = lines()
    place = at(of, "S21.G00.30.005")
    of[place], of[place + 1] = of[place + 1], of[place]
    assert found(of) == [("refusal", "ORDER", place + 2, "S21.G00.30.005", 0)]


def test_a_second_end_of_contract_is_one_too_many() -> None:
    of = lines()
    place = at(of, "S21.G00.70.004")
    of[place:place] = ["S21.G00.62.001,'31032025'", "S21.G00.62.002,'059'"] * 2
    faults = found(of)
    assert ("refusal", "CARDINALITY", place + 3, "S21.G00.62", 0) in faults


def test_what_a_nature_forbids_is_refused_where_it_stands() -> None:
    of = lines()
    place = at(of, "S21.G00.60.008")
    of.insert(place + 1, "S21.G00.60.012,'11032025'")
    assert found(of) == [("refusal", "FORBIDDEN", place + 2, "S21.G00.60.012", 0)]
    of = STOPPAGE.splitlines()
    of[-2:-2] = [
        "S21.G00.86.001,'07'",
        "S21.G00.86.002,'03'",
        "S21.G00.86.003,'13'",
        "S21.G00.86.005,'00001'",
    ]
    assert found(of) == [("refusal", "FORBIDDEN", 48, "S21.G00.86", 0)]


def test_what_the_norm_does_not_know_refuses_to_deposit_and_warns_when_received() -> None:
    of = lines()
    of.insert(at(of, "S21.G00.11.001"), "S21.G00.06.703,'SOCIETE FICTIVE'")
    place = at(of, "S21.G00.06.001")
    of.insert(place, "S20.G00.76.002,'1'")
    unknown = [
        ("UNKNOWN_BLOCK", place + 1, "S20.G00.76", 0),
        ("UNKNOWN_RUBRIC", place + 9, "S21.G00.06.703", 0),
    ]
    for profile, severity in (("file", "refusal"), ("received", "warning")):
        assert found(of, profile) == [(severity, *one) for one in unknown]  # type: ignore[arg-type]


def test_what_the_hub_adds_is_no_fault_of_what_was_received() -> None:
    of = lines()
    of.insert(at(of, "S21.G00.11.001"), "S21.G00.06.903,'SOCIETE FICTIVE'")
    of.insert(at(of, "S20.G00.07.001"), "S20.G00.96.902,'1'")
    of.insert(at(of, "S20.G00.05.001"), "S10.G00.95.001,'SOCIETE FICTIVE'")
    assert found(of, "received") == []
    assert {control for _, control, *_ in found(of)} == {"UNKNOWN_BLOCK", "UNKNOWN_RUBRIC"}


def test_a_rubric_of_another_year_is_named_as_such() -> None:
    of = lines()
    of.insert(at(of, "S21.G00.15.001"), "S21.G00.11.025,'12345678901234'")
    [(one, _)] = [
        f for f in told_of("\n".join(of).encode("latin-1"))[0].findings if f[0].control == "UNKNOWN_RUBRIC"
    ]
    assert one.message.params["others"] == "P26V01"


def test_nothing_is_missing_in_what_was_received() -> None:
    of = [line for line in lines() if line[:10] not in ("S21.G00.71", "S21.G00.50", "S21.G00.51")]
    assert {severity for severity, *_ in found(of, "received")} <= {"warning"}
    assert not [one for one in found(of, "received") if one[1] == "MISSING"]


def test_wrong_totals_name_both_figures_and_refuse_the_sending() -> None:
    of = lines()
    of[-2] = "S90.G00.90.001,'300'"
    [(one, declaration)] = told_of("\n".join(of).encode("latin-1"))[0].findings
    assert (one.control, one.line, one.rubric, declaration) == ("COUNT", 302, "S90.G00.90.001", None)
    assert (one.more["declared"], one.more["counted"]) == (300, 303)


@pytest.mark.parametrize("profile", ["file", "received"])
def test_a_sending_without_end_may_have_been_cut_off(profile: Profile) -> None:
    assert found(lines()[:-2], profile) == [("refusal", "MISSING", None, "S90.G00.90", None)]


def test_a_fault_of_the_envelope_lies_in_no_declaration() -> None:
    of = [line for line in lines() if not line.startswith("S10.G00.02")]
    assert found(of) == [("refusal", "MISSING", None, "S10.G00.02", None)]


def test_a_second_sending_is_one_too_many() -> None:
    of = lines()
    assert found(of + of, renewed=False) == [("refusal", "CARDINALITY", 304, "S10.G00.00", None)]


def test_a_lot_holds_several_sendings_and_is_read_as_received() -> None:
    start = [
        "S05.G51.00.001,'V01R02'",
        "S05.G51.00.002,'769608'",
        "S05.G51.00.006,'2'",
        "S06.G51.00.001,'DSNOK'",
    ]
    end = ["S96.G51.00.001,'FINSL'", "S96.G51.00.002,'2'", "S95.G51.00.001,'769608'", "S95.G51.00.002,'2'"]
    of = [*start, *lines(), *lines(), *end]
    sink, outcome = told_of("\n".join(of).encode("latin-1"), "received")
    assert sink.findings == []
    assert (outcome.declarations, outcome.records, outcome.refused) == (2, 614, False)
    assert outcome.lot is not None
    assert (outcome.lot.number, outcome.lot.declared) == ("769608", 2)
    assert [f[1] for f in found(of, "file", renewed=False)] == ["UNKNOWN_BLOCK"]


def test_several_declarations_of_several_natures_stand_in_one_sending() -> None:
    signal = [line for line in STOPPAGE.splitlines() if line[:3] in ("S20", "S21")]
    of = [*lines()[:-1], "S90.G00.90.002,'2'"]
    of[-2:-2] = signal
    sink, outcome = told_of(("\n".join(of)).encode("latin-1"))
    assert [one.control for one, _ in sink.findings] == ["COUNT"]
    assert outcome.declarations == 2
    assert [told[1] for told in sink.told if isinstance(told, tuple) and told[0] == "head"] == ["01", "04"]


def test_a_person_without_nir_is_a_person_of_her_own() -> None:
    of = lines()
    place = at(of, "S21.G00.30.001", 1)
    number = of.pop(place).replace("S21.G00.30.001", "S21.G00.30.020")
    of.insert(at(of, "S21.G00.40.001", 1), number)
    sink, _ = told_of("\n".join(of).encode("latin-1"))
    persons = [told for told in sink.told if isinstance(told, tuple) and told[0] == "person"]
    assert len(persons) == 2


def test_too_long_a_line_is_named() -> None:
    of = lines()
    of[1] = f"S10.G00.00.002,'{'X' * 300}'"
    assert ("refusal", "LINE_TOO_LONG", 2, "S10.G00.00.002", None) in found(of)


def test_of_many_findings_only_the_first_are_handed_on() -> None:
    of = lines()
    of[100:100] = ["x"] * (MOST + 50)
    sink, outcome = told_of("\n".join(of).encode("latin-1"))
    assert len(sink.findings) == MOST
    assert outcome.suppressed == {"SYNTAX": 50}


def test_an_unknown_year_is_named_and_the_file_is_read() -> None:
    of = [line.replace("P25V01", "P22V01") for line in lines()]
    sink, outcome = told_of("\n".join(of).encode("latin-1"))
    codes = [one for one, _ in sink.findings if one.control == "CODE" and one.rubric == "S10.G00.00.006"]
    assert len(codes) == 1
    assert outcome.norm == "P22V01"
    assert outcome.refused

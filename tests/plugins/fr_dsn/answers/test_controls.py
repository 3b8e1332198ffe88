"""`guichet fr_dsn controls`: what is printed about the controls of the norm is true."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from console.plugin import Asked, FileRefused
from plugins.fr_dsn.commands import controls, told_controls
from plugins.fr_dsn.norm.norms import YEARS, norm_of
from plugins.fr_dsn.rules.controls.declared import DECLARED
from plugins.fr_dsn.rules.controls.status import statuses
from plugins.fr_dsn.rules.lists.codes import NONE, Known
from plugins.fr_dsn.rules.lists.declared import by_control
from tests.plugins.fr_dsn.lists.invented import ALL, invented

DONE = {rule.control for rule in DECLARED}
UNDONE = files("plugins.fr_dsn").joinpath("rules", "controls", "undone.csv").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    answer = controls(Asked())
    assert answer.exit_code == 0
    return dict(answer.document)


@pytest.mark.parametrize("version", YEARS)
def test_each_control_of_a_norm_has_one_state(version: str) -> None:
    norm = norm_of(version)
    assert norm is not None

    assert [one.control for one in statuses(version)] == list(norm.listed)


@pytest.mark.parametrize("version", YEARS)
def test_executed_is_what_a_rule_is_declared_for(version: str) -> None:
    for one in statuses(version):
        assert (one.state == "executed") == (one.kind == "")
        if one.state == "executed":
            assert one.control in DONE


def test_what_is_said_to_be_undone_is_not_done_and_exists() -> None:
    rows = list(csv.DictReader(UNDONE.splitlines()))
    listed = {control for version in YEARS for one in statuses(version) for control in [one.control]}

    assert {row["control"] for row in rows} == listed - DONE - set(by_control())


def test_a_control_that_needs_a_list_is_executed_once_all_of_its_lists_are_there() -> None:
    def states(known: Known) -> dict[str, str]:
        return {one.control: one.state for one in statuses("P25V01", known) if one.control in by_control()}

    assert set(states(NONE).values()) == {"list"}
    assert set(states(ALL).values()) == {"executed"}
    assert [control for control, state in states(invented("DLGPREV")).items() if state == "list"] == [
        "S21.G00.15.003/CCH-12",
        "S21.G00.20.008/CCH-11",
    ]


def test_lists_named_on_the_command_line_are_counted_with_what_they_allow(tmp_path: Path) -> None:
    (tmp_path / "IDCC.csv").write_text("code;label\n1486;Essai\n0044;Essai\n", encoding="utf-8")
    without = controls(Asked()).document["norms"]["P25V01"]  # type: ignore[index]
    answer = controls(Asked(beside={"lists": [tmp_path]})).document
    [named] = [one for one in answer["lists"] if one["list"] == "IDCC"]  # type: ignore[union-attr]

    assert (named["imported"], named["codes"], len(named["controls"])) == (True, 2, 4)
    assert answer["norms"]["P25V01"]["executed"] == without["executed"] + 4  # type: ignore[index]
    assert "list IDCC (Collective agreements): imported, 2 codes, needed by " in told_controls(answer)


def test_a_list_that_is_wrong_is_told_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "IDCC.csv").write_text("code\n44\n", encoding="utf-8")

    with pytest.raises(FileRefused) as refused:
        controls(Asked(beside={"lists": [tmp_path]}))

    [finding] = refused.value.findings
    assert finding.as_json()["file"] == "IDCC.csv"
    document = {"findings": [finding.as_json()]}
    assert told_controls(document).startswith("IDCC.csv: Row 2: the code “44” has 2 characters")


def test_the_counts_add_up(document: dict[str, Any]) -> None:
    for counts in document["norms"].values():
        assert counts["executed"] + counts["list"] + counts["not_done"] == counts["controls"]
        assert sum(counts["by_kind"].values()) == counts["executed"]


def test_of_each_norm_at_least_450_controls_are_executed(document: dict[str, Any]) -> None:
    assert {
        version: counts["executed"] >= 450 for version, counts in document["norms"].items()
    } == dict.fromkeys(YEARS, True)


def test_each_control_that_is_not_made_comes_with_its_reason(document: dict[str, Any]) -> None:
    for one in document["controls"]:
        assert bool(one["reason"]) == (set(one["norms"].values()) != {"executed"})


def test_people_read_the_counts_and_a_line_for_each_control(document: dict[str, Any]) -> None:
    lines = told_controls(document).splitlines()

    assert lines[0].startswith("P24V01: of 643 controls ")
    assert any(
        line.startswith("S21.G00.15.003/CCH-12: list. Made once these lists are imported") for line in lines
    )
    assert any(
        line.startswith("list DLGPREV (Delegates of provident institutions): not imported") for line in lines
    )
    assert "S21.G00.60.005/CCH-11: executed" in lines

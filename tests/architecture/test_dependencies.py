"""Every dependency is declared once, pinned once and explained once."""

import re

from tests.architecture.dependencies import declared, documented, normalised
from tests.architecture.source import ROOT


def test_every_dependency_has_a_line_with_its_reason_and_licence() -> None:
    assert set(documented()) == {*declared(), *declared("dev")}


def test_every_dependency_is_pinned_by_name_and_version_only() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == []
    assert lines == sorted(lines, key=str.lower)
    assert {*declared(), *declared("dev")} <= {normalised(line.partition("==")[0]) for line in lines}

"""Every dependency is declared once, pinned once and explained once."""

import re

from tests.architecture.dependencies import declared, documented, normalised
from tests.architecture.source import ROOT

# Developers install the extra too: the project names itself there.
EVERY = {*declared(), *declared("s3"), *declared("celery"), *declared("dev")} - {"guichet"}


def test_every_dependency_has_a_line_with_its_reason_and_licence() -> None:
    assert set(documented()) == EVERY


def test_every_dependency_is_pinned_by_name_and_version_only() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == []
    assert lines == sorted(lines, key=str.lower)
    assert {normalised(line.partition("==")[0]) for line in lines} >= EVERY

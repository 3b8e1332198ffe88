"""Who is affiliated to an insured contract, and who of them brings no contribution to it."""

from __future__ import annotations

from pathlib import Path

from plugins.fr_dsn import samples
from plugins.fr_dsn.deposits import reading
from plugins.fr_dsn.rules.facts.insured import Insured
from tests.plugins.fr_dsn.gaps.following import without_contribution

FEBRUARY = samples.files()["declaration-fevrier.dsn"]
LUCIE, OLIVIER = "2850369123456", "1790769123457"


def insured_in(content: bytes, folder: Path) -> Insured:
    """Give the one insured contract of the one declaration of a file, as a deposit reads it."""
    path = folder / "0"
    path.write_bytes(content)
    found = reading.read(str(path), "mars.dsn")
    assert found.verdict == "accepted", found.lines
    ((one,),) = found.insured
    return one


def test_a_contract_is_read_with_what_is_due_and_paid_and_who_is_affiliated(tmp_path: Path) -> None:
    assert insured_in(FEBRUARY, tmp_path) == Insured(
        "PREV-2025-001", "P0942", 9_600, (("2025M02", 9_600),), 3, ()
    )


def test_who_is_affiliated_without_a_contribution_is_named(tmp_path: Path) -> None:
    one = insured_in(without_contribution(FEBRUARY, OLIVIER), tmp_path)

    assert (one.people, one.without, one.due) == (3, (OLIVIER,), 6_400)

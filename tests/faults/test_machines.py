"""Short forms of the faults that meet the machine: the database away, the disk full, the web's worker killed."""

from __future__ import annotations

import pytest

from tests.faults import disks, outages, uploads
from tests.services.machine import Missing


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
def test_the_database_stops_in_three_ways_and_all_goes_on_without_a_restart() -> None:
    assert outages.run(3).faults == []


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_on_a_full_disk_acts_are_refused_and_nothing_committed_is_lost(
    where: str, request: pytest.FixtureRequest
) -> None:
    if where == "postgresql":
        request.getfixturevalue("postgresql")
    try:
        found = disks.under_database(where, 30)
    except Missing as missing:
        pytest.skip(f"a small disk: {missing}")

    assert found.faults == []


def test_on_a_full_disk_a_document_is_refused_in_a_sentence_and_leaves_nothing() -> None:
    try:
        found = disks.under_files(24)
    except Missing as missing:
        pytest.skip(f"a small disk: {missing}")

    assert found.faults == []
    assert found.refusals == ("Files cannot be stored at the moment. Try again later.",)


def test_a_web_worker_killed_during_uploads_and_pdfs_leaves_nothing_behind() -> None:
    assert uploads.run("sqlite", 6).faults == []

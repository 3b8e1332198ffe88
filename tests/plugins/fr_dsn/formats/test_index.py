"""Who is in a file, found without reading the rest."""

from __future__ import annotations

import io

import pytest

from plugins.fr_dsn.formats import index
from plugins.fr_dsn.formats.index import persons_in
from tests.plugins.fr_dsn.sendings import MONTHLY

WITHOUT_NIR = (
    "S21.G00.30.001,'1610202002008'\nS21.G00.30.020,'TECH0000001'\nS21.G00.40.001,'01012020'\n"
    "S21.G00.30.002,'X'\nS21.G00.30.020,'TECH0000002'\nS21.G00.30.002,'Y'\nS21.G00.30.020,'TECH0000003'\n"
)


def test_each_person_is_found_with_line_and_byte() -> None:
    data = MONTHLY.encode("latin-1")
    found = list(persons_in(io.BytesIO(data)))
    assert [(one.number, one.line) for one in found] == [("1610202002008", 76), ("2620303003015", 185)]
    assert all(data[one.offset :].startswith(b"S21.G00.30.001") for one in found)


def test_lines_need_not_be_counted() -> None:
    found = persons_in(io.BytesIO(MONTHLY.encode("latin-1")), lines=False)
    assert [one.line for one in found] == [0, 0]


@pytest.mark.parametrize("window", [7, 31, 64, 1 << 20])
def test_a_technical_number_stands_for_who_has_no_nir(window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "WINDOW", window)
    found = persons_in(io.BytesIO(WITHOUT_NIR.encode()))
    assert [(one.number, one.line) for one in found] == [
        ("1610202002008", 1),
        ("TECH0000002", 5),
        ("TECH0000003", 7),
    ]


@pytest.mark.parametrize("last", ["", "\n"])
def test_a_line_without_end_hides_nobody_after_it(last: str) -> None:
    long = "9" * (2 * index.WINDOW + 5)
    data = f"S21.G00.30.001,'1'\nS21.G00.30.002,'{long}S21.G00.30.001,'2'\nS21.G00.30.001,'3'{last}".encode()
    found = list(persons_in(io.BytesIO(data)))
    assert [(one.number, one.line) for one in found] == [("1", 1), ("3", 3)]
    assert data[found[-1].offset :].startswith(b"S21.G00.30.001,'3'")


def test_a_number_counts_only_at_the_beginning_of_a_line() -> None:
    data = (
        b"S21.G00.40.006,'S21.G00.30.001,'1'\nXS21.G00.30.001,'2'\nS21.G00.31.001,'3'\nS21.G01.30.001,'4'\n"
    )
    assert list(persons_in(io.BytesIO(data))) == []

"""Files that are something else than a DSN, or written in other characters."""

from __future__ import annotations

import gzip

import pytest

from tests.plugins.fr_dsn.reading_twice import told_of
from tests.plugins.fr_dsn.sendings import MONTHLY

LATIN = MONTHLY.encode("latin-1")


@pytest.mark.parametrize(
    ("data", "control"),
    [
        (b"", "EMPTY"),
        (b"\n \r\n", "EMPTY"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "BINARY"),
        (gzip.compress(LATIN), "BINARY"),
        (b"%PDF-1.7\n%\xe2\xe3", "NOT_DSN"),
        (b"<?xml version='1.0'?><x/>", "NOT_DSN"),
        (b"nom;prenom\nA;B\n" * 1000, "NOT_DSN"),
        (b"S10.G01.00.001,'123456789'\n", "NOT_DSN"),
        (b"S21.G00.30.001,'1610202002008'\n", "NOT_DSN"),
        (MONTHLY.encode("utf-16"), "BINARY"),
    ],
)
def test_what_is_no_dsn_is_named_once_and_not_read(data: bytes, control: str) -> None:
    sink, outcome = told_of(data)
    assert [one.control for one, _ in sink.findings] == [control]
    assert sink.told == []
    assert (outcome.reached, outcome.records) == ("not_a_dsn", 0)


def test_pasrau_is_named_with_its_nature_and_norm() -> None:
    text = MONTHLY.replace("S20.G00.05.001,'01'", "S20.G00.05.001,'21'").replace("P25V01", "201710")
    sink, outcome = told_of(text.encode("latin-1"))
    [(one, _)] = sink.findings
    assert (one.control, one.message.params) == ("NOT_DSN", {"nature": "21", "norm": "201710"})
    assert outcome.reached == "not_a_dsn"
    assert outcome.norm == "201710"


def test_utf8_is_one_refusal_and_names_are_read_in_it() -> None:
    sink, outcome = told_of(MONTHLY.encode("utf-8"))
    assert [(one.severity, one.control, at) for one, at in sink.findings] == [("refusal", "ENCODING", None)]
    assert "UTF-8" in sink.findings[0][0].message.message
    assert outcome.refused
    assert "LEFÈVRE" in repr(sink.told)


def test_a_byte_order_mark_is_passed_over() -> None:
    sink, outcome = told_of(b"\xef\xbb\xbf" + LATIN)
    assert [(one.severity, one.control, one.line) for one, _ in sink.findings] == [("warning", "BOM", 1)]
    assert outcome.records == 303


def test_a_byte_of_windows_is_named_at_its_rubric() -> None:
    data = LATIN.replace(b"12 AVENUE DU TEST", b"12 AVENUE DE L\x92EST", 1)
    sink, outcome = told_of(data)
    [(one, declaration)] = sink.findings
    assert (one.severity, one.control, one.rubric, declaration) == (
        "refusal",
        "ENCODING",
        "S21.G00.06.004",
        None,
    )
    assert one.message.params["code"] == "0x92"
    assert outcome.refused


def test_a_line_of_utf8_among_others_is_named_and_read_in_it() -> None:
    data = LATIN.replace("Agnès".encode("latin-1"), "Agnès".encode())
    sink, _ = told_of(data)
    [(one, _)] = sink.findings
    assert (one.control, one.rubric) == ("ENCODING", "S21.G00.30.004")
    assert "Agnès" in repr(sink.told)

"""What is told of declarations: subrogation, accidents, endings, totals, by nature."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.fr_dsn.sendings import (
    MONTHLY,
    STOPPAGE,
    after,
    ask,
    changed,
    drop,
    line_of,
    put,
)


def test_a_stoppage_without_subrogation_has_none(tmp_path: Path) -> None:
    text = changed(
        STOPPAGE, put("S21.G00.60.004", "02"), *[drop(f"S21.G00.60.00{at}") for at in (5, 6, 7, 8)]
    )
    answer = ask(tmp_path, text)

    assert answer["verdict"] == "accepted", answer["findings"]
    assert answer["declarations"][0]["stoppages"][0]["subrogation"] is None


def test_an_accident_is_told_with_its_day(tmp_path: Path) -> None:
    text = changed(
        STOPPAGE, put("S21.G00.60.001", "06"), after("S21.G00.60.008", "S21.G00.60.012,'11032025'")
    )
    answer = ask(tmp_path, text)

    assert answer["verdict"] == "accepted", answer["findings"]
    stoppage = answer["declarations"][0]["stoppages"][0]
    assert (stoppage["reason"], stoppage["accident_date"]) == ("06", "2025-03-11")


def test_the_end_of_a_contract_is_told(tmp_path: Path) -> None:
    text = changed(
        MONTHLY,
        after("S21.G00.40.043", "S21.G00.62.001,'31032025'", "S21.G00.62.002,'059'"),
    )
    answer = ask(tmp_path, text)

    assert answer["verdict"] == "accepted", answer["findings"]
    (ending,) = answer["declarations"][0]["endings"]
    assert (ending["contract"], ending["date"], ending["reason"], ending["nir"]) == (
        "00001", "2025-03-31", "059", "1610202002008",
    )  # fmt: skip


def test_an_impossible_day_is_told_as_unknown(tmp_path: Path) -> None:
    answer = ask(tmp_path, changed(STOPPAGE, put("S21.G00.60.003", "31022025")))

    assert answer["declarations"][0]["stoppages"][0]["until"] is None


def test_gross_is_the_base_of_code_03_alone_and_urssaf_the_total_of_statements(tmp_path: Path) -> None:
    lines = [at for at, line in enumerate(MONTHLY.splitlines()) if line == "S21.G00.78.001,'03'"]
    assert len(lines) == 2
    second = changed(
        MONTHLY,
        after(
            "S21.G00.23.005",
            "S21.G00.22.001,'78861779300013'",
            "S21.G00.22.003,'01032025'",
            "S21.G00.22.004,'31032025'",
            "S21.G00.22.005,'-39.68'",
            "S21.G00.23.001,'668'",
            "S21.G00.23.002,'921'",
            "S21.G00.23.005,'-39.68'",
        ),
    )
    (declared,) = ask(tmp_path, second)["declarations"]

    assert (declared["gross"], declared["urssaf"]) == ("6575.00", "1800.00")
    assert declared["payments"] == {"count": 2, "total": "1938.30"}


@pytest.mark.parametrize("version", ["P24V01", "P25V01", "P26V01"])
def test_signals_of_each_norm_year_are_read(tmp_path: Path, version: str) -> None:
    answer = ask(tmp_path, changed(STOPPAGE, put("S10.G00.00.006", version)))

    assert (answer["norm"], answer["verdict"]) == (version, "accepted"), answer["findings"]


def test_a_rubric_that_a_norm_year_removed_is_unknown_there(tmp_path: Path) -> None:
    text = changed(MONTHLY, put("S10.G00.00.006", "P26V01"))
    answer = ask(tmp_path, text)

    assert ("UNKNOWN_RUBRIC", line_of(text, "S21.G00.11.008")) in {
        (one["control"], one["line"]) for one in answer["findings"]
    }


def test_a_monthly_without_persons_is_read(tmp_path: Path) -> None:
    lines = MONTHLY.splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("S21.G00.30"))
    text = "\n".join([*lines[:first], *lines[-2:]])
    text = changed(
        text, put("S20.G00.05.002", "02"), put("S10.G00.00.008", "02"), put("S21.G00.15.004", "02")
    )
    answer = ask(tmp_path, text)

    (month,) = answer["months"]
    assert (month["individuals"], month["gross"], month["due"], month["paid"]) == (0, "0.00", "0.00", "98.62")
    assert [one["control"] for one in answer["findings"]] == ["DUE_PAID"]


def test_findings_come_line_by_line_and_those_without_a_line_last(tmp_path: Path) -> None:
    text = changed(
        MONTHLY,
        drop("S21.G00.40.007"),
        put("S21.G00.40.011", "77", nth=1),
        put("S21.G00.06.003", "X"),
    )
    lines = [one["line"] for one in ask(tmp_path, text)["findings"]]

    known = [line for line in lines if line is not None]
    assert known == sorted(known)
    assert lines == [*known, *[None] * (len(lines) - len(known))]

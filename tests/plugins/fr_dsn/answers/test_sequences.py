"""Several files, and several declarations in one file: what stands after all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.plugins.fr_dsn.sendings import MONTHLY, STOPPAGE, after, ask, changed, drop, put, together

MONTH, TYPE, ORDER, FRACTION = "S20.G00.05.005", "S20.G00.05.002", "S20.G00.05.004", "S20.G00.05.003"
REPLACING = changed(MONTHLY, put(TYPE, "03"), put(ORDER, "2"), put("S21.G00.78.004", "4000.00", nth=4))
RESUMPTION = changed(
    STOPPAGE,
    put("S20.G00.05.001", "05"),
    put(ORDER, "8"),
    *[drop(f"S21.G00.60.00{number}") for number in (4, 5, 6, 7, 8)],
    after("S21.G00.60.003", "S21.G00.60.010,'24032025'", "S21.G00.60.011,'01'"),
)


def controls(answer: dict[str, Any]) -> list[list[str]]:
    return [
        [one["control"] for one in file["findings"] if one["severity"] == "refusal"]
        for file in answer["files"]
    ]


def test_a_replacing_monthly_takes_the_place_of_the_first(tmp_path: Path) -> None:
    answer = ask(tmp_path, MONTHLY, REPLACING)

    assert answer["verdict"] == "accepted"
    assert [(one["order"], one["gross"]) for one in answer["months"]] == [("2", "6450.00")]


def test_a_replacing_monthly_that_comes_first_holds_the_month(tmp_path: Path) -> None:
    answer = ask(tmp_path, REPLACING, MONTHLY)

    assert controls(answer) == [[], ["DUPLICATE"]]
    assert [one["order"] for one in answer["months"]] == ["2"]


def test_a_replacing_monthly_of_the_same_rank_is_refused_at_its_order_number(tmp_path: Path) -> None:
    same = changed(REPLACING, put(ORDER, "1"))
    answer = ask(tmp_path, MONTHLY, same)

    assert controls(answer) == [[], ["RANK"]]
    assert [one["rubric"] for one in answer["files"][1]["findings"]] == [ORDER]
    assert [one["gross"] for one in answer["months"]] == ["6575.00"]


def test_what_is_refused_replaces_nothing(tmp_path: Path) -> None:
    broken = changed(REPLACING, put("S21.G00.40.007", "77"))
    answer = ask(tmp_path, MONTHLY, broken)

    assert [one["verdict"] for one in answer["files"]] == ["accepted", "refused"]
    assert [one["order"] for one in answer["months"]] == ["1"]


def test_a_refused_monthly_may_be_sent_again(tmp_path: Path) -> None:
    answer = ask(tmp_path, changed(MONTHLY, put("S21.G00.40.007", "77")), MONTHLY)

    assert [one["verdict"] for one in answer["files"]] == ["refused", "accepted"]
    assert len(answer["months"]) == 1


def test_a_resumption_completes_the_stoppage(tmp_path: Path) -> None:
    answer = ask(tmp_path, STOPPAGE, RESUMPTION)

    assert answer["verdict"] == "accepted", answer
    assert answer["stoppages"] == [
        {
            "siret": "99900001100018", "nir": "1610203002008", "technical_number": None,
            "contract": "00001", "last_day_worked": "2025-03-11", "until": "2025-03-28",
            "resumed": "2025-03-24",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("profile", ["file", "received"])
def test_a_signal_sent_twice_is_taken_once(tmp_path: Path, profile: str) -> None:
    answer = ask(tmp_path, STOPPAGE, STOPPAGE, profile=profile)

    assert controls(answer) == [[], ["DUPLICATE"]]
    assert len(answer["stoppages"]) == 1


def test_a_file_that_is_no_dsn_does_not_stop_the_others(tmp_path: Path) -> None:
    answer = ask(tmp_path, MONTHLY, b"", STOPPAGE)

    assert [one["verdict"] for one in answer["files"]] == ["accepted", "not_a_dsn", "accepted"]
    assert [one["file"] for one in answer["files"]] == ["0.dsn", "1.dsn", "2.dsn"]
    assert (answer["verdict"], len(answer["months"]), len(answer["stoppages"])) == ("not_a_dsn", 1, 2)


def test_declarations_of_one_sending_are_a_sequence_too(tmp_path: Path) -> None:
    other = changed(STOPPAGE, put("S20.G00.05.009", "OTHER"))
    answer = ask(tmp_path, together(MONTHLY, STOPPAGE, other))

    assert [one["verdict"] for one in answer["declarations"]] == ["accepted", "accepted", "refused"]
    assert [one["control"] for one in answer["findings"] if one["severity"] == "refusal"] == ["DUPLICATE"]
    assert (len(answer["months"]), len(answer["stoppages"])) == (1, 2)


def test_a_fault_refuses_only_the_declaration_it_lies_in(tmp_path: Path) -> None:
    answer = ask(tmp_path, together(MONTHLY, changed(STOPPAGE, put("S21.G00.60.001", "77"))))

    assert [one["verdict"] for one in answer["declarations"]] == ["accepted", "refused"]
    assert (answer["verdict"], len(answer["months"])) == ("refused", 1)
    assert [one["nir"] for one in answer["stoppages"]] == ["2620303003015"]


def test_a_month_may_be_replaced_within_a_sending(tmp_path: Path) -> None:
    answer = ask(tmp_path, together(MONTHLY, REPLACING))

    assert (answer["verdict"], [one["order"] for one in answer["months"]]) == ("accepted", ["2"])


def test_a_signal_and_its_cancellation_may_not_share_a_sending(tmp_path: Path) -> None:
    replacing = changed(
        STOPPAGE, put(TYPE, "03"), put(ORDER, "8"), after(ORDER, "S20.G00.05.006,'130320257'")
    )
    answer = ask(tmp_path, together(STOPPAGE, replacing))

    assert [one["verdict"] for one in answer["declarations"]] == ["accepted", "refused"]
    assert [one["control"] for one in answer["findings"]] == ["S20.G00.05.002/CCH-11"]


def test_fractions_of_a_month_stand_side_by_side(tmp_path: Path) -> None:
    halves = [changed(MONTHLY, put(FRACTION, fraction)) for fraction in ("12", "22")]
    answer = ask(tmp_path, *halves)

    assert answer["verdict"] == "accepted"
    assert [one["fraction"] for one in answer["months"]] == ["12", "22"]


def test_months_and_stoppages_are_sorted(tmp_path: Path) -> None:
    answer = ask(
        tmp_path, STOPPAGE, changed(MONTHLY, put(FRACTION, "22")), changed(MONTHLY, put(FRACTION, "12"))
    )

    assert [one["fraction"] for one in answer["months"]] == ["12", "22"]
    assert [one["nir"] for one in answer["stoppages"]] == ["1610203002008", "2620303003015"]


def test_people_read_verdict_declarations_and_findings(tmp_path: Path) -> None:
    from plugins.fr_dsn.commands import told_read

    told = told_read(ask(tmp_path, MONTHLY, changed(STOPPAGE, put("S21.G00.60.001", "77"))))

    assert "0.dsn: accepted, norm P25V01, 303 rubrics" in told
    assert "refusal, line " in told
    assert "Stoppage of 2620303003015" in told

"""Each finding of our own, at its line and rubric, in files that are to be deposited and in files received."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.fr_dsn.sendings import (
    MONTHLY,
    STOPPAGE,
    Change,
    after,
    ask,
    changed,
    drop,
    found,
    line_of,
    put,
    replaced,
)

SALARY = "S21.G00.51.013"
ORDINARY = [
    # The change, the control, at which rubric of the changed file, whether a received file has it as a warning only.
    ("unknown rubric", [after("S21.G00.40.043", "S21.G00.40.999,'1'")], "UNKNOWN_RUBRIC", "S21.G00.40.999"),
    ("unknown block", [after("S21.G00.40.043", "S21.G00.47.001,'1'")], "UNKNOWN_BLOCK", "S21.G00.47.001"),
    ("empty value", [put("S21.G00.30.008", "")], "EMPTY_VALUE", "S21.G00.30.008"),
    ("too short", [put("S21.G00.30.014", "2")], "LENGTH", "S21.G00.30.014"),
    ("too long", [put("S21.G00.40.017", "14866")], "LENGTH", "S21.G00.40.017"),
    ("amount with a comma", [put(SALARY, "2450,00")], "PATTERN", SALARY),
    ("amount with a plus", [put(SALARY, "+2450.00")], "PATTERN", SALARY),
    ("amount with one decimal", [put(SALARY, "2450.0")], "PATTERN", SALARY),
    ("blank before", [put("S21.G00.30.008", " 2 RUE")], "PATTERN", "S21.G00.30.008"),
    ("code of no list", [put("S21.G00.40.007", "77")], "CODE", "S21.G00.40.007"),
    ("day of no calendar", [put("S21.G00.60.003", "31022025")], "DATE", "S21.G00.60.003"),
    ("order of rubrics", [replaced("S21.G00.40.002"), after("S21.G00.40.003", "S21.G00.40.002,'05'")],
     "ORDER", "S21.G00.40.002"),
    ("forbidden in a monthly", [after("S21.G00.60.008", "S21.G00.60.012,'11032025'")],
     "FORBIDDEN", "S21.G00.60.012"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "control", "rubric"), [one[1:] for one in ORDINARY], ids=[one[0] for one in ORDINARY]
)
def test_a_fault_in_a_declaration_is_named_where_it_stands(
    tmp_path: Path, changes: list[Change], control: str, rubric: str
) -> None:
    text = changed(MONTHLY, *changes)
    answer = ask(tmp_path, text)

    # An unknown block is named as a block, anything else by its rubric.
    named = {(severity, said, line, (at or "")[:10]) for severity, said, line, at in found(answer)}
    assert ("refusal", control, line_of(text, rubric), rubric[:10]) in named
    assert [one["verdict"] for one in answer["declarations"]] == ["refused"]
    assert (answer["verdict"], answer["months"], answer["stoppages"]) == ("refused", [], [])


@pytest.mark.parametrize("changes", [one[1] for one in ORDINARY], ids=[one[0] for one in ORDINARY])
def test_the_same_fault_in_a_received_file_warns_and_the_file_is_read(
    tmp_path: Path, changes: list[Change]
) -> None:
    answer = ask(tmp_path, changed(MONTHLY, *changes), profile="received")

    assert (answer["verdict"], answer["profile"]) == ("accepted", "received")
    assert {one["severity"] for one in answer["findings"]} <= {"warning", "business"}
    assert (answer["months"][0]["due"], answer["declarations"][0]["urssaf"]) == ("98.62", "1839.68")


def test_a_rubric_that_is_missing_is_named_without_a_line(tmp_path: Path) -> None:
    answer = ask(tmp_path, changed(MONTHLY, drop("S21.G00.40.007")))

    assert ("refusal", "MISSING", None, "S21.G00.40.007") in found(answer)


def test_a_block_that_is_missing_is_named_without_a_line(tmp_path: Path) -> None:
    answer = ask(tmp_path, changed(MONTHLY, drop("S21.G00.71.002")))

    assert [(one[1], one[3][:10]) for one in found(answer) if one[1] == "MISSING" and one[3]] == [
        ("MISSING", "S21.G00.71")
    ]


def test_a_block_without_the_one_above_it_is_an_orphan(tmp_path: Path) -> None:
    text = changed(MONTHLY, *[drop("S21.G00.15.00") for _ in range(4)])
    text = changed(text, after("S21.G00.11.022", "S21.G00.55.001,'1.00'"))
    answer = ask(tmp_path, text)

    assert "ORPHAN" in {one[1] for one in found(answer)}
    assert answer["verdict"] == "refused"


def test_a_second_company_in_a_declaration_is_one_too_many(tmp_path: Path) -> None:
    answer = ask(tmp_path, changed(STOPPAGE, after("S21.G00.60.008", "S21.G00.60.001,'01'")))

    assert "CARDINALITY" in {one[1] for one in found(answer)}


def test_a_stoppage_signal_is_about_one_person(tmp_path: Path) -> None:
    person = [line for line in STOPPAGE.splitlines() if line[:10] >= "S21.G00.30" and line[:3] == "S21"]
    text = changed(STOPPAGE, after("S21.G00.60.008", *person))
    second = line_of(text, "S21.G00.30.001", 1)

    assert ("refusal", "CARDINALITY", second, "S21.G00.30") in {
        (severity, control, line, (rubric or "")[:10])
        for severity, control, line, rubric in found(ask(tmp_path, text))
    }


# What refuses the whole sending


@pytest.mark.parametrize(
    "line",
    [
        "S21.G00.40.007,'01",
        "S21.G00.40.007,01'",
        "S21.G00.40.007'01'",
        "S21.G00.40.007,'01' ",
        " S21.G00.40.007,'01'",
        "s21.g00.40.007,'01'",
        "S21.G00.40.07,'01'",
        "S21.G00.40.007,'",
        "anything",
        "'",
    ],
)
@pytest.mark.parametrize("profile", ["file", "received"])
def test_a_malformed_line_is_one_refusal_of_the_sending(tmp_path: Path, line: str, profile: str) -> None:
    text = changed(MONTHLY, replaced("S21.G00.40.007", line), counted=False)
    answer = ask(tmp_path, text, profile=profile)

    at = text.splitlines().index(line) + 1
    assert [one[:3] for one in found(answer) if one[1] == "SYNTAX"] == [("refusal", "SYNTAX", at)]
    assert answer["verdict"] == "refused"


def test_each_malformed_line_is_told(tmp_path: Path) -> None:
    text = changed(
        MONTHLY, replaced("S21.G00.40.007", "x", nth=1), replaced("S21.G00.20.005", "y"), counted=False
    )
    answer = ask(tmp_path, text)

    assert sum(one[1] == "SYNTAX" for one in found(answer)) == 2


def test_a_broken_envelope_refuses_all_declarations(tmp_path: Path) -> None:
    answer = ask(tmp_path, changed(MONTHLY, put("S10.G00.01.001", "999000028")))

    assert answer["verdict"] == "refused"
    assert [one["verdict"] for one in answer["declarations"]] == ["refused"]
    assert answer["months"] == []


@pytest.mark.parametrize(("number", "value", "count"), [("001", "302", "303"), ("002", "2", "1")])
def test_wrong_counts_refuse_the_sending_with_both_figures(
    tmp_path: Path, number: str, value: str, count: str
) -> None:
    text = changed(MONTHLY, put(f"S90.G00.90.{number}", value), counted=False)
    answer = ask(tmp_path, text)

    (finding,) = answer["findings"]
    assert (finding["severity"], finding["control"], finding["line"]) == (
        "refusal", "COUNT", line_of(text, f"S90.G00.90.{number}"),
    )  # fmt: skip
    assert value in finding["message"]
    assert count in finding["message"]
    assert (answer["verdict"], answer["months"]) == ("refused", [])


def test_missing_totals_refuse_the_sending(tmp_path: Path) -> None:
    text = changed(MONTHLY, drop("S90.G00.90.001"), drop("S90.G00.90.002"), counted=False)
    answer = ask(tmp_path, text)

    assert [(one[0], one[3]) for one in found(answer)] == [("refusal", "S90.G00.90")]


@pytest.mark.parametrize("profile", ["file", "received"])
def test_utf_8_is_one_finding_that_names_it(tmp_path: Path, profile: str) -> None:
    answer = ask(tmp_path, MONTHLY.encode("utf-8"), profile=profile)

    findings = [one for one in answer["findings"] if one["control"] == "ENCODING"]
    assert len(findings) == 1
    assert "UTF-8" in findings[0]["message"]
    assert (findings[0]["severity"], answer["verdict"]) == ("refusal", "refused")


def test_a_letter_of_windows_is_refused_at_its_line_and_rubric(tmp_path: Path) -> None:
    text = changed(MONTHLY, put("S21.G00.30.008", "2 RUE DE L@AVENIR"))
    data = text.encode("iso-8859-1").replace(b"L@A", b"L\x92A")
    answer = ask(tmp_path, data)

    assert ("refusal", "ENCODING", line_of(text, "S21.G00.30.008"), "S21.G00.30.008") in found(answer)
    assert "\x92" not in answer["findings"][0]["message"]


def test_a_byte_order_mark_is_told_and_skipped(tmp_path: Path) -> None:
    answer = ask(tmp_path, b"\xef\xbb\xbf" + STOPPAGE.encode("iso-8859-1"))

    assert [(one["control"], one["line"]) for one in answer["findings"] if one["control"] == "BOM"] == [
        ("BOM", 1)
    ]
    assert answer["rubrics"] == 49


# What only warns


def test_blank_lines_warn(tmp_path: Path) -> None:
    text = changed(MONTHLY, after("S21.G00.40.007", "", "  "), counted=False)
    answer = ask(tmp_path, text)

    at = line_of(text, "S21.G00.40.007")
    assert {one[:3] for one in found(answer)} == {
        ("warning", "BLANK_LINE", at + 1), ("warning", "BLANK_LINE", at + 2),
    }  # fmt: skip
    assert answer["verdict"] == "accepted"


def test_a_line_above_256_characters_is_told(tmp_path: Path) -> None:
    text = changed(MONTHLY, put("S21.G00.30.008", "R" * 250))

    assert ("LINE_TOO_LONG", line_of(text, "S21.G00.30.008")) in {
        (one[1], one[2]) for one in found(ask(tmp_path, text))
    }


@pytest.mark.parametrize("ends", ["\r\n", "mixed", "none at the end"])
def test_both_line_ends_are_allowed_also_mixed(tmp_path: Path, ends: str) -> None:
    lines = MONTHLY.splitlines()
    text = {
        "\r\n": "\r\n".join(lines) + "\r\n",
        "mixed": "".join(line + ("\r\n" if at % 3 else "\n") for at, line in enumerate(lines)),
        "none at the end": "\n".join(lines),
    }[ends]
    answer = ask(tmp_path, text)

    assert (answer["verdict"], answer["findings"], answer["rubrics"]) == ("accepted", [], 303)


def test_what_is_paid_and_not_due_is_for_a_person_to_look_at(tmp_path: Path) -> None:
    text = changed(MONTHLY, put("S21.G00.20.005", "100.00"), put("S21.G00.55.001", "100.00"))
    answer = ask(tmp_path, text)

    (finding,) = answer["findings"]
    told = {key: finding[key] for key in ("severity", "control", "contract", "due", "paid", "difference")}
    assert told == {
        "severity": "business", "control": "DUE_PAID", "contract": "PREV-2025-001",
        "due": "98.62", "paid": "100.00", "difference": "-1.38",
    }  # fmt: skip
    assert (answer["verdict"], answer["months"][0]["paid"]) == ("accepted", "100.00")


# What is no DSN at all


@pytest.mark.parametrize("profile", ["file", "received"])
@pytest.mark.parametrize(
    ("data", "control"),
    [
        (b"", "EMPTY"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "BINARY"),
        (bytes(range(256)) * 40, "BINARY"),
        (b"Nom;Prenom\r\nLEFEVRE;PAUL\r\n", "NOT_DSN"),
        (b"<?xml version='1.0'?><dsn/>", "NOT_DSN"),
        (b"\n\n\n", "EMPTY"),
        (b"S20.G00.05.001,'01'\nS20.G00.05.002,'01'\n", "NOT_DSN"),
    ],
)
def test_a_file_that_is_no_dsn_has_one_finding(
    tmp_path: Path, data: bytes, control: str, profile: str
) -> None:
    answer = ask(tmp_path, data, profile=profile)

    assert [(one["severity"], one["control"]) for one in answer["findings"]] == [("refusal", control)]
    assert len(answer["findings"][0]["message"]) < 300
    assert (answer["verdict"], answer["declarations"], answer["months"]) == ("not_a_dsn", [], [])


def test_a_file_that_is_missing_is_no_dsn(tmp_path: Path) -> None:
    from tests.plugins.fr_dsn.sendings import ask_files

    answer = ask_files([tmp_path / "absent.dsn"])

    assert (answer["verdict"], [one["control"] for one in answer["findings"]]) == (
        "not_a_dsn",
        ["MISSING_FILE"],
    )


def test_a_pasrau_is_named_with_its_nature_and_norm(tmp_path: Path) -> None:
    text = changed(STOPPAGE, put("S10.G00.00.006", "P25R01"), put("S20.G00.05.001", "11"))
    answer = ask(tmp_path, text)

    assert answer["verdict"] == "not_a_dsn"
    assert "PASRAU" in answer["findings"][0]["message"]
    assert "P25R01" in answer["findings"][0]["message"]


@pytest.mark.parametrize("profile", ["file", "received"])
def test_the_norm_of_no_year_is_told_and_the_file_read(tmp_path: Path, profile: str) -> None:
    answer = ask(tmp_path, changed(STOPPAGE, put("S10.G00.00.006", "P19V01")), profile=profile)

    assert answer["norm"] == "P19V01"
    assert answer["findings"]
    assert len(answer["declarations"]) == 1


def test_no_message_repeats_more_than_eighty_characters_of_the_file(tmp_path: Path) -> None:
    long = "%(x)s" + "A" * 230
    text = changed(MONTHLY, put("S21.G00.30.008", long), put("S21.G00.40.007", long), put(SALARY, long))
    answer = ask(tmp_path, text)

    assert answer["findings"]
    assert all("A" * 81 not in one["message"] for one in answer["findings"])

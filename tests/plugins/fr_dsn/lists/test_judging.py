"""When a code counts as known: on which days, in which files, and what is said of one that does not."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.fr_dsn.rules.lists.codes import Code, Edition, Known
from plugins.fr_dsn.rules.lists.unjudged import unjudged
from tests.plugins.fr_dsn.controls.harness import again, put, text_of
from tests.plugins.fr_dsn.controls.judging import controls_in, findings_of
from tests.plugins.fr_dsn.lists.invented import ALL, invented

AGREEMENT = "S21.G00.40.017/CRE-11"
MARCH_2025 = (date(2025, 3, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("first", "last", "is_good"),
    [
        (None, None, True),
        (date(2025, 3, 31), None, True),
        (date(2025, 4, 1), None, False),
        (None, date(2025, 3, 1), True),
        (None, date(2025, 2, 28), False),
        (date(2025, 3, 10), date(2025, 3, 12), True),
    ],
)
def test_a_code_is_good_that_is_valid_on_a_day_of_the_declared_month(
    first: date | None, last: date | None, is_good: bool
) -> None:
    known = Known([Edition("IDCC", "1", [Code("1486", "", first, last)])])

    assert (AGREEMENT not in controls_in(text_of("monthly", []), known)) == is_good


def test_a_code_that_came_back_is_good_in_both_of_its_times() -> None:
    codes = [Code("1486", "", None, date(2020, 1, 31)), Code("1486", "", date(2025, 1, 1))]
    known = Known([Edition("IDCC", "1", codes)])

    assert AGREEMENT not in controls_in(text_of("monthly", []), known)
    assert known.codes("IDCC", (date(2022, 1, 1), date(2022, 1, 31))) == frozenset()


def test_a_signal_is_judged_on_the_day_on_which_it_was_made() -> None:
    text = text_of("priming", [put("S20.G00.05", "007", "02042025")])
    on_that_day = Known([Edition("IDCC", "1", [Code("1486", "", date(2025, 4, 2), date(2025, 4, 2))])])
    until_the_day_before = Known([Edition("IDCC", "1", [Code("1486", "", None, date(2025, 4, 1))])])

    assert AGREEMENT not in controls_in(text, on_that_day)
    assert AGREEMENT in controls_in(text, until_the_day_before)


def test_the_sentence_names_the_list_with_its_edition() -> None:
    [found] = findings_of(text_of("monthly", [put("S21.G00.40", "017", "1487")]), ALL)

    assert (found.severity, found.control, found.rubric) == ("refusal", AGREEMENT, "S21.G00.40.017")
    assert found.line is not None
    assert found.person == "1610202002008"
    assert found.message.message % found.message.params == (
        "S21.G00.40.017 (Code convention collective applicable): “1487” is not in the list IDCC (essai 1): "
        "correct the code."
    )


def test_a_code_that_has_ended_is_told_from_one_that_never_was() -> None:
    [found] = findings_of(text_of("monthly", [put("S21.G00.40", "017", "9998")]), ALL)

    assert "not valid at the time of this declaration" in found.message.message


def test_a_country_of_the_french_address_space_is_refused_even_if_it_is_listed() -> None:
    found = findings_of(text_of("monthly", [put("S21.G00.30", "011", "FR")]), ALL)
    [said] = [one.message.message for one in found if one.control == "S21.G00.30.011/CRE-11"]

    assert "whatever list it is in" in said


def test_the_sender_is_judged_once_however_many_declarations_he_sends() -> None:
    text = text_of("monthly", [put("S10.G00.01", "005", "75002"), again({"004": "2"})])

    assert [one.control for one in findings_of(text, ALL)].count("S10.G00.01.005/CRE-11") == 1


def test_a_received_file_is_only_warned_of() -> None:
    text = text_of("monthly", [put("S21.G00.40", "017", "1487")])

    assert {one.severity for one in findings_of(text, ALL, "received")} == {"warning"}


def test_what_the_hub_took_out_of_a_file_is_no_fault() -> None:
    text = text_of("monthly", [put("S21.G00.40", "004", "353b")])

    assert "S21.G00.40.005/CCH-18" in controls_in(text, ALL)
    assert "S21.G00.40.005/CCH-18" not in controls_in(text, ALL, "received")


def test_an_insurer_that_may_be_paid_need_not_be_among_those_of_payments() -> None:
    text = text_of("monthly", [put("S21.G00.20", "001", "P0943")])

    assert "S21.G00.20.001/CRE-11" in controls_in(text, ALL)
    assert "S21.G00.20.001/CRE-11" not in controls_in(text, invented("OC"))


def test_what_was_not_judged_is_told_by_list() -> None:
    left = unjudged("P25V01", ["04"], invented("HEX", "SIRENE", "PCSESE"))

    assert left == {
        "HEX": ["S10.G00.01.005/CRE-11", "S21.G00.11.004/CRE-11"],
        "SIRENE": ["S21.G00.06.001/CME-11", "S21.G00.11.001/CME-11"],
    }
    assert unjudged("P25V01", ["01", "04"], ALL) == {}


@pytest.mark.parametrize("value", ["", " ", "'", "1²86", "x" * 200])
@pytest.mark.parametrize("rubric", ["S21.G00.20.006", "S21.G00.22.005", "S21.G00.40.022", "S21.G00.06.001"])
def test_no_value_whatever_breaks_the_check(rubric: str, value: str) -> None:
    assert findings_of(text_of("monthly", [put(rubric[:10], rubric[11:], value)]), ALL)

"""Sentences of scenarios are read as acts, and one that nobody understands is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.scenario import Reader, Step, UnknownSentence, User

USERS = {name: User(name, f"{name.title()} SA", (), False) for name in ("rh", "compta")}


def read(*sentences: str) -> list[Step]:
    """Give the acts of some sentences, one after the other."""
    reader = Reader(USERS)
    return [step for sentence in sentences for step in reader.steps_of(sentence)]


def acts(*sentences: str) -> list[tuple[str, str, str]]:
    """Give who does what to which message."""
    return [(step.who, step.act, step.name) for step in read(*sentences)]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("rh opens T1 and saves it half filled", [("rh", "open", "T1"), ("rh", "save", "T1")]),
        ("rh answers Q1", [("rh", "send", "Q1")]),
        ("rh answers Q1 and saves it", [("rh", "open", "Q1"), ("rh", "save", "Q1")]),
        ("rh withdraws the delegation of T2", [("rh", "withdraw", "T2")]),
        ("fund takes I1 in hand, then refuses it", [("fund", "take", "I1"), ("fund", "refuse", "I1")]),
        ("fund settles T1 and T2", [("fund", "settle", "T1"), ("fund", "settle", "T2")]),
        ("the fund withdraws request T4.", [("fund", "withdraw request", "T4")]),
        ("the person of T2 saves and sends it", [("person", "save", "T2"), ("person", "send", "T2")]),
    ],
)
def test_a_sentence_is_read_as_its_acts(sentence: str, wanted: list[tuple[str, str, str]]) -> None:
    assert acts(sentence) == wanted


def test_a_person_is_known_by_the_address_it_was_delegated_to() -> None:
    told = acts("rh delegates T2 to aline.exemple@example.org", "aline opens T2 and sends it")

    assert told[1:] == [("person", "open", "T2"), ("person", "send", "T2")]


def test_a_request_names_form_theme_and_company() -> None:
    (step,) = read("fund sends request T1 (accounting, instalment_request) to Rh")

    wanted = Step("fund", "ask", "T1", "ch_fund.accounting", "ch_fund.instalment_request", "Rh SA")
    assert step == wanted
    assert read("fund sends notice N1 (accounting) to Rh") == [replace(wanted, name="N1", type="notice")]


@pytest.mark.parametrize(
    "sentence", ["rh sings T1", "nobody opens T1", "rh opens it", "fund sends request T1 to Rh"]
)
def test_a_sentence_that_nobody_understands_is_named(sentence: str) -> None:
    with pytest.raises(UnknownSentence, match=sentence):
        read(sentence)

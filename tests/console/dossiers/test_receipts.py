"""A company chooses how it receives each document type; the choice holds from the next day and is never forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.base import clock
from console.base.errors import BadArgument
from console.dossiers import receipts, service
from console.dossiers.kinds import ELECTRONIC, POST
from tests.support.dossiers import add, company_of, document, open_dossier
from tests.support.house import House


def choose(house: House, by: str = "Luca Bernasconi", **chosen: str) -> int:
    with house.writing() as session:
        return service.choose_receipt(session, company_of(session), chosen, by=by)


def way(house: House, kind: str = "decision") -> receipts.Way:
    with house.reading() as session:
        return service.ways_of(session, company_of(session).id)[kind]


def is_electronic(house: House, kind: str = "decision") -> bool:
    with house.reading() as session:
        return service.is_electronic(session, company_of(session).id, kind)


def test_what_was_never_chosen_is_received_electronically(lite_house: House) -> None:
    assert is_electronic(lite_house)
    assert way(lite_house) == receipts.Way(ELECTRONIC, ELECTRONIC, None)


def test_a_choice_holds_from_the_next_day_of_the_institution(house: House) -> None:
    tomorrow = clock.today("Europe/Zurich") + timedelta(days=1)

    choose(house, decision=POST)

    assert (is_electronic(house), way(house)) == (True, receipts.Way(ELECTRONIC, POST, tomorrow))
    with clock.at(clock.now() + timedelta(days=1)):
        assert (is_electronic(house), way(house).today) == (False, POST)
        assert is_electronic(house, "letter")


def test_of_two_choices_of_a_day_the_later_one_counts_and_both_are_kept(lite_house: House) -> None:
    assert choose(lite_house, decision=POST) == 1
    assert choose(lite_house, decision=POST) == 0
    assert choose(lite_house, by="Nora Rochat", decision=ELECTRONIC) == 1

    with clock.at(clock.now() + timedelta(days=1)):
        assert is_electronic(lite_house)
    with lite_house.reading() as session:
        kept = [(one.way, one.chosen_by) for one in receipts.choices_of(session, company_of(session).id)]
    assert kept == [(ELECTRONIC, "Nora Rochat"), (POST, "Luca Bernasconi")]


def test_a_proof_cannot_be_had_by_post(lite_house: House) -> None:
    for chosen in ({"proof": POST}, {"decision": "pigeon"}):
        with pytest.raises(BadArgument):
            choose(lite_house, **chosen)


def test_a_document_of_a_kind_received_by_post_waits_to_be_printed(lite_house: House) -> None:
    choose(lite_house, decision=POST)
    dossier = open_dossier(lite_house)

    with clock.at(clock.now() + timedelta(days=1)):
        decision, letter = add(lite_house, dossier), add(lite_house, dossier, "Brief", kind="letter")

    assert (document(lite_house, decision).to_print, document(lite_house, letter).to_print) == (True, False)

"""Returns of registrations: what was taken, what was refused, and why."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Ask

CR = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<CR xmlns="urn:cnamts:tlsemp:CRGESTIP" xmlns:ns2="urn:cnamts:tlsemp:ENTCRGESTIP" Version="01.00" Nature="CRGESTIP">
  <Identification>CR-7</Identification>
  <DiagDocument>
    <Mindex><Profil>GESTIP</Profil><Identification>D-1</Identification><Origine><Identite>X</Identite></Origine></Mindex>
    <Diagnostic><Activite>CRE</Activite><Etat>A</Etat><Libelle></Libelle></Diagnostic>
    <Diagnostic><Activite>CRE</Activite><Etat>R</Etat><Cause> ERR_1 </Cause>
      <Entreprise Operation="CRE"><Identite>999000011</Identite></Entreprise></Diagnostic>
    <Diagnostic><Etat>A</Etat>
      <Entreprise><Identite>999000011</Identite><Salarie Operation="SUP"><NIR>1610203002008</NIR></Salarie></Entreprise>
    </Diagnostic>
  </DiagDocument>
  <DiagDocument><Diagnostic><Etat>R</Etat></Diagnostic></DiagDocument>
</CR>"""


def told(answer: dict[str, Any], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(one[key] for key in keys) for one in answer["answers"]]


def test_each_operation_of_a_return_is_an_answer_with_its_company(ask: Ask) -> None:
    answer = ask(CR)

    assert (answer["kind"], answer["identification"], answer["verdict"]) == ("CR", "CR-7", "accepted")
    assert told(answer, "document", "state", "cause", "company", "operation", "nir") == [
        ("D-1", "A", None, None, None, None),
        ("D-1", "R", "ERR_1", "999000011", "CRE", None),
        ("D-1", "A", None, "999000011", "SUP", "1610203002008"),
        (None, "R", None, None, None, None),
    ]


def test_a_return_holds_neither_periods_nor_balances(ask: Ask) -> None:
    answer = ask(CR)

    assert (answer["total"], answer["periods"], answer["lines"], answer["balances"]) == (None, [], [], [])


def test_the_header_is_answered_before_its_documents(ask: Ask) -> None:
    answer = ask(
        "<ARL><DiagEntete>"
        "<DiagDocument><Mindex><Identification>D</Identification></Mindex>"
        "<Diagnostic><Etat>A</Etat></Diagnostic></DiagDocument>"
        "<Identification>E</Identification><Diagnostic><Etat>R</Etat><Cause>C</Cause></Diagnostic>"
        "</DiagEntete></ARL>"
    )

    assert told(answer, "document", "state", "cause") == [("E", "R", "C"), ("D", "A", None)]


def test_a_document_of_which_nothing_is_said_has_no_state(ask: Ask) -> None:
    document = "<ARL><DiagEntete><Identification>E</Identification></DiagEntete></ARL>"

    assert told(ask(document), "document", "state") == [("E", None)]


@pytest.mark.parametrize("state", ["<Etat>X</Etat>", "<Etat/>", ""])
def test_a_state_that_is_none_is_for_a_person_to_look_at(ask: Ask, state: str) -> None:
    answer = ask(CR.replace("<Etat>R</Etat></Diagnostic>", f"{state}</Diagnostic>"))

    assert answer["answers"][-1]["state"] is None
    assert [(one["severity"], one["control"]) for one in answer["findings"]] == [("business", "STATE")]


@pytest.mark.parametrize("document", ["<ARL/>", "<CR><Identification>1</Identification></CR>"])
def test_a_return_that_says_nothing_is_refused(ask: Ask, document: str) -> None:
    answer = ask(document)

    assert (answer["verdict"], answer["findings"][0]["control"]) == ("refused", "MISSING")


def test_a_return_beside_a_slip_of_the_same_name_is_no_repetition(ask: Ask) -> None:
    slip = "<BPIJ><Identification>CR-7</Identification><Declarant><Cumul><Montant>0</Montant></Cumul></Declarant></BPIJ>"

    answer = ask(CR, slip, CR)

    assert [one["kind"] for one in answer["files"]] == ["CR", "BPIJ", "CR"]
    assert answer["verdict"] == "accepted"

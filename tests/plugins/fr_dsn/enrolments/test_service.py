"""Enrolments with Prest'IJ: asked for by file, acknowledged (ARL), decided line by line (CR), removed."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import select

from console.plugin import Conflict
from plugins.fr_dsn.enrolments import service
from plugins.fr_dsn.enrolments.models import EnrolledCompany, EnrolledPerson, EnrolmentSending
from plugins.fr_dsn.gateways.slip_service_simulator import acknowledgement, decided, document_in, lines_in
from tests.plugins.fr_dsn.benefits.service import NIR, SIRET, Slips
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA

OTHER = "1790769123457"


def states(slips: Slips) -> list[str]:
    """Give how the company and its persons stand."""
    return [slips.company().state, *(one.state for one in slips.people())]


def document(slips: Slips) -> str:
    """Give what the last document is called."""
    return str(slips.gateway.all(select(EnrolmentSending).order_by(EnrolmentSending.id))[-1].document)


def remove(slips: Slips, *models: type[EnrolledCompany | EnrolledPerson]) -> None:
    """Let the next file remove everything of these."""
    with slips.gateway.house.writing(HEXALIA) as session:
        for model in models:
            for row in session.scalars(select(model)).all():
                service.remove(session, row)


def test_a_company_and_its_people_are_enrolled_from_end_to_end(slips: Slips) -> None:
    slips.enter(NIR, OTHER)
    assert states(slips) == ["new", "new", "new"]

    slips.send()
    assert states(slips) == ["asked", "asked", "asked"]
    slips.poll()

    assert states(slips) == ["enrolled", "enrolled", "enrolled"]
    assert [one.side for one in slips.people()] == ["in", "in"]
    assert [one.state for one in slips.lines()] == ["accepted"] * 3
    assert [one.answer for one in slips.sent()] == ["accepted"]
    assert slips.unknown() == []


def test_the_file_says_who_is_asked_for_and_for_which_days(lite: Slips) -> None:
    lite.enter(NIR)
    lite.send()
    with lite.gateway.house.reading(HEXALIA) as session:
        content = session.scalars(select(EnrolmentSending.content)).one()

    assert content is not None
    found = document_in(content)
    assert found is not None
    assert lines_in(found[1]) == [("CRE", SIRET, ""), ("CRE", SIRET, NIR)]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        text = file.read(f"{document(lite)}.xml").decode("iso-8859-1")
    for words in ("<DateDebut>2026-01-01</DateDebut>", "<TypePE>IJ</TypePE>", "PREV-1", "GUICH"):
        assert words in text
    assert "DateDebutRetro" not in text


def test_a_refused_person_says_why_and_is_asked_for_once_more(slips: Slips) -> None:
    slips.behaves("refuse")
    slips.enter(NIR)
    slips.send()
    slips.poll()

    (person,) = slips.people()
    assert (states(slips), person.side) == (["enrolled", "refused"], "out")
    assert person.why == "SIM-001 Assuré inconnu"
    with slips.gateway.house.writing(HEXALIA) as session:
        service.enter(session.scalars(select(EnrolledPerson)).one())
    slips.send()
    slips.poll()
    assert states(slips) == ["enrolled", "enrolled"]
    assert [one.state for one in slips.lines()] == ["accepted", "refused", "accepted"]


def test_until_the_decision_the_file_is_acknowledged(lite: Slips) -> None:
    lite.behaves("late")
    lite.enter(NIR)
    lite.send()
    lite.poll()
    assert states(lite) == ["acknowledged", "acknowledged"]

    lite.server.release()
    lite.poll()
    assert states(lite) == ["enrolled", "enrolled"]


def test_a_file_that_is_not_taken_refuses_its_lines(lite: Slips) -> None:
    lite.behaves("reject")
    lite.enter(NIR)
    lite.send()

    assert states(lite) == ["refused", "refused"]


def test_an_acknowledgement_that_refuses_the_document_refuses_its_lines_with_the_cause(lite: Slips) -> None:
    lite.enter(NIR)
    with lite.gateway.house.writing(HEXALIA) as session:
        sending = service.send(session, "Camille")
        header, name = sending.header, sending.document
    lite.take(acknowledgement(header, name, "R", "DOC-CAU-001"))

    assert states(lite) == ["refused", "refused"]
    assert lite.people()[0].why == "DOC-CAU-001"


def test_people_are_removed_before_their_company(slips: Slips) -> None:
    slips.enter(NIR)
    slips.send()
    slips.poll()
    with pytest.raises(Conflict, match="Remove them first"):
        remove(slips, EnrolledCompany)

    remove(slips, EnrolledPerson)
    slips.send()
    slips.poll()
    assert states(slips) == ["enrolled", "removed"]
    assert slips.lines()[-1].operation == "SUP"
    remove(slips, EnrolledCompany)
    slips.send()
    slips.poll()
    assert states(slips) == ["removed", "removed"]


def test_a_refused_removal_leaves_the_person_enrolled(lite: Slips) -> None:
    lite.enter(NIR)
    lite.send()
    lite.poll()
    remove(lite, EnrolledPerson)
    lite.behaves("refuse")
    lite.send()
    lite.poll()

    assert (lite.people()[0].state, lite.people()[0].why) == ("enrolled", "SIM-001 Assuré inconnu")


def test_an_answer_about_an_unknown_file_or_line_is_kept_and_moves_nothing(slips: Slips) -> None:
    slips.enter(NIR)
    slips.send()
    slips.deliver(decided("GUICH-D20200101000000000", [("CRE", SIRET, NIR)]))
    slips.deliver(decided(document(slips), [("CRE", SIRET, OTHER)]))
    slips.deliver(acknowledgement("AXXXX-E1", "AXXXX-D1"))

    assert [(one.kind, one.nir) for one in slips.unknown()] == [
        ("CR", NIR), ("CR", OTHER), ("ARL", ""), ("ARL", ""),
    ]  # fmt: skip
    assert states(slips) == ["enrolled", "enrolled"]


def test_the_same_unknown_answer_twice_is_one(lite: Slips) -> None:
    for name in ("a.xml", "b.xml"):
        lite.take(decided("GUICH-D1", [("CRE", SIRET, NIR)]), name)

    assert len(lite.unknown()) == 1


def test_the_contrary_of_what_was_answered_before_is_kept_and_moves_nothing(lite: Slips) -> None:
    lite.enter(NIR)
    lite.send()
    lite.poll()
    lite.take(decided(document(lite), [("CRE", SIRET, NIR)], refused=True))

    assert states(lite) == ["enrolled", "enrolled"]
    assert [one.verdict for one in lite.unknown()] == ["R"]


def test_an_answer_that_comes_again_changes_nothing(lite: Slips) -> None:
    lite.enter(NIR)
    lite.send()
    lite.poll()
    taken = lite.take(decided(document(lite), [("CRE", SIRET, NIR)]))

    assert (taken.fitted, taken.unknown) == (1, 0)


def test_the_answer_to_an_older_file_does_not_decide_a_newer_one(lite: Slips) -> None:
    lite.behaves("late")
    lite.enter(NIR)
    lite.send()
    old = document(lite)
    lite.take(acknowledgement(old.replace("-D", "-E"), old, "R", "DOC"))
    with lite.gateway.house.writing(HEXALIA) as session:
        service.enter(session.scalars(select(EnrolledPerson)).one())
        service.enter(session.scalars(select(EnrolledCompany)).one())
        service.send(session, "Camille")
    lite.take(decided(old, [("CRE", SIRET, NIR)]))

    assert states(lite) == ["asked", "asked"]


def test_nothing_is_sent_while_something_is_not_set_or_nothing_waits(lite: Slips) -> None:
    with pytest.raises(Conflict, match="Nothing is to be sent"):
        lite.send()
    lite.enter(NIR)
    lite.gateway.settings({"prestij_ip": ""})
    with pytest.raises(Conflict, match="settings"):
        lite.send()


def test_two_covers_of_a_person_are_one_person_in_the_file_and_decided_together(lite: Slips) -> None:
    lite.enter(NIR)
    with lite.gateway.house.writing(HEXALIA) as session:
        one = session.scalars(select(EnrolledPerson)).one()
        session.add(
            EnrolledPerson(
                company_key=one.company_key, nir=NIR, name="MARCHAND", given_name="LUCIE", cover="PREV-2",
                first=one.first,
            )
        )  # fmt: skip
    lite.send()
    lite.poll()

    assert states(lite) == ["enrolled"] * 3

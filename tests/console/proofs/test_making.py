"""What is proved: fixed in the transaction of the sending, one side's part each."""

import hashlib
from dataclasses import replace

import pytest

from console.mailbox import service
from console.proofs import service as proofs
from console.proofs.content import from_bytes
from tests.support.mailbox import ALINE, Mailbox, content, opening, sending
from tests.support.proofs import CONTRACT, NAMES, VALUES, full, proofs_of, sent, told


def test_a_sending_is_proved_with_everything_that_was_sent(mailbox: Mailbox) -> None:
    reference = sent(mailbox)
    (proof,) = proofs_of(mailbox)
    found = from_bytes(proof.content)
    assert (proof.message, proof.company_id, proof.delegation_id) == (reference, mailbox.atelier, None)
    assert proof.digest == hashlib.sha256(proof.content).hexdigest()
    assert (found.number, found.message, found.language, found.layout) == (proof.number, reference, "fr", 1)
    assert found.values["given"] == VALUES["given"]
    assert found.attachments[0].name == "Vertrag Łukasz.txt"
    assert found.attachments[0].sha256 == hashlib.sha256(CONTRACT).hexdigest()
    assert found.sent_at.endswith(("+01:00", "+02:00"))
    assert found.about["theme"] == "ch_fund.family_allowances"
    facts = told(proof)
    assert "70001 · Atelier Fictif SA" in facts.values()
    assert any("(Europe/Zurich, UTC+0" in text for text in facts.values())
    assert "Rita Hartmann" in facts.values()


def test_labels_are_in_the_language_of_the_sender(lite_mailbox: Mailbox) -> None:
    sent(lite_mailbox)
    lines = [
        row
        for block in from_bytes(proofs_of(lite_mailbox)[0].content).blocks
        for row in getattr(block, "rows", ())
    ]
    assert any(getattr(row, "label", "") == "Nom de famille" for row in lines)


def test_a_second_factor_is_named_only_where_one_was_used(lite_mailbox: Mailbox) -> None:
    user = lite_mailbox.user()
    lite_mailbox.do(user, service.send_new, opening(lite_mailbox.atelier), full("a", language="en"))
    strong = replace(user, identified="second_factor")
    lite_mailbox.do(strong, service.send_new, opening(lite_mailbox.atelier), full("b", language="en"))
    plain, better = (told(one)["Identified by"] for one in proofs_of(lite_mailbox))
    assert (plain, better) == ("User account with password", "User account with a second factor")


def test_a_sending_that_is_rolled_back_leaves_no_proof(mailbox: Mailbox) -> None:
    with pytest.raises(ZeroDivisionError), mailbox.acting(mailbox.user()) as session:
        service.send_new(session, mailbox.user(), opening(mailbox.atelier), full("k"))
        raise ZeroDivisionError
    assert proofs_of(mailbox) == []


def test_the_same_send_twice_is_proved_once(mailbox: Mailbox) -> None:
    for _ in range(2):
        mailbox.do(mailbox.user(), service.send_new, opening(mailbox.atelier), full("same"))
    assert len(proofs_of(mailbox)) == 1


def test_a_recalled_sending_keeps_its_proof_and_the_next_one_gets_its_own(mailbox: Mailbox) -> None:
    reference = sent(mailbox)
    mailbox.do(mailbox.user(), service.recall, reference)
    (proof,) = proofs_of(mailbox)
    assert proof.recalled_at is not None
    mailbox.do(mailbox.user(), service.send, reference, full("k2"), edition=1)
    before, after = proofs_of(mailbox)
    assert (before.recalled_at is None, after.recalled_at is None) == (False, True)
    assert before.number != after.number
    with mailbox.acting(mailbox.user(), writes=False) as session:
        newest = proofs.proof_of(session, reference)
        assert newest is not None
        assert newest.number == after.number


def test_a_person_gets_a_proof_of_her_part_and_the_company_one_without_it(mailbox: Mailbox) -> None:
    reference = mailbox.ask()
    mailbox.do(mailbox.user(), service.save, reference, content(), edition=0)
    with mailbox.acting(mailbox.user()) as session:
        issued = service.delegate(session, mailbox.user(), reference, ALINE, part_complete=True)
        delegation = issued.delegation.id
    person = replace(mailbox.person(delegation), identified="code_sms")
    mailbox.do(person, service.person_send, sending("k", "her own secret"), employer=sending("k", "the wage"))
    hers, company = proofs_of(mailbox)
    assert (hers.company_id, hers.delegation_id) == (None, delegation)
    assert (company.company_id, company.delegation_id) == (mailbox.atelier, None)
    assert b"her own secret" in hers.content
    assert b"the wage" not in hers.content
    assert b"her own secret" not in company.content
    assert b"the wage" in company.content
    assert from_bytes(hers.content).about["identified"] == "code_sms"
    with mailbox.acting(mailbox.user(), writes=False) as session:
        assert proofs.proof_of(session, reference, delegation=delegation) is None
        assert proofs.proof_of(session, reference) is not None


def test_what_only_a_person_sent_gives_the_company_no_proof(mailbox: Mailbox) -> None:
    reference, delegation, _token = mailbox.delegated()
    mailbox.do(mailbox.person(delegation), service.person_send, sending("k"))
    with mailbox.acting(mailbox.user(), writes=False) as session:
        assert proofs.proof_of(session, reference) is None


def test_a_person_who_takes_her_part_back_marks_both_proofs(lite_mailbox: Mailbox) -> None:
    reference, delegation, _token = lite_mailbox.delegated()
    person = lite_mailbox.person(delegation)
    lite_mailbox.do(person, service.person_send, sending("k"), employer=sending("k"))
    lite_mailbox.do(person, lambda session, actor: service.recall(session, actor, reference))
    assert [one.recalled_at is not None for one in proofs_of(lite_mailbox)] == [True, True]


@pytest.mark.parametrize("channel", ["post", "telephone", "email"])
def test_what_staff_register_is_proved_with_its_origin(lite_mailbox: Mailbox, channel: str) -> None:
    heading = opening(lite_mailbox.atelier, text=NAMES[0])
    lite_mailbox.do(lite_mailbox.fund, service.register, heading, channel, full("k", language="en"))
    (proof,) = proofs_of(lite_mailbox)
    facts = told(proof)
    assert (facts["Registered by"], "Sent by" in facts) == ("Marc Favre", False)
    assert from_bytes(proof.content).about["origin"] == channel


def test_what_came_without_a_form_is_proved_too(lite_mailbox: Mailbox) -> None:
    lite_mailbox.do(lite_mailbox.fund, service.register, opening(lite_mailbox.atelier, text=NAMES[0]), "post")
    (proof,) = proofs_of(lite_mailbox)
    assert (proof.submission_id, NAMES[0] in proof.content.decode()) == (None, True)


def test_other_acts_prove_nothing(lite_mailbox: Mailbox) -> None:
    reference = lite_mailbox.ask()
    lite_mailbox.do(lite_mailbox.user(), service.save, reference, content(), edition=0)
    assert proofs_of(lite_mailbox) == []


def test_a_refused_sending_proves_nothing(lite_mailbox: Mailbox) -> None:
    reference = sent(lite_mailbox)
    with pytest.raises(service.Refused):
        lite_mailbox.do(lite_mailbox.user(), service.send, reference, full("k3"), edition=1)
    assert len(proofs_of(lite_mailbox)) == 1

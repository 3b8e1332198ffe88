"""In a scope of her own a person sees what is hers; whatever nobody opened to persons stays hidden."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from console.base.model import Model
from console.institutions.scope import Scope, ScopeError, scoped_models
from console.mailbox.models import Delegation, Message, PrivatePart
from console.parties.models import Company
from console.proofs.models import Proof
from tests.support.house import House, acting_in
from tests.support.insured import apprentice
from tests.support.private import Phone, delegated

OF_EVERYBODY = {"FormRevision", "OwnForm", "OwnText"}


def two(house: House) -> tuple[Phone, Phone]:
    """Give two persons' requests, both sent."""
    first = apprentice(house)
    second = delegated(first.mailbox, first.mails, person="Aline Exemple")
    second.identify()
    for one in (first, second):
        one.fill()
        one.send()
    return first, second


def scope_of(house: House, phone: Phone) -> Scope:
    return Scope((house.institution("CC Léman"),), purpose="test", person=(phone.delegation,))


def test_a_person_sees_her_own_rows_and_no_other_of_any_table(house: House) -> None:
    first, _second = two(house)

    seen: dict[str, int] = {}
    with acting_in(house.app, scope_of(house, first)) as session:
        for model in scoped_models(Model.registry):
            if model.__name__ not in OF_EVERYBODY and (count := len(session.scalars(select(model)).all())):
                seen[model.__name__] = count
        assert session.scalars(select(Message.reference)).all() == [first.reference]
        assert session.scalars(select(Company.id)).one() == first.mailbox.atelier

    assert seen == {
        "Message": 1,
        "Delegation": 1,
        "PrivatePart": 1,
        "PrivateDoor": 1,
        "PrivateFile": 1,
        "Proof": 1,
        "Submission": 1,
        "StoredFile": seen["StoredFile"],
        "Company": 1,
    }
    assert seen["StoredFile"] in (1, 2)  # her document, and the paper of her proof once it is made


def test_a_person_without_delegations_sees_nothing(house: House) -> None:
    two(house)
    nobody = Scope((house.institution("CC Léman"),), purpose="test", person=())

    with acting_in(house.app, nobody) as session:
        for model in (Message, Delegation, PrivatePart, Proof, Company):
            assert session.scalars(select(model)).all() == []


def test_a_persons_scope_only_reads(lite_house: House) -> None:
    first, _second = two(lite_house)

    with (
        pytest.raises(ScopeError),
        acting_in(lite_house.app, scope_of(lite_house, first), writes=True) as session,
    ):
        session.add(Company(number="1", name="Neu"))
        session.flush()

"""A call adds up what all establishments of a contract declare: profiles narrow it as a whole."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from plugins.fr_dsn.contributions.models import ContributionCall, InsuredSum
from plugins.fr_dsn.deposits.models import DepositDeclaration
from plugins.fr_dsn.portfolio.models import Establishment
from tests.plugins.fr_dsn.contributions.insurer import CONTRACT, LIST, Insurer
from tests.plugins.fr_dsn.portfolio.accounts import (
    ADMINISTRATOR,
    COLLEAGUE,
    GATEWAY,
    account,
    entrust,
    give_themes,
    plant,
    siret,
    text,
)

SIRET = "99900001100018"


@pytest.fixture
def called(insurer: Insurer) -> Insurer:
    """Give an insurer who sent the call of a month that one establishment declared."""
    give_themes(insurer.house, "contributions")
    insurer.ready()
    insurer.act("send")
    return insurer


def also_declared(insurer: Insurer, n: int) -> int:
    """Let another establishment of the account have declared the contract in the same month."""
    key = plant(insurer.house, n)
    with insurer.house.writing(GATEWAY) as session:
        first = session.scalars(select(DepositDeclaration).where(DepositDeclaration.siret == SIRET)).first()
        assert first is not None
        call = session.scalars(select(ContributionCall)).one()
        other = DepositDeclaration(
            company_id=account(session), deposit_id=first.deposit_id, establishment_id=key, siret=siret(n),
            month=call.first, nature="01", type="01", order_number="1", fraction="11", individuals=1,
            state="accepted",
        )  # fmt: skip
        session.add(other)
        session.flush()
        said = {"contract": call.contract, "month": call.first, "due": 1, "paid": {}}
        session.add(InsuredSum(company_id=other.company_id, declaration_id=other.id, **said))
    return key


def declared_by(insurer: Insurer) -> int:
    """Give the key of the establishment behind the call."""
    with insurer.house.reading(GATEWAY) as session:
        asked = select(Establishment.id).where(
            Establishment.siret == SIRET, Establishment.company_id == account(session)
        )
        return session.scalars(asked).one()


def sees(insurer: Insurer, browser: FlaskClient) -> bool:
    """Say whether somebody sees the call: in the list, by its address and as a paper alike."""
    path = f"{LIST}{insurer.call().reference}"
    told = {
        CONTRACT in text(browser, LIST),
        *(browser.get(page).status_code == 200 for page in (path, f"{path}/call.pdf")),
    }
    assert len(told) == 1, told
    return told.pop()


def test_a_colleague_without_a_profile_sees_no_call(called: Insurer) -> None:
    assert not sees(called, called.house.browser(COLLEAGUE))
    assert sees(called, called.house.browser(ADMINISTRATOR))


def test_a_colleague_sees_the_calls_of_what_is_entrusted_to_her(called: Insurer) -> None:
    entrust(called.house, declared_by(called))

    assert sees(called, called.house.browser(COLLEAGUE))


def test_a_call_that_counts_others_too_is_not_hers_until_they_are(called: Insurer) -> None:
    entrust(called.house, declared_by(called))
    other = also_declared(called, 7)
    browser = called.house.browser(COLLEAGUE)
    assert not sees(called, browser)

    entrust(called.house, other, returns=True)

    assert sees(called, browser)


def test_what_is_entrusted_elsewhere_opens_no_call(called: Insurer) -> None:
    entrust(called.house, plant(called.house, 8))

    assert not sees(called, called.house.browser(COLLEAGUE))


def test_a_profile_over_the_whole_account_opens_its_calls(called: Insurer) -> None:
    entrust(called.house, covers_all=True)

    assert sees(called, called.house.browser(COLLEAGUE))

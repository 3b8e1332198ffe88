"""What the staff does on the pages of calls and rates, and what a company sees of its own."""

from __future__ import annotations

import io
from decimal import Decimal

import pypdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts.models import Membership, ThemeRight
from console.audit.models import AuditEntry
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.jobs.running import run_next
from plugins.fr_dsn.contributions.models import ContributionRate
from plugins.fr_dsn.views import call_list
from tests.plugins.fr_dsn.contributions.insurer import CONTRACT, FILES, LIST, Insurer
from tests.plugins.fr_dsn.portfolio.accounts import ADMINISTRATOR, GATEWAY, OTHER, STAFF, text
from tests.support.house import post

RATES = "/fr_dsn/contribution_rate/"
TYPED = {
    "company": "C-100", "contract": CONTRACT, "population": "*", "option": "*", "base": "10", "percent": "1,28",
    "first": "01.01.2025", "until": "", "periodicity": "monthly",
}  # fmt: skip


@pytest.fixture
def camille(lite_insurer: Insurer) -> FlaskClient:
    """Give the browser of a person of the staff."""
    return staff(lite_insurer)


def staff(insurer: Insurer) -> FlaskClient:
    give_the_theme(insurer)
    return insurer.house.browser(STAFF)


def give_the_theme(insurer: Insurer) -> None:
    with insurer.house.app.app_context():
        store = accounts()
        asked = select(Membership.id).where(Membership.institution_id == insurer.house.institution(GATEWAY))
        for key in store.scalars(asked).all():
            known = select(ThemeRight).where(
                ThemeRight.membership_id == key, ThemeRight.theme == "contributions"
            )
            if store.scalars(known).first() is None:
                right = {"plugin": "fr_dsn", "theme": "contributions", "level": Level.SEND}
                store.add(ThemeRight(membership_id=key, **right))
        store.commit()


def test_rates_are_typed_and_none_stands_twice(lite_insurer: Insurer, camille: FlaskClient) -> None:
    assert post(camille, f"{RATES}add", TYPED).status_code == 303
    assert post(camille, f"{RATES}add", TYPED).status_code == 422

    (row,) = lite_insurer.hub.rows(ContributionRate)
    assert (row.percent, row.population, row.base) == (Decimal("1.28"), "*", "10")
    assert CONTRACT in text(camille, f"{RATES}list/")
    assert camille.get(f"{RATES}history/{row.id}").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"percent": "101"}, {"percent": "-1"}, {"percent": "x"}, {"until": "31.12.2024"}, {"base": "99"},
        {"company": " "}, {"contract": " "}, {"first": " "}, {"percent": "NaN"}, {"percent": "1e400"},
    ],
)  # fmt: skip
def test_a_rate_that_cannot_be_is_refused(
    lite_insurer: Insurer, camille: FlaskClient, wrong: dict[str, str]
) -> None:
    assert post(camille, f"{RATES}add", TYPED | wrong).status_code == 422
    assert lite_insurer.hub.rows(ContributionRate) == []


def test_a_month_is_drawn_up_sent_and_paid_on_the_pages(
    lite_insurer: Insurer, camille: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_list, "MONTHS", 1_200)  # so that the invented month is always among them
    lite_insurer.rate()
    lite_insurer.accept(FILES[0])
    month = "2025-02"
    assert month in text(camille, f"{LIST}draw")

    assert post(camille, f"{LIST}draw", {"month": month}).status_code == 303
    while run_next(lite_insurer.house.app):
        pass
    call = lite_insurer.call()
    path = f"{LIST}{call.reference}"
    assert call.reference in text(camille, f"{LIST}?state=to_call&month=2025-02&search={CONTRACT}")
    assert camille.get(f"{path}/send").status_code == 200
    assert post(camille, f"{path}/send").status_code == 303
    assert post(camille, f"{path}/pay", {"amount": "x", "day": "?"}).status_code == 422
    assert post(camille, f"{path}/pay", {"amount": "0", "day": "01.03.2025"}).status_code == 422
    assert post(camille, f"{path}/pay", {"amount": "15,36", "day": "01.03.2025"}).status_code == 303

    assert lite_insurer.call().state == "paid"
    page = text(camille, path)
    assert all(word in page for word in (CONTRACT, "CADRE", "10", call.reference))


def test_a_month_that_nobody_offers_is_not_drawn_up(camille: FlaskClient) -> None:
    assert post(camille, f"{LIST}draw", {"month": "1999-01"}).status_code == 422
    for wrong in ("state=open", "month=2025-13", "page=0"):
        assert camille.get(f"{LIST}?{wrong}").status_code == 400


def test_a_company_sees_its_own_sent_calls_and_nothing_else(
    lite_insurer: Insurer, camille: FlaskClient
) -> None:
    lite_insurer.ready()
    path = f"{LIST}{lite_insurer.call().reference}"
    mine, other = lite_insurer.house.browser(ADMINISTRATOR), lite_insurer.house.browser(OTHER)
    nothing = mine.get(f"{LIST}AAAA-BBBB-CCCC")
    assert (mine.get(path).status_code, nothing.status_code) == (404, 404)

    lite_insurer.act("send")

    assert (mine.get(path).status_code, CONTRACT in text(mine, LIST)) == (200, True)
    assert (other.get(path).status_code, other.get(f"{path}/call.pdf").status_code) == (404, 404)
    assert CONTRACT not in text(other, LIST)
    for act in ("send", "redraw", "remind", "pay"):
        assert post(mine, f"{path}/{act}").status_code == 403
    assert mine.get(f"{RATES}list/").status_code in (403, 404)
    assert "Camille" not in text(mine, path)


def test_the_paper_names_contract_amount_and_reference(lite_insurer: Insurer, camille: FlaskClient) -> None:
    lite_insurer.ready()
    lite_insurer.act("send")
    call = lite_insurer.call()

    answer = lite_insurer.house.browser(ADMINISTRATOR).get(f"{LIST}{call.reference}/call.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    told = pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert all(word in told for word in (CONTRACT, "111,36", call.reference, "CADRE"))


def test_looking_stands_in_the_journal(lite_insurer: Insurer, camille: FlaskClient) -> None:
    lite_insurer.ready()
    camille.get(LIST)
    camille.get(f"{LIST}{lite_insurer.call().reference}")

    with lite_insurer.house.reading(GATEWAY) as session:
        asked = select(AuditEntry.action).where(AuditEntry.action.like("fr_dsn.call.%"))
        assert set(session.scalars(asked)) >= {
            "fr_dsn.call.drawn",
            "fr_dsn.call.listed",
            "fr_dsn.call.consulted",
        }


def test_late_calls_are_reminded_of_on_the_page(lite_insurer: Insurer, camille: FlaskClient) -> None:
    lite_insurer.ready()
    path = f"{LIST}{lite_insurer.call().reference}"

    assert post(camille, f"{path}/remind").status_code == 409
    assert post(camille, f"{path}/redraw").status_code == 303

"""What the pages of work stoppages show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts.models import Membership, ThemeRight
from console.audit.models import AuditEntry
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.plugin import clock
from plugins.fr_dsn.stoppages.machine import State
from plugins.fr_dsn.stoppages.models import Stoppage
from tests.plugins.fr_dsn.stoppages.examples import STOPPAGE, stoppage
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, START, Gateway
from tests.support.house import post
from tests.support.outbox import work

LIST = "/fr_dsn/stoppage/"


@pytest.fixture
def camille(lite: Gateway) -> FlaskClient:
    """Give the browser of the administrator, with her right in the theme."""
    give_the_theme(lite)
    return lite.house.browser("camille")


def give_the_theme(gateway: Gateway) -> None:
    with gateway.house.app.app_context():
        store = accounts()
        wanted = select(Membership.id).where(Membership.institution_id == gateway.house.institution(HEXALIA))
        for key in store.scalars(wanted).all():
            known = select(ThemeRight).where(ThemeRight.membership_id == key, ThemeRight.theme == "stoppages")
            if store.scalars(known).first() is None:
                store.add(ThemeRight(membership_id=key, plugin="fr_dsn", theme="stoppages", level=Level.SEND))
        store.commit()


def show(gateway: Gateway, browser: FlaskClient, key: str = "HR-1") -> str:
    answer = browser.get(f"{LIST}{gateway.stoppage(key).reference}")
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def many(gateway: Gateway, count: int, **more: Any) -> None:
    """Put stoppages of as many people into the list."""
    with gateway.house.writing(HEXALIA) as session:
        for number in range(count):
            values: dict[str, Any] = {
                "reference": f"S-{number:05}", "company_id": gateway.company, "source": "api",
                "siret": STOPPAGE.siret, "person": f"1{number:012}", "name": f"PERSONNE {number:05}",
                "contract": "1", "reason": "01", "kind": "first", "first_day": date(2026, 3, 1),
                "last_day": date(2026, 4, 1), "declaration": {}, "state": State.ACKNOWLEDGED, "awaits": "business",
                "created_at": START, "changed_at": START,
            }  # fmt: skip
            session.add(Stoppage(**(values | more)))


def test_the_late_ones_stand_first(lite: Gateway, camille: FlaskClient) -> None:
    many(lite, 3)
    with lite.house.writing(HEXALIA) as session:
        last = session.scalars(select(Stoppage).where(Stoppage.reference == "S-00002")).one()
        last.answer_by = clock.now() - timedelta(hours=3)

    text = camille.get(LIST).text
    late = camille.get(f"{LIST}?late=late").text

    assert text.index("PERSONNE 00002") < text.index("PERSONNE 00000")
    assert ("PERSONNE 00002" in late, "PERSONNE 00000" in late) == (True, False)


@pytest.mark.parametrize("typed", ["marchand", "2 85 03 69 123 456", "99900001100018", "HR-1"])
def test_a_stoppage_is_found_by_what_people_know_of_it(
    lite: Gateway, camille: FlaskClient, typed: str
) -> None:
    lite.declare()

    assert "MARCHAND LUCIE" in camille.get(LIST, query_string={"search": typed}).text
    assert "MARCHAND LUCIE" not in camille.get(LIST, query_string={"search": "NOBODY"}).text


def test_what_no_page_asks_for_is_refused_in_words(camille: FlaskClient) -> None:
    for wrong in ("state=open", "late=yes", "page=0", "page=x"):
        assert camille.get(f"{LIST}?{wrong}").status_code == 400


def test_one_stoppage_tells_what_each_party_knows_and_how_its_guarantee_is_counted(
    lite: Gateway, camille: FlaskClient
) -> None:
    lite.terms(10)
    lite.behaves("refuse")
    lite.declare()
    lite.poll()

    text = show(lite, camille)

    for words in ("was certified for other days", "MARCHAND LUCIE", "PREV-1", "12/2025", "21/03/2026"):
        assert words in text


def test_looking_stands_in_the_journal(lite: Gateway, camille: FlaskClient) -> None:
    lite.declare()
    show(lite, camille)
    camille.get(LIST)

    asked = select(AuditEntry).where(
        AuditEntry.action.in_(("fr_dsn.stoppage.consulted", "fr_dsn.stoppage.listed"))
    )
    assert len(lite.all(asked)) == 2


def test_a_stoppage_is_cancelled_after_a_question(lite: Gateway, camille: FlaskClient) -> None:
    lite.declare()
    path = f"{LIST}{lite.stoppage().reference}/cancel"

    assert camille.get(path).status_code == 200
    assert lite.stoppage().state == "acknowledged"
    assert post(camille, path).status_code == 303
    work(lite.house)
    assert (lite.stoppage().state, lite.got()[-1]["act"]) == ("cancelled", "cancel")


def test_a_draft_is_sent_by_its_button_once_there_is_an_address(lite: Gateway, camille: FlaskClient) -> None:
    address = lite.health.address
    lite.settings({"health_url": ""})
    lite.declare()
    path = f"{LIST}{lite.stoppage().reference}"
    assert post(camille, f"{path}/send").status_code == 409
    assert f"{path}/send" not in camille.get(path).text

    lite.settings({"health_url": address})
    assert f"{path}/send" in camille.get(path).text
    assert post(camille, f"{path}/send").status_code == 303
    work(lite.house)
    assert lite.stoppage().state == "acknowledged"


def test_an_unknown_stoppage_is_not_there(camille: FlaskClient) -> None:
    assert camille.get(f"{LIST}ZZZZ-ZZZZ").status_code == 404


def test_terms_are_entered_and_read_back(lite: Gateway, camille: FlaskClient) -> None:
    values = {
        "company": "E-1", "contract": "PREV-9", "first": "01.01.2026", "until": "", "deductible": "30",
        "counting": "cumulated", "most_days": "",
    }  # fmt: skip
    wrong = post(camille, "/fr_dsn/insured_terms/add", values | {"deductible": "-1"})
    made = post(camille, "/fr_dsn/insured_terms/add", values)

    assert (wrong.status_code, made.status_code) == (422, 303)
    assert "PREV-9" in camille.get("/fr_dsn/insured_terms/list/").text
    lite.declare(stoppage(insured="PREV-9"))
    assert "PREV-9" in show(lite, camille)

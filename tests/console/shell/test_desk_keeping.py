"""The pages of standard answers, absences and themes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.base import clock
from console.desk import keeping
from console.desk.keeping import Option
from console.desk.models import StandardAnswer
from console.desk.promises import Promise
from tests.support.desk import Desk, desk_of
from tests.support.house import House, post
from tests.support.mailbox import ALLOWANCES

ANSWER = {"theme": ALLOWANCES, "language": "de", "title": "Beleg fehlt", "text": "Bitte\r\nsenden."}


@pytest.fixture
def desk(lite_house: House) -> Desk:
    return desk_of(lite_house)


@pytest.fixture
def marc(desk: Desk) -> FlaskClient:
    return desk.house.browser("marc")


def key_of_answer(desk: Desk) -> int:
    with desk.house.reading() as session:
        return session.scalars(select(StandardAnswer.id)).one()


def test_a_standard_answer_is_written_changed_and_deleted(desk: Desk, marc: FlaskClient) -> None:
    assert post(marc, "/desk/answers/add", ANSWER).status_code == 303
    key = key_of_answer(desk)
    assert "Beleg fehlt" in marc.get("/desk/answers/").text
    assert post(marc, "/desk/answers/add", ANSWER).status_code == 422
    changed = ANSWER | {"text": "Anders.", "version": "1"}
    assert post(marc, f"/desk/answers/{key}/edit", changed).status_code == 303
    assert post(marc, f"/desk/answers/{key}/edit", changed).status_code == 409
    assert "Anders." in marc.get(f"/desk/answers/{key}/history").text
    assert post(marc, f"/desk/answers/{key}/delete").status_code == 303
    assert "<tbody>" not in marc.get("/desk/answers/").text


def test_an_absence_is_entered_seen_by_colleagues_and_deleted(desk: Desk, marc: FlaskClient) -> None:
    today = clock.today("Europe/Zurich")
    typed = {
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=3)).isoformat(),
        "substitute": str(desk.key("anna")),
    }
    assert post(marc, "/desk/absence/add", typed | {"last_day": "x"}).status_code == 422
    assert post(marc, "/desk/absence/add", typed | {"substitute": ""}).status_code == 422
    assert post(marc, "/desk/absence/add", typed | {"substitute": str(desk.key("luca"))}).status_code == 422
    assert post(marc, "/desk/absence/add", typed).status_code == 303
    assert post(marc, "/desk/absence/add", typed).status_code == 422

    anna = desk.house.browser("anna")
    assert "Marc Dubois" in anna.get("/desk/absence/").text.split("<tbody>")[1]
    with desk.house.reading() as session:
        (row,) = keeping.absences(session, today)
    assert post(anna, f"/desk/absence/{row.id}/delete").status_code == 404
    assert marc.get(f"/desk/absence/{row.id}/delete").status_code == 200
    assert post(marc, f"/desk/absence/{row.id}/delete").status_code == 303


def test_an_administrator_sets_promise_and_second_person(desk: Desk, marc: FlaskClient) -> None:
    claire = desk.house.browser("claire")
    typed = {"promised_days": "10", "counting": "calendar", "needs_second": "y"}
    assert post(claire, f"/desk/themes/{ALLOWANCES}", typed).status_code == 303
    with desk.house.reading() as session:
        assert keeping.option_of(session, ALLOWANCES) == Option(True, Promise(10, working=False))
    assert post(claire, f"/desk/themes/{ALLOWANCES}", typed | {"promised_days": "-1"}).status_code == 422
    assert post(claire, f"/desk/themes/{ALLOWANCES}", typed | {"promised_days": "x"}).status_code == 422
    assert claire.get("/desk/themes/ch_fund.nothing").status_code == 404
    assert marc.get("/desk/themes/").status_code == 403

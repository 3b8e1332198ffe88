"""A system changes its key for a token, as the libraries of OAuth 2 do, and works with that."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from console.accounts import keys
from console.accounts.models import AccountEvent, ApiKey, ApiToken
from console.base import clock
from console.institutions.sessions import accounts
from tests.console.api.test_reading import LIST, get, key_of
from tests.support.house import House

TOKEN = "/api/v1/token"
GRANT = {"grant_type": "client_credentials"}


def client_of(house: House) -> str:
    with house.app.app_context():
        return accounts().scalars(select(ApiKey.client).order_by(ApiKey.id.desc())).first() or ""


def ask(house: House, key: str, data: dict[str, Any] | None = None, client: str | None = None) -> Any:
    name = client_of(house) if client is None else client
    return house.stranger().post(TOKEN, data=GRANT | (data or {}), auth=(name, key))


def test_a_token_opens_what_its_key_opens(house: House) -> None:
    answer = ask(house, key_of(house))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.json["token_type"], answer.json["expires_in"]) == ("Bearer", 900)
    assert answer.json["scope"] == "employees:read forms:check forms:read"
    assert get(house, LIST, answer.json["access_token"]).status_code == 200


def test_the_client_may_stand_in_the_body(lite_house: House) -> None:
    key = key_of(lite_house)
    data = GRANT | {"client_id": client_of(lite_house), "client_secret": key}

    assert lite_house.stranger().post(TOKEN, data=data).status_code == 200


def test_a_token_for_less_does_less(house: House) -> None:
    token = ask(house, key_of(house), {"scope": "forms:read"}).json["access_token"]

    assert get(house, "/api/v1/forms", token).status_code == 200
    assert get(house, LIST, token).status_code == 403


def test_a_token_is_worth_nothing_after_a_quarter_of_an_hour(lite_house: House) -> None:
    token = ask(lite_house, key_of(lite_house)).json["access_token"]

    with clock.at(clock.now() + timedelta(minutes=15, seconds=1)):
        assert get(lite_house, LIST, token).status_code == 401


def test_a_token_ends_with_its_key(house: House) -> None:
    token = ask(house, key_of(house)).json["access_token"]
    with house.app.app_context():
        keys.end(accounts(), accounts().scalars(select(ApiKey.id)).one())
        accounts.commit()

    assert get(house, LIST, token).status_code == 401


def test_a_token_gets_no_token(lite_house: House) -> None:
    token = ask(lite_house, key_of(lite_house)).json["access_token"]

    assert ask(lite_house, token).json["error"] == "invalid_client"


def test_tokens_and_key_share_one_minute(house: House) -> None:
    key = key_of(house, per_minute=5)
    with clock.at(clock.now()):
        token = ask(house, key).json["access_token"]
        codes = [get(house, LIST, one).status_code for one in (key, token, key, token, key)]

    assert codes == [200, 200, 200, 200, 429]


@pytest.mark.parametrize(
    ("data", "code", "fault"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "employees:write"}, 400, "invalid_scope"),
        ({"scope": "read"}, 400, "invalid_scope"),
        ({"grant_type": ["client_credentials", "client_credentials"]}, 400, "invalid_request"),
        ({"client_secret": "x"}, 400, "invalid_request"),
    ],
)
def test_a_request_that_is_wrong_is_refused_as_programs_expect(
    lite_house: House, data: dict[str, Any], code: int, fault: str
) -> None:
    answer = ask(lite_house, key_of(lite_house), data)

    assert (answer.status_code, answer.json["error"]) == (code, fault)
    assert answer.json["error_description"].isascii()


def test_wrong_secret_wrong_client_and_ended_key_are_refused_alike(lite_house: House) -> None:
    key = key_of(lite_house)
    other = key_of(lite_house, "AK Aaretal")
    answers = [
        ask(lite_house, "gk_wrong"),
        ask(lite_house, other, client="gc_nobody"),
        ask(lite_house, key),  # of the other client: the newest one is named
        lite_house.stranger().post(TOKEN, data=GRANT),
        lite_house.stranger().post(TOKEN, data=GRANT, headers={"Authorization": "Basic %%%"}),
        lite_house.stranger().post(TOKEN, data=GRANT, headers={"Authorization": f"Bearer {key}"}),
        lite_house.stranger().post(
            TOKEN, data=GRANT, headers={"Authorization": "Basic " + b64encode(b"\xff:\xff").decode()}
        ),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.json["error"] for answer in answers} == {"invalid_client"}
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {'Basic realm="guichet"'}


def test_a_browser_with_a_cookie_gets_no_token(lite_house: House) -> None:
    assert lite_house.browser("claire").post(TOKEN, data=GRANT).status_code == 401


def test_tokens_are_noted_and_only_their_digest_is_stored(house: House) -> None:
    token = ask(house, key_of(house)).json["access_token"]
    with house.app.app_context():
        stored = accounts().scalars(select(ApiToken)).one()
        noted = accounts().scalars(select(AccountEvent).where(AccountEvent.kind == "token_issued")).one()

    assert token not in map(str, vars(stored).values())
    assert noted.facts["name"] == "Payroll"


def test_tokens_whose_time_is_over_go_with_the_next_one(lite_house: House) -> None:
    key, now = key_of(lite_house), clock.now()
    for minutes in (0, 5, 21):
        with clock.at(now + timedelta(minutes=minutes)):
            ask(lite_house, key)
    with lite_house.app.app_context():
        assert accounts().scalar(select(func.count()).select_from(ApiToken)) == 1

"""The first things people do in the console."""

from __future__ import annotations

from tests.support.house import House, post


def test_a_visitor_is_sent_to_the_sign_in_page_and_back(house: House) -> None:
    answer = house.stranger().get("/ch_fund/employee/list/")

    assert answer.status_code == 303
    assert answer.location.endswith("/login/?next=/ch_fund/employee/list/")


def test_a_clerk_signs_in_with_user_name_and_password(house: House) -> None:
    browser = house.stranger()
    page = browser.get("/login/").get_data(as_text=True)
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]

    answer = browser.post(
        "/login/", data={"username": "marc", "password": "Demo-2026-Guichet", "csrf_token": token}
    )

    assert answer.status_code == 303
    assert browser.get("/").status_code == 200


def test_a_clerk_sees_the_employees_of_his_fund(house: House) -> None:
    page = house.browser("marc").get("/ch_fund/employee/list/")

    assert page.status_code == 200
    assert "Aebischer" in page.get_data(as_text=True)


def test_signing_out_ends_the_cookie_everywhere(house: House) -> None:
    browser, thief = house.browser("marc"), house.app.test_client()
    with browser.session_transaction() as mine, thief.session_transaction() as stolen:
        stolen.update(mine)

    post(browser, "/logout/")

    assert thief.get("/").status_code == 303

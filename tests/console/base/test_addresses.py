"""Links in e-mails lead to the console, wherever they are written."""

from __future__ import annotations

from dataclasses import replace

from console.base.addresses import public_url
from tests.support.house import House


def test_a_link_begins_with_the_public_address_also_in_a_request(lite_house: House) -> None:
    lite_house.app.extensions["guichet_settings"] = replace(
        lite_house.settings, address="https://console.example"
    )
    with lite_house.app.app_context():
        assert public_url("AccessView.password", token="t") == "https://console.example/password/t"
    with lite_house.app.test_request_context(base_url="http://localhost:5000"):
        assert public_url("AccessView.password", token="t") == "https://console.example/password/t"


def test_without_a_public_address_a_link_begins_as_the_request_was_asked(lite_house: House) -> None:
    with lite_house.app.test_request_context(base_url="http://localhost:5000"):
        assert public_url("AccessView.password", token="t") == "http://localhost:5000/password/t"


def test_a_worker_on_ones_own_machine_writes_where_the_console_runs_there(lite_house: House) -> None:
    with lite_house.app.app_context():
        assert public_url("HomeView.home") == "http://localhost:8080/"

"""What the hub says comes to the deposit it is about, once, and somebody sees to it."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from plugins.fr_dsn.deposits.models import HubReturn
from plugins.fr_dsn.gateways.hub_simulator import Declared, report
from plugins.fr_dsn.portfolio.models import Establishment
from tests.plugins.fr_dsn.deposits.hub import FEBRUARY, MARCH, SIRET, Hub
from tests.plugins.fr_dsn.portfolio.accounts import ADMINISTRATOR, COLLEAGUE, OTHER, STAFF, entrust, text
from tests.support.house import post

RETURNS = "/fr_dsn/return/"
FIRST = Declared("999000011", "00018", "2025-02", "01", "1", "11", "2850369123456", "MARCHAND")


def test_a_certificate_of_conformity_lets_the_month_be_accepted(hub: Hub) -> None:
    hub.deposit(FEBRUARY)
    hub.poll()

    assert hub.states() == ["accepted"]
    assert hub.months() == [(date(2025, 2, 1), "accepted", 0)]
    assert [(one.nature, one.status) for one in hub.rows(HubReturn)] == [
        ("10", "OK"),
        ("11", "OK"),
        ("51", "OK"),
    ]
    (envelope,) = hub.sent()
    assert envelope.answer == "accepted"


def test_a_blocking_anomaly_refuses_the_month_and_names_employee_rubric_and_remedy(hub: Hub) -> None:
    hub.behaves("refuse")
    hub.deposit(FEBRUARY)
    hub.poll()

    assert hub.months() == [(date(2025, 2, 1), "refused", 1)]
    (line,) = [one for one in hub.lines() if one.to_handle]
    page = text(hub.house.browser(ADMINISTRATOR), f"{RETURNS}show/{line.id}")
    assert all(word in page for word in ("MARCHAND", "S21.G00.30.001", "NIR inconnu"))
    assert hub.rows(Establishment, siret=SIRET)[0].last_month == date(1900, 1, 1)


def test_a_return_is_to_handle_until_somebody_says_so(hub: Hub) -> None:
    hub.behaves("refuse")
    hub.deposit(FEBRUARY)
    hub.poll()
    browser = hub.house.browser(ADMINISTRATOR)
    (line,) = [one for one in hub.lines() if one.to_handle]
    assert f"{RETURNS}show/{line.id}" in text(browser, RETURNS)

    assert post(browser, f"{RETURNS}handle/{line.id}").status_code == 303

    assert hub.months() == [(date(2025, 2, 1), "refused", 0)]
    assert f"{RETURNS}show/{line.id}" not in text(browser, RETURNS)
    assert f"{RETURNS}show/{line.id}" in text(browser, f"{RETURNS}?state=handled")


def test_a_richer_return_overwrites_a_poorer_one_and_never_the_other_way_round(hub: Hub) -> None:
    deposit = hub.deposit(FEBRUARY)
    hub.poll()
    hub.says(deposit.flow, "51", "ANO", report("51", [FIRST], "ANO", "2"), "P0942")
    old = hub.server.returns[2]
    hub.poll()

    rows = hub.rows(HubReturn, nature="51")
    assert [one.status for one in rows] == ["ANO"]
    (line,) = [one for one in hub.lines() if one.to_handle]
    assert (line.outcome, line.count, hub.months()[0][2]) == ("2", 1, 1)

    hub.server.returns.append(old)
    hub.poll()
    assert [one.status for one in hub.rows(HubReturn, nature="51")] == ["ANO"]


def test_the_same_return_listed_again_is_one(lite_hub: Hub) -> None:
    lite_hub.deposit(FEBRUARY)
    lite_hub.poll()
    before = len(lite_hub.answers())
    lite_hub.server.returns += lite_hub.server.returns
    lite_hub.poll()

    assert len(lite_hub.answers()) == before
    assert len(lite_hub.rows(HubReturn)) == 3


def test_a_return_for_an_unknown_deposit_is_kept_and_shown(hub: Hub) -> None:
    hub.says("FUNKNOWN", "11", "KO", report("11", [FIRST], "KO"))
    hub.poll()

    assert {one.outcome for one in hub.answers()} == {"unmatched"}
    assert hub.rows(HubReturn) == []
    place = f"/dispatch/answers/{hub.answers()[0].public_id}"
    assert "FUNKNOWN" in text(hub.house.browser(STAFF), place)


def test_the_four_outcomes_of_a_business_report_are_told_apart(lite_hub: Hub) -> None:
    deposit = lite_hub.deposit(FEBRUARY)
    for outcome in ("0", "1", "2", "3"):
        lite_hub.says(deposit.flow, "51", "OK", report("51", [FIRST], "OK", outcome), f"P000{outcome}")
    lite_hub.poll()

    found = {one.outcome: one.to_handle for one in lite_hub.lines() if one.outcome}
    assert found == {"0": False, "1": True, "2": True, "3": True}
    assert lite_hub.states() == ["accepted"]


def test_a_rejected_file_is_refused_for_the_account_too(lite_hub: Hub) -> None:
    lite_hub.behaves("reject")
    lite_hub.deposit(FEBRUARY)

    assert lite_hub.months() == [(date(2025, 2, 1), "refused", 0)]


def test_a_document_that_cannot_be_read_waits_for_a_person(lite_hub: Hub) -> None:
    deposit = lite_hub.deposit(FEBRUARY)
    lite_hub.says(deposit.flow, "51", "OK", b"<retour><declaration>", "P0001")
    lite_hub.poll()

    assert "failed" in {one.outcome for one in lite_hub.answers()}
    assert lite_hub.states() == ["accepted"]


def test_returns_are_asked_for_in_windows_of_an_hour(lite_hub: Hub) -> None:
    lite_hub.deposit(FEBRUARY)
    for _turn in range(20):
        lite_hub.passed += lite_hub.passed + lite_hub.passed
    lite_hub.poll()

    assert lite_hub.states() == ["accepted"]


def test_documents_are_taken_along_as_a_zip(hub: Hub) -> None:
    hub.deposit(FEBRUARY)
    hub.poll()

    answer = hub.house.browser(ADMINISTRATOR).get(f"{RETURNS}documents.zip?state=")

    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        assert len(archive.namelist()) == 2
        assert b"99900001100018" in archive.read(archive.namelist()[0])
    assert hub.house.browser(OTHER).get(f"{RETURNS}documents.zip?state=").status_code == 404


def test_who_has_no_profile_sees_no_return_and_with_one_handles_hers(hub: Hub) -> None:
    hub.behaves("refuse")
    hub.deposit(FEBRUARY)
    hub.poll()
    (line,) = [one for one in hub.lines() if one.to_handle]
    browser = hub.house.browser(COLLEAGUE)
    assert browser.get(f"{RETURNS}show/{line.id}").status_code == 404
    assert post(browser, f"{RETURNS}handle/{line.id}").status_code == 404
    assert SIRET not in text(browser, f"{RETURNS}?state=").replace("\u00a0", "")

    entrust(hub.house, line.establishment_id, deposits=True)
    assert browser.get(f"{RETURNS}show/{line.id}").status_code == 200
    assert post(browser, f"{RETURNS}handle/{line.id}").status_code == 403
    entrust(hub.house, line.establishment_id, returns=True)
    assert post(browser, f"{RETURNS}handle/{line.id}").status_code == 303


def test_another_account_and_the_staff_handle_nothing(lite_hub: Hub) -> None:
    lite_hub.behaves("refuse")
    lite_hub.deposit(FEBRUARY)
    lite_hub.poll()
    (line,) = [one for one in lite_hub.lines() if one.to_handle]

    assert post(lite_hub.house.browser(OTHER), f"{RETURNS}handle/{line.id}").status_code == 404
    assert post(lite_hub.house.browser(STAFF), f"{RETURNS}handle/{line.id}").status_code == 403


def test_what_stands_of_two_months_is_shown_on_the_board(hub: Hub) -> None:
    hub.behaves("accept", "refuse")
    hub.deposit(FEBRUARY)
    hub.deposit(MARCH)
    hub.poll()

    page = text(hub.house.browser(ADMINISTRATOR), "/fr_dsn/board/?last=2025-04")
    assert all(word in page for word in ("02/2025", "03/2025", "g-ok", "g-bad"))
    assert SIRET in page.replace("\u00a0", "")
    assert SIRET not in text(hub.house.browser(OTHER), "/fr_dsn/board/?last=2025-04").replace("\u00a0", "")

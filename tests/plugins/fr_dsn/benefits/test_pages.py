"""What the pages of benefits and slips show, and to whom."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from console.audit.models import AuditEntry
from console.institutions.scope import Scope
from console.parties.models import Company
from plugins.fr_dsn.benefits import totals
from plugins.fr_dsn.benefits.models import MATCHED, TO_MATCH, Benefit
from plugins.fr_dsn.benefits.samples import slip
from plugins.fr_dsn.stoppages import service as stoppages
from tests.plugins.fr_dsn.benefits.service import NIR, PAYMENT, TAKEN_BACK, Slips
from tests.plugins.fr_dsn.stoppages.examples import stoppage
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA
from tests.plugins.fr_dsn.stoppages.systems import hr_of
from tests.plugins.fr_dsn.stoppages.test_pages import give_the_theme
from tests.support.house import acting_in, post, token_of
from tests.support.outbox import work

LIST, SLIPS = "/fr_dsn/benefit/", "/fr_dsn/slip/"


@pytest.fixture
def camille(lite: Slips) -> FlaskClient:
    """Give the browser of the administrator, with her right in the theme."""
    give_the_theme(lite.gateway)
    return lite.gateway.house.browser("camille")


@pytest.fixture
def agnes(lite: Slips) -> FlaskClient:
    """Give the browser of an account's administrator, who has the theme too."""
    give_the_theme(lite.gateway)
    return lite.gateway.house.browser("agnes")


def account_of_agnes(lite: Slips) -> int:
    return int(lite.gateway.one(select(Company.id).where(Company.number == "C-100")))


def bring(browser: FlaskClient, **files: bytes) -> Any:
    sent = [FileStorage(io.BytesIO(content), f"{name}.xml") for name, content in files.items()]
    boundary, body = encode_multipart({"csrf_token": token_of(browser), "files": sent})
    return browser.post(f"{SLIPS}files", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_the_list_finds_a_person_and_what_has_no_stoppage(lite: Slips, camille: FlaskClient) -> None:
    lite.paid()

    shown = camille.get(LIST, query_string={"search": "2 85 03 69 123 456", "state": "to_match"}).text
    assert "738" in shown
    assert "738" not in camille.get(f"{LIST}?state=matched").text
    assert camille.get(f"{LIST}?state=lost").status_code == 400


def test_a_benefit_bears_and_is_found_by_the_name_that_its_stoppage_knows(
    lite: Slips, camille: FlaskClient
) -> None:
    lite.gateway.declare()
    lite.paid()

    for path in (LIST, f"{LIST}?search=marchand", f"{LIST}{lite.benefit().reference}"):
        assert "MARCHAND LUCIE" in camille.get(path).text, path
    assert "MARCHAND LUCIE" not in camille.get(f"{LIST}?search=bertin").text


def test_a_benefit_shows_its_lines_and_what_took_it_back(lite: Slips, camille: FlaskClient) -> None:
    lite.gateway.declare()
    lite.paid()
    lite.paid(TAKEN_BACK, name="BPIJ-2")
    payment, cancellation = lite.benefits()

    text = camille.get(f"{LIST}{payment.reference}").text
    for words in ("IJNOR", "41", cancellation.reference, payment.stoppage):
        assert words in text


def test_a_stoppage_leads_to_what_slips_told_of_it_and_the_staff_on_to_the_slip(
    lite: Slips, camille: FlaskClient, agnes: FlaskClient
) -> None:
    hers = account_of_agnes(lite)
    lite.gateway.declare(company=hers)
    lite.paid(PAYMENT, replace(PAYMENT, first=date(2026, 3, 11), until=date(2026, 3, 13), subrogated=False))
    to_employer, to_person = lite.benefits()
    page = f"/fr_dsn/stoppage/{to_employer.stoppage}"

    ours, theirs = camille.get(page).text, agnes.get(page).text

    links = [
        f"{LIST}{to_employer.reference}",
        f"{LIST}{to_person.reference}",
        f"{SLIPS}{lite.slips()[0].reference}",
    ]
    assert [one in ours for one in links] == [True, True, True]
    assert [one in theirs for one in links] == [True, False, False]
    assert "No slip yet" not in theirs


def test_the_trail_of_a_stoppage_says_once_that_the_insurer_has_a_slip(lite: Slips) -> None:
    lite.gateway.declare()
    lite.paid()
    work(lite.gateway.house)

    assert lite.gateway.trail()[-2:] == ["health paid", "insurer received"]


def test_looking_stands_in_the_journal(lite: Slips, camille: FlaskClient) -> None:
    lite.paid()
    camille.get(f"{LIST}{lite.benefit().reference}")

    asked = select(AuditEntry).where(AuditEntry.action == "fr_dsn.benefit.consulted")
    assert len(lite.gateway.all(asked)) == 1


def test_an_account_sees_what_was_paid_for_its_people_and_nothing_else(
    lite: Slips, agnes: FlaskClient
) -> None:
    lite.gateway.declare()
    with lite.gateway.house.writing(HEXALIA) as session:
        one = replace(stoppage(), nir="1790769123457", siret=stoppage().siret)
        stoppages.declare(session, lite.gateway.call(company=account_of_agnes(lite)), one, "HR-9")
    lite.paid(PAYMENT, replace(PAYMENT, nir="1790769123457", unit="39.00"))
    foreign, hers = lite.benefits()
    assert (foreign.state, hers.state) == (MATCHED, MATCHED)

    assert "702" in agnes.get(LIST).text
    assert "738" not in agnes.get(LIST).text
    assert agnes.get(f"{LIST}{hers.reference}").status_code == 200
    assert agnes.get(f"{LIST}{foreign.reference}").status_code == 404
    totals_page = agnes.get(f"{LIST}totals").text
    assert "702" in totals_page
    assert "1" in totals_page
    assert "1,440" not in totals_page


def test_a_foreign_benefit_and_one_that_does_not_exist_get_the_same_answer(
    lite: Slips, agnes: FlaskClient
) -> None:
    lite.gateway.declare()
    lite.paid()

    there = agnes.get(f"{LIST}{lite.benefit().reference}")
    nowhere = agnes.get(f"{LIST}ZZZZ-ZZZZ")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert agnes.get(SLIPS).status_code == agnes.get(f"{SLIPS}{lite.slips()[0].reference}").status_code == 403


def test_the_hr_software_of_a_company_reads_its_own_alone(lite: Slips) -> None:
    lite.gateway.declare()
    lite.paid(PAYMENT, replace(PAYMENT, nir="1790769123457"))

    read = hr_of(lite.gateway, operations=("benefits:read",)).get("/fr_dsn/benefits").json
    assert [one["person"] for one in read["items"]] == [NIR]


def test_hr_software_reads_the_lines_of_a_slip_as_the_document_describes_them(lite: Slips) -> None:
    lite.gateway.declare()
    lite.paid()
    hr = hr_of(lite.gateway, operations=("benefits:read",))
    row = hr.get("/openapi.json").json["components"]["schemas"]["fr_dsn__benefits"]
    (read,) = hr.get("/fr_dsn/benefits").json["items"]

    Draft202012Validator(row).validate(read)
    assert row["properties"]["lines"]["items"]["properties"]["code"]["type"] == "string"
    assert [(one["code"], one["from"], one["days"], one["amount"]) for one in read["lines"]] == [
        ("IJNOR", "2026-03-14", 18, "738.00")
    ]


def test_somebody_chooses_the_stoppage_where_two_accounts_have_one(lite: Slips, camille: FlaskClient) -> None:
    lite.gateway.declare()
    with lite.gateway.house.writing(HEXALIA) as session:
        stoppages.declare(session, lite.gateway.call(company=account_of_agnes(lite)), stoppage(), "HR-2")
    lite.paid()
    path = f"{LIST}{lite.benefit().reference}"
    wanted = lite.gateway.stoppage("HR-2").reference
    assert wanted in camille.get(path).text

    assert post(camille, f"{path}/match?stoppage=ZZZZ-ZZZZ").status_code == 404
    assert lite.benefit().state == TO_MATCH
    assert post(camille, f"{path}/match?stoppage={wanted}").status_code == 303
    assert (lite.benefit().stoppage, lite.benefit().company_id) == (wanted, account_of_agnes(lite))
    assert post(camille, f"{path}/match?stoppage={wanted}").status_code == 409


def test_sums_by_month_leave_out_what_came_twice(slips: Slips) -> None:
    slips.paid()
    slips.paid(name="BPIJ-2")
    slips.paid(TAKEN_BACK, name="BPIJ-3")

    with slips.gateway.house.reading(HEXALIA) as session:
        found = totals.by_month(session, limit=9, offset=0)
        other = totals.by_month(session, siret="99900002900023", limit=9, offset=0)
    assert [(one.month.month, one.benefits, one.people, f"{one.net:.2f}") for one in found] == [
        (5, 1, 1, "-738.00"),
        (4, 1, 1, "738.00"),
    ]
    assert list(other) == []


def test_a_slip_is_brought_by_hand_and_shown(lite: Slips, camille: FlaskClient) -> None:
    answer = bring(camille, slip=slip("BPIJ-1", [PAYMENT], declared="1.00"))

    assert answer.status_code == 303
    text = camille.get(answer.location).text
    for words in ("BPIJ-1", "1.00", "738.00"):
        assert words in text


def test_of_files_with_one_that_cannot_be_read_none_is_kept(lite: Slips, camille: FlaskClient) -> None:
    answer = bring(camille, good=slip("BPIJ-1", [PAYMENT]), bad=b"<BPIJ>")

    assert answer.status_code == 422
    assert "bad.xml" in answer.text
    assert lite.slips() == []


def test_nothing_chosen_is_said_at_the_field(camille: FlaskClient) -> None:
    assert post(camille, f"{SLIPS}files").status_code == 422
    assert camille.get(f"{SLIPS}files").status_code == 200


def test_a_company_s_session_finds_no_benefit_without_a_stoppage(lite: Slips) -> None:
    lite.paid()
    house = lite.gateway.house
    scope = Scope((house.institution(HEXALIA),), companies=(lite.gateway.company,), purpose="test")

    with acting_in(house.app, scope) as session:
        assert session.scalars(select(Benefit)).all() == []

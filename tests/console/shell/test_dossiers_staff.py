"""What the institution's staff do with dossiers: documents, end dates, closing, receipt, print runs."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest
from flask.testing import FlaskClient

from console.base import clock
from console.dossiers import queries, receipts, service
from console.dossiers.kinds import POST
from console.jobs.running import run_next
from tests.console.shell.test_dossiers import ask, english, text, work_for
from tests.support.dossiers import (
    ALLOWANCES,
    OF_LUCA,
    OF_PETRA,
    add,
    company_of,
    document,
    open_dossier,
    small_pdf,
)
from tests.support.house import House, post


@pytest.fixture
def marc(lite_house: House) -> FlaskClient:
    """Give the case worker's browser, in English."""
    return english(lite_house, "marc")


def upload(
    browser: FlaskClient, dossier: str, content: bytes, name: str = "decision.pdf", **more: str
) -> Any:
    """Send the form of a new document."""
    typed = {"kind": "decision", "title": "Decision 2026", "valid_until": "31.7.2027", **more}
    return post(browser, f"/dossiers/dossier/{dossier}/add", {**typed, "file": (io.BytesIO(content), name)})


def documents(house: House, dossier: str) -> list[str]:
    with house.reading() as session:
        found = queries.documents_in(session, service.dossier_of(session, dossier))
        return [one.document.title for one in found]


def key_of(house: House, number: str) -> int:
    with house.reading() as session:
        return company_of(session, number).id


def test_a_decision_is_added_with_its_end_date(lite_house: House, marc: FlaskClient) -> None:
    dossier = open_dossier(lite_house)

    answer = upload(marc, dossier, small_pdf())

    assert answer.status_code == 303
    said = text(marc, f"/dossiers/dossier/{dossier}")
    assert "The document is available to the company." in said
    assert ("Decision 2026" in said and "31/07/2027" in said) or "31.07.2027" in said
    with lite_house.reading() as session:
        assert service.dossier_of(session, dossier).valid_until == date(2027, 7, 31)


@pytest.mark.parametrize(
    ("content", "name", "more", "fault"),
    [
        (b"<svg onload='alert(1)'/>", "decision.pdf", {}, "Files of this kind are not accepted here"),
        (b"", "decision.pdf", {}, "This file is empty"),
        (small_pdf(), "decision.exe", {}, "does not match its name"),
        (small_pdf(), "decision.pdf", {"title": ""}, "Fill in this field"),
        (small_pdf(), "decision.pdf", {"valid_until": "31.2.2027"}, "31.2.2027"),
        (small_pdf(), "decision.pdf", {"kind": "poem"}, "Not a valid choice"),
    ],
)
def test_a_wrong_file_or_entry_is_told_at_its_field_and_nothing_is_added(
    lite_house: House, marc: FlaskClient, content: bytes, name: str, more: dict[str, str], fault: str
) -> None:
    dossier = open_dossier(lite_house)

    answer = upload(marc, dossier, content, name, **more)

    assert answer.status_code == 422
    assert fault in answer.text
    assert documents(lite_house, dossier) == []


def test_a_case_worker_who_may_not_send_in_the_theme_adds_nothing(lite_house: House) -> None:
    from sqlalchemy import update

    from console.accounts.models import ThemeRight
    from console.hooks.declarations import Level
    from console.institutions.sessions import accounts

    dossier = open_dossier(lite_house)
    with lite_house.app.app_context():
        accounts().execute(
            update(ThemeRight)
            .where(ThemeRight.membership_id == lite_house.membership("marc").id)
            .values(level=Level.PREPARE)
        )
        accounts().commit()
    marc = english(lite_house, "marc")

    assert upload(marc, dossier, small_pdf()).status_code == 403
    assert documents(lite_house, dossier) == []
    assert "Add" not in text(marc, f"/dossiers/dossier/{dossier}")


def test_a_dossier_is_extended_closed_and_reopened(lite_house: House, marc: FlaskClient) -> None:
    dossier = open_dossier(lite_house)
    path = f"/dossiers/dossier/{dossier}"

    assert post(marc, f"{path}/extend", {"valid_until": "never"}).status_code == 422
    post(marc, f"{path}/extend", {"valid_until": "31.7.2028"})
    post(marc, f"{path}/close")
    assert "Closed" in text(marc, path)
    assert post(marc, f"{path}/reopen", {"reason": ""}).status_code == 422
    post(marc, f"{path}/reopen", {"reason": "Objection"})

    said = text(marc, path)
    assert "Objection" in said
    assert "2028" in said
    with lite_house.reading() as session:
        assert service.dossier_of(session, dossier).state == "open"


def test_a_dossier_with_an_open_message_is_not_closed(lite_house: House, marc: FlaskClient) -> None:
    dossier = open_dossier(lite_house)
    ask(lite_house, dossier)

    answer = post(marc, f"/dossiers/dossier/{dossier}/close")

    assert answer.status_code == 409
    assert "Settle it or withdraw the request" in answer.text
    with lite_house.reading() as session:
        assert service.dossier_of(session, dossier).state == "open"


def test_the_list_of_the_staff_tells_companies_apart(lite_house: House, marc: FlaskClient) -> None:
    open_dossier(lite_house, subject="Of the bakery")
    open_dossier(lite_house, subject="Of the carpenters", company=OF_PETRA)

    both = text(marc, f"/dossiers/{ALLOWANCES}")
    one = text(marc, f"/dossiers/{ALLOWANCES}?company={OF_PETRA}")
    assert "Of the bakery" in both
    assert "Of the carpenters" in both
    assert "Of the bakery" not in one
    assert "Of the carpenters" in one


def test_a_companys_administrator_chooses_what_comes_by_post(lite_house: House) -> None:
    luca, key = english(lite_house, "luca"), key_of(lite_house, OF_LUCA)
    chosen = dict.fromkeys(("statement", "letter", "reminder", "request", "other"), "electronic")

    answer = post(luca, f"/dossiers/receipt/{key}/edit", {**chosen, "decision": POST})

    assert answer.status_code == 303
    said = text(luca, f"/dossiers/receipt/{key}")
    assert "Electronic, from" in said
    assert "By post" in said
    assert "Luca Bernasconi" in said
    with lite_house.reading() as session:
        assert len(receipts.choices_of(session, key)) == 1


def test_a_companys_user_and_another_company_choose_nothing(lite_house: House) -> None:
    petra, other = english(lite_house, "petra"), key_of(lite_house, OF_LUCA)
    mine = key_of(lite_house, OF_PETRA)
    work_for(lite_house, petra, "Menuiserie Favre Sàrl")

    assert petra.get(f"/dossiers/receipt/{mine}").status_code == 200
    assert post(petra, f"/dossiers/receipt/{mine}/edit", {"decision": POST}).status_code == 403
    assert petra.get(f"/dossiers/receipt/{other}").status_code == 404


def waiting(house: House) -> list[str]:
    """Let two companies receive decisions by post and give one to each."""
    for number in (OF_LUCA, OF_PETRA):
        with house.writing() as session:
            service.choose_receipt(session, company_of(session, number), {"decision": POST}, by="Luca")
    with clock.at(clock.now() + timedelta(days=1)):
        return [
            add(house, open_dossier(house, company=number), f"Decision of {number}")
            for number in (OF_LUCA, OF_PETRA)
        ]


def test_a_print_run_becomes_one_pdf_with_a_cover_sheet_for_each_company(
    lite_house: House, marc: FlaskClient
) -> None:
    references = waiting(lite_house)
    assert "Make a print run" in text(marc, "/dossiers/print/")

    assert post(marc, "/dossiers/print/make").status_code == 303
    assert run_next(lite_house.app)
    with lite_house.reading() as session:
        [run] = queries.runs(session, [ALLOWANCES])
        path = f"/dossiers/print/run/{run.reference}"

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(marc.get(f"{path}/file").data)).pages]
    assert [OF_LUCA in page or OF_PETRA in page for page in pages] == [True] * 4
    assert "Boulangerie du Lac SA" in pages[0]
    assert pages[1].strip() == f"Decision of {OF_LUCA}"
    assert "Menuiserie Favre Sàrl" in pages[2]
    assert pages[3].strip() == f"Decision of {OF_PETRA}"
    assert post(marc, "/dossiers/print/make").status_code == 409

    post(marc, f"{path}/posted")
    assert "Posted" in text(marc, path)
    assert all(document(lite_house, one).posted_at for one in references)


def test_print_runs_are_the_institutions_own(lite_house: House) -> None:
    waiting(lite_house)
    marc = lite_house.browser("marc")
    post(marc, "/dossiers/print/make")
    with lite_house.reading() as session:
        [run] = queries.runs(session, [ALLOWANCES])

    for person, status in (("luca", 403), ("ruth", 404)):
        browser = lite_house.browser(person)
        assert browser.get(f"/dossiers/print/run/{run.reference}").status_code == status
        assert browser.get(f"/dossiers/print/run/{run.reference}/file").status_code == status

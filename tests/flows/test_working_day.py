"""A clerk's working day: mistakes, two windows, a session that ends, and what the history says afterwards."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from console.accounts.models import SignIn
from console.institutions.sessions import accounts
from console.parties.models import Company
from plugins.ch_fund.models import Employee
from tests.support.house import House, post, token_of

NEWCOMER = {
    "version": "",
    "company": "41002",
    "avs_number": "756.9217.0769.85",
    "family_name": "Zbinden",
    "given_name": "Rosa",
    "birth_date": "",
    "staff_number": "",
    "canton": "VD",
    "entry_date": "01.04.2026",
    "exit_date": "",
}


def end_all_sessions(house: House) -> None:
    with house.app.app_context():
        accounts().execute(delete(SignIn))
        accounts().commit()


def sign_in(browser: FlaskClient, page: str, **more: str) -> Any:
    hidden = dict(
        re.findall(r'type="hidden" (?:value="[^"]*" )?[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', page)
    )
    typed = {name: unescape(value) for name, value in hidden.items()}
    return browser.post(
        "/login/", data={**typed, "username": "marc", "password": "Demo-2026-Guichet", **more}
    )


def hidden_pairs(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return [(name, unescape(value)) for name, value in found]


def count_of(house: House, family_name: str) -> int:
    with house.reading() as session:
        return len(session.scalars(select(Employee.id).where(Employee.family_name == family_name)).all())


def test_what_was_typed_when_the_session_ended_is_sent_after_signing_in_again(house: House) -> None:
    marc = house.browser("marc")
    token = token_of(marc)
    end_all_sessions(house)

    asked = marc.post("/ch_fund/employee/add", data={"csrf_token": token, **NEWCOMER})
    assert asked.status_code == 401
    kept = json.dumps([[name, value] for name, value in NEWCOMER.items()])
    login = marc.get("/login/").text
    again = sign_in(marc, login, next="/ch_fund/employee/add", kept=kept)
    assert again.status_code == 200
    assert 'action="/ch_fund/employee/add"' in again.text
    pairs = hidden_pairs(again.text.split("<main", 1)[1])
    saved = marc.post("/ch_fund/employee/add", data=dict(pairs))

    assert saved.status_code == 303
    assert count_of(house, "Zbinden") == 1


def test_the_sign_in_page_carries_what_was_typed(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    token = token_of(marc)
    end_all_sessions(lite_house)

    page = marc.post("/ch_fund/employee/add", data={"csrf_token": token, **NEWCOMER}).text

    assert "Zbinden" in unescape(page)
    assert token not in page.split('name="kept"')[1].split(">")[0]
    assert count_of(lite_house, "Zbinden") == 0


def test_a_foreign_page_cannot_have_its_words_kept(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    token_of(marc)
    end_all_sessions(lite_house)

    answer = marc.post("/ch_fund/employee/add", data={"csrf_token": "guessed", **NEWCOMER})

    assert answer.status_code == 303
    assert answer.location == "/login/?next=/ch_fund/employee/add"


def test_a_password_is_never_kept(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    token = token_of(marc)
    end_all_sessions(lite_house)

    answer = marc.post(
        "/me/password", data={"csrf_token": token, "present": "a secret", "password": "another"}
    )

    assert answer.status_code == 303


def test_a_button_without_a_page_leads_to_the_start_page_after_signing_in(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    token = token_of(marc)
    end_all_sessions(lite_house)

    answer = marc.post("/me/mandate", data={"csrf_token": token, "mandate": "1"})

    assert answer.location == "/login/?next=/"


def test_the_sign_in_page_says_that_the_session_has_ended(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    end_all_sessions(lite_house)

    page = marc.get("/ch_fund/employee/list/", follow_redirects=True).text

    assert "Your session has ended. Sign in again to go on where you were." in page


def test_a_member_of_the_demonstration_can_be_edited_as_she_stands(house: House) -> None:
    marc = house.browser("marc")
    with house.reading() as session:
        keys = session.scalars(select(Company.id)).all()

    for key in keys:
        page = marc.get(f"/ch_fund/company/edit/{key}").text
        fields = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', page))
        typed = {name: unescape(value) for name, value in fields.items()} | {"language": "fr", "phone": "1"}
        assert post(marc, f"/ch_fund/company/edit/{key}", typed).status_code == 303


def test_the_history_says_days_words_and_companies_as_the_form_does(house: House) -> None:
    marc = house.browser("marc")
    added = post(marc, "/ch_fund/employee/add", NEWCOMER)
    pk = added.location.rsplit("/", 1)[1]
    post(
        marc,
        f"/ch_fund/employee/edit/{pk}",
        {**NEWCOMER, "version": "1", "company": "41017", "entry_date": "02.04.2026"},
    )

    page = marc.get(f"/ch_fund/employee/history/{pk}").text

    assert "<del>01.04.2026</del>" in page
    assert "<ins>02.04.2026</ins>" in page
    assert "<ins>41017\u2003Menuiserie Favre Sàrl</ins>" in page
    assert "<ins>756.9217.0769.85</ins>" in page
    assert "None" not in page


def test_the_journal_says_the_company_by_name(house: House) -> None:
    post(house.browser("marc"), "/ch_fund/employee/add", NEWCOMER)

    page = house.browser("claire").get("/journal/").text

    assert "– → 41002\u2003Boulangerie du Lac SA" in page
    assert "– → –" not in page


def test_the_journal_says_rights_in_words(house: House) -> None:
    claire = house.browser("claire")
    nora = house.membership("nora").id
    post(claire, f"/users/{nora}/remove")

    page = claire.get("/journal/").text

    assert "company_user" not in page
    assert "ch_fund.employees" not in page


def test_two_windows_show_the_other_choice_in_words(house: House) -> None:
    marc = house.browser("marc")
    with house.reading() as session:
        key = session.scalars(select(Company.id).where(Company.number == "41002")).one()
    typed = {"number": "41002", "name": "Boulangerie du Lac SA", "language": "de", "version": "1"}
    assert post(marc, f"/ch_fund/company/edit/{key}", typed).status_code == 303

    late = post(marc, f"/ch_fund/company/edit/{key}", {**typed, "language": "fr"})

    assert late.status_code == 409
    assert re.search(r'id="language-fault".*: Allemand</p>', late.text, re.DOTALL)


@pytest.mark.parametrize(
    ("user", "path"),
    [
        ("marc", "/ch_fund/employee/list/?entered_from=99.99.9999&company=41002"),
        ("marc", "/ch_fund/employee/list/?canton=XX&company=41002"),
        ("claire", "/journal/?from=99.99.9999"),
    ],
)
def test_a_mistyped_filter_is_said_at_its_field_and_the_others_stay(
    lite_house: House, user: str, path: str
) -> None:
    answer = lite_house.browser(user).get(path)

    assert answer.status_code == 400
    assert ("99.99.9999" not in path) or 'value="99.99.9999"' in answer.text
    assert re.search(r'id="filter-\w+-fault"', answer.text)
    assert ("company" not in path) or 'value="41002"' in answer.text


def test_the_summary_of_errors_follows_the_order_of_the_page(lite_house: House) -> None:
    page = post(lite_house.browser("marc"), "/ch_fund/employee/add", {"version": "", "canton": ""}).text

    summary = page.split('class="g-summary"', 1)[1].split("</ul>", 1)[0]

    assert re.findall(r'href="#(\w+)"', summary) == [
        "avs_number", "family_name", "given_name", "company", "entry_date",
    ]  # fmt: skip


def test_a_member_typed_with_number_and_name_is_found_in_a_sheet(house: House) -> None:
    marc = house.browser("marc")
    sheet = (
        "Affilié;Numéro AVS;Nom;Prénom;Date d’entrée\n"
        "41033 Clinique des Alpes fictives SA;756.9217.0769.85;Zbinden;Rosa;1.4.2026\n"
    )

    answer = post(
        marc,
        "/ch_fund/employee/import",
        {"file": (io.BytesIO(sheet.encode()), "sheet.csv")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 303


def test_what_an_import_adds_is_not_called_a_change(house: House) -> None:
    marc = house.browser("marc")
    sheet = "Affilié;Numéro AVS;Nom;Prénom;Date d’entrée\n41033;756.9217.0769.85;Zbinden;Rosa;1.4.2026\n"
    kept = post(
        marc,
        "/ch_fund/employee/import",
        {"file": (io.BytesIO(sheet.encode()), "sheet.csv")},
        content_type="multipart/form-data",
    )
    preview = marc.get(kept.location).text
    post(marc, kept.location, dict(hidden_pairs(preview.split("<main", 1)[1])))

    page = house.browser("claire").get("/journal/").text

    assert "Added by an import" in page or "Ajouté par un import" in page


def test_an_address_that_is_none_is_refused_at_its_field(lite_house: House) -> None:
    answer = post(
        lite_house.browser("marc"),
        "/ch_fund/company/add",
        {"number": "41099", "name": "Dépannage du Jorat Sàrl", "language": "fr", "email": "to be asked"},
    )

    assert answer.status_code == 422
    assert 'id="email-fault"' in answer.text


def test_an_address_with_nothing_behind_it_says_so_once(lite_house: House) -> None:
    page = lite_house.browser("sofie").get("/ch_fund/employee/list/").text.split("<main", 1)[1]

    assert page.count("Op dit adres is niets") == 1


def test_a_used_link_does_not_send_the_reader_to_the_modules(lite_house: House) -> None:
    page = lite_house.stranger().get("/password/used").text

    assert "The module may be switched off" not in page


def test_what_one_person_typed_is_not_offered_to_the_next_one_at_the_same_desk(house: House) -> None:
    nora = house.browser("nora")
    token = token_of(nora)
    end_all_sessions(house)
    nora.post("/ch_fund/employee/add", data={"csrf_token": token, **NEWCOMER})
    kept = json.dumps([[name, value] for name, value in NEWCOMER.items()])

    marc = sign_in(nora, nora.get("/login/").text, next="/ch_fund/employee/add", kept=kept)

    assert marc.status_code == 303
    assert "Zbinden" not in marc.text

"""Terms of use: nobody of a company works before its administrator accepted the version in force."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts.terms import TermsAcceptance
from plugins.ch_fund.plugin import register_themes
from tests.support.house import House, post, token_of
from tests.support.people import ANNA, journal, link_in, petra_in_leman
from tests.support.rules import NEW_TERMS, publish_terms

ACCEPTED = {"version": "2", "language": "fr", "agreed": "y"}
EMPLOYEES = "/ch_fund/employee/list/"


@pytest.fixture
def renewed(lite_house: House) -> House:
    """Give a house whose first fund has just published its second version."""
    publish_terms(lite_house)
    return lite_house


def accepted(house: House) -> list[TermsAcceptance]:
    with house.reading() as session:
        rows = list(session.scalars(select(TermsAcceptance).where(TermsAcceptance.version == 2)))
        session.expunge_all()
        return rows


def test_a_new_version_stops_everybody_of_the_company_at_once_and_nobody_of_the_staff(
    lite_house: House,
) -> None:
    nora, marc = lite_house.browser("nora"), lite_house.browser("marc")
    assert nora.get(EMPLOYEES).status_code == 200
    publish_terms(lite_house)

    assert nora.get(EMPLOYEES).location == "/terms/"
    assert post(nora, "/forms/ch_fund.general_question/new").location == "/terms/"
    assert marc.get(EMPLOYEES).status_code == 200


def test_the_administrator_reads_and_accepts_and_then_all_colleagues_work(renewed: House) -> None:
    luca, nora = renewed.browser("luca"), renewed.browser("nora")
    page = luca.get("/terms/").text
    assert "Nouvelles conditions." in page
    assert 'name="agreed"' in page

    answer = post(luca, "/terms/accept", ACCEPTED)

    assert answer.location == "/"
    assert luca.get(EMPLOYEES).status_code == nora.get(EMPLOYEES).status_code == 200
    assert [(line.name, line.language) for line in accepted(renewed)] == [("Luca Bernasconi", "fr")]
    assert journal(renewed, "console.terms.accepted")[0]["company"] == "Boulangerie du Lac SA"


def test_who_is_not_the_administrator_reads_who_accepts_and_cannot_do_it_herself(renewed: House) -> None:
    nora = renewed.browser("nora")
    page = nora.get("/terms/").text

    assert "Luca Bernasconi" in page
    assert 'name="agreed"' not in page
    assert post(nora, "/terms/accept", ACCEPTED).status_code == 403
    assert accepted(renewed) == []


def test_without_the_tick_nothing_is_accepted(renewed: House) -> None:
    luca = renewed.browser("luca")
    answer = post(luca, "/terms/accept", {"version": "2", "language": "fr"})

    assert answer.status_code == 422
    assert 'id="agreed-fault"' in answer.text
    assert accepted(renewed) == []


@pytest.mark.parametrize(
    "changed",
    [{"version": "1"}, {"version": "x"}, {"version": "9" * 30}, {"language": "nl"}, {"language": ""}],
)
def test_what_was_not_read_is_not_accepted(renewed: House, changed: dict[str, str]) -> None:
    assert post(renewed.browser("luca"), "/terms/accept", {**ACCEPTED, **changed}).status_code == 409
    assert accepted(renewed) == []


def test_the_way_leads_on_to_a_page_of_ours_only(renewed: House) -> None:
    luca = renewed.browser("luca")

    assert post(luca, "/terms/accept?next=//evil.example/", ACCEPTED).location == "/"


def test_a_company_that_owes_the_terms_sees_no_folder_and_no_list_in_the_navigation(renewed: House) -> None:
    page = renewed.browser("luca").get("/terms/").text

    assert "/mailbox/" not in page
    assert EMPLOYEES not in page
    assert "/information/" in page


def test_a_trustee_is_stopped_in_the_companies_that_owe_and_works_in_the_others(renewed: House) -> None:
    petra = renewed.browser("petra")
    owing = petra_in_leman(renewed)

    assert petra.get(EMPLOYEES).status_code == 200
    post(petra, "/me/mandate", {"mandate": str(owing)})
    assert petra.get(EMPLOYEES).location == "/terms/"
    post(petra, "/me/mandate", {"mandate": "0"})
    assert petra.get(EMPLOYEES).location == "/terms/"
    assert 'name="agreed"' not in petra.get("/terms/").text


def test_an_invited_administrator_chooses_a_password_accepts_and_invites_a_colleague(renewed: House) -> None:
    everything = {f"level-ch_fund-{theme.key}": "3" for theme in register_themes()}
    asked = {**ANNA, **everything, "company": "41017", "roles": ["company_administrator"]}
    link = link_in(post(renewed.browser("claire"), "/users/add", asked).text)
    stranger = renewed.stranger()
    sentence = "un cheval bleu sur le quai"
    typed = {"csrf_token": token_of(stranger, link), "password": sentence, "again": sentence}
    assert stranger.post(link, data=typed).status_code == 303
    assert stranger.get(link).status_code == 404
    anna = renewed.browser("anna")
    assert anna.get("/users/add").location == "/terms/"

    post(anna, "/terms/accept", ACCEPTED)

    colleague = {
        **ANNA,
        **everything,
        "username": "beat",
        "email": "beat@firma.example",
        "roles": ["company_user"],
    }
    del colleague["company"]
    assert post(anna, "/users/add", colleague).status_code == 200
    assert renewed.membership("beat").company_name == "Menuiserie Favre Sàrl"


def test_an_institution_without_terms_has_no_page_of_them(lite_house: House) -> None:
    assert lite_house.browser("sofie").get("/terms/").status_code == 404


def texts(**changed: str) -> dict[str, Any]:
    return {"text_fr": NEW_TERMS["fr"], "text_de": NEW_TERMS["de"], **changed}


def test_terms_are_looked_at_in_every_language_before_they_are_published(lite_house: House) -> None:
    claire = lite_house.browser("claire")

    looked = post(claire, "/terms/manage/publish", texts())
    assert looked.status_code == 200
    assert "Neue Bedingungen." in looked.text
    assert lite_house.browser("luca").get(EMPLOYEES).status_code == 200

    assert post(claire, "/terms/manage/publish", texts(sure="yes")).location == "/terms/manage/"
    assert lite_house.browser("luca").get(EMPLOYEES).location == "/terms/"
    assert journal(lite_house, "console.terms.published")[0]["version"] == 2


def test_a_language_that_is_missing_is_said_at_its_field(lite_house: House) -> None:
    answer = post(lite_house.browser("claire"), "/terms/manage/publish", texts(text_de=" ", sure="yes"))

    assert answer.status_code == 422
    assert 'id="text_de-fault"' in answer.text


def test_the_institution_sees_who_accepted_and_who_has_not_yet(renewed: House) -> None:
    claire: FlaskClient = renewed.browser("claire")
    post(renewed.browser("luca"), "/terms/accept", ACCEPTED)

    def rows(query: str) -> int:
        return claire.get(f"/terms/manage/companies{query}").text.count("<tr data-row>")

    assert (rows("?state=accepted"), rows("?search=menuis")) == (1, 1)
    assert rows("") == rows("?state=open") + 1
    for wrong in ("?state=maybe", "?page=0", "?page=x"):
        assert claire.get(f"/terms/manage/companies{wrong}").status_code == 400


def test_another_institution_sees_nothing_of_them(renewed: House) -> None:
    ruth = renewed.browser("ruth")

    assert "Claire Favre" not in ruth.get("/terms/manage/").text
    assert {ruth.get(f"/terms/manage/{what}").status_code for what in ("1", "2", "99", "companies")} == {404}


@pytest.mark.parametrize(
    "path", ["/terms/manage/", "/terms/manage/1", "/terms/manage/companies", "/terms/manage/publish"]
)
def test_only_administrators_of_the_institution_manage_terms(lite_house: House, path: str) -> None:
    assert {lite_house.browser(who).get(path).status_code for who in ("marc", "luca", "nora")} == {403}

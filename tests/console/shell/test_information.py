"""The pages of information: writing, publishing, reading, and whom to ask."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.forms.models import Draft
from console.information.models import InfoPage
from tests.support.house import House, post, token_of
from tests.support.papers import pdf_with

TEXT = {
    "theme": "ch_fund.apg",
    "audience": "all",
    "position": "1",
    "title_fr": "Allocations",
    "text_fr": "Voir **ici**.",
    "title_de": "Zulagen",
    "text_de": "Siehe <script>alert(1)</script>.",
}
LINK = re.compile(r'href="(/information/contact[^"]*)"')


@pytest.fixture
def claire(lite_house: House) -> FlaskClient:
    return lite_house.browser("claire")


@pytest.fixture
def luca(lite_house: House) -> FlaskClient:
    return lite_house.browser("luca")


def written(client: FlaskClient, kind: str = "page", **typed: object) -> str:
    answer = post(client, f"/information/manage/add/{kind}", TEXT | typed)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def published(client: FlaskClient, **typed: object) -> None:
    assert post(client, f"{written(client, **typed)}/publish").status_code == 303


def test_a_page_is_read_once_it_is_published_and_no_longer_when_withdrawn(
    claire: FlaskClient, luca: FlaskClient
) -> None:
    where = written(claire)
    assert "Allocations" not in luca.get("/information/").text
    assert luca.get("/information/allocations").status_code == 404
    assert post(claire, f"{where}/publish").status_code == 303
    assert "Allocations" in luca.get("/information/").text
    assert "<strong>ici</strong>" in luca.get("/information/allocations").text
    assert post(claire, f"{where}/withdraw").status_code == 303
    assert luca.get("/information/allocations").status_code == 404
    assert post(claire, f"{where}/delete").status_code == 303
    assert claire.get(where).status_code == 404


def test_a_text_is_shown_in_the_readers_language_or_the_next_and_says_so(
    lite_house: House, claire: FlaskClient
) -> None:
    published(claire)
    heidi = lite_house.browser("heidi").get("/information/allocations").text
    assert "Zulagen" in heidi
    assert "<script>alert" not in heidi
    published(claire, title_fr="", text_fr="", title_de="Nur Deutsch")
    luca = lite_house.browser("luca").get("/information/nur-deutsch").text
    assert 'lang="de"' in luca
    assert "g-info" in luca.partition('id="main"')[2]


def test_a_company_reads_what_is_for_companies_and_never_what_is_for_staff(
    lite_house: House, claire: FlaskClient, luca: FlaskClient
) -> None:
    published(claire, audience="staff", title_fr="Interne")
    published(claire, audience="companies", title_fr="Entreprises")
    mine, marc = luca.get("/information/").text, lite_house.browser("marc").get("/information/").text
    assert ("Interne" in mine, "Entreprises" in mine) == (False, True)
    assert ("Interne" in marc, "/information/entreprises" in marc) == (True, False)
    assert luca.get("/information/interne").status_code == 404


def test_another_institution_and_a_closed_theme_answer_like_an_unknown_address(
    lite_house: House, claire: FlaskClient, luca: FlaskClient
) -> None:
    published(claire)
    ruth = lite_house.browser("ruth")
    assert ruth.get("/information/allocations").status_code == 404
    with lite_house.reading() as session:
        key = str(session.scalars(select(InfoPage.id)).one())
    for path in ("", "/edit", "/delete", "/de.pdf"):
        assert ruth.get(f"/information/manage/{key}{path}").status_code == 404
    assert luca.get("/information/allocations").status_code == 200
    closed = {"starts_on": "1.3.2199", "pilots": "", "enabled": "y", "confirmed": "yes"}
    assert post(claire, "/modules/ch_fund/parts/theme/apg", closed).status_code == 303
    assert luca.get("/information/allocations").status_code == 404


def test_companies_do_not_keep_information(luca: FlaskClient) -> None:
    assert luca.get("/information/manage/").status_code == 403
    assert post(luca, "/information/manage/add/page", TEXT).status_code == 403


def test_what_was_typed_wrongly_is_said_at_its_field(claire: FlaskClient) -> None:
    for kind, typed, place in (
        ("page", {"title_fr": "", "title_de": "", "text_fr": "", "text_de": ""}, "title_fr"),
        ("page", {"title_fr": ""}, "title_fr"),
        ("page", {"theme": "ch_fund.unknown"}, "theme"),
        ("leaflet", {}, "file_fr"),
        ("outage", {"starts_at": "x", "ends_at": "2.3.2026 10:00"}, "starts_at"),
        ("outage", {"starts_at": "2.3.2026 10:00", "ends_at": "2.3.2026 10:00"}, "ends_at"),
    ):
        answer = post(claire, f"/information/manage/add/{kind}", TEXT | typed)
        assert answer.status_code == 422, (kind, typed)
        assert f'id="{place}-fault"' in answer.text
    assert claire.get("/information/manage/add/else").status_code == 404


def test_a_page_changed_meanwhile_is_not_overwritten_and_missing_languages_are_named(
    claire: FlaskClient,
) -> None:
    where = written(claire, title_de="", text_de="")
    assert "Deutsch" in claire.get(where).text.partition('id="main"')[2]
    changed = TEXT | {"version": "1", "title_fr": "Autre"}
    assert post(claire, f"{where}/edit", changed).status_code == 303
    assert post(claire, f"{where}/edit", changed).status_code == 409
    page = claire.get(f"{where}/edit").text
    assert 'value="Autre"' in page
    assert 'value="Zulagen"' in page


def test_a_leaflet_is_handed_out_to_those_who_may_read_it(
    lite_house: House, claire: FlaskClient, luca: FlaskClient
) -> None:
    pdf = pdf_with()

    def typed(content: bytes) -> dict[str, object]:
        return {"title_de": "", "text_de": "", "file_fr": (BytesIO(content), "memento.pdf")}

    answer = post(claire, "/information/manage/add/leaflet", TEXT | typed(b"<html>no pdf</html>"))
    assert answer.status_code == 422
    where = written(claire, "leaflet", **typed(pdf))
    assert claire.get(f"{where}/fr.pdf").data == pdf
    assert luca.get("/information/allocations/fr.pdf").status_code == 404
    assert post(claire, f"{where}/publish").status_code == 303
    handed = luca.get("/information/allocations/fr.pdf")
    assert handed.data == pdf
    assert handed.headers["Content-Disposition"].startswith("attachment")
    assert luca.get("/information/allocations/de.pdf").status_code == 404
    # A change of the text keeps the PDF that is there.
    assert (
        post(claire, f"{where}/edit", TEXT | {"version": "2", "title_de": "", "text_de": ""}).status_code
        == 303
    )
    assert luca.get("/information/allocations/fr.pdf").data == pdf
    assert lite_house.browser("ruth").get("/information/allocations/fr.pdf").status_code == 404


@pytest.fixture
def reached(claire: FlaskClient) -> FlaskClient:
    general = {
        "phone": "021 000 00 00",
        "email": "info@leman.example",
        "hours_fr": "8 h\r\n12 h",
        "hours_de": "",
    }
    assert post(claire, "/information/manage/contacts/general", general).status_code == 303
    typed = {"phone": "021 000 00 01", "email": "", "version": ""}
    assert post(claire, "/information/manage/contacts/ch_fund.apg", typed).status_code == 303
    return claire


def test_contacts_are_kept_by_theme_and_found_with_the_reference_filled_in(
    reached: FlaskClient, luca: FlaskClient
) -> None:
    page = luca.get("/information/contact?theme=ch_fund.apg&reference=K7QF-2MXR-44QA").text
    assert 'href="tel:0210000001"' in page
    assert (
        "mailto:info@leman.example?subject=R%C3%A9f%C3%A9rence%20K7QF-2MXR-44QA" in page
        or "K7QF-2MXR-44QA" in page
    )
    assert 'name="reference" value="K7QF-2MXR-44QA"' in page
    stale = {"phone": "", "email": "", "version": ""}
    assert post(reached, "/information/manage/contacts/general", stale).status_code == 409
    assert (
        post(reached, "/information/manage/contacts/general", {"email": "x", "version": "2"}).status_code
        == 422
    )
    assert reached.get("/information/manage/contacts/ch_fund.unknown").status_code == 404
    assert "021 000 00 01" in reached.get("/information/manage/contacts/").text


def test_what_is_no_reference_and_no_theme_is_left_out_of_the_contact(
    reached: FlaskClient, luca: FlaskClient
) -> None:
    page = luca.get("/information/contact?theme=%3Cb%3E&reference=%22%3E%3Cscript%3E").text
    assert "021 000 00 00" in page
    assert 'name="reference" value=""' in page


def test_a_question_begins_with_the_reference_in_its_subject(lite_house: House, luca: FlaskClient) -> None:
    answer = post(luca, "/forms/ch_fund.general_question/new", {"reference": "K7QF-2MXR-44QA"})
    assert "K7QF-2MXR-44QA" in luca.get(answer.location).text
    answer = post(luca, "/forms/ch_fund.general_question/new", {"reference": "<b>"})
    with lite_house.reading() as session:
        subjects = [one.raw.get("subject", "") for one in session.scalars(select(Draft).order_by(Draft.id))]
    assert subjects[-1] == ""


def test_staff_and_strangers_are_not_asked_to_write_a_question(lite_house: House) -> None:
    assert (
        "/forms/" not in lite_house.browser("marc").get("/information/contact").text.partition('id="main"')[2]
    )
    assert lite_house.stranger().get("/information/contact").status_code == 303


def test_every_page_leads_to_the_contact_for_its_theme(luca: FlaskClient) -> None:
    (plain,) = LINK.findall(luca.get("/me/profile").text)
    (themed,) = LINK.findall(luca.get("/ch_fund/employee/list/").text)
    (dossiers,) = LINK.findall(luca.get("/dossiers/ch_fund.apg").text)
    assert (plain, themed) == ("/information/contact", "/information/contact?theme=ch_fund.employees")
    assert dossiers == "/information/contact?theme=ch_fund.apg"


def test_over_several_companies_each_institution_is_reached_and_nothing_else(lite_house: House) -> None:
    petra = lite_house.browser("petra")
    petra.post("/me/mandate", data={"csrf_token": token_of(petra), "mandate": "0"})
    assert petra.get("/information/contact").status_code == 200
    assert petra.get("/information/").status_code == 403

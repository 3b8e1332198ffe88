"""The institution's own data: who changes them, and what is refused."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.institutions.models import Institution
from tests.support.house import House, post, token_of


def logo(form: str = "PNG") -> tuple[BytesIO, str]:
    """Give a small picture as a browser sends it."""
    out = BytesIO()
    Image.new("RGB", (48, 24), "teal").save(out, form)
    return BytesIO(out.getvalue()), "logo.txt"


def typed(client: FlaskClient, **changed: Any) -> dict[str, Any]:
    """Give what the form holds, with some fields changed."""
    page = client.get("/institution/edit").get_data(as_text=True)
    main = page.split("<main", 1)[1]
    found = {}
    for tag in re.findall(r"<input[^>]*>", main):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="file"' not in tag and 'type="checkbox"' not in tag:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, body in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        found[name] = chosen[1] if chosen else ""
    return {**found, **changed}


def english(house: House, username: str = "claire") -> FlaskClient:
    """Give a browser in which this person reads English."""
    browser = house.browser(username)
    post(browser, "/me/language", {"language": "en"})
    return browser


def stored(house: House) -> Institution:
    """Give the institution's row."""
    with house.reading() as session:
        row = session.get(Institution, house.institution("CC Léman"))
        assert row is not None
        session.expunge(row)
        return row


def test_the_administrator_changes_the_data_and_the_journal_keeps_both_values(house: House) -> None:
    claire = english(house)

    answer = claire.post(
        "/institution/edit", data=typed(claire, town="Vevey", language_2="", language_3="nl")
    )

    assert answer.status_code == 303
    row = stored(house)
    assert (row.town, row.languages, row.version) == ("Vevey", "fr,nl", 2)
    with house.reading() as session:
        line = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert line is not None
        assert line.action == "console.institution.changed"
        assert line.facts["changes"] == {"town": ["Lausanne", "Vevey"], "languages": ["fr,de", "fr,nl"]}


def test_another_institution_stays_as_it_is(lite_house: House) -> None:
    claire = lite_house.browser("claire")

    claire.post("/institution/edit", data=typed(claire, town="Vevey", id="2", institution_id="2"))

    with lite_house.reading() as session:
        towns = {row.short_name: row.town for row in session.scalars(select(Institution))}
    assert towns["AK Aaretal"] == "Bern"
    assert towns["CC Léman"] == "Vevey"


@pytest.mark.parametrize("username", ["marc", "luca", "petra"])
def test_nobody_else_opens_the_data(lite_house: House, username: str) -> None:
    browser = lite_house.browser(username)

    assert browser.get("/institution/").status_code in (302, 303, 403)
    assert post(browser, "/institution/edit", {"name": "Mine"}).status_code in (302, 303, 403)
    assert stored(lite_house).name == "Caisse de compensation du Léman"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(house: House) -> None:
    claire = english(house)
    mine = typed(claire, town="Montreux")
    with house.writing() as session:
        row = session.get(Institution, house.institution("CC Léman"))
        assert row is not None
        row.town = "Morges"

    answer = claire.post("/institution/edit", data=mine)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'value="Montreux"' in page
    assert "Changed meanwhile by somebody else to: Morges" in page
    assert stored(house).town == "Morges"


def test_who_has_seen_the_newer_state_may_save_again(lite_house: House) -> None:
    claire = english(lite_house)

    claire.post("/institution/edit", data=typed(claire, version="7"))
    answer = claire.post("/institution/edit", data=typed(claire, town="Montreux"))

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "Fill in this field."),
        ("name", "x" * 121, "at most 120 characters"),
        ("accent", "#f0c040", "has a contrast of 1.70"),
        ("accent", "teal", "Write the colour as # and six signs"),
        ("language_1", "", "Fill in this field."),
        ("language_2", "fr", "This language is chosen already."),
        ("zone", "Mars/Olympus", "Not a valid choice"),
    ],
)
def test_a_fault_is_said_at_its_field_and_nothing_is_stored(
    lite_house: House, field: str, value: str, said: str
) -> None:
    claire = english(lite_house)

    answer = claire.post("/institution/edit", data=typed(claire, **{field: value}))

    assert answer.status_code == 422
    fault = re.search(rf'id="{field}-fault">(.*?)</p>', answer.get_data(as_text=True), re.S)
    assert fault is not None
    assert said in unescape(fault[1])
    assert stored(lite_house).version == 1


def test_a_new_colour_changes_the_address_of_the_style_sheet(lite_house: House) -> None:
    claire = english(lite_house)

    claire.post("/institution/edit", data=typed(claire, accent="#7A3B0B"))

    page = claire.get("/").get_data(as_text=True)
    address = re.search(r"/institution/\d+/accent\.css\?v=2", page)
    assert address is not None
    assert "#7a3b0b" in claire.get(address[0]).get_data(as_text=True)


def test_the_logo_is_shown_as_the_picture_it_is_and_as_nothing_else(house: House) -> None:
    claire = english(house)

    answer = claire.post("/institution/edit", data=typed(claire, logo=logo("WEBP")))

    assert answer.status_code == 303
    page = claire.get("/").get_data(as_text=True)
    address = re.search(r"/institution/\d+/logo\?v=\d+", page)
    assert address is not None
    served = house.stranger().get(address[0])
    assert served.content_type == "image/webp"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in served.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 40, b"x" * 300_000]
)
def test_what_is_no_picture_is_refused_whatever_its_name(lite_house: House, content: bytes) -> None:
    claire = english(lite_house)

    answer = claire.post("/institution/edit", data=typed(claire, logo=(BytesIO(content), "logo.png")))

    assert answer.status_code == 422
    assert 'id="logo-fault"' in answer.get_data(as_text=True)
    assert stored(lite_house).logo_type is None


def test_a_stored_type_that_is_no_picture_is_not_served(lite_house: House) -> None:
    with lite_house.writing() as session:
        row = session.get(Institution, lite_house.institution("CC Léman"))
        assert row is not None
        row.logo, row.logo_type = b"<script>", "text/html"

    assert lite_house.stranger().get(f"/institution/{row_key(lite_house)}/logo").status_code == 404


def row_key(house: House) -> int:
    """Give the institution's key."""
    return house.institution("CC Léman")


def test_the_logo_can_be_deleted(lite_house: House) -> None:
    claire = english(lite_house)
    claire.post("/institution/edit", data=typed(claire, logo=logo()))

    claire.post("/institution/edit", data=typed(claire, delete_logo="y"))

    assert stored(lite_house).logo_type is None
    with lite_house.reading() as session:
        changes = [
            line.facts["changes"] for line in session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        ]
    assert [set(change) for change in changes] == [{"logo", "logo_type"}] * 2
    assert changes[0]["logo"][1] == changes[1]["logo"][0]


def test_the_same_name_and_number_twice_in_a_country_is_said_at_the_number(lite_house: House) -> None:
    claire = english(lite_house)

    answer = claire.post(
        "/institution/edit", data=typed(claire, name="Ausgleichskasse Aaretal", number="999.000")
    )

    assert answer.status_code == 422
    assert "Another institution has this name and number." in answer.get_data(as_text=True)


def test_saving_without_a_change_writes_no_line(lite_house: House) -> None:
    claire = english(lite_house)

    assert claire.post("/institution/edit", data=typed(claire)).status_code == 303
    assert token_of(claire)
    with lite_house.reading() as session:
        assert session.scalars(select(AuditEntry)).all() == []

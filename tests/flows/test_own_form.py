"""A form that exists only in the database: an administrator publishes it, a company fills it in and sends it."""

from __future__ import annotations

import io
import json

from console.forms.declarations import from_json
from console.forms.sheets import columns_of
from tests.console.api.test_reading import get, key_of
from tests.console.shell.test_form_preview import OWN, publish
from tests.console.shell.test_modules import english, text_of
from tests.support.forms import filled_in, sent
from tests.support.house import House, post
from tests.support.papers import texts

FORM = from_json(json.dumps(OWN).encode())
RAW = {"plate": "VD 4711", "start": "01.03.2027", "rent": "120.50"}


def test_a_published_form_is_filled_in_sent_and_given_back_in_every_shape(house: House) -> None:
    publish(english(house, "claire"))
    company, staff = english(house, "luca"), english(house, "marc")

    reference = filled_in(company, FORM, RAW)
    draft = company.get(f"/forms/draft/{reference}/paper.pdf")
    submission = sent(company, reference)

    assert "This is a draft" in texts(draft.get_data())[0]
    for reader in (company, staff):
        (page,) = texts(reader.get(f"/forms/sent/{submission}/paper.pdf").get_data())
        assert "VD 4711" in page
        assert "CHF 120.50" in page
        assert "Parking space" in text_of(reader, f"/forms/sent/{submission}")
    values = json.loads(company.get(f"/forms/sent/{submission}/values.json").get_data())
    assert values["values"] == {"plate": "VD 4711", "start": "2027-03-01", "rent": "120.50"}


def test_its_words_are_those_its_author_translated(lite_house: House) -> None:
    publish(english(lite_house, "claire"))
    company = lite_house.browser("luca")
    post(company, "/me/language", {"language": "fr"})

    reference = filled_in(company, FORM, RAW)

    (page,) = texts(company.get(f"/forms/draft/{reference}/paper.pdf").get_data())
    assert "Place de stationnement" in page
    assert "Numéro de plaque" in page


def test_machines_find_it_too(lite_house: House) -> None:
    publish(english(lite_house, "claire"))
    key = key_of(lite_house)

    listed = get(lite_house, "/api/v1/forms", key).json["items"]
    schema = get(lite_house, "/api/v1/forms/own.parking/schema", key).json

    assert "own.parking" in {one["key"] for one in listed}
    assert list(schema["properties"]) == ["plate", "start", "rent"]


def test_its_sheet_has_a_column_per_field(lite_house: House) -> None:
    import python_calamine

    publish(english(lite_house, "claire"))

    data = english(lite_house, "claire").get("/form-preview/own.parking/template.xlsx").get_data()

    book = python_calamine.load_workbook(io.BytesIO(data))
    assert book.get_sheet_by_index(0).to_python()[0] == [
        "Number plate",
        "Wanted from",
        "Rent so far",
    ]
    assert len(columns_of(FORM)) == 3


def test_closed_it_is_gone_for_those_who_fill_in_and_what_was_sent_stays(lite_house: House) -> None:
    administrator = english(lite_house, "claire")
    publish(administrator)
    company = english(lite_house, "luca")
    submission = sent(company, filled_in(company, FORM, RAW))

    post(administrator, "/form-preview/own.parking/switch", {"to": "off"})

    assert company.get("/forms/blank/own.parking.pdf").status_code == 404
    assert post(company, "/forms/own.parking/new").status_code == 404
    assert company.get(f"/forms/sent/{submission}/paper.pdf").status_code == 200

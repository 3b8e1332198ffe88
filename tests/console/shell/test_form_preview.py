"""Administrators see every form as people and machines get it, and bring in forms of their own."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.audit.models import AuditEntry
from plugins.ch_fund.forms import FORMS
from tests.console.shell.test_modules import english, text_of
from tests.support.house import House, post
from tests.support.papers import texts

PREVIEW = "/form-preview/ch_fund.employee_entry/"
OWN: dict[str, Any] = {
    "key": "own.parking",
    "title": "Parking space",
    "theme": "other",
    "sections": [
        {
            "key": "car",
            "title": "Car",
            "fields": [
                {"type": "text", "key": "plate", "label": "Number plate", "required": True},
                {"type": "date", "key": "start", "label": "Wanted from", "required": True},
                {"type": "money", "key": "rent", "label": "Rent so far"},
            ],
        }
    ],
}
FIELD = {"type": "text", "key": "a", "label": "A"}
TEXTS = {"fr": {"Parking space": "Place de stationnement", "Number plate": "Numéro de plaque"}}


def nested(levels: int) -> dict[str, Any]:
    """Give a condition in that many negations."""
    found: dict[str, Any] = {"test": "filled", "field": "b"}
    for _ in range(levels):
        found = {"test": "not", "of": found}
    return found


def typed(form: dict[str, Any] = OWN, texts: Any = TEXTS, plugin: str = "ch_fund") -> dict[str, str]:
    return {"declaration": json.dumps(form), "texts": json.dumps(texts) if texts else "", "plugin": plugin}


def test_the_list_names_every_form_with_its_module_theme_fields_and_rules(lite_house: House) -> None:
    page = text_of(english(lite_house, "claire"), "/form-preview/")

    assert "Employee entry ch_fund.employee_entry Compensation fund Employees 21 1 Open" in page
    assert all(form.key in page for form in FORMS)


@pytest.mark.parametrize("shows", ["page", "phone", "pdf", "sheet", "schema", "mail", "languages"])
def test_every_way_to_look_at_a_form_is_shown(lite_house: House, shows: str) -> None:
    page = text_of(english(lite_house, "claire"), f"{PREVIEW}?show={shows}")

    wanted = {
        "page": "Is the AVS number known?",
        "phone": "Is the AVS number known?",
        "pdf": "To fill in by hand",
        "sheet": "First day of work",
        "schema": '"additionalProperties": false',
        "mail": "First day of work:",
        "languages": "Texts in all languages English Français Deutsch Nederlands",
    }
    assert wanted[shows] in page


def test_other_data_are_other_data(lite_house: House) -> None:
    browser = english(lite_house, "claire")

    first, second = (browser.get(f"{PREVIEW}?seed={seed}").get_data(as_text=True) for seed in (1, 2))

    assert f"{PREVIEW}?show=page&amp;seed=2" in first
    assert first != second


@pytest.mark.parametrize("question", ["show=hologram", "seed=0x1", "seed=", "seed=999999", "seed=-1"])
def test_an_unknown_way_or_number_is_refused(lite_house: House, question: str) -> None:
    assert lite_house.browser("claire").get(f"{PREVIEW}?{question}").status_code == 400


def test_the_papers_of_the_preview_are_pdfs_with_invented_data(lite_house: House) -> None:
    browser = english(lite_house, "claire")

    filled = browser.get(f"{PREVIEW}paper.pdf?kind=filled&seed=3")
    blank = browser.get(f"{PREVIEW}paper.pdf?kind=blank")

    assert filled.mimetype == blank.mimetype == "application/pdf"
    assert filled.headers["Content-Disposition"].startswith("inline")
    assert "This is a draft" in texts(filled.get_data())[0]
    assert "EXMP-EXMP" in texts(blank.get_data())[0]


def test_the_schema_and_the_template_are_downloads(lite_house: House) -> None:
    browser = lite_house.browser("claire")

    schema, sheet = browser.get(f"{PREVIEW}schema.json"), browser.get(f"{PREVIEW}template.xlsx")

    assert (schema.mimetype, sheet.status_code) == ("application/schema+json", 200)
    assert json.loads(schema.get_data())["title"]
    assert sheet.get_data()[:2] == b"PK"


def test_translators_see_the_forms_and_bring_none_in(lite_house: House) -> None:
    translator = lite_house.browser("heidi")

    assert translator.get("/form-preview/").status_code == 200
    assert translator.get(f"{PREVIEW}?show=languages").status_code == 200
    assert translator.get("/form-preview/own").status_code == 403
    assert post(translator, "/form-preview/own/publish", typed()).status_code == 403


def test_case_workers_and_companies_have_no_preview(lite_house: House) -> None:
    assert lite_house.browser("marc").get("/form-preview/").status_code == 403
    assert lite_house.browser("luca").get("/form-preview/").status_code == 403


def test_a_declaration_is_checked_and_shown_before_it_is_published(lite_house: House) -> None:
    browser = english(lite_house, "claire")

    page = post(browser, "/form-preview/own", typed()).get_data(as_text=True)

    assert "Nothing is wrong with it" in page
    assert "Number plate" in page
    assert browser.get("/form-preview/own.parking/").status_code == 404


def test_a_declaration_can_come_as_a_file(lite_house: House) -> None:
    browser = english(lite_house, "claire")
    file = io.BytesIO(json.dumps(OWN).encode())

    page = post(browser, "/form-preview/own", {"plugin": "ch_fund", "file": (file, "parking.json")})

    assert page.status_code == 200


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"key": "ch_fund.parking"}, "must begin with own."),
        ({"theme": "nothing"}, "has no theme “nothing”"),
        ({"rules": ["ch_fund.nothing@1"]}, "there is no rule ch_fund.nothing@1"),
        ({"colour": "red"}, "colour"),
        ({"sections": []}, "needs a field"),
        ({"sections": [{"key": "a", "title": "A", "fields": [{**FIELD, "when": nested(600)}]}]}, "too deep"),
        ({"title": "Park\u202eing"}, "a sign that nobody sees"),
        ({"help": "\x00"}, "a sign that nobody sees"),
        ({"sections": [{"key": "a", "title": "A", "fields": [{"type": "hologram"}]}]}, "hologram"),
    ],
)
def test_what_cannot_be_used_comes_back_with_its_faults_and_is_not_stored(
    lite_house: House, change: dict[str, Any], told: str
) -> None:
    browser = english(lite_house, "claire")

    answer = post(browser, "/form-preview/own/publish", typed({**OWN, **change}))

    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert "own.parking" not in text_of(browser, "/form-preview/")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"it": {}}, "no language it"),
        ({"fr": {"Nothing": "Rien"}}, "no text “Nothing”"),
        ([1], "Translations:"),
    ],
)
def test_translations_belong_to_texts_of_the_form(lite_house: House, given: Any, told: str) -> None:
    answer = post(english(lite_house, "claire"), "/form-preview/own", typed(texts=given))

    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)


def test_a_form_that_is_far_too_large_is_refused(lite_house: House) -> None:
    field = {"type": "text", "label": "A"}
    many = [{**field, "key": f"f{number}"} for number in range(301)]
    large = {**OWN, "sections": [{"key": "a", "title": "A", "fields": many}]}
    endless = {
        **OWN,
        "sections": [{"key": "a", "title": "A", "fields": [{**field, "key": "f", "max": 10**9}]}],
    }
    browser = english(lite_house, "claire")

    answers = [post(browser, "/form-preview/own", typed(one, None)) for one in (large, endless)]

    assert [one.status_code for one in answers] == [422, 422]


def test_publishing_closing_and_opening_are_in_the_journal(house: House) -> None:
    browser = english(house, "claire")

    publish(browser)
    for to in ("off", "on"):
        assert post(browser, "/form-preview/own.parking/switch", {"to": to}).status_code == 303

    with house.reading() as session:
        wanted = select(AuditEntry.action).where(AuditEntry.subject == "form").order_by(AuditEntry.id)
        assert session.scalars(wanted).all() == [
            "console.form.published",
            "console.form.closed",
            "console.form.opened",
        ]
    assert "Own form closed: own.parking" in text_of(browser, "/journal/")


def test_a_form_of_a_module_is_not_switched_here(lite_house: House) -> None:
    browser = lite_house.browser("claire")

    assert post(browser, f"{PREVIEW}switch", {"to": "off"}).status_code == 404


def publish(browser: FlaskClient) -> None:
    """Bring in the parking form."""
    assert post(browser, "/form-preview/own/publish", typed()).status_code == 303

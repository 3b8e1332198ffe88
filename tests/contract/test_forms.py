"""Every form that a plugin brings keeps what forms promise, whoever declared it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from console.base.figures import API, style_of
from console.forms.canonical import to_canonical, to_raw
from console.forms.companies import COMPANIES
from console.forms.declarations import Form, from_json, to_json
from console.forms.fields import Chooser, File
from console.forms.invent import accepted
from console.forms.lines import mail_text
from console.forms.registry import Registered, Registry, registry_of
from console.forms.revisions import publish
from console.forms.schema import schema_of
from console.forms.tongue import Tongue
from console.forms.validator import Validator
from console.hooks.manager import load
from console.languages.catalogues import LANGUAGES
from tests.console.shell.test_modules import english
from tests.support.forms import filled_in, sent
from tests.support.house import House, post
from tests.support.papers import pdf_with, texts

PLUGINS = load(None)
REGISTRY = registry_of(PLUGINS, [COMPANIES])
FORMS = list(REGISTRY.forms.values())
WHO = {"ch_fund": ("claire", "marc"), "fr_dsn": ("camille", "camille")}
"""By plugin: who looks at its forms, and who fills them in."""
SHOWS = ("page", "phone", "pdf", "sheet", "schema", "mail", "languages")
every_form = pytest.mark.parametrize("one", FORMS, ids=lambda one: one.form.key)


def values_of(form: Form, registry: Registry = REGISTRY) -> dict[str, Any]:
    """Give invented values that the form's own validator accepts, rules included."""
    validator = Validator(publish(form, [], lambda _, text: text), Tongue(API), "json", registry.rules)
    seed, values = accepted(validator)
    assert seed <= 10
    return values


@every_form
def test_its_declaration_goes_to_json_and_back(one: Registered) -> None:
    assert from_json(to_json(one.form)) == one.form


@every_form
def test_its_theme_is_one_of_its_plugin(one: Registered) -> None:
    assert one.form.theme in {theme.key for theme in PLUGINS[one.plugin].themes}


@every_form
def test_one_of_ten_inventions_keeps_its_rules(one: Registered) -> None:
    values = values_of(one.form)

    validator = Validator(publish(one.form, [], lambda _, text: text), Tongue(API), "json", REGISTRY.rules)
    assert validator.check(to_canonical(one.form, values)).faults == ()


@every_form
def test_its_schema_takes_what_its_validator_takes(one: Registered) -> None:
    revision = publish(one.form, [], lambda _, text: text)
    schema = schema_of(revision, Tongue(style_of("en", "CH")))

    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    assert list(checker.iter_errors(to_canonical(one.form, values_of(one.form)))) == []


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
@every_form
def test_the_preview_shows_it_in_every_way_and_language(
    lite_house: House, one: Registered, language: str
) -> None:
    browser = lite_house.browser(WHO[one.plugin][0])
    post(browser, "/me/language", {"language": language})

    for shows in SHOWS:
        assert browser.get(f"/form-preview/{one.form.key}/?show={shows}").status_code == 200, shows
    for file in ("template.xlsx", "schema.json"):
        assert browser.get(f"/form-preview/{one.form.key}/{file}").status_code == 200, file


@every_form
def test_its_papers_can_be_printed(lite_house: House, one: Registered) -> None:
    browser = lite_house.browser(WHO[one.plugin][0])

    for kind in ("filled", "blank"):
        answer = browser.get(f"/form-preview/{one.form.key}/paper.pdf?kind={kind}")
        assert answer.status_code == 200, kind
        assert "EXMP-EXMP" in texts(answer.get_data())[0]


@every_form
def test_it_goes_from_the_page_to_paper_mail_and_data(lite_house: House, one: Registered) -> None:
    browser, form = english(lite_house, WHO[one.plugin][1]), one.form
    values = with_known_parties(lite_house, form, values_of(form))
    tongue = Tongue(style_of("en", "CH"))

    reference = sent(browser, filled_in(browser, form, typed(form, values, tongue), pdf_with()))

    told = json.loads(browser.get(f"/forms/sent/{reference}/values.json").get_data())
    assert without_files(form, told["values"]) == without_files(form, to_canonical(form, values))
    printed = " ".join(texts(browser.get(f"/forms/sent/{reference}/paper.pdf").get_data()))
    mail = mail_text(publish(form, [], lambda _, text: text), values, tongue, personal=True)
    for text in (form.title, *(section.title for section in form.sections)):
        assert text in printed
    assert form.sections[0].title in mail


def with_known_parties(house: House, form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Put somebody the institution knows into every chooser."""
    sources = house.app.extensions["guichet_forms"].sources
    found = dict(values)
    with house.reading():
        for field in form.fields():
            if isinstance(field, Chooser) and field.key in found:
                found[field.key] = sources[field.source].suggest("")[0][0]
    return found


def typed(form: Form, values: Mapping[str, Any], tongue: Tongue) -> dict[str, Any]:
    """Give the texts of the page for values; documents are added by the browser."""
    return without_files(form, to_raw(form, values, tongue))


def without_files(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in values.items() if not isinstance(form.field(key), File)}

"""A translator at work: one text, a whole file, and what the others see of it."""

import html
import io
import re

from console.app import create_app
from console.languages.pofiles import po_bytes, po_lines
from console.languages.queries import digest_of
from tests.support.house import House, post

SAVE = digest_of(None, "Save")
PROFILE = "/me/profile"


def was(browser: object, key: str = SAVE, search: str = "Save") -> str:
    """Give the digest that the form of a text carries."""
    page = browser.get(f"/translations/console/de/?search={search}").get_data(as_text=True)  # type: ignore[attr-defined]
    found = re.search(rf'value="{key}"><input type="hidden" name="was" value="(\w+)"', page)
    assert found, "the text is not on the page"
    return found[1]


def say(browser: object, text: str, key: str = SAVE) -> object:
    form = {"key": key, "was": was(browser, key), "text": text}
    return post(browser, "/translations/console/de/save?search=Save", form)  # type: ignore[arg-type]


def test_the_overview_says_how_far_each_language_is(house: House) -> None:
    page = house.browser("heidi").get("/translations/")

    assert page.status_code == 200
    assert page.get_data(as_text=True).count("<progress") >= 3


def test_a_text_is_live_on_the_next_request_in_every_process(house: House) -> None:
    other = House(create_app(house.settings), house.settings)
    here, there = house.browser("heidi"), other.browser("heidi")
    assert "Speichern" in there.get(PROFILE).get_data(as_text=True)

    assert say(here, "Sichern").status_code == 303  # type: ignore[attr-defined]

    assert "Sichern" in here.get(PROFILE).get_data(as_text=True)
    assert "Sichern" in there.get(PROFILE).get_data(as_text=True)


def test_another_institution_sees_nothing_of_it(house: House) -> None:
    house.browser("ruth").get(PROFILE)

    say(house.browser("heidi"), "Sichern")

    page = house.browser("ruth").get(PROFILE).get_data(as_text=True)
    assert "Speichern" in page
    assert "Sichern" not in page


def test_a_text_with_markup_of_its_own_comes_back_with_the_fault(lite_house: House) -> None:
    browser = lite_house.browser("heidi")

    answer = say(browser, "<img src=x onerror=alert(1)>")

    page = answer.get_data(as_text=True)  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "&lt;img src=x onerror=alert(1)&gt;</textarea>" in page
    assert "<img src=x" not in page
    assert 'aria-invalid="true"' in page
    assert "<img" not in browser.get(PROFILE).get_data(as_text=True)


def test_the_shipped_text_comes_back(lite_house: House) -> None:
    browser = lite_house.browser("heidi")
    say(browser, "Sichern")

    answer = post(browser, "/translations/console/de/reset", {"key": SAVE})

    assert answer.status_code == 303
    assert "Sichern" not in browser.get(PROFILE).get_data(as_text=True)


def test_a_text_that_a_colleague_changed_meanwhile_is_not_overwritten(lite_house: House) -> None:
    browser = lite_house.browser("heidi")
    old = was(browser)
    say(browser, "Sichern")

    answer = post(browser, "/translations/console/de/save", {"key": SAVE, "was": old, "text": "Ablegen"})

    assert answer.status_code == 409
    assert "Sichern" in browser.get(PROFILE).get_data(as_text=True)


def test_a_file_goes_out_and_comes_back_by_a_preview(house: House) -> None:
    browser = house.browser("heidi")
    sent = browser.get("/translations/console/de/file?kind=po").data
    entries = [entry for _, entry in po_lines(sent)]
    changed = [
        type(one)(one.context, one.msgid, one.plural, ("Sichern",)) if one.msgid == "Save" else one
        for one in entries
    ]
    faulty = [
        type(one)(one.context, one.msgid, one.plural, ("<b>Suche</b>",)) if one.msgid == "Search" else one
        for one in changed
    ]

    preview = post(
        browser,
        "/translations/console/de/upload",
        {"file": (io.BytesIO(po_bytes("de", "de", faulty)), "console-de.po")},
    ).get_data(as_text=True)

    assert "Speichern" in browser.get(PROFILE).get_data(as_text=True), "a preview changes nothing"
    assert preview.count("<strong>Sichern</strong>") == 1
    assert 'class="g-bad"' in preview
    posted = {
        name: html.unescape(re.search(rf'name="{name}" value="([^"]*)"', preview)[1])  # type: ignore[index]
        for name in ("texts", "seen")
    }

    answer = post(browser, "/translations/console/de/confirm", posted)

    assert answer.status_code == 303
    page = browser.get(PROFILE).get_data(as_text=True)
    assert "Sichern" in page
    assert "<b>Suche</b>" not in page
    assert post(browser, "/translations/console/de/confirm", posted).status_code == 303, "twice says the same"


def test_a_sheet_goes_out_with_the_missing_texts_alone(lite_house: House) -> None:
    answer = lite_house.browser("heidi").get("/translations/console/de/file?kind=xlsx&only=missing")

    assert answer.data.startswith(b"PK")
    assert answer.headers["Content-Disposition"] == "attachment; filename=console-de-missing.xlsx"


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(lite_house: House) -> None:
    answer = post(
        lite_house.browser("heidi"),
        "/translations/console/de/upload",
        {"file": (io.BytesIO(b"%PDF"), "letter.pdf")},
    )

    assert answer.status_code == 422
    assert "g-fault" in answer.get_data(as_text=True)


def test_what_a_preview_did_not_show_is_refused(lite_house: House) -> None:
    browser = lite_house.browser("heidi")

    def confirm(texts: str, seen: str = "0") -> int:
        form = {"texts": texts, "seen": seen}
        return int(post(browser, "/translations/console/de/confirm", form).status_code)

    assert confirm("[") == 400
    assert confirm('{"x": "y"}') == 400
    assert confirm('{"x": ["y"]}') == 409
    assert confirm(f'{{"{SAVE}": ["<script>"]}}') == 422
    assert confirm(f'{{"{SAVE}": ["Sichern"]}}', "7") == 409


def test_addresses_that_make_no_sense_get_a_clear_answer(lite_house: House) -> None:
    browser = lite_house.browser("heidi")

    assert browser.get("/translations/console/xx/").status_code == 404
    assert browser.get("/translations/ghost/de/").status_code == 404
    assert browser.get("/translations/console/de/?page=-1").status_code == 400
    assert browser.get("/translations/console/de/?page=99999999999999999999").status_code == 400
    assert browser.get("/translations/console/de/?show=all").status_code == 400
    assert browser.get("/translations/console/de/file?kind=exe").status_code == 400
    assert post(browser, "/translations/console/de/save", {"key": "x"}).status_code == 404
    assert browser.get("/translations/console/de/?page=9999").status_code == 200


def test_who_only_reads_translations_has_no_fields(lite_house: House) -> None:
    browser = lite_house.browser("claire")

    page = browser.get("/translations/console/de/")

    assert page.status_code == 200
    assert "<textarea" not in page.get_data(as_text=True)
    assert post(browser, "/translations/console/de/save", {"key": SAVE, "text": "x"}).status_code == 403
    assert browser.get("/translations/console/de/upload").status_code == 403


def test_a_case_worker_does_not_see_the_translations(lite_house: House) -> None:
    browser = lite_house.browser("marc")

    assert browser.get("/translations/").status_code == 403
    assert "/translations/" not in browser.get("/").get_data(as_text=True)


def test_a_module_that_is_off_in_the_institution_has_no_texts_there(lite_house: House) -> None:
    assert lite_house.browser("camille").get("/translations/ch_fund/fr/").status_code == 404
    assert lite_house.browser("heidi").get("/translations/ch_fund/fr/").status_code == 200

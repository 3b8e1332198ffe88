"""A translator at work: one text, a whole file, and what the others see of it."""

import html
import io
import re

from config import ROOT
from console.app import create_app
from console.institutions.sessions import db
from console.languages import service
from console.languages.pofiles import po_bytes, po_lines
from console.languages.queries import Brought, digest_of, wordings
from tests.support.house import House, post

SEARCH = digest_of(None, "Search")
PAGE = "/translations/console/de/?search=zzzz"
"""A page whose one button says `Search`: in German shipped as Suchen."""


def was(browser: object, key: str = SEARCH, search: str = "Search") -> str:
    """Give the digest that the form of a text carries."""
    page = browser.get(f"/translations/console/de/?search={search}").get_data(as_text=True)  # type: ignore[attr-defined]
    found = re.search(rf'value="{key}"><input type="hidden" name="was" value="(\w+)"', page)
    assert found, "the text is not on the page"
    return found[1]


def say(browser: object, text: str, key: str = SEARCH) -> object:
    form = {"key": key, "was": was(browser, key), "text": text}
    return post(browser, "/translations/console/de/save?search=Search", form)  # type: ignore[arg-type]


def test_the_overview_says_how_far_each_language_is(house: House) -> None:
    page = house.browser("heidi").get("/translations/")

    assert page.status_code == 200
    assert page.get_data(as_text=True).count("<progress") >= 3


def test_a_text_is_live_on_the_next_request_in_every_process(house: House) -> None:
    other = House(create_app(house.settings), house.settings)
    here, there = house.browser("heidi"), other.browser("heidi")
    assert "Suchen</button>" in there.get(PAGE).get_data(as_text=True)

    assert say(here, "Finden").status_code == 303  # type: ignore[attr-defined]

    assert "Finden</button>" in here.get(PAGE).get_data(as_text=True)
    assert "Finden</button>" in there.get(PAGE).get_data(as_text=True)
    with other.app.app_context():
        db.engine.dispose()


def test_another_institution_sees_nothing_of_it(house: House) -> None:
    # As many changes as in the other institution: only whose they are tells the words apart.
    with house.writing("AK Aaretal") as session:
        texts = wordings(session, Brought("console", ROOT / "translations"), "de", "CH")
        delete = next(one for one in texts if one.shipped.msgid == "Delete")
        service.save(session, service.Place("console", "de"), delete, ["Weg"], by="Ruth")

    say(house.browser("heidi"), "Finden")
    assert "Finden</button>" in house.browser("heidi").get(PAGE).get_data(as_text=True)

    page = house.browser("ruth").get(PAGE).get_data(as_text=True)
    assert "Suchen</button>" in page
    assert "Finden</button>" not in page


def test_a_text_with_markup_of_its_own_comes_back_with_the_fault(lite_house: House) -> None:
    browser = lite_house.browser("heidi")

    answer = say(browser, "<img src=x onerror=alert(1)>")

    page = answer.get_data(as_text=True)  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "&lt;img src=x onerror=alert(1)&gt;</textarea>" in page
    assert "<img src=x" not in page
    assert 'aria-invalid="true"' in page
    assert "<img" not in browser.get(PAGE).get_data(as_text=True)


def test_the_shipped_text_comes_back(lite_house: House) -> None:
    browser = lite_house.browser("heidi")
    say(browser, "Finden")

    answer = post(browser, "/translations/console/de/reset", {"key": SEARCH})

    assert answer.status_code == 303
    assert "Finden</button>" not in browser.get(PAGE).get_data(as_text=True)


def test_a_text_that_a_colleague_changed_meanwhile_is_not_overwritten(lite_house: House) -> None:
    browser = lite_house.browser("heidi")
    old = was(browser)
    say(browser, "Finden")

    answer = post(browser, "/translations/console/de/save", {"key": SEARCH, "was": old, "text": "Ablegen"})

    assert answer.status_code == 409
    assert "Finden</button>" in browser.get(PAGE).get_data(as_text=True)


def test_a_file_goes_out_and_comes_back_by_a_preview(house: House) -> None:
    browser = house.browser("heidi")
    sent = browser.get("/translations/console/de/file?kind=po").data
    entries = [entry for _, entry in po_lines(sent)]
    changed = [
        type(one)(one.context, one.msgid, one.plural, ("Finden",)) if one.msgid == "Search" else one
        for one in entries
    ]
    faulty = [
        type(one)(one.context, one.msgid, one.plural, ("<b>Weg</b>",)) if one.msgid == "Delete" else one
        for one in changed
    ]

    preview = post(
        browser,
        "/translations/console/de/upload",
        {"file": (io.BytesIO(po_bytes("de", "de", faulty)), "console-de.po")},
    ).get_data(as_text=True)

    assert "Suchen</button>" in browser.get(PAGE).get_data(as_text=True), "a preview changes nothing"
    assert preview.count("<strong>Finden</strong>") == 1
    assert 'class="g-bad"' in preview
    posted = {
        name: html.unescape(re.search(rf'name="{name}" value="([^"]*)"', preview)[1])  # type: ignore[index]
        for name in ("texts", "seen")
    }

    answer = post(browser, "/translations/console/de/confirm", posted)

    assert answer.status_code == 303
    page = browser.get(PAGE).get_data(as_text=True)
    assert "Finden</button>" in page
    assert "<b>Weg</b>" not in page
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
    assert confirm(f'{{"{SEARCH}": ["<script>"]}}') == 422
    assert confirm(f'{{"{SEARCH}": ["Finden"]}}', "7") == 409


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
    assert post(browser, "/translations/console/de/save", {"key": SEARCH, "text": "x"}).status_code == 403
    assert browser.get("/translations/console/de/upload").status_code == 403


def test_a_case_worker_does_not_see_the_translations(lite_house: House) -> None:
    browser = lite_house.browser("marc")

    assert browser.get("/translations/").status_code == 403
    assert "/translations/" not in browser.get("/").get_data(as_text=True)


def test_a_module_that_is_off_in_the_institution_has_no_texts_there(lite_house: House) -> None:
    assert lite_house.browser("camille").get("/translations/ch_fund/fr/").status_code == 404
    assert lite_house.browser("heidi").get("/translations/ch_fund/fr/").status_code == 200

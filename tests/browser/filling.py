"""Fills in any form of the fund on its pages, with invented values that its rules accept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import FilePayload, Locator, Page

from console.base.figures import style_of
from console.forms.canonical import to_raw
from console.forms.declarations import Form
from console.forms.fields import AvsNumber, File, Group, Input, Person
from console.forms.invent import accepted
from console.forms.raw import ROW
from console.forms.revisions import publish
from console.forms.tongue import Tongue
from console.forms.validator import Validator
from console.mailbox.answer import ANSWER
from plugins.ch_fund.forms import FORMS
from plugins.ch_fund.rules.form_rules import RULES
from tests.support.private import PICTURE

PHOTO: Final[FilePayload] = {"name": "carte.png", "mimeType": "image/png", "buffer": PICTURE}
_FORMS: Final = {form.key: form for form in (*FORMS, ANSWER)}
_RULES: Final = {rule.name: rule for rule in RULES}
_CHECK: Final = "check-and-send"
_CHAPTER: Final = re.compile(r"/(?:step|draft/[^/]+)/([a-z_-]+)")


def press(page: Page, target: Locator | str) -> None:
    """Press what leads to another page, and wait for it; what the console refuses stands in the error."""
    with page.expect_navigation() as led:
        (page.locator(target) if isinstance(target, str) else target).click()
    answer = led.value
    if answer is not None and answer.status >= 400:
        raise AssertionError(f"{answer.status} {page.url}\n{page.inner_text('main')[:1500]}")


def add_document(page: Page, key: str, file: FilePayload, *, script: bool = True) -> None:
    """Choose a document for a field and wait for the page that shows it.

    With our scripts it is sent as soon as it is chosen, without them by its button.
    """
    with page.expect_navigation():
        page.set_input_files(f"#f-{key}", file)
        if not script:
            page.click(f"button[value='upload:{key}']")
    page.wait_for_selector(".g-documents")


def form_of(type_: str) -> Form:
    """Give the form with which a message of this type is answered."""
    return _FORMS[ANSWER.key if type_ == "query" else type_]


@dataclass
class Entries:
    """What somebody types into a form; `typed` grows with the texts that stand on the pages."""

    form: Form
    values: Mapping[str, Any]
    """As texts of a page in English."""
    typed: list[str] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Give the first official number among them."""
        return next(
            (str(self.values[one.key]) for one in self.form.fields() if isinstance(one, AvsNumber)), ""
        )


def invented(type_: str, **more: Any) -> Entries:
    """Give entries for the form of a message; `more` takes the place of some."""
    form = form_of(type_)
    revision = publish(form, ["en"], lambda _, text: text)
    tongue = Tongue(style_of("en", "CH"), revision.texts)
    values = accepted(Validator(revision, tongue, "json", _RULES))[1]
    return Entries(form, {**to_raw(form, values, tongue), **more})


def fill_half(page: Page, entries: Entries) -> None:
    """Fill in the step that the page shows, and leave: what was typed is saved."""
    _fill_step(page, entries)
    press(page, ".g-bar button[value=leave]")


def fill_all(page: Page, entries: Entries) -> None:
    """Fill in all steps, up to the last look before sending."""
    for _ in range(len(entries.form.sections) + 1):
        if _chapter(page) == _CHECK:
            break
        _fill_step(page, entries)
        press(page, ".g-bar button[value=next]")
    assert _chapter(page) == _CHECK, page.inner_text("main")
    assert not page.locator(".g-summary").count(), page.inner_text("main")


def send_all(page: Page, entries: Entries) -> None:
    """Fill in all steps from the first one on, and send."""
    if not page.locator(".g-step[aria-current=step]").count() or _chapter(page) != _first(page):
        press(page, page.locator(".g-step").first)
    fill_all(page, entries)
    if page.locator("#agree").count():
        page.check("#agree")
    press(page, ".g-bar button[value=send]")
    assert not page.locator(".g-summary").count(), page.inner_text("main")


def _first(page: Page) -> str:
    return (page.locator(".g-step").first.get_attribute("value") or "").removeprefix("go:")


def _chapter(page: Page) -> str:
    found = _CHAPTER.search(page.url)
    return found[1] if found else ""


def _fill_step(page: Page, entries: Entries) -> None:
    section = next(one for one in entries.form.sections if one.key == _chapter(page))
    for one in section.fields:
        if isinstance(one, File):
            if one.required and not page.locator(".g-documents").count():
                add_document(page, one.key, PHOTO)
        elif isinstance(one, Group):
            _fill_rows(page, one, entries)
        elif isinstance(one, Input) and not isinstance(one, Person) and one.key in entries.values:
            _fill(page, f"f-{one.key}", entries.values[one.key], entries.typed)


def _fill_rows(page: Page, group: Group, entries: Entries) -> None:
    rows = entries.values.get(group.key, ())
    fieldsets = page.locator(f"#f-{group.key} fieldset[data-row]")
    while (there := fieldsets.count()) < len(rows):
        press(page, f"button[value='add:{group.key}']")
        assert fieldsets.count() == there + 1
    for number, row in enumerate(rows):
        name = fieldsets.nth(number).locator(f"input[name$='.{ROW}']").get_attribute("value")
        for key, value in row.items():
            if key != ROW:
                _fill(page, f"f-{group.key}.{name}.{key}", value, entries.typed)


def _fill(page: Page, name: str, value: Any, typed: list[str]) -> None:
    for path, text in _parts(name, value):
        control = page.locator(f"[name='{path}']:not([type=hidden])")
        kind = control.first.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            page.locator(f"[name='{path}'][value='{text}']").check()
        elif kind == "select-one":
            control.select_option(text)
        else:
            control.fill(text)
            typed.append(text)


def _parts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Give the controls of a value: one, or one for each of its parts or choices."""
    if isinstance(value, Mapping):
        for part, text in value.items():
            yield f"{name}.{part}", str(text)
    elif isinstance(value, list | tuple):
        yield from ((name, str(text)) for text in value)
    else:
        yield name, str(value)

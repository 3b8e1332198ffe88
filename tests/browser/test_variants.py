"""The visits leave no page template out, and their variants no pair of choices."""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path

import console.shell
from tests.browser.pages import VISITS
from tests.browser.test_accessibility import VARIANTS
from tests.browser.variants import DEVICES, LANGUAGES, THEMES

TEMPLATES = Path(console.shell.__path__[0]) / "templates"
PARTS = {"base.html", "plain.html", "document.html"}
NOT_VISITED = {
    "desk/bulk.html": "stands after an act on many messages; rendered by tests/console/shell/test_desk_queue.py",
    "forms/answers.html": "shows what was sent without a message; rendered by tests/contract/test_forms.py",
    "ask.html": "asks who has a second factor; looked at in tests/browser/test_factors.py",
    **dict.fromkeys(
        (f"factors/{name}.html" for name in ("app", "codes", "passkey")),
        "opens to a fresh confirmation; looked at in tests/browser/test_factors.py",
    ),
    "insured/mine.html": "needs a second factor; its kind of page is that of home.html",
    "private/frame.html": "is the frame of the next four",
    **dict.fromkeys(
        (f"private/{name}.html" for name in ("door", "step", "check", "sent")),
        "opens with a person's link; looked at in tests/browser/test_private.py",
    ),
    "sso/onward.html": "leads on to a provider at once; rendered by tests/console/sso",
    "task.html": "opens with long work that somebody started; rendered by tests/console/shell/test_tasks.py",
    "forms/overtaken.html": "stands where two windows saved; rendered by tests/console/shell/test_form_lost.py",
    "dispatch/exchange.html": "opens with what another system said; see tests/console/shell/test_dispatch_pages.py",
    "dispatch/answer.html": "opens with what another system answered; see tests/console/shell/test_dispatch_answers.py",
    "kept.html": "stands where a session ended while typing; rendered by tests/flows/test_working_day.py",
    "form_plain.html": "opens with a one-time link; rendered by tests/flows/test_one_time_link.py",
}


def test_every_page_template_is_visited() -> None:
    pages = {
        path.relative_to(TEMPLATES / "guichet").as_posix()
        for path in TEMPLATES.rglob("*.html")
        if "{% extends 'guichet/" in path.read_text() and path.name not in PARTS
    }

    assert pages - {visit.template for visit in VISITS} == NOT_VISITED.keys()


def test_every_pair_of_choices_is_shown_at_least_once() -> None:
    shown = {
        pair
        for variant in VARIANTS
        for pair in combinations((variant.language, variant.theme, variant.device), 2)
    }

    for first, second in combinations((LANGUAGES, THEMES, DEVICES), 2):
        assert set(product(first, second)) <= shown


def test_every_person_of_the_visits_is_seen_in_light_and_dark_and_on_both_devices() -> None:
    for choice in ("theme", "device"):
        by_kind = {getattr(variant, choice) for variant in VARIANTS if variant.user != "stranger"}
        assert len(by_kind) == 2

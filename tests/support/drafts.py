"""Fills in forms as a browser does: opens a step, sends its hidden values with what is typed, follows where it leads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.house import post

QUESTION = "ch_fund.general_question"
TRAINING = "ch_fund.training_confirmation"
ENTRY = "ch_fund.employee_entry"
INSTALMENTS = "ch_fund.instalment_request"

ASKED = {"f-subject": "Allaitement", "f-question": "Combien de jours ?"}
ANSWERED = {"f-reach": "message"}
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Filling:
    """A draft in somebody's browser."""

    browser: FlaskClient
    reference: str

    def url(self, section: str) -> str:
        """Give the address of a step."""
        return f"/forms/draft/{self.reference}/{section}"

    def page(self, section: str) -> str:
        """Give the page of a step as text."""
        return self.browser.get(self.url(section), follow_redirects=True).text

    def hidden(self, section: str) -> dict[str, Any]:
        """Give what the page of a step sends along: token, mark of the section, rows, documents."""
        found: dict[str, Any] = {}
        for name, value in _HIDDEN.findall(self.page(section).split("<main", 1)[1]):
            found.setdefault(name, []).append(unescape(value))
        return found

    def send(
        self,
        section: str,
        typed: Mapping[str, Any],
        do: str = "next",
        *,
        hidden: Mapping[str, Any] | None = None,
    ) -> TestResponse:
        """Press a button of a step; `hidden` stands for a page that was opened earlier."""
        data = {**(self.hidden(section) if hidden is None else hidden), **typed, "do": do}
        return self.browser.post(self.url(section), data=data)


def begin(browser: FlaskClient, form: str) -> Filling:
    """Begin a form."""
    answer = post(browser, f"/forms/{form}/new")
    assert answer.status_code == 303, answer.text
    return Filling(browser, answer.location.split("/draft/", 1)[1].split("/", 1)[0])


def asked(browser: FlaskClient) -> Filling:
    """Begin a general question and fill in all of it."""
    filling = begin(browser, QUESTION)
    filling.send("question", ASKED)
    filling.send("answer", ANSWERED)
    return filling

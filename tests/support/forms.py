"""Filling in a form as a browser does: every step posted, documents added, sent at the end."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from console.forms.declarations import Form
from console.forms.fields import File
from console.forms.models import Submission
from console.forms.raw import PREFIX
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts
from console.mailbox.models import Message
from tests.support.house import acting_in, post


def begun(browser: FlaskClient, key: str) -> str:
    """Begin a draft of a form and give its reference."""
    answer = post(browser, f"/forms/{key}/new")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location.split("/draft/")[1].split("/")[0])


def filled_in(browser: FlaskClient, form: Form, raw: Mapping[str, Any], document: bytes = b"") -> str:
    """Fill in a new draft with these texts of pages, a document in every field for some; give its reference."""
    reference = begun(browser, form.key)
    for section in form.sections:
        own = {field.key: raw[field.key] for field in section.fields if field.key in raw}
        pairs = [pair for key, value in own.items() for pair in _pairs(f"{PREFIX}{key}", value)]
        sent = _step(browser, reference, section.key, pairs, "next")
        assert sent.status_code == 303, sent.get_data(as_text=True)
        for field in section.fields:
            if isinstance(field, File) and document:
                given = {f"file-{field.key}": (io.BytesIO(document), "proof.pdf")}
                _step(browser, reference, section.key, pairs, f"upload:{field.key}", given)
    return reference


def sent(browser: FlaskClient, reference: str) -> str:
    """Send a draft and give the reference of the submission."""
    answer = post(browser, f"/forms/draft/{reference}/check", {"do": "send"})
    told = str(answer.location.rsplit("/", 1)[1])
    if "/forms/sent/" in answer.location:
        return told
    assert "/mailbox/message/" in answer.location, browser.get(answer.location).get_data(as_text=True)
    return submission_of(browser, told)


def submission_of(browser: FlaskClient, message: str) -> str:
    """Give the reference of what was sent with a message."""
    with browser.application.app_context():
        institutions = tuple(accounts().scalars(select(Institution.id)))
        accounts().rollback()
    with acting_in(browser.application, Scope(institutions, purpose="test")) as session:
        wanted = select(Submission.reference).join(Message, Message.submission_id == Submission.id)
        return str(session.scalars(wanted.where(Message.reference == message)).one())


def _base(browser: FlaskClient, reference: str, section: str) -> str:
    """Give the mark that the page of a step carries."""
    page = browser.get(f"/forms/draft/{reference}/{section}").get_data(as_text=True)
    return page.split('name="base" value="', 1)[1].split('"', 1)[0]


def _step(
    browser: FlaskClient,
    reference: str,
    section: str,
    pairs: list[tuple[str, str]],
    do: str,
    files: Mapping[str, Any] | None = None,
) -> Any:
    data: dict[str, Any] = {"do": do, "base": _base(browser, reference, section), **(files or {})}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return post(browser, f"/forms/draft/{reference}/{section}", data)


def _pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Give the names and values that a page sends for a raw value."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _pairs(f"{name}.{key}", inner)
    elif isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
        for row in value:
            yield from _pairs(f"{name}.{row['_row']}", row)
    else:
        for one in value if isinstance(value, list) else [value]:
            yield name, one

"""Documents that are refused on a page of a form: told at the field, with everything typed beside them still there."""

from __future__ import annotations

import io
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.documents.models import StoredFile
from console.documents.settings import FilesSettings
from console.forms.models import Draft
from console.mailbox.models import Message
from console.shell import bodies
from tests.support.clamd import EICAR, fake_clamd
from tests.support.drafts import TRAINING, Filling, begin
from tests.support.house import House

PNG = b"\x89PNG\r\n\x1a\n"
COOKIE = 4093
"""Bytes that a browser keeps of a cookie at least (RFC 6265, 6.1)."""


def added(filling: Filling, *documents: tuple[bytes, str]) -> str:
    """Add documents beside a typed school and give the page afterwards."""
    files = [(io.BytesIO(content), name) for content, name in documents]
    answer = filling.send("training", {"f-school": "EPFL", "file-proof": files}, "upload:proof")
    assert answer.status_code == 303
    page = filling.page("training")
    assert 'value="EPFL"' in page
    return page


def test_an_infected_document_is_told_at_its_field_and_journalled(lite_house: House) -> None:
    with fake_clamd() as clamd:
        files = FilesSettings(clamd=clamd.address)
        lite_house.app.extensions["guichet_settings"] = replace(lite_house.settings, files=files)
        page = added(begin(lite_house.browser("luca"), TRAINING), (PNG + EICAR, "carte.png"))

    assert 'href="#f-proof"' in page
    assert "carte.png:" in page
    with lite_house.reading() as session:
        line = session.scalars(select(AuditEntry).where(AuditEntry.action == "console.file.infected")).one()
        assert (line.actor_name, line.facts["name"]) == ("Luca Bernasconi", "carte.png")
        assert session.scalars(select(StoredFile)).all() == []


@pytest.mark.parametrize("name", ["a\ufffdb.png", "a\u202egnp.png", "../../x.png", "x" * 300 + ".png"])
def test_a_bad_name_costs_neither_the_document_nor_the_text(lite_house: House, name: str) -> None:
    filling = begin(lite_house.browser("luca"), TRAINING)

    page = added(filling, (PNG + bytes(9), name))

    assert len(filling.hidden("training")["f-proof"]) == 1
    assert "\u202e" not in page


def test_refusals_of_many_documents_fit_the_cookie(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), TRAINING)
    signs = [chr(code) for code in range(0x4E00, 0x9FA0)]
    names = ["".join(Random(one).choices(signs, k=300)) + ".png" for one in range(8)]

    files = [(io.BytesIO(b"MZ"), name) for name in names]
    answer = filling.send("training", {"f-school": "EPFL", "file-proof": files}, "upload:proof")

    assert len(answer.headers["Set-Cookie"]) < COOKIE
    assert filling.page("training").count(names[0][:20]) >= 1


def test_documents_that_are_too_much_together_are_never_kept_in_part(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies.Intake, "files_kept", 300_000)
    filling = begin(lite_house.browser("luca"), TRAINING)

    page = added(filling, (PNG + bytes(200_000), "eins.png"), (PNG + bytes(200_000), "zwei.png"))

    assert "eins.png" in page
    assert "zwei.png:" in page
    with lite_house.reading() as session:
        assert session.scalars(select(StoredFile.size)).all() == [200_008]


@pytest.mark.parametrize("button", ["next", "back", "leave", "upload:elsewhere"])
def test_a_chosen_document_is_kept_whichever_button_is_pressed(lite_house: House, button: str) -> None:
    filling = begin(lite_house.browser("luca"), TRAINING)
    chosen = {"f-school": "EPFL", "file-proof": (io.BytesIO(PNG + bytes(9)), "carte.png")}

    filling.send("training", chosen, button)

    with lite_house.reading() as session:
        (kept,) = session.scalars(select(StoredFile)).all()
        raws = [*session.scalars(select(Draft.raw)), *session.scalars(select(Message.raw))]
    assert [raw["proof"] for raw in raws if raw and "proof" in raw] == [[kept.reference]]


def test_a_refused_document_is_told_before_one_goes_on(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), TRAINING)
    chosen = {"f-school": "EPFL", "file-proof": (io.BytesIO(b"MZ"), "programme.png")}

    answer = filling.send("training", chosen, "leave")

    assert answer.location == filling.url("training")
    assert "programme.png:" in filling.page("training")


def test_what_is_typed_may_not_be_endless(lite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_KEPT", 100_000)
    filling = begin(lite_house.browser("luca"), TRAINING)
    files = [(io.BytesIO(PNG), "carte.png")]
    many = {f"more-{n}": "x" * 1000 for n in range(200)}

    answer = filling.send("training", {"file-proof": files, **many}, "upload:proof")

    assert answer.status_code == 413

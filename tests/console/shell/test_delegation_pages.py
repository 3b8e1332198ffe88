"""Handing requests to persons: one by one, by sheet, and what can be done until they answer."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from console.accounts.models import ThemeRight
from console.base import clock
from console.base.sheets.xlsx_writing import write_xlsx
from console.institutions.sessions import accounts
from console.mailbox import service
from console.mailbox.models import Delegation, DelegationLink
from console.mailbox.service import State
from tests.support.house import House, post
from tests.support.mail_pages import pages_of
from tests.support.mailbox import Mailbox
from tests.support.outbox import receive

AGREED = {"agreed_on": "01.03.2026", "agreed": "y"}
ALINE = {"name": "Aline Exemple", "email": "aline.exemple@example.org", **AGREED}


def delegations(house: House) -> list[Delegation]:
    """Give all delegations."""
    with house.reading() as session:
        return list(session.scalars(select(Delegation).order_by(Delegation.id)))


def links(house: House) -> int:
    """Give how many links open."""
    with house.reading() as session:
        return len(session.scalars(select(DelegationLink.digest)).all())


@pytest.fixture
def mailbox(lite_house: House) -> Mailbox:
    """Give the mailbox of the demonstration companies, from which e-mails leave."""
    receive(lite_house, key="email")
    return pages_of(lite_house)


@pytest.fixture
def luca(lite_house: House) -> FlaskClient:
    """Give the browser of a company's administrator."""
    return lite_house.browser("luca")


def test_a_request_is_handed_to_a_person_with_her_agreement(
    lite_house: House, mailbox: Mailbox, luca: FlaskClient
) -> None:
    reference = mailbox.ask(person="Aline Exemple", person_number="7561234567897")

    answer = post(luca, f"/delegation/{reference}/new", ALINE)

    (made,) = delegations(lite_house)
    assert answer.location == f"/delegation/{reference}"
    assert (made.email, made.agreed_by, f"{made.agreed_on:%d.%m.%Y}") == (
        "aline.exemple@example.org",
        "Aline Exemple",
        "01.03.2026",
    )
    assert mailbox.state(reference) is State.DELEGATED
    assert "aline.exemple@example.org" in luca.get(answer.location).text


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"email": "aline at example"}, "email"),
        ({"agreed": ""}, "agreed"),
        ({"agreed_on": "31.02.2026"}, "agreed_on"),
        ({"agreed_on": "01.03.2099"}, "agreed_on"),
        ({"name": " "}, "name"),
    ],
)
def test_a_faulty_entry_is_told_at_its_field_and_nothing_goes_out(
    lite_house: House, mailbox: Mailbox, luca: FlaskClient, changed: dict[str, str], place: str
) -> None:
    reference = mailbox.ask()

    answer = post(luca, f"/delegation/{reference}/new", {**ALINE, **changed})

    assert answer.status_code == 422
    assert f'id="{place}-fault"' in answer.text
    assert delegations(lite_house) == []


def test_a_request_that_cannot_be_delegated_offers_no_form(mailbox: Mailbox, luca: FlaskClient) -> None:
    reference = mailbox.ask(delegable=False)

    assert luca.get(f"/delegation/{reference}/new").status_code == 409


def test_where_no_e_mail_leaves_nothing_is_delegated(lite_house: House) -> None:
    reference = pages_of(lite_house).ask()

    answer = post(lite_house.browser("luca"), f"/delegation/{reference}/new", ALINE)

    assert answer.status_code == 409
    assert delegations(lite_house) == []


def test_another_company_finds_no_delegation(lite_house: House, mailbox: Mailbox) -> None:
    reference, _delegation, _token = mailbox.delegated()
    petra = lite_house.browser("petra")

    for path in ("", "/new", "/address", "/withdraw"):
        assert petra.get(f"/delegation/{reference}{path}").status_code == 404


def test_a_corrected_address_gets_a_new_link_and_the_old_one_dies(
    lite_house: House, mailbox: Mailbox, luca: FlaskClient
) -> None:
    reference, _delegation, token = mailbox.delegated()

    post(luca, f"/delegation/{reference}/address", {"email": "aline@example.org"})

    assert [one.email for one in delegations(lite_house)] == [
        "aline.exemple@example.org",
        "aline@example.org",
    ]
    assert links(lite_house) == 1
    with (
        mailbox.acting(mailbox.fund) as session,
        pytest.raises(Exception, match=r"nothing at this address|rien"),
    ):
        service.way_in(session, token)


def test_a_withdrawn_delegation_comes_back_and_its_link_dies(
    lite_house: House, mailbox: Mailbox, luca: FlaskClient
) -> None:
    reference, _delegation, _token = mailbox.delegated()
    question = luca.get(f"/delegation/{reference}/withdraw").text

    post(luca, f"/delegation/{reference}/withdraw")

    assert "aline.exemple@example.org" in question
    assert (mailbox.state(reference), links(lite_house)) == (State.INBOX, 0)


def sheet(*rows: tuple[Any, ...]) -> dict[str, Any]:
    """Give a sheet of addresses as the page sends it."""
    content = write_xlsx("A", ("No AVS", "E-mail"), rows, "fr_CH", created=clock.now())
    return {"file": (io.BytesIO(content), "adresses.xlsx")}


def confirmed(page: str) -> dict[str, list[str]]:
    """Give what the page with the lines of a sheet sends."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(reference|email)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


def test_an_administrator_without_the_theme_withdraws_and_is_not_told_from_whom(
    lite_house: House, mailbox: Mailbox, luca: FlaskClient
) -> None:
    reference, _delegation, _token = mailbox.delegated()
    with lite_house.app.app_context():
        accounts().execute(delete(ThemeRight).where(ThemeRight.theme == "family_allowances"))
        accounts().commit()

    page = luca.get(f"/delegation/{reference}/withdraw")
    answer = post(luca, f"/delegation/{reference}/withdraw", follow_redirects=True)

    assert page.status_code == 200
    assert "Aline" not in page.text
    assert answer.status_code == 200
    assert mailbox.state(reference) is State.INBOX
    assert luca.get(f"/mailbox/message/{reference}").status_code == 404


def test_a_sheet_is_shown_line_by_line_and_delegates_only_after_a_second_look(
    lite_house: House, mailbox: Mailbox, luca: FlaskClient
) -> None:
    mailbox.ask(person="Aline Exemple", person_number="7561234567897")
    mailbox.ask(person="Luc Perret", person_number="7569217076985")

    looked = post(
        luca,
        "/delegations/",
        sheet(
            ("756.1234.5678.97", "aline@example.org"), ("756.9217.0769.85", "luc"), ("756", "x@example.org")
        ),
        content_type="multipart/form-data",
    )
    before = delegations(lite_house)
    post(luca, "/delegations/send", {**confirmed(looked.text), **AGREED})

    assert before == []
    assert [one.email for one in delegations(lite_house)] == ["aline@example.org"]


def test_a_request_that_is_gone_meanwhile_stops_the_whole_sheet(
    lite_house: House, mailbox: Mailbox, luca: FlaskClient
) -> None:
    kept = mailbox.ask(person="Aline Exemple", person_number="7561234567897")
    gone = mailbox.ask(person="Luc Perret", person_number="7569217076985")
    chosen = {"reference": [kept, gone], "email": ["aline@example.org", "luc@example.org"], **AGREED}
    mailbox.do(mailbox.fund, service.withdraw_request, gone)

    answer = post(luca, "/delegations/send", chosen)

    assert answer.status_code == 422
    assert delegations(lite_house) == []


def test_the_template_holds_the_open_requests(mailbox: Mailbox, luca: FlaskClient) -> None:
    reference = mailbox.ask(person="Aline Exemple")

    from console.base.sheets import read_upload

    found = read_upload(luca.get("/delegations/template.xlsx").data, "a.xlsx")

    assert [row.cells[0] for row in found.rows] == [reference]


def test_a_file_that_is_no_sheet_is_refused_at_its_field(mailbox: Mailbox, luca: FlaskClient) -> None:
    del mailbox

    answer = post(
        luca,
        "/delegations/",
        {"file": (io.BytesIO(b"not a sheet"), "a.xlsx")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422
    assert 'id="file-fault"' in answer.text

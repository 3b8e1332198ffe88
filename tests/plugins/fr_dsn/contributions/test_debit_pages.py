"""What the staff does on the pages of mandates and collections, and what a company sees of its debit."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pypdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.jobs.running import run_next
from plugins.fr_dsn.debits.models import DebitCollection, DebitMandate
from tests.plugins.fr_dsn.contributions.insurer import FILES, LIST, MARCH, Insurer
from tests.plugins.fr_dsn.contributions.test_collections import a_day, after, called, today
from tests.plugins.fr_dsn.contributions.test_pages import staff
from tests.plugins.fr_dsn.contributions.test_pain008 import read
from tests.plugins.fr_dsn.portfolio.accounts import ADMINISTRATOR, GATEWAY, OTHER, text
from tests.support.house import post
from tests.support.outbox import later

MANDATES, COLLECTIONS = "/fr_dsn/debit_mandate/", "/fr_dsn/collection/"
IBAN = "FR76 3000 6000 0112 3456 7890 189"
TYPED = {
    "company": "C-100", "reference": "rum-2026/001", "holder": "Société d’Essai", "iban": IBAN.lower(), "bic": "",
    "signed": "05.01.2026", "begins": "FRST", "ended": "",
}  # fmt: skip


@pytest.fixture
def camille(lite_insurer: Insurer) -> FlaskClient:
    """Give the browser of a person of the staff."""
    return staff(lite_insurer)


def work(insurer: Insurer) -> None:
    while run_next(insurer.house.app):
        pass


def drawn(insurer: Insurer, camille: FlaskClient) -> DebitCollection:
    """Draw up a collection on the page, and give it."""
    called(insurer)
    answer = post(camille, f"{COLLECTIONS}draw", {"day": f"{a_day():%d.%m.%Y}"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    work(insurer)
    (found,) = insurer.hub.rows(DebitCollection)
    return found


def test_a_mandate_is_typed_and_its_iban_shown_in_part_in_lists(
    lite_insurer: Insurer, camille: FlaskClient
) -> None:
    assert post(camille, f"{MANDATES}add", TYPED).status_code == 303
    assert post(camille, f"{MANDATES}add", TYPED).status_code == 422

    (row,) = lite_insurer.hub.rows(DebitMandate)
    assert (row.reference, row.iban, row.used) == ("RUM-2026/001", IBAN.replace(" ", ""), None)
    assert IBAN not in text(camille, f"{MANDATES}list/")
    assert "FR•• •••• 0189" in text(camille, f"{MANDATES}list/")
    assert IBAN in text(camille, f"{MANDATES}show/{row.id}")
    history = text(camille, f"{MANDATES}history/{row.id}")
    assert ("FR•• •••• 0189" in history, row.iban in history, IBAN in history) == (True, False, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iban": "FR7630006000011234567890188"},
        {"iban": "?"},
        {"bic": "AGRI"},
        {"reference": "RUM 1"},
        {"reference": "É"},
        {"holder": "…"},
        {"signed": "05.01.2099"},
        {"ended": "04.01.2026"},
        {"begins": "OOFF"},
        {"company": "C-999"},
    ],
)
def test_a_mandate_that_cannot_be_is_refused(
    lite_insurer: Insurer, camille: FlaskClient, wrong: dict[str, str]
) -> None:
    assert post(camille, f"{MANDATES}add", TYPED | wrong).status_code == 422
    assert lite_insurer.hub.rows(DebitMandate) == []


def test_a_mandate_that_was_used_is_ended_and_not_changed(
    lite_insurer: Insurer, camille: FlaskClient
) -> None:
    drawn(lite_insurer, camille)
    (row,) = lite_insurer.hub.rows(DebitMandate)
    path = f"{MANDATES}edit/{row.id}"
    typed = TYPED | {
        "reference": row.reference, "holder": row.holder, "signed": "05.01.2025", "version": str(row.version),
    }  # fmt: skip

    assert post(camille, path, typed | {"iban": "DE89370400440532013000"}).status_code == 422
    assert post(camille, path, typed | {"ended": "01.12.2026"}).status_code == 303
    assert camille.get(f"{MANDATES}delete/{row.id}").status_code == 403


def test_a_collection_is_drawn_up_taken_along_and_executed(
    lite_insurer: Insurer, camille: FlaskClient
) -> None:
    one = drawn(lite_insurer, camille)
    path = f"{COLLECTIONS}{one.reference}"
    assert one.reference in text(camille, COLLECTIONS)
    assert lite_insurer.call().reference in text(camille, path)

    answer = camille.get(f"{path}/pain008.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    assert read(answer.data).control == one.amount
    assert answer.headers["Cache-Control"] == "no-store"
    assert camille.get(f"{path}/execute").status_code == 409
    with later(after(one.day)):
        back = staff(lite_insurer)  # weeks later she signs in anew
        assert back.get(f"{path}/execute").status_code == 200
        assert post(back, f"{path}/execute").status_code == 303
        work(lite_insurer)
    assert lite_insurer.call().state == "paid"
    assert post(camille, f"{path}/withdraw").status_code == 409
    with lite_insurer.house.reading(GATEWAY) as session:
        asked = select(AuditEntry.action).where(AuditEntry.subject == "fr_dsn.collection")
        assert {"fr_dsn.collection.downloaded", "fr_dsn.collection.executed"} <= set(session.scalars(asked))


def test_a_collection_is_withdrawn_on_its_page(lite_insurer: Insurer, camille: FlaskClient) -> None:
    one = drawn(lite_insurer, camille)

    assert camille.get(f"{COLLECTIONS}{one.reference}/withdraw").status_code == 200
    assert post(camille, f"{COLLECTIONS}{one.reference}/withdraw").status_code == 303
    work(lite_insurer)

    assert lite_insurer.call().debit_on is None


def test_a_debit_that_came_back_is_noted_from_its_call(lite_insurer: Insurer, camille: FlaskClient) -> None:
    called(lite_insurer)
    of = lite_insurer.call().reference
    path = f"{COLLECTIONS}call/{of}/bounce"
    assert camille.get(path).status_code == 409
    lite_insurer.collect(a_day())
    assert path in text(camille, f"{LIST}{of}")
    assert camille.get(path).status_code == 200

    for wrong in (
        {"kind": "executed"},
        {"reason": "ZZ99"},
        {"day": "x"},
        {"day": "01.01.2099"},
        {"kind": "returned"},
    ):
        typed = {"kind": "rejected", "reason": "AC04", "day": "05.01.2026"} | wrong
        assert post(camille, path, typed).status_code == 422
    assert post(camille, path, {"kind": "rejected", "reason": "AC04", "day": "05.01.2026"}).status_code == 303

    assert "AC04" in text(camille, f"{LIST}{of}")
    assert lite_insurer.call().debit_on is None


@pytest.mark.parametrize("day", ["", "x", "32.01.2027", "01.01.2020"])
def test_a_day_that_cannot_be_draws_up_nothing(lite_insurer: Insurer, camille: FlaskClient, day: str) -> None:
    called(lite_insurer)

    assert post(camille, f"{COLLECTIONS}draw", {"day": day}).status_code == 422
    assert lite_insurer.hub.rows(DebitCollection) == []


def test_before_drawing_up_the_page_says_what_is_left_aside(
    lite_insurer: Insurer, camille: FlaskClient
) -> None:
    assert camille.get(f"{COLLECTIONS}draw").status_code == 409
    called(lite_insurer, number="C-200")

    answer = post(camille, f"{COLLECTIONS}draw", {"day": f"{a_day():%d.%m.%Y}"})

    assert answer.status_code == 422
    assert lite_insurer.hub.rows(DebitCollection) == []


def test_a_company_sees_when_its_call_is_debited_on_page_and_paper(
    lite_insurer: Insurer, camille: FlaskClient
) -> None:
    drawn(lite_insurer, camille)
    path, day = f"{LIST}{lite_insurer.call().reference}", f"{a_day():%d}"
    mine, other = lite_insurer.house.browser(ADMINISTRATOR), lite_insurer.house.browser(OTHER)

    page = text(mine, path)
    assert (day in page, "RUM-C-100" in page, "FR•• •••• 0189" in page, IBAN[:9] in page) == (
        True,
        True,
        True,
        False,
    )
    assert other.get(path).status_code == 404
    told = pypdf.PdfReader(io.BytesIO(mine.get(f"{path}/call.pdf").data)).pages[0].extract_text()
    assert ("RUM-C-100" in told, "FR72ZZZ123456" in told) == (True, True)


def test_what_was_paid_otherwise_meanwhile_is_shown_beside_its_debit(
    lite_insurer: Insurer, camille: FlaskClient
) -> None:
    one = drawn(lite_insurer, camille)
    rest = f"{one.amount - Decimal('1.23')}".replace(".", ",")
    before = text(camille, f"{COLLECTIONS}{one.reference}")
    lite_insurer.act("pay", Decimal("1.23"), today(), "virement")

    assert (rest in before, rest in text(camille, f"{COLLECTIONS}{one.reference}")) == (False, True)


def test_a_company_reaches_no_mandate_and_no_collection(lite_insurer: Insurer, camille: FlaskClient) -> None:
    one = drawn(lite_insurer, camille)
    mine = lite_insurer.house.browser(ADMINISTRATOR)
    (mandate,) = lite_insurer.hub.rows(DebitMandate)
    paths = [
        COLLECTIONS, f"{COLLECTIONS}{one.reference}", f"{COLLECTIONS}{one.reference}/pain008.xml",
        f"{COLLECTIONS}draw", f"{MANDATES}list/", f"{MANDATES}show/{mandate.id}",
        f"{COLLECTIONS}call/{lite_insurer.call().reference}/bounce",
    ]  # fmt: skip

    assert {mine.get(path).status_code for path in paths} <= {403, 404}
    assert camille.get(f"{COLLECTIONS}AAAA-BBBB-CCCC").status_code == 404


def test_a_call_that_is_debited_has_no_reminder(lite_insurer: Insurer, camille: FlaskClient) -> None:
    lite_insurer.confirm_deadline()
    lite_insurer.rate()
    lite_insurer.accept(FILES[1])
    lite_insurer.draw(MARCH)
    lite_insurer.act("send")
    lite_insurer.mandate()
    lite_insurer.may_collect()
    lite_insurer.collect(a_day())
    path = f"{LIST}{lite_insurer.call().reference}"

    with later(timedelta(days=20)):
        page = text(staff(lite_insurer), path)
        assert ("RUM-C-100" in page, f"{path}/remind" in page) == (True, False)

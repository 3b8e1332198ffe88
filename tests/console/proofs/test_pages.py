"""Who gets a proof, and what everybody may learn of one."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.mailbox import service
from console.mailbox.service import Actor, Role
from console.parties.models import Company
from console.proofs.models import Proof
from tests.support.house import House, token_of
from tests.support.mailbox import ALINE, Mailbox, mailbox_of, opening, sending
from tests.support.proofs import full, made, proofs_of

SECRET = "Geheimwort"


@dataclass
class Shop:
    """A company of the demonstration that sent something, and its proof."""

    mailbox: Mailbox
    reference: str
    proof: Proof

    @property
    def house(self) -> House:
        return self.mailbox.house

    def verify(self, browser: FlaskClient, **typed: object) -> tuple[int, str]:
        """Post the form of the page that verifies."""
        data = {"csrf_token": token_of(browser, "/verify"), **typed}
        answer = browser.post("/verify", data=data, content_type="multipart/form-data")
        return answer.status_code, answer.get_data(as_text=True)


@pytest.fixture
def shop(lite_house: House) -> Shop:
    """Give a sending of Luca's company, proved and made."""
    mailbox = mailbox_of(lite_house)
    membership = lite_house.membership("luca")
    assert membership.company_id is not None
    user = Actor(Role.USER, mailbox.institution, membership.company_id, mailbox.everything, name="Luca")
    reference = mailbox.do(user, service.send_new, opening(membership.company_id), full("k", name=SECRET))
    made(mailbox)
    return Shop(mailbox, reference, proofs_of(mailbox)[0])


def stored(shop: Shop) -> bytes:
    return shop.house.browser("luca").get(f"/proofs/pdf/{shop.reference}").get_data()


def test_both_sides_get_the_same_bytes(shop: Shop) -> None:
    first = stored(shop)
    assert first.startswith(b"%PDF")
    assert shop.house.browser("claire").get(f"/proofs/pdf/{shop.reference}").get_data() == first


def test_another_company_finds_nothing_and_a_stranger_is_sent_to_sign_in(shop: Shop) -> None:
    with shop.house.writing() as session:
        proof = session.scalars(select(Proof)).one()
        other = session.scalars(select(Company.id).where(Company.id != proof.company_id)).first()
    assert other
    foreign = Actor(
        Role.USER, shop.mailbox.institution, shop.mailbox.other, shop.mailbox.everything, name="X"
    )
    reference = shop.mailbox.do(foreign, service.send_new, opening(shop.mailbox.other), full("k2"))
    assert shop.house.browser("luca").get(f"/proofs/pdf/{reference}").status_code == 404
    assert shop.house.stranger().get(f"/proofs/pdf/{reference}").status_code == 303


def test_a_proof_that_is_being_made_says_so_and_looks_again(shop: Shop) -> None:
    user = Actor(
        Role.USER, shop.mailbox.institution, shop.proof.company_id, shop.mailbox.everything, name="Luca"
    )
    reference = shop.mailbox.do(user, service.send_new, opening(shop.proof.company_id or 0), full("k3"))
    answer = shop.house.browser("luca").get(f"/proofs/pdf/{reference}")
    assert (answer.status_code, answer.headers["Refresh"]) == (202, "3")


def test_staff_see_the_proof_of_a_person_and_the_company_does_not(shop: Shop) -> None:
    mailbox, company = shop.mailbox, shop.proof.company_id or 0
    heading = opening(company)
    reference = mailbox.do(mailbox.fund, service.request, heading)
    luca = Actor(Role.USER, mailbox.institution, company, mailbox.everything, name="Luca")
    with mailbox.acting(luca) as session:
        delegation = service.delegate(session, luca, reference, ALINE).delegation.id
    mailbox.do(mailbox.person(delegation), service.person_send, sending("k9"))
    made(mailbox)
    assert shop.house.browser("claire").get(f"/proofs/pdf/{reference}?whose=person").data.startswith(b"%PDF")
    for address in (f"/proofs/pdf/{reference}", f"/proofs/pdf/{reference}?whose=person"):
        assert shop.house.browser("luca").get(address).status_code == 404


@pytest.mark.parametrize("first", ["company", "person"])
def test_what_one_side_took_back_is_not_proved_to_the_staff_when_the_other_sends(
    shop: Shop, first: str
) -> None:
    mailbox, company = shop.mailbox, shop.proof.company_id or 0
    reference = mailbox.do(mailbox.fund, service.request, opening(company))
    luca = Actor(Role.USER, mailbox.institution, company, mailbox.everything, name="Luca", second_factor=True)

    def by_company(edition: int) -> None:
        mailbox.do(luca, service.send, reference, full(f"c{edition}"), edition=edition)

    def by_person() -> Actor:
        with mailbox.acting(luca) as session:
            issued = service.delegate(session, luca, reference, ALINE, part_complete=True)
            aline = mailbox.person(issued.delegation.id)
        mailbox.do(aline, service.person_send, sending("p"))
        return aline

    if first == "company":
        by_company(0)
        mailbox.do(luca, service.recall, reference)
        by_person()
    else:
        mailbox.do(by_person(), service.recall, reference)
        by_company(0)
    made(mailbox)
    taken_back = next(one for one in proofs_of(mailbox) if one.recalled_at is not None)

    for whose in ("", "?whose=person"):
        answer = shop.house.browser("claire").get(f"/proofs/pdf/{reference}{whose}")
        assert taken_back.number not in answer.headers.get("Content-Disposition", "")


def test_the_address_of_the_qr_code_confirms_and_shows_nothing_else(shop: Shop) -> None:
    address = f"/verify?number={shop.proof.number}&digest={shop.proof.digest}"
    page = shop.house.stranger().get(address).get_data(as_text=True)
    assert "This proof was made by" in page
    assert "Europe/Zurich" in page
    assert SECRET not in page
    assert shop.reference not in page


def test_number_and_the_beginning_of_the_digest_may_be_typed_freely(shop: Shop) -> None:
    typed = {
        "number": shop.proof.number.lower().replace("-", " "),
        "digest": f" {shop.proof.digest[:8]} {shop.proof.digest[8:16]}",
    }
    assert "Number and digest are right" in shop.verify(shop.house.stranger(), **typed)[1]


@pytest.mark.parametrize("length", [0, 8, 15, 65])
def test_too_little_or_too_much_of_the_digest_confirms_nothing(shop: Shop, length: int) -> None:
    digest = (shop.proof.digest + "0")[:length]
    page = shop.house.stranger().get(f"/verify?number={shop.proof.number}&digest={digest}")
    assert "cannot be confirmed" in page.get_data(as_text=True)


def test_a_wrong_number_and_a_wrong_digest_answer_alike(shop: Shop) -> None:
    browser = shop.house.stranger()
    answers = [
        shop.verify(browser, number=number, digest=digest)[1]
        for number, digest in ((shop.proof.number, "0" * 64), ("AAAA-BBBB-CCCC", shop.proof.digest))
    ]
    assert all("cannot be confirmed" in page for page in answers)


def test_the_file_itself_is_confirmed_until_a_byte_changes(shop: Shop) -> None:
    content, browser = stored(shop), shop.house.stranger()
    assert "The proof is unchanged" in shop.verify(browser, file=(BytesIO(content), "x.pdf"))[1]
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    assert "cannot be confirmed" in shop.verify(browser, file=(BytesIO(bytes(changed)), "x.pdf"))[1]


def test_a_recalled_proof_says_so(shop: Shop) -> None:
    luca = Actor(
        Role.USER, shop.mailbox.institution, shop.proof.company_id, shop.mailbox.everything, name="L"
    )
    shop.mailbox.do(luca, service.recall, shop.reference)
    address = f"/verify?number={shop.proof.number}&digest={shop.proof.digest}"
    assert "was recalled by its sender on" in shop.house.stranger().get(address).get_data(as_text=True)


def test_nothing_entered_asks_for_something(shop: Shop) -> None:
    status, page = shop.verify(shop.house.stranger())
    assert status == 422
    assert "Add the PDF" in page
    status, page = shop.verify(shop.house.stranger(), number=shop.proof.number)
    assert (status, "Enter both" in page) == (422, True)


def test_who_tries_again_and_again_is_stopped_and_right_ones_do_not_count(shop: Shop) -> None:
    browser = shop.house.stranger()
    right = f"/verify?number={shop.proof.number}&digest={shop.proof.digest}"
    assert {browser.get(right).status_code for _ in range(25)} == {200}
    wrong = [browser.get("/verify?number=AAAA-BBBB-CCCC&digest=" + "0" * 64).status_code for _ in range(22)]
    assert wrong[-1] == 429
    assert browser.get(right).status_code == 429

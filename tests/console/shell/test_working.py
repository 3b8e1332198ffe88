"""A private working copy: nobody sees what is typed until it is saved, and nothing is lost when two save."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

from flask.testing import FlaskClient
from sqlalchemy import delete, select

from console.accounts.models import Membership, ThemeRight, User
from console.documents import service as documents
from console.forms.models import Draft
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.mailbox import service
from console.mailbox.models import Message
from console.mailbox.service import State
from tests.support.drafts import ASKED, QUESTION, Filling, asked, begin
from tests.support.house import House, post
from tests.support.mail_pages import navigated, pages_of
from tests.support.mailbox import ACCOUNTING, Mailbox
from tests.support.papers import pdf_with

TOLD = "We paid it on 3 March."


def question(mailbox: Mailbox, **more: object) -> str:
    """Let the fund ask the company something in words."""
    return mailbox.ask(theme=ACCOUNTING, type_="query", subject="Facture 17", delegable=False, **more)


def answering(browser: FlaskClient, reference: str) -> Filling:
    """Open a message to answer it."""
    opened = post(browser, f"/mailbox/message/{reference}/answer")
    assert opened.status_code == 303, opened.text
    return Filling(browser, opened.location.split("/draft/", 1)[1].split("/", 1)[0])


def folders(browser: FlaskClient) -> dict[str, int]:
    """Give the folders as the navigation counts them."""
    return navigated(browser.get("/").text)


def test_typing_moves_nothing_and_saving_moves_the_request_to_the_drafts(house: House) -> None:
    mailbox, luca = pages_of(house), house.browser("luca")
    reference = question(mailbox)
    filling = answering(luca, reference)
    filling.send("answer", {"f-text": TOLD}, "save")
    typed = mailbox.state(reference)

    filling.send("answer", {"f-text": TOLD}, "leave")

    assert (typed, mailbox.state(reference)) == (State.INBOX, State.DRAFT)
    with house.reading() as session:
        assert session.scalars(select(Draft).where(Draft.message == reference)).all() == []


def test_what_a_colleague_saved_is_gone_on_with_by_another(lite_house: House) -> None:
    reference = question(pages_of(lite_house))
    answering(lite_house.browser("luca"), reference).send("answer", {"f-text": TOLD}, "leave")

    page = answering(lite_house.browser("nora"), reference).page("answer")

    assert TOLD in page


def test_the_institution_sees_nothing_of_a_draft(lite_house: House) -> None:
    reference = question(pages_of(lite_house))
    answering(lite_house.browser("luca"), reference).send("answer", {"f-text": TOLD}, "leave")

    marc = lite_house.browser("marc")

    assert TOLD not in marc.get(f"/mailbox/message/{reference}").text
    assert folders(marc).get("drafts") is None


def test_the_staff_get_no_copy_of_what_a_company_has_saved(lite_house: House) -> None:
    reference = question(pages_of(lite_house))
    answering(lite_house.browser("luca"), reference).send("answer", {"f-text": TOLD}, "leave")

    answer = post(lite_house.browser("marc"), f"/mailbox/message/{reference}/answer")

    assert answer.status_code == 409
    with lite_house.reading() as session:
        assert session.scalars(select(Draft).where(Draft.message == reference)).all() == []


def test_of_two_who_save_the_later_is_shown_both_texts_and_loses_none(lite_house: House) -> None:
    reference = question(pages_of(lite_house))
    first, second = (answering(lite_house.browser(name), reference) for name in ("luca", "nora"))
    second.send("answer", {"f-text": "Nora’s words"}, "update")
    first.send("answer", {"f-text": "Luca’s words"}, "leave")

    told = second.send("answer", {"f-text": "Nora’s words"}, "leave")
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', told.text))
    taken = second.browser.post(
        second.url("check-and-send"),
        data={**{name: unescape(value) for name, value in hidden.items()}, "keep-text": "mine"},
    )

    assert "Nora’s words" in told.text
    assert "Luca’s words" in told.text
    assert taken.status_code == 303
    with lite_house.reading() as session:
        row = session.scalars(select(Message).where(Message.reference == reference)).one()
        assert (row.raw or {})["text"] == "Nora’s words"


def test_a_double_click_and_the_back_button_send_once(house: House) -> None:
    mailbox, luca = pages_of(house), house.browser("luca")
    filling = answering(luca, question(mailbox))
    filling.send("answer", {"f-text": TOLD})
    hidden = filling.hidden("check-and-send")

    sent = [filling.send("check-and-send", {}, "send", hidden=hidden).location for _ in range(3)]

    assert len(set(sent)) == 1
    assert mailbox.folders(mailbox.fund) == {State.SENT: 1}


def test_what_is_typed_after_saving_and_going_back_goes_on_in_the_same_message(lite_house: House) -> None:
    filling = asked(lite_house.browser("luca"))
    hidden = filling.hidden("question")
    first = filling.send("question", ASKED, "leave", hidden=hidden)

    again = filling.send("question", {**ASKED, "f-question": "Et les jumeaux ?"}, "leave", hidden=hidden)

    assert again.location == first.location
    assert filling.browser.get(filling.url("question")).location == first.location
    with lite_house.reading() as session:
        (row,) = session.scalars(select(Message)).all()
        assert (row.raw or {})["question"] == "Et les jumeaux ?"


def test_a_message_of_her_own_is_named_by_what_was_typed(lite_house: House) -> None:
    filling = asked(lite_house.browser("luca"))

    location = filling.send("check-and-send", {}, "send").location

    assert "Allaitement" in filling.browser.get(location).text
    assert "Allaitement" in lite_house.browser("marc").get("/mailbox/sent").text


def test_who_may_only_prepare_keeps_her_work_and_is_told_why_it_is_not_sent(lite_house: House) -> None:
    filling = asked(lite_house.browser("nora"))
    with lite_house.app.app_context():
        mine = select(Membership.id).join(User, User.id == Membership.user_id).where(User.username == "nora")
        accounts().execute(
            ThemeRight.__table__.update()  # type: ignore[attr-defined]
            .where(ThemeRight.membership_id.in_(mine))
            .values(level=int(Level.PREPARE))
        )
        accounts().commit()

    answer = filling.send("check-and-send", {}, "send")

    assert answer.location == filling.url("check-and-send")
    assert "Combien de jours" in filling.page("check-and-send")


def test_a_message_that_was_withdrawn_meanwhile_leaves_the_text_with_its_writer(lite_house: House) -> None:
    mailbox = pages_of(lite_house)
    reference = question(mailbox)
    filling = answering(lite_house.browser("luca"), reference)
    filling.send("answer", {"f-text": TOLD}, "update")
    hidden = filling.hidden("answer")
    mailbox.do(mailbox.fund, service.withdraw_request, reference)

    answer = filling.send("answer", {"f-text": TOLD}, "leave", hidden=hidden)

    assert answer.status_code in (303, 404, 409)
    with lite_house.reading() as session:
        mine = select(Draft.raw).where(Draft.message == reference)
        assert session.scalars(mine).one()["text"] == TOLD


def test_a_document_of_a_colleague_s_draft_is_there_for_the_next(lite_house: House) -> None:
    reference = question(pages_of(lite_house))
    filling = answering(lite_house.browser("luca"), reference)
    hidden = filling.hidden("answer")
    sent = {
        **hidden,
        "f-text": TOLD,
        "do": "upload:documents",
        "file-documents": (BytesIO(pdf_with()), "a.pdf"),
    }
    filling.browser.post(filling.url("answer"), data=sent, content_type="multipart/form-data")
    filling.send("answer", {"f-text": TOLD}, "leave")

    page = answering(lite_house.browser("nora"), reference).page("answer")

    assert "a.pdf" in page


def test_a_document_that_was_not_added_to_it_cannot_be_named_in_a_message(lite_house: House) -> None:
    mailbox, nora = pages_of(lite_house), lite_house.browser("nora")
    with lite_house.writing() as session:
        limits = documents.FileLimits(frozenset({"pdf"}), 1_000_000)
        contract = BytesIO(pdf_with())
        file = documents.keep(session, contract, "lohn.pdf", limits, user_id=1, company_id=mailbox.atelier)
        foreign = file.reference
    filling = answering(nora, question(mailbox))

    filling.send("answer", {"f-text": TOLD, "f-documents": foreign}, "leave")

    with lite_house.reading() as session:
        [message] = session.scalars(select(Message))
        assert message.raw is not None
        assert foreign not in str(message.raw)
        address = f"/mailbox/message/{message.reference}/document/{foreign}"
    assert nora.get(address).status_code == 404


def test_staff_register_on_behalf_of_a_company_what_came_by_post(lite_house: House) -> None:
    mailbox, marc = pages_of(lite_house), lite_house.browser("marc")
    begun = post(marc, f"/forms/{QUESTION}/new", {"company": "41002", "channel": "post"})
    filling = Filling(marc, begun.location.split("/draft/", 1)[1].split("/", 1)[0])
    filling.send("question", ASKED)
    filling.send("answer", {"f-reach": "message"})

    sent = filling.send("check-and-send", {}, "send")

    assert "/mailbox/message/" in sent.location
    with lite_house.reading() as session:
        row = session.scalars(select(Message)).one()
        assert (row.channel, row.origin, row.company_id) == ("post", "registered", mailbox.atelier)


def test_a_company_that_is_not_the_institution_s_cannot_be_registered_for(lite_house: House) -> None:
    marc = lite_house.browser("marc")

    answer = post(marc, f"/forms/{QUESTION}/new", {"company": "7001", "channel": "post"})

    assert answer.status_code == 400


def test_without_the_theme_a_working_copy_is_as_good_as_gone(lite_house: House) -> None:
    filling = begin(lite_house.browser("nora"), QUESTION)
    with lite_house.app.app_context():
        mine = select(Membership.id).join(User, User.id == Membership.user_id).where(User.username == "nora")
        accounts().execute(delete(ThemeRight).where(ThemeRight.membership_id.in_(mine)))
        accounts().commit()

    assert filling.browser.get(filling.url("question")).status_code == 404

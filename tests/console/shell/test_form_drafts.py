"""Filling in a form step by step, without a script."""

from __future__ import annotations

import io

from sqlalchemy import select

from console.forms.models import Draft, Submission
from tests.support.drafts import ASKED, ENTRY, INSTALMENTS, QUESTION, TRAINING, asked, begin
from tests.support.house import House, post


def test_a_form_is_filled_in_checked_and_sent(house: House) -> None:
    filling = asked(house.browser("luca"))

    assert "Combien de jours" in filling.page("check-and-send")
    sent = filling.send("check-and-send", {}, "send")
    page = filling.browser.get(sent.location).text

    assert sent.location.startswith("/mailbox/message/")
    assert "Allaitement" in page
    with house.reading() as session:
        found = session.scalars(select(Submission).order_by(Submission.id.desc())).first()
        assert found is not None
        assert (found.content["subject"], found.source, found.user_name) == (
            "Allaitement",
            "page",
            "Luca Bernasconi",
        )
        assert session.scalars(select(Draft).where(Draft.reference == filling.reference)).first() is None


def test_going_on_saves_and_leads_to_the_next_step(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)

    answer = filling.send("question", ASKED)

    assert answer.location == filling.url("answer")
    assert "Allaitement" in filling.page("question")


def test_faults_are_told_only_after_the_section_was_left_by_the_button(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)

    assert "g-summary" not in filling.page("question")
    filling.send("question", {}, "go:answer")
    assert "g-summary" not in filling.page("question")
    answer = filling.send("question", {"f-subject": ""})
    page = filling.page("question")

    assert answer.location == filling.url("question")
    assert 'href="#f-subject"' in page
    assert "<title>Erreur" in page
    assert 'aria-invalid="true"' in page


def test_going_back_and_leaving_save_without_judging(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)

    assert filling.send("answer", {"f-reach": "phone"}, "back").location == filling.url("question")
    assert filling.send("question", {"f-subject": "Oubli"}, "leave").status_code == 303

    assert "Oubli" in filling.browser.get("/mailbox/drafts").text


def test_sending_an_incomplete_draft_says_what_is_missing_and_keeps_it(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)

    answer = filling.send("check-and-send", {}, "send")
    page = filling.page("check-and-send")

    assert answer.location == filling.url("check-and-send")
    assert f'href="{filling.url("question")}#f-subject"' in page
    assert f'href="{filling.url("answer")}#f-reach-0"' in page


def test_a_field_that_is_not_asked_for_is_hidden_and_keeps_its_text(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)
    filling.send("question", ASKED)

    filling.send("answer", {"f-reach": "phone", "f-phone": "021 555 01 23"}, "update")
    shown = filling.page("answer")
    filling.send("answer", {"f-reach": "message", "f-phone": "021 555 01 23"}, "update")
    hidden = filling.page("answer")

    def part(page: str) -> str:
        return page.split('data-part="phone"', 1)[1].split(">", 1)[0]

    assert "hidden" not in part(shown)
    assert "hidden" in part(hidden)
    assert 'value="021 555 01 23"' in hidden


def test_rows_are_added_and_removed_without_losing_what_was_typed(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), INSTALMENTS)
    filling.send("plan", {}, "add:instalments")
    filling.send("plan", {}, "add:instalments")
    first, second = (
        name.split(".")[1] for name in filling.hidden("plan") if name.startswith("f-instalments")
    )
    typed = {f"f-instalments.{first}.amount": "100", f"f-instalments.{second}.amount": "200.50"}

    filling.send("plan", typed, "add:instalments")
    filling.send("plan", typed, f"remove:instalments:{first}")
    page = filling.page("plan")

    assert 'value="200.50"' in page
    assert 'value="100"' not in page
    assert "200.50" in page.split('data-part="total"', 1)[1][:700], "the sum follows"


def test_more_than_a_hundred_rows_are_shown_by_pages_and_none_is_lost(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), INSTALMENTS)
    with lite_house.writing() as session:
        draft = session.scalars(select(Draft).where(Draft.reference == filling.reference)).one()
        draft.raw = {"instalments": [{"_row": f"r{n}", "amount": str(n)} for n in range(250)]}

    shown = {f"f-instalments.r{n}.amount": str(n) for n in range(100)}
    filling.send("plan", {**shown, "f-instalments.r3.amount": "77777"}, "rows:instalments:3")
    page = filling.browser.get(f"{filling.url('plan')}?rows-instalments=3").text

    assert page.count("data-row") == 50
    with lite_house.reading() as session:
        draft = session.scalars(select(Draft).where(Draft.reference == filling.reference)).one()
        amounts = [row["amount"] for row in draft.raw["instalments"]]
    assert amounts == [*"012", "77777", *(str(n) for n in range(4, 250))]


def test_known_values_say_where_they_come_from_until_they_are_changed(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), INSTALMENTS)
    mail = 'value="info@41002.example"'

    def note(page: str) -> str:
        return page.split(mail, 1)[1].split("</div>", 1)[0]

    assert "f-email-note" in note(filling.page("contact"))
    filling.send("contact", {"f-email": "compta@example.org"}, "update")

    assert "f-email-note" not in filling.page("contact")


def test_a_chooser_takes_only_who_is_known_and_shows_the_name(lite_house: House) -> None:
    luca = lite_house.browser("luca")
    filling = begin(luca, QUESTION)
    found = luca.get(f"/forms/suggest/{filling.reference}?source=ch_fund.employee&q=").get_json()

    filling.send("question", {**ASKED, "f-employee": "756.0000.0000.00"})
    assert 'href="#f-employee"' in filling.page("question")
    filling.send("question", {**ASKED, "f-employee": found[0]["value"]})
    page = filling.page("question")

    assert 'href="#f-employee"' not in page
    assert found[0]["label"].split(" · ")[1].split()[0] in page


def test_what_was_typed_in_another_language_is_shown_as_this_reader_types_it(lite_house: House) -> None:
    filling = begin(lite_house.browser("marc"), ENTRY)
    with lite_house.writing() as session:
        draft = session.scalars(select(Draft).where(Draft.reference == filling.reference)).one()
        draft.language, draft.raw = "de", {"birth": "1.2.1990", "family_name": "1.2.1990"}

    page = filling.page("person")

    assert 'type="text" value="01.02.1990"' in page
    assert 'value="1.2.1990"' in page, "a name is left as it is"


def test_a_draft_is_thrown_away_after_a_question(lite_house: House) -> None:
    luca = lite_house.browser("luca")
    filling = begin(luca, QUESTION)

    assert "danger" in luca.get(f"/forms/draft/{filling.reference}/throw-away").text
    post(luca, f"/forms/draft/{filling.reference}/throw-away")

    assert luca.get(filling.url("question")).status_code == 404


def test_a_document_is_added_listed_and_removed(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), TRAINING)
    png = b"\x89PNG\r\n\x1a\n" + bytes(200)

    filling.send(
        "training", {"f-school": "EPFL", "file-proof": (io.BytesIO(png), "carte.png")}, "upload:proof"
    )
    page = filling.page("training")
    (reference,) = filling.hidden("training")["f-proof"]
    document = filling.browser.get(f"/forms/draft/{filling.reference}/document/{reference}")

    assert "carte.png" in page
    assert 'value="EPFL"' in page
    assert document.data == png
    filling.send("training", {}, f"drop:proof:{reference}")
    assert "carte.png" not in filling.page("training")


def test_a_document_of_a_wrong_kind_is_told_at_its_field_and_the_text_stays(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), TRAINING)

    filling.send(
        "training", {"f-school": "EPFL", "file-proof": (io.BytesIO(b"MZ program"), "x.pdf")}, "upload:proof"
    )
    page = filling.page("training")

    assert 'href="#f-proof"' in page
    assert "x.pdf:" in page
    assert 'value="EPFL"' in page
    assert "x.pdf:" not in filling.page("training"), "told once"


def test_a_document_of_somebody_else_is_no_longer_there(lite_house: House) -> None:
    nora, luca = lite_house.browser("nora"), lite_house.browser("luca")
    hers, his = begin(nora, TRAINING), begin(luca, TRAINING)
    png = b"\x89PNG\r\n\x1a\n" + bytes(200)
    hers.send("training", {"file-proof": (io.BytesIO(png), "carte.png")}, "upload:proof")
    (reference,) = hers.hidden("training")["f-proof"]

    his.send("training", {"f-proof": reference})

    assert "carte.png" not in his.page("training")
    assert 'href="#f-proof"' in his.page("training")
    assert luca.get(f"/forms/draft/{his.reference}/document/{reference}").status_code == 404


def test_an_address_that_is_none_of_documents_changes_nothing_typed(lite_house: House) -> None:
    filling = asked(lite_house.browser("luca"))

    for button in ("drop:subject:x", "drop:subject.a.b:x", "upload:subject.a.b", "drop:nothing.a.b:x"):
        assert filling.send("question", ASKED, button).status_code == 303, button

    assert f'value="{ASKED["f-subject"]}"' in filling.page("question")


def test_a_step_that_the_form_has_not_leads_back_to_the_page_at_hand(lite_house: House) -> None:
    filling = asked(lite_house.browser("luca"))

    led = filling.send("question", ASKED, "go:../../../me/profile")

    assert led.location == filling.url("question")


def test_a_draft_suggests_only_from_the_sources_of_its_form(lite_house: House) -> None:
    luca = lite_house.browser("luca")
    filling = begin(luca, TRAINING)

    assert luca.get(f"/forms/suggest/{filling.reference}?source=ch_fund.employee").get_json() == []


def test_the_paper_of_a_draft_is_made_although_an_answer_is_far_too_long(lite_house: House) -> None:
    luca = lite_house.browser("luca")
    filling = begin(luca, QUESTION)
    filling.send("question", {**ASKED, "f-question": "word " * 400_000})

    paper = luca.get(f"/forms/draft/{filling.reference}/paper.pdf")

    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")

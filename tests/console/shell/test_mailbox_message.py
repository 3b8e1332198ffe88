"""One message on its page: as much as its reader sees, and only what she may do now."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from console.hooks.declarations import Level
from console.mailbox import service
from tests.support.house import House, post
from tests.support.mail_pages import ROW, pages_of
from tests.support.mailbox import ACCOUNTING, Mailbox, content, opening, sending

TEXT = "Bitte bestätigen Sie die Ausbildung"


@pytest.fixture
def mailbox(lite_house: House) -> Mailbox:
    return pages_of(lite_house)


@pytest.fixture
def luca(lite_house: House) -> FlaskClient:
    return lite_house.browser("luca")


@pytest.fixture
def marc(lite_house: House) -> FlaskClient:
    return lite_house.browser("marc")


def sent(mailbox: Mailbox, text: str = "ganz") -> str:
    """Let the company send a message."""
    heading = opening(mailbox.atelier, subject="Lohn von Lea")
    return str(mailbox.do(mailbox.user(), service.send_new, heading, sending(f"key {text}", text)))


def drafted(mailbox: Mailbox, text: str = "halb") -> str:
    """Let the company begin a message of its own."""
    return str(mailbox.do(mailbox.user(), service.save_new, opening(mailbox.atelier), content(text)))


def acts_on(page: str, reference: str) -> set[str]:
    """Give the acts for which a page has buttons."""
    return set(re.findall(rf'"/mailbox/message/{reference}/([a-z]+)"', page))


def test_a_request_is_shown_with_its_text_and_can_be_answered(mailbox: Mailbox, luca: FlaskClient) -> None:
    reference = mailbox.ask(text=TEXT, person="Lea Exemple", person_number="7560000000118")

    page = luca.get(f"/mailbox/message/{reference}").text

    assert TEXT in page
    assert "756.0000.0001.18" in page
    assert acts_on(page, reference) == {"answer"}


def test_a_notice_has_nothing_to_answer(mailbox: Mailbox, luca: FlaskClient) -> None:
    reference = mailbox.do(
        mailbox.fund, service.request, opening(mailbox.atelier, ACCOUNTING, "notice", text=TEXT)
    )

    page = luca.get(f"/mailbox/message/{reference}").text

    assert TEXT in page
    assert acts_on(page, reference) == set()


def test_what_was_sent_is_read_by_both_sides_and_recalled_by_its_own(
    mailbox: Mailbox, luca: FlaskClient, marc: FlaskClient
) -> None:
    reference = sent(mailbox, "Neue Adresse")

    for client, acts in ((luca, {"recall"}), (marc, set())):
        page = client.get(f"/mailbox/message/{reference}").text
        assert "Neue Adresse" in page
        assert acts_on(page, reference) == acts


def test_what_is_taken_in_hand_has_no_button_to_recall_it(mailbox: Mailbox, luca: FlaskClient) -> None:
    reference = sent(mailbox)
    mailbox.do(mailbox.fund, service.take, reference)

    assert acts_on(luca.get(f"/mailbox/message/{reference}").text, reference) == set()
    assert post(luca, f"/mailbox/message/{reference}/recall").status_code == 409


def test_a_draft_is_read_by_colleagues_and_never_by_the_institution(
    mailbox: Mailbox, luca: FlaskClient, marc: FlaskClient
) -> None:
    own = drafted(mailbox, "Vertraulich")
    answer = mailbox.ask()
    mailbox.do(mailbox.user(), service.save, answer, content("Vertraulich"), edition=0)

    for reference in (own, answer):
        page = luca.get(f"/mailbox/message/{reference}").text
        assert "Vertraulich" in page
        assert "Rita Hartmann" in page
    assert marc.get(f"/mailbox/message/{own}").status_code == 404
    seen = marc.get(f"/mailbox/message/{answer}")
    assert seen.status_code == 200
    assert "Vertraulich" not in seen.text
    assert "Rita Hartmann" not in seen.text


def test_a_draft_that_is_deleted_twice_is_deleted_once(mailbox: Mailbox, luca: FlaskClient) -> None:
    reference = drafted(mailbox)
    asked = luca.get(f"/mailbox/message/{reference}/delete")
    assert asked.status_code == 200

    for _ in range(2):
        assert post(luca, f"/mailbox/message/{reference}/delete").location == "/mailbox/drafts"

    assert mailbox.folders(mailbox.user()) == {}


def test_an_answer_that_is_thrown_away_twice_leaves_the_request_in_the_inbox(
    mailbox: Mailbox, luca: FlaskClient
) -> None:
    reference = mailbox.ask()
    mailbox.do(mailbox.user(), service.save, reference, content(), edition=0)

    for _ in range(2):
        answer = post(luca, f"/mailbox/message/{reference}/delete")
        assert answer.location == f"/mailbox/message/{reference}"

    assert mailbox.folders(mailbox.user()) == {"INBOX": 1}


def test_a_message_that_is_recalled_twice_is_recalled_once(mailbox: Mailbox, luca: FlaskClient) -> None:
    reference = sent(mailbox)
    assert luca.get(f"/mailbox/message/{reference}/recall").status_code == 200

    for _ in range(2):
        assert post(luca, f"/mailbox/message/{reference}/recall").status_code == 303

    assert mailbox.folders(mailbox.user()) == {"DRAFT": 1}


def test_a_request_has_no_page_to_delete_it(mailbox: Mailbox, luca: FlaskClient) -> None:
    reference = mailbox.ask()

    assert luca.get(f"/mailbox/message/{reference}/delete").status_code == 409


def test_somebody_who_may_only_read_finds_no_button(mailbox: Mailbox, lite_house: House) -> None:
    reference = mailbox.ask()
    _level(lite_house, "nora", Level.READ)
    nora = lite_house.browser("nora")

    page = nora.get(f"/mailbox/message/{reference}")

    assert page.status_code == 200
    assert acts_on(page.text, reference) == set()


@pytest.mark.parametrize("reader", ["petra", "luca", "ruth"])
def test_what_is_not_hers_answers_like_what_does_not_exist(
    mailbox: Mailbox, lite_house: House, reader: str
) -> None:
    """Petra is of another company, Ruth of another institution, and Luca has lost the theme."""
    reference = sent(mailbox)
    if reader == "luca":
        _level(lite_house, "luca", None, theme="family_allowances")
    client = lite_house.browser(reader)

    for path in ("", "/recall", "/delete", "/document/abc"):
        known, unknown = (client.get(f"/mailbox/message/{one}{path}") for one in (reference, "ZZZZ-ZZZZ"))
        assert (known.status_code, unknown.status_code) == (404, 404)
        assert _bare(known.text, reference) == _bare(unknown.text, "ZZZZ-ZZZZ")
    for act in ("answer", "recall", "delete"):
        assert post(client, f"/mailbox/message/{reference}/{act}").status_code == 404


def test_a_question_stands_on_the_page_of_what_it_is_about(
    mailbox: Mailbox, luca: FlaskClient, marc: FlaskClient
) -> None:
    reference = sent(mailbox)
    mailbox.do(mailbox.fund, service.query, reference, subject="Welche Schule?", text="?")
    [question] = ROW.findall(luca.get("/mailbox/inbox").text)

    for client in (luca, marc):
        assert f'href="/mailbox/message/{question}"' in client.get(f"/mailbox/message/{reference}").text
        assert f'href="/mailbox/message/{reference}"' in client.get(f"/mailbox/message/{question}").text


def test_a_refused_message_says_why_to_the_company(mailbox: Mailbox, luca: FlaskClient) -> None:
    reference = sent(mailbox)
    mailbox.do(mailbox.fund, service.settle, reference, "refused", "Der Beleg fehlt")

    assert "Der Beleg fehlt" in luca.get(f"/mailbox/message/{reference}").text


def test_the_history_tells_what_happened(mailbox: Mailbox, luca: FlaskClient) -> None:
    reference = sent(mailbox)
    mailbox.do(mailbox.fund, service.settle, reference)
    post(luca, "/me/language", {"language": "en", "next": "/"})

    page = luca.get(f"/mailbox/message/{reference}").text

    assert page.index("Settled</strong>") < page.index("Sent</strong>")


def test_of_a_delegation_the_company_reads_the_status_and_the_institution_not_even_the_address(
    mailbox: Mailbox, luca: FlaskClient, marc: FlaskClient
) -> None:
    reference, delegation, _token = mailbox.delegated()
    person = mailbox.person(delegation)
    mailbox.do(person, service.person_save, content("Privates"))

    for client, address in ((luca, True), (marc, False)):
        page = client.get(f"/mailbox/message/{reference}").text
        assert "Privates" not in page
        assert ("aline.exemple@example.org" in page) is address
        assert acts_on(page, reference) == set()


def test_what_a_person_sent_is_read_by_the_institution_only(
    mailbox: Mailbox, luca: FlaskClient, marc: FlaskClient
) -> None:
    reference, delegation, _token = mailbox.delegated()
    mailbox.do(mailbox.person(delegation), service.person_send, sending("p", "Privates"))

    assert "Privates" in marc.get(f"/mailbox/message/{reference}").text
    shown = luca.get(f"/mailbox/message/{reference}")
    assert shown.status_code == 200
    assert "Privates" not in shown.text


def test_an_administrator_without_the_theme_sees_of_a_delegation_that_it_is_there(
    mailbox: Mailbox, lite_house: House
) -> None:
    reference, _delegation, _token = mailbox.delegated(subject="Heikles", text=TEXT)
    _level(lite_house, "luca", None, theme="family_allowances")

    shown = lite_house.browser("luca").get(f"/mailbox/message/{reference}")

    assert shown.status_code == 200
    for word in ("Heikles", TEXT, "aline.exemple", "Aline Exemple"):
        assert word not in shown.text
    assert f"/delegation/{reference}/withdraw" in shown.text


def test_over_all_companies_at_once_no_message_is_opened(mailbox: Mailbox, lite_house: House) -> None:
    reference = mailbox.do(mailbox.fund, service.request, opening(mailbox.other))
    petra = lite_house.browser("petra")
    post(petra, "/me/mandate", {"mandate": "0"})

    assert petra.get(f"/mailbox/message/{reference}").status_code == 403


def _level(house: House, username: str, level: Level | None, theme: str = "") -> None:
    """Set the level of a person's rights, or (`None`) take them away, in one theme or in all."""
    from sqlalchemy import delete, update

    from console.accounts.models import ThemeRight
    from console.institutions.sessions import accounts

    key = house.membership(username).id
    with house.app.app_context():
        which = [ThemeRight.membership_id == key, *([ThemeRight.theme == theme] if theme else [])]
        accounts().execute(
            delete(ThemeRight).where(*which)
            if level is None
            else update(ThemeRight).where(*which).values(level=level)
        )
        accounts.commit()


def _bare(page: str, reference: str) -> str:
    """Give a page without what differs at each look."""
    page = re.sub(r'value="[\w.-]{60,}"', "", page)
    return re.sub(r"\b[0-9a-f]{8}\b", "", page).replace(reference, "")


def test_a_question_does_not_tell_what_a_message_is_called_since_it_was_taken_back(
    mailbox: Mailbox, luca: FlaskClient, marc: FlaskClient
) -> None:
    reference = sent(mailbox)
    with mailbox.acting(mailbox.fund) as session:
        asked = service.query(session, mailbox.fund, reference, subject="Frage", text=TEXT).reference
    mailbox.do(mailbox.user(), service.recall, reference)
    renamed = replace(content(), subject="Vertraulich")
    mailbox.do(mailbox.user(), service.save, reference, renamed, edition=1)

    assert "Vertraulich" in luca.get(f"/mailbox/message/{asked}").text
    page = marc.get(f"/mailbox/message/{asked}").text
    assert TEXT in page
    assert "Vertraulich" not in page
    assert reference not in page


def test_a_notice_that_was_read_is_put_away_and_waits_no_more(house: House) -> None:
    mailbox, luca = pages_of(house), house.browser("luca")
    reference = mailbox.ask(type_="notice", subject="Fermeture à Noël", delegable=False)
    assert "put-away" in luca.get(f"/mailbox/message/{reference}").text

    for _ in "ab":
        assert post(luca, f"/mailbox/message/{reference}/put-away").status_code == 303

    assert mailbox.folders(mailbox.user()) == {"DONE": 1}
    assert mailbox.differences() == []
    assert "Fermeture à Noël" in luca.get(f"/mailbox/message/{reference}").text


def test_a_task_cannot_be_put_away(lite_house: House) -> None:
    reference = pages_of(lite_house).ask()

    assert post(lite_house.browser("luca"), f"/mailbox/message/{reference}/put-away").status_code == 409

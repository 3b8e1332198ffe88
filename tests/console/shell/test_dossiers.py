"""Dossiers as a company's people see them, and what is noted when they open a document."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from console.accounts.models import Membership, ThemeRight, User
from console.audit.models import AuditEntry
from console.base import clock
from console.dossiers import queries, service
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.mailbox import service as mail
from console.mailbox.service import Actor, Opening, Role
from tests.support.dossiers import (
    ACCOUNTING,
    ALLOWANCES,
    OF_PETRA,
    acts,
    add,
    company_of,
    document,
    open_dossier,
)
from tests.support.house import House, post

LIST = f"/dossiers/{ALLOWANCES}"


def text(browser: FlaskClient, path: str, status: int = 200) -> str:
    """Give the words of a page as a reader sees them."""
    answer = browser.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    main = answer.get_data(as_text=True).split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def english(house: House, person: str) -> FlaskClient:
    browser = house.browser(person)
    post(browser, "/me/language", {"language": "en"})
    return browser


@pytest.fixture
def luca(lite_house: House) -> FlaskClient:
    """Give the browser of the bakery's administrator, in English."""
    return english(lite_house, "luca")


def ask(house: House, dossier: str) -> str:
    """Send a request of the fund in a dossier; gives its reference."""
    fund = Actor(
        Role.FUND,
        house.institution("CC Léman"),
        themes={ALLOWANCES: Level.SEND},
        user_id=1,
        name="Marc Favre",
        language="fr",
    )
    with house.writing() as session:
        asked = Opening(
            company_of(session).id,
            ALLOWANCES,
            "ch_fund.training_confirmation",
            "Certificate of Lea",
            dossier=dossier,
        )
        return mail.request(session, fund, asked).reference


def test_the_themes_show_what_is_pending_and_unread(lite_house: House, luca: FlaskClient) -> None:
    add(lite_house, open_dossier(lite_house))
    open_dossier(lite_house, company=OF_PETRA)

    rows = luca.get("/dossiers/").text.split("<tbody>")[1].split("</tr>")
    [row] = [row for row in rows if LIST in row]
    assert re.findall(r'g-cell-number"[^>]*>\s*(\d+)', row) == ["1", "1"]


def test_a_list_shows_the_own_companys_dossiers_newest_first_page_by_page(
    lite_house: House, luca: FlaskClient
) -> None:
    for number in range(26):
        open_dossier(lite_house, subject=f"Matter {number:02}")
    open_dossier(lite_house, subject="Of another company", company=OF_PETRA)
    open_dossier(lite_house, subject="Of another theme", theme=ACCOUNTING)

    page = luca.get(LIST).text
    first = re.findall(r"Matter \d\d", page)
    after = re.search(r'rel="next" href="([^"]+)"', page)
    assert after is not None
    second = re.findall(r"Matter \d\d", luca.get(unescape(after[1])).text)

    assert first == [f"Matter {number:02}" for number in range(25, 0, -1)]
    assert second == ["Matter 00"]
    assert "Of another" not in page


def test_a_list_is_narrowed_by_state_person_and_words(lite_house: House, luca: FlaskClient) -> None:
    open_dossier(lite_house, subject="Training of Lea")
    open_dossier(lite_house, subject="Birth", person="Ben Muster", person_number="7569217076985")
    closed = open_dossier(lite_house, subject="Old matter")
    with lite_house.writing() as session:
        service.close(session, service.dossier_of(session, closed))

    shown = {
        "": {"Training of Lea", "Birth"},
        "?state=closed": {"Old matter"},
        "?state=all": {"Training of Lea", "Birth", "Old matter"},
        "?person=756.9217.0769.85": {"Birth"},
        "?person=ben": {"Birth"},
        "?search=train": {"Training of Lea"},
        "?state=all&search=old": {"Old matter"},
    }
    for query, expected in shown.items():
        said = text(luca, LIST + query)
        assert {one for one in shown["?state=all"] if one in said} == expected, query
    assert text(luca, f"{LIST}?state=lost", 400)


def test_what_ends_soon_stands_above_the_list(lite_house: House, luca: FlaskClient) -> None:
    reference = open_dossier(lite_house, subject="Ending right")
    with lite_house.writing() as session:
        soon = clock.today("Europe/Zurich") + timedelta(days=3)
        service.close(session, service.dossier_of(session, reference), valid_until=soon)

    said = text(luca, LIST)
    assert "Ends soon" in said
    assert "Ending right" in said
    assert "Ends soon" not in text(luca, f"/dossiers/{ACCOUNTING}")


def test_a_dossier_shows_messages_and_documents_in_one_list(lite_house: House, luca: FlaskClient) -> None:
    dossier = open_dossier(lite_house)
    message, reference = ask(lite_house, dossier), add(lite_house, dossier, "Decision 2026")

    page = luca.get(f"/dossiers/dossier/{dossier}").text
    assert f"/mailbox/message/{message}" in page
    assert f"/dossiers/document/{reference}/file" in page
    said = text(luca, f"/dossiers/dossier/{dossier}")
    assert "Certificate of Lea" in said
    assert "Decision 2026" in said
    assert "756.1234.5678.97" in said
    assert "Document made available Decision 2026" in said


def test_opening_a_document_is_noted_once_with_who_did_it(lite_house: House, luca: FlaskClient) -> None:
    dossier = open_dossier(lite_house)
    reference = add(lite_house, dossier)

    for _again in "ab":
        answer = luca.get(f"/dossiers/document/{reference}/file")
        assert answer.data.startswith(b"%PDF")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert document(lite_house, reference).opened_by == "Luca Bernasconi"
    assert [act for act, _by in acts(lite_house, dossier)].count("document_opened") == 1
    with lite_house.reading() as session:
        lines = session.execute(
            select(AuditEntry.actor_name).where(AuditEntry.action == "console.document.opened")
        ).all()
    assert lines == [("Luca Bernasconi",)]


def test_the_staff_reading_a_document_do_not_open_it_for_the_company(lite_house: House) -> None:
    reference = add(lite_house, open_dossier(lite_house))
    marc = lite_house.browser("marc")

    assert marc.get(f"/dossiers/document/{reference}/file").status_code == 200
    lite_house.browser("luca").head(f"/dossiers/document/{reference}/file").close()

    assert document(lite_house, reference).opened_at is None


def test_all_documents_come_as_one_archive_and_are_opened_by_it(lite_house: House, luca: FlaskClient) -> None:
    dossier = open_dossier(lite_house)
    references = [add(lite_house, dossier, title, name="../decision.pdf") for title in ("One", "Two")]

    answer = luca.get(f"/dossiers/dossier/{dossier}/documents.zip")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["decision.pdf", "decision (2).pdf"]
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
    assert [document(lite_house, one).opened_by for one in references] == ["Luca Bernasconi"] * 2
    assert luca.get(f"/dossiers/dossier/{open_dossier(lite_house)}/documents.zip").status_code == 404


def test_the_evidence_says_when_it_was_available_and_who_opened_it(
    lite_house: House, luca: FlaskClient
) -> None:
    reference = add(lite_house, open_dossier(lite_house), "Decision 2026")
    before = text(luca, f"/dossiers/document/{reference}")
    luca.get(f"/dossiers/document/{reference}/file")
    after = text(luca, f"/dossiers/document/{reference}")

    assert "by Marc Favre" in before
    assert "Nobody has opened it yet" in before
    assert "by Luca Bernasconi" in after


def test_the_evidence_is_had_on_paper(lite_house: House, luca: FlaskClient) -> None:
    import pypdf

    reference = add(lite_house, open_dossier(lite_house), "Decision 2026")
    luca.get(f"/dossiers/document/{reference}/file")

    answer = luca.get(f"/dossiers/document/{reference}/evidence.pdf")
    said = pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert reference in said
    assert "Luca Bernasconi" in said
    assert "Decision 2026" in said


ADDRESSES = (
    "/dossiers/dossier/{dossier}",
    "/dossiers/dossier/{dossier}/documents.zip",
    "/dossiers/document/{document}",
    "/dossiers/document/{document}/file",
    "/dossiers/document/{document}/evidence.pdf",
)


def work_for(house: House, browser: FlaskClient, company: str) -> None:
    """Let Petra work for one of her companies."""
    with house.app.app_context():
        mandate = accounts().scalars(
            select(Membership.id)
            .join(User, User.id == Membership.user_id)
            .where(User.username == "petra", Membership.company_name == company)
        )
        key = mandate.one()
    post(browser, "/me/mandate", {"mandate": key})


def without_theme(house: House, person: str, theme: str) -> None:
    """Take a person's rights in a theme away."""
    plugin, key = theme.split(".")
    with house.app.app_context():
        mine = select(Membership.id).join(User, User.id == Membership.user_id).where(User.username == person)
        accounts().execute(
            delete(ThemeRight).where(
                ThemeRight.membership_id.in_(mine), ThemeRight.plugin == plugin, ThemeRight.theme == key
            )
        )
        accounts().commit()


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_company_theme_or_institution_finds_nothing_there(lite_house: House, address: str) -> None:
    dossier = open_dossier(lite_house)
    path = address.format(dossier=dossier, document=add(lite_house, dossier))
    unknown = address.format(dossier="XXXX-XXXX", document="XXXX-XXXX")
    assert lite_house.browser("luca").get(path).status_code == 200

    without_theme(lite_house, "luca", ALLOWANCES)
    for person in ("luca", "petra", "ruth"):
        browser = english(lite_house, person)
        if person == "petra":
            work_for(lite_house, browser, "Menuiserie Favre Sàrl")
        answers = [browser.get(one) for one in (path, unknown)]
        assert [one.status_code for one in answers] == [404, 404], person
        said = {re.sub(r"[0-9a-f]{8}|XXXX-XXXX", "", text(browser, one, 404)) for one in (path, unknown)}
        assert len({one.replace(dossier, "") for one in said}) == 1, person


def test_a_theme_that_is_not_hers_is_no_list(lite_house: House, luca: FlaskClient) -> None:
    without_theme(lite_house, "luca", ALLOWANCES)

    assert luca.get(LIST).status_code == 404
    assert luca.get("/dossiers/ch_fund.nothing").status_code == 404
    assert LIST not in luca.get("/dossiers/").text


def test_a_company_changes_nothing_in_its_dossiers(lite_house: House, luca: FlaskClient) -> None:
    dossier = open_dossier(lite_house)

    assert "Add" not in text(luca, f"/dossiers/dossier/{dossier}")
    for act in ("add", "extend", "close", "reopen"):
        assert post(luca, f"/dossiers/dossier/{dossier}/{act}").status_code == 403
    with lite_house.reading() as session:
        assert service.dossier_of(session, dossier).valid_until is None


def test_a_page_of_a_dossier_needs_few_statements_however_much_is_in_it(
    lite_house: House, luca: FlaskClient
) -> None:
    from sqlalchemy import event

    from console.institutions.sessions import db

    dossier = open_dossier(lite_house)
    for number in range(5):
        add(lite_house, dossier, f"Decision {number}", valid_until=date(2027, 1, 1))
        ask(lite_house, dossier)
    counted: list[str] = []
    with lite_house.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *seen: counted.append(seen[2]))
    luca.get(f"/dossiers/dossier/{dossier}")

    selects = [one for one in counted if one.lstrip().upper().startswith("SELECT")]
    assert len(selects) <= 5 + 1 + 6, selects
    assert queries.MOST_DOCUMENTS == 200

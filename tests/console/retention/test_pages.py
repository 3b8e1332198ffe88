"""The pages of retention and of a person's rights."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from console.accounts.models import SignIn
from console.audit.models import AuditEntry
from console.base import clock
from console.dossiers.models import Dossier
from console.institutions.sessions import accounts
from console.jobs.running import run_next
from console.retention import service as retention
from console.retention.models import LegalHold
from tests.support.house import House, post
from tests.support.mailbox import ALINE, Mailbox
from tests.support.retention import confirm, propose, settled

NUMBER = ALINE.number
PAGES = (
    "/retention/",
    "/retention/class/console.dossiers",
    "/retention/holds",
    "/person/export",
    "/person/erase",
)


def test_an_administrator_confirms_how_long_a_class_is_kept(lite_house: House) -> None:
    claire = lite_house.browser("claire")

    answer = post(
        claire,
        "/retention/class/ch_fund.employees/edit",
        {"months": "120", "ground": "Art. 1 of a law", "version": "0"},
    )

    assert answer.status_code == 303
    with lite_house.reading() as session:
        assert retention.keeping(session, "ch_fund.employees").months == 120


def test_who_confirms_what_somebody_else_changed_meanwhile_is_told(lite_house: House) -> None:
    confirm(lite_house, "ch_fund.employees")

    answer = post(
        lite_house.browser("claire"),
        "/retention/class/ch_fund.employees/edit",
        {"months": "1", "ground": "Art. 2", "version": "0"},
    )

    assert answer.status_code == 422
    with lite_house.reading() as session:
        assert retention.keeping(session, "ch_fund.employees").months == 120


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", ["marc", "luca"])
def test_only_administrators_of_the_institution_see(path: str, name: str, lite_house: House) -> None:
    assert lite_house.browser(name).get(path).status_code in (403, 404)


def test_what_is_past_its_time_is_erased_when_the_administrator_says_so_with_a_reason(
    mailbox: Mailbox,
) -> None:
    house = mailbox.house
    settled(mailbox, "a")
    confirm(house, "console.dossiers")
    propose(house)
    claire = house.browser("claire")
    (mark,) = re.findall(r'value="(console\.dossiers@[^"]+)"', claire.get("/retention/erase").text)

    without = post(claire, "/retention/erase", {"classes": mark})
    answer = post(claire, "/retention/erase", {"classes": mark, "reason": "Yearly review"})
    run_next(house.app)

    assert (without.status_code, answer.status_code) == (422, 303)
    with house.reading() as session:
        assert session.scalars(select(Dossier).where(Dossier.person_number == NUMBER)).all() == []


def test_looking_at_the_rows_past_their_time_is_noted(lite_mailbox: Mailbox) -> None:
    settled(lite_mailbox, "a")
    confirm(lite_mailbox.house, "console.dossiers")
    propose(lite_mailbox.house)

    lite_mailbox.house.browser("claire").get("/retention/class/console.dossiers")

    with lite_mailbox.house.reading() as session:
        asked = select(AuditEntry.facts).where(AuditEntry.action == "console.retention.consulted")
        assert session.scalars(asked).all() == [{"retention": "console.dossiers", "count": 1}]


def test_a_hold_is_set_and_ended(lite_house: House) -> None:
    claire = lite_house.browser("claire")

    made = post(claire, "/retention/holds/add", {"number": "756.1234.5678.97", "reason": "Proceeding"})
    with lite_house.reading() as session:
        key = session.scalars(select(LegalHold.id)).one()
    ended = post(claire, f"/retention/holds/{key}/end")

    assert (made.status_code, ended.status_code) == (303, 303)
    with lite_house.reading() as session:
        assert retention.standing(session) == []


def test_a_wrong_number_is_refused_at_its_field(lite_house: House) -> None:
    answer = post(
        lite_house.browser("claire"), "/retention/holds/add", {"number": "7561234567890", "reason": "x"}
    )

    assert answer.status_code == 422
    assert 'id="number-fault"' in answer.text
    with lite_house.reading() as session:
        assert retention.standing(session) == []


def test_a_hold_of_another_institution_is_not_there(lite_house: House) -> None:
    with lite_house.writing() as session:
        key = retention.hold(session, typed=NUMBER, reason="Proceeding", by="Claire").id
    ruth = lite_house.browser("ruth")

    assert (
        ruth.get(f"/retention/holds/{key}/end").status_code,
        post(ruth, f"/retention/holds/{key}/end").status_code,
    ) == (404, 404)


def test_an_administrator_downloads_what_is_held_and_nobody_else_does(mailbox: Mailbox) -> None:
    house = mailbox.house
    settled(mailbox, "a")
    claire = house.browser("claire")
    answer = post(claire, "/person/export", {"number": NUMBER})
    run_next(house.app)
    reference = answer.location.rsplit("/", 1)[1]

    mine = claire.get(f"/person/export/{reference}")
    others = [
        house.browser(name).get(f"/person/export/{reference}").status_code
        for name in ("ruth", "marc", "luca")
    ]

    assert (mine.status_code, mine.data[:2]) == (200, b"PK")
    assert set(others) <= {403, 404}
    with house.reading() as session:
        handed = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "console.person.handed_out")
        ).one()
        assert handed.person


def test_before_a_person_is_erased_the_page_says_what_goes_and_what_stays_and_why(
    lite_mailbox: Mailbox,
) -> None:
    house = lite_mailbox.house
    settled(lite_mailbox, "a")
    settled(lite_mailbox, "b", days=30)
    confirm(house, "console.dossiers")
    claire = house.browser("claire")

    page = post(claire, "/person/erase", {"number": NUMBER, "reason": "Her request"})
    before = _dossiers(house)
    done = post(claire, "/person/erase", {"number": NUMBER, "reason": "Her request", "sure": "yes"})
    run_next(house.app)

    assert page.status_code == 200
    assert "Art. 1 of a law" in page.text
    assert (before, done.status_code, _dossiers(house)) == (2, 303, 1)


def test_the_page_says_that_a_hold_stands(lite_mailbox: Mailbox) -> None:
    house = lite_mailbox.house
    settled(lite_mailbox, "a")
    confirm(house, "console.dossiers")
    with house.writing() as session:
        retention.hold(session, typed=NUMBER, reason="Proceeding", by="Claire")
    claire = house.browser("claire")

    page = post(claire, "/person/erase", {"number": NUMBER, "reason": "Her request"})
    again = post(claire, "/person/erase", {"number": NUMBER, "reason": "Her request", "sure": "yes"})

    assert 'value="yes"' not in page.text
    assert (page.status_code, again.status_code, _dossiers(house)) == (200, 422, 1)


@pytest.mark.parametrize(
    "path", ["/retention/erase", "/retention/class/console.dossiers/edit", "/person/export", "/person/erase"]
)
def test_who_showed_too_long_ago_who_she_is_shows_it_again(path: str, lite_house: House) -> None:
    claire = lite_house.browser("claire")
    with lite_house.app.app_context():
        for row in accounts().scalars(select(SignIn)):
            row.confirmed_at = clock.now() - timedelta(hours=5)
        accounts().commit()

    assert post(claire, path, {"number": NUMBER, "reason": "x"}).status_code == 401


def _dossiers(house: House) -> int:
    with house.reading() as session:
        return len(session.scalars(select(Dossier).where(Dossier.person_number == NUMBER)).all())

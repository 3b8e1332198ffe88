"""What is held of one person: given to her, and erased as far as it need not be kept."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base.errors import Conflict
from console.documents import service as files
from console.documents.models import StoredFile
from console.dossiers.models import Dossier
from console.institutions.scope import Scope
from console.jobs.models import DONE, FAILED
from console.jobs.running import run_next
from console.jobs.tasks import start_task
from console.mailbox import service as box
from console.retention import service as retention
from console.shell.retention.export_task import KIND
from plugins.ch_fund import retention as ch_fund
from plugins.ch_fund.models import Employee
from tests.support.dossiers import add, open_dossier
from tests.support.house import House
from tests.support.mailbox import ALINE, Mailbox, content
from tests.support.retention import administrator, confirm, count, settled
from tests.support.tasks import later, task

NUMBER, OTHER = ALINE.number, "7569217076985"


def employ(
    house: House, number: str = NUMBER, *, left: date | None = None, institution: str = "CC Léman"
) -> None:
    """Let a company of the institution employ a person."""
    with house.writing(institution) as session:
        company = session.scalars(select(Dossier.company_id).limit(1)).first()
        if company is None:
            company = session.scalars(select(Employee.company_id).limit(1)).one()
        session.add(
            Employee(
                company_id=company, avs_number=number, family_name="Exemple", given_name="Aline", staff_number="",
                canton="VD", entry_date=date(2001, 1, 1), exit_date=left,
            )
        )  # fmt: skip


def exported(
    house: House, number: str = NUMBER, institution: str = "CC Léman", name: str = "claire"
) -> zipfile.ZipFile:
    """Give the archive that an administrator gets."""
    with administrator(house, institution, name) as session:
        reference = start_task(session, KIND, {"number": retention.sealed(number)}, total=1).public_id
    run_next(house.app)
    found = task(house, reference, institution)
    assert found.state == DONE, found.failure
    with (
        house.reading(institution) as session,
        files.content_of(files.find(session, found.result["file"])) as stored,
    ):
        return zipfile.ZipFile(io.BytesIO(stored.read()))


def parts_of(archive: zipfile.ZipFile) -> dict[str, list[dict[str, str]]]:
    """Give what the archive says, by the title of each part."""
    return {part["title"]: part["rows"] for part in json.loads(archive.read("data.json"))["parts"]}


def erase(house: House, number: str = NUMBER) -> str:
    """Let an administrator erase a person, and give the reference of the task."""
    with administrator(house) as session:
        reference = retention.decide_person(session, number, "Her request").public_id
    run_next(house.app)
    return reference


def test_gives_her_matters_and_what_the_modules_hold_but_nothing_of_others(mailbox: Mailbox) -> None:
    house = mailbox.house
    hers, others = settled(mailbox, "a"), settled(mailbox, "b", number=OTHER)
    employ(house)

    archive = exported(house)
    said = archive.read("data.json").decode()

    assert hers in said
    assert "Exemple" in said
    assert "ganz" in said
    assert others not in said
    assert OTHER not in said
    assert hers in archive.read("index.html").decode()


def test_names_a_part_that_she_has_not_sent_without_its_content(lite_mailbox: Mailbox) -> None:
    reference, delegation, _token = lite_mailbox.delegated(person_number=NUMBER)
    lite_mailbox.do(lite_mailbox.person(delegation), box.person_save, content("ein Geheimnis"), edition=0)

    said = exported(lite_mailbox.house).read("data.json").decode()

    assert reference in said
    assert "Geheimnis" not in said


def test_the_archive_holds_the_documents_of_her_dossiers(lite_house: House) -> None:
    add(lite_house, open_dossier(lite_house, person_number=NUMBER), name="decision.pdf")

    archive = exported(lite_house)

    assert archive.read("files/decision.pdf").startswith(b"%PDF")


def test_another_institution_gives_nothing_of_hers(mailbox: Mailbox) -> None:
    house = mailbox.house
    hers = settled(mailbox, "a")
    employ(house)

    said = exported(house, institution="AK Aaretal", name="ruth").read("data.json").decode()

    assert hers not in said
    assert "Exemple" not in said


def test_an_export_is_not_made_when_a_module_cannot_say_what_it_holds(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ch_fund, "export", lambda number: 1 / 0)
    with administrator(lite_house) as session:
        reference = start_task(session, KIND, {"number": retention.sealed(NUMBER)}, total=1).public_id
    run_next(lite_house.app)

    assert task(lite_house, reference).state == FAILED


def test_the_archive_is_gone_after_a_week(lite_house: House) -> None:
    exported(lite_house)
    institution = lite_house.institution("CC Léman")
    before = count(lite_house, StoredFile)
    with later(timedelta(days=8)), lite_house.app.app_context():
        files.sweep(Scope((institution,), purpose="sweep"))

    assert before - count(lite_house, StoredFile) == 1


def test_a_waiting_task_does_not_show_her_number(lite_house: House) -> None:
    with administrator(lite_house) as session:
        reference = start_task(session, KIND, {"number": retention.sealed(NUMBER)}, total=1).public_id

    assert NUMBER not in str(task(lite_house, reference).params)


def test_erases_what_is_past_its_time_and_keeps_the_rest_with_its_ground(mailbox: Mailbox) -> None:
    house = mailbox.house
    settled(mailbox, "a")
    settled(mailbox, "b", days=30)
    employ(house, left=date(2003, 5, 31))
    employ(house, OTHER, left=date(2003, 5, 31))
    confirm(house, "console.dossiers")
    confirm(house, "ch_fund.employees")
    with house.reading() as session:
        shares = {one.keeping.holding.key: one for one in retention.shares(session, NUMBER)}

    reference = erase(house)

    assert (shares["console.dossiers"].past, shares["console.dossiers"].kept) == (1, 1)
    assert shares["console.dossiers"].keeping.ground == "Art. 1 of a law"
    assert task(house, reference).result == {"console.dossiers": 1, "ch_fund.employees": 1}
    with house.reading() as session:
        numbers = session.scalars(select(Employee.avs_number)).all()
        kept = session.scalars(select(Dossier).where(Dossier.person_number == NUMBER)).all()
    assert NUMBER not in numbers
    assert OTHER in numbers
    assert len(kept) == 1


def test_nothing_of_a_person_under_a_hold_is_erased(lite_mailbox: Mailbox) -> None:
    house = lite_mailbox.house
    settled(lite_mailbox, "a")
    confirm(house, "console.dossiers")
    with house.writing() as session:
        retention.hold(session, typed=NUMBER, reason="Court case", by="Claire")

    with pytest.raises(Conflict):
        erase(house)


def test_a_hold_set_after_the_decision_keeps_what_the_modules_hold_too(lite_mailbox: Mailbox) -> None:
    house = lite_mailbox.house
    settled(lite_mailbox, "a")
    employ(house, left=date(2003, 5, 31))
    confirm(house, "ch_fund.employees")
    with administrator(house) as session:
        retention.decide_person(session, NUMBER, "Her request")
    with house.writing() as session:
        retention.hold(session, typed=NUMBER, reason="Court case", by="Claire")
    run_next(house.app)

    with house.reading() as session:
        assert NUMBER in session.scalars(select(Employee.avs_number)).all()


def test_the_journal_says_that_somebody_was_erased_and_not_who(mailbox: Mailbox) -> None:
    house = mailbox.house
    settled(mailbox, "a")
    confirm(house, "console.dossiers")
    erase(house)

    with house.reading() as session:
        lines = session.scalars(
            select(AuditEntry).where(AuditEntry.action.in_(("console.person.asked", "console.person.erased")))
        ).all()
        assert len(lines) == 2
        assert all(NUMBER not in str(line.facts) and not line.person for line in lines)

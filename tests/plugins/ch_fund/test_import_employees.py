"""Employees come in from a sheet: looked at first, taken over as a whole or not at all."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from console.audit.models import AuditEntry
from console.base import clock
from console.base.sheets import read_sheet, write_csv, write_xlsx
from console.imports.models import Upload
from console.institutions.sessions import db
from plugins.ch_fund.models import Employee
from tests.support.house import House, post

IMPORT = "/ch_fund/employee/import"
TITLES = ("company", "avs_number", "family_name", "given_name", "birth_date", "entry_date")
ANNE = ("41002", "756.1234.5678.97", "Rey", "Anne", date(1980, 5, 1), date(2024, 1, 1))
LUCA = ("41017", "756.9217.0769.85", "Keller", "Luca", None, date(2024, 2, 1))


def csv(*rows: Sequence[Any], titles: Sequence[str] = TITLES) -> bytes:
    return write_csv(titles, rows)


def send(browser: FlaskClient, content: bytes, name: str = "staff.csv") -> Any:
    file = {"file": (io.BytesIO(content), name)}
    return post(browser, IMPORT, file, content_type="multipart/form-data")


def digest_of(page: str) -> str:
    return page.split('name="digest" value="', 1)[1].split('"', 1)[0]


def take_over(browser: FlaskClient, content: bytes, name: str = "staff.csv") -> Any:
    """Send a file, look at its preview and agree."""
    sent = send(browser, content, name)
    assert sent.status_code == 303, sent.get_data(as_text=True)
    page = browser.get(sent.location).get_data(as_text=True)
    return post(browser, sent.location, {"digest": digest_of(page)})


def employees(house: House) -> list[tuple[str, str, date]]:
    with house.reading() as session:
        rows = session.scalars(select(Employee).where(~Employee.avs_number.like("7560000%")))
        return sorted((row.avs_number, row.family_name, row.entry_date) for row in rows)


def uploads(house: House) -> int:
    with house.reading() as session:
        return session.scalar(select(func.count()).select_from(Upload)) or 0


def test_new_employees_come_in_once_the_preview_is_agreed_to(house: House) -> None:
    browser = house.browser("marc")

    answer = take_over(browser, csv(ANNE, LUCA))

    assert answer.status_code == 303
    assert employees(house) == [
        ("7561234567897", "Rey", date(2024, 1, 1)),
        ("7569217076985", "Keller", date(2024, 2, 1)),
    ]
    assert uploads(house) == 0


def test_the_preview_writes_no_employee_and_says_old_and_new(house: House) -> None:
    browser = house.browser("marc")
    take_over(browser, csv(ANNE))

    sent = send(browser, csv((*ANNE[:2], "Rey-Blanc", *ANNE[3:]), LUCA))
    page = browser.get(sent.location).get_data(as_text=True)

    assert "Rey-Blanc" in page
    assert "<dd>1</dd>" in page
    assert "48" in page  # ours that the file does not name
    assert employees(house) == [("7561234567897", "Rey", date(2024, 1, 1))]


def test_each_row_gets_a_line_in_its_history(house: House) -> None:
    browser = house.browser("marc")
    take_over(browser, csv(ANNE))
    take_over(browser, csv((*ANNE[:2], "Rey-Blanc", *ANNE[3:])))

    with house.reading() as session:
        acts = ("ch_fund.employee.added_by_import", "ch_fund.employee.imported")
        lines = session.scalars(
            select(AuditEntry).where(AuditEntry.action.in_(acts)).order_by(AuditEntry.id)
        ).all()
        assert [line.action for line in lines] == list(acts)
        assert [line.actor_name for line in lines] == ["Marc Dubois", "Marc Dubois"]
        assert lines[0].subject_id == lines[1].subject_id
        assert lines[0].facts["changes"]["family_name"] == [None, "Rey"]
        assert lines[1].facts["changes"] == {"family_name": ["Rey", "Rey-Blanc"]}


def test_columns_the_file_lacks_keep_their_values(house: House) -> None:
    browser = house.browser("marc")
    with_canton = (*TITLES, "canton", "staff_number")
    take_over(browser, csv((*ANNE, "VD", "A7"), titles=with_canton))

    take_over(browser, csv((*ANNE[:2], "Neuf", *ANNE[3:])))

    with house.reading() as session:
        row = session.scalars(select(Employee).where(Employee.avs_number == "7561234567897")).one()
        assert (row.family_name, row.canton, row.staff_number) == ("Neuf", "VD", "A7")


def test_an_imported_employee_is_found_by_her_new_name_only(house: House) -> None:
    browser = house.browser("marc")
    take_over(browser, csv(ANNE))
    take_over(browser, csv((*ANNE[:2], "Zumbrunn", *ANNE[3:])))

    old = browser.get("/ch_fund/employee/export/csv?search=rey").get_data()
    new = browser.get("/ch_fund/employee/export/csv?search=zumbr").get_data()

    assert (len(read_sheet(old, "a.csv").rows), len(read_sheet(new, "a.csv").rows)) == (0, 1)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_exported_changes_nothing_when_it_comes_back(house: House, kind: str) -> None:
    browser = house.browser("marc")
    file = browser.get(f"/ch_fund/employee/export/{kind}").get_data()

    sent = send(browser, file, f"list.{kind}")
    page = browser.get(sent.location).get_data(as_text=True).split("</main>")[0]

    assert "<dd>48</dd>" in page
    assert 'class="btn g-button-main"' not in page


def test_the_empty_sheet_carries_the_titles_that_are_read(lite_house: House) -> None:
    browser = lite_house.browser("marc")
    template = read_sheet(browser.get(f"{IMPORT}/template").get_data(), "a.xlsx")

    filled = write_xlsx(
        "x",
        template.header,
        [(*ANNE[:5], "7", "VD", ANNE[5], None)],
        "fr_CH",
        created=datetime.now(UTC),
    )

    assert take_over(browser, filled, "a.xlsx").status_code == 303
    assert len(employees(lite_house)) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("99999", *ANNE[1:]), "99999"),
        ((ANNE[0], "756.1234.5678.90", *ANNE[2:]), "756.1234.5678.90"),
        ((*ANNE[:2], "", *ANNE[3:]), "Last name"),
        ((*ANNE[:4], date(2030, 1, 1), ANNE[5]), "Date of birth"),
        ((*ANNE[:5], "31.02.2024"), "31.02.2024"),
    ],
)
def test_a_faulty_row_is_shown_with_its_place_and_nothing_is_kept(
    lite_house: House, row: Sequence[Any], said: str
) -> None:
    browser = english(lite_house)

    answer = send(browser, csv(LUCA, row))
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert said in page
    assert '<span class="g-cards-only">Row </span>3' in page
    assert f'href="{IMPORT}"' in page
    assert (employees(lite_house), uploads(lite_house)) == ([], 0)


def test_an_unknown_title_is_named(lite_house: House) -> None:
    answer = send(english(lite_house), csv((*ANNE, "x"), titles=(*TITLES, "Shoe size")))

    assert answer.status_code == 422
    assert "Shoe size" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.csv"), (b"PK\x03\x04 no zip", "a.xlsx"), (b"x", "a.pdf"), (b"", "")],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    lite_house: House, content: bytes, name: str
) -> None:
    answer = send(lite_house.browser("marc"), content, name)

    assert answer.status_code == 422
    assert uploads(lite_house) == 0


def test_data_that_changed_meanwhile_leads_to_a_new_preview(house: House) -> None:
    browser = house.browser("marc")
    sent = send(browser, csv(ANNE))
    seen = digest_of(browser.get(sent.location).get_data(as_text=True))
    take_over(house.browser("claire"), csv((*ANNE[:2], "Other", *ANNE[3:])))

    answer = post(browser, sent.location, {"digest": seen})

    assert answer.status_code == 409
    assert employees(house) == [("7561234567897", "Other", date(2024, 1, 1))]
    again = post(browser, sent.location, {"digest": digest_of(answer.get_data(as_text=True))})
    assert again.status_code == 303
    assert employees(house) == [("7561234567897", "Rey", date(2024, 1, 1))]


def test_agreeing_twice_imports_once(house: House) -> None:
    browser = house.browser("marc")
    sent = send(browser, csv(ANNE))
    seen = digest_of(browser.get(sent.location).get_data(as_text=True))

    assert post(browser, sent.location, {"digest": seen}).status_code == 303
    assert post(browser, sent.location, {"digest": seen}).status_code == 404
    assert len(employees(house)) == 1


def test_two_imports_at_once_leave_each_employee_once(house: House) -> None:
    agreed = []
    for who in ("marc", "claire"):
        browser = house.browser(who)
        sent = send(browser, csv(ANNE, LUCA))
        page = browser.get(sent.location).get_data(as_text=True)
        token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
        agreed.append((browser, sent.location, {"digest": digest_of(page), "csrf_token": token}))
    start, codes = threading.Barrier(2), []

    def agree(browser: FlaskClient, path: str, form: dict[str, str]) -> None:
        start.wait()
        codes.append(browser.post(path, data=form).status_code)

    threads = [threading.Thread(target=agree, args=one) for one in agreed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(codes) == [303, 409]
    assert len(employees(house)) == 2


def test_a_file_belongs_to_the_person_who_sent_it(lite_house: House) -> None:
    sent = send(lite_house.browser("marc"), csv(ANNE))

    assert lite_house.browser("claire").get(sent.location).status_code == 404


def test_a_file_is_forgotten_after_a_day(house: House) -> None:
    sent = send(house.browser("marc"), csv(ANNE))
    assert uploads(house) == 1

    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert house.browser("marc").get(sent.location).status_code == 404
        send(house.browser("claire"), csv(LUCA))

    assert uploads(house) == 1


def test_people_of_a_company_import_into_their_own_company(house: House) -> None:
    assert take_over(house.browser("luca"), csv(ANNE)).status_code == 303
    assert len(employees(house)) == 1


def test_people_of_a_company_cannot_name_another_company(house: House) -> None:
    answer = send(house.browser("luca"), csv(ANNE, LUCA))

    assert answer.status_code == 422
    assert "41017" in answer.get_data(as_text=True)
    assert employees(house) == []


def test_who_may_not_import_is_refused(lite_house: House) -> None:
    browser = lite_house.browser("nora")

    assert "/employee/import" not in browser.get("/ch_fund/employee/list/").get_data(as_text=True)
    assert browser.get(IMPORT).status_code in (302, 303, 403)


def test_what_an_import_reads_does_not_grow_with_the_rows(lite_house: House) -> None:
    few, many = selects(lite_house, 10), selects(lite_house, 400)

    assert many <= few


def selects(house: House, count: int) -> int:
    """Count what is read while so many new rows are taken over."""
    rows = [
        ("41002", number(count * 1000 + n), f"Name {n}", "A", None, date(2024, 1, 1)) for n in range(count)
    ]
    browser, seen = house.browser("marc"), []
    sent = send(browser, csv(*rows))
    digest = digest_of(browser.get(sent.location).get_data(as_text=True))

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        seen.extend([statement] if statement.startswith("SELECT") else [])

    with house.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert post(browser, sent.location, {"digest": digest}).status_code == 303
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def number(n: int) -> str:
    body = f"7561{n:08}"
    odd, even = sum(map(int, body[::2])), sum(map(int, body[1::2]))
    return body + str(-(odd + 3 * even) % 10)


def english(house: House) -> FlaskClient:
    """Give Marc's browser in English."""
    from console.accounts import service
    from console.institutions.sessions import accounts

    with house.app.app_context():
        user = service.find(accounts(), "marc")
        assert user is not None
        service.profile_of(accounts(), user.id).language = "en"
        accounts.commit()
    return house.browser("marc")

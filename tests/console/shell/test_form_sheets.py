"""Entries out of a sheet: brought by a person, checked and sent in the worker."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from console.audit.models import AuditEntry
from console.forms import import_runs, importing
from console.forms.import_models import FormImport, FormImportPiece
from console.forms.imports import sweep
from console.forms.models import Submission
from console.jobs.models import TaskClaim
from console.jobs.running import TaskRun, run_next
from console.mailbox.models import Message
from console.proofs import rendering
from plugins.ch_fund.forms import GENERAL_QUESTION, TRAINING_DELEGATION
from tests.support.entry_sheets import book, titles
from tests.support.house import House, post
from tests.support.tasks import Killed, later

KEY = "ch_fund.training_delegation"
AVS, CHILD = "756.0000.0001.18", "756.0000.0011.15"
HEAD = titles(TRAINING_DELEGATION)


def row(**different: object) -> list[Any]:
    """Give a good row; `different` cells go by avs, family, given, email, child_avs, child, until."""
    cells = {
        "avs": AVS,
        "family": "Exemple",
        "given": "Aline",
        "email": "aline@example.org",
        "child_avs": CHILD,
        "child": "Noé",
        "until": date(2027, 7, 31),
    }
    assert different.keys() <= cells.keys()
    return [*{**cells, **different}.values()]


def bring(browser: FlaskClient, content: bytes, name: str = "liste.xlsx", key: str = KEY) -> Any:
    """Add a sheet as a person does."""
    return post(
        browser,
        f"/forms/sheet/{key}/",
        {"file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def checked(
    house: House, content: bytes, *, person: str = "marc", name: str = "liste.xlsx"
) -> tuple[FlaskClient, str]:
    """Bring a sheet and let it be checked; give the browser and the address of the result."""
    browser = house.browser(person)
    answer = bring(browser, content, name)
    assert answer.status_code == 303, answer.text
    while run_next(house.app):
        pass
    with house.reading() as session:
        reference = session.scalars(select(FormImport.reference).order_by(FormImport.id.desc())).first()
    return browser, f"/forms/sheet/checked/{reference}"


def stored(house: House) -> tuple[int, int]:
    """Count the pieces and the submissions from sheets."""
    with house.reading() as session:
        pieces = session.scalar(select(func.count()).select_from(FormImportPiece)) or 0
        sent = session.scalar(
            select(func.count()).select_from(Submission).where(Submission.source == "sheet")
        )
        return pieces, sent or 0


@contextmanager
def dying(after: int) -> Iterator[None]:
    """End the process that works on a task behind so many committed pieces."""
    advance, seen = TaskRun.advance, []

    def die(work: TaskRun, **more: Any) -> None:
        advance(work, **more)
        seen.append(more.get("cursor"))
        if len([one for one in seen if one]) == after:
            raise Killed

    with patch.object(TaskRun, "advance", die):
        yield


def test_a_sheet_is_checked_and_its_entries_are_sent(house: House) -> None:
    browser, url = checked(house, book([HEAD, row(), row(child="Inès")]))

    assert f"{url}/send" in browser.get(url).text
    assert stored(house) == (1, 0)
    question = browser.get(f"{url}/send")
    answer = post(browser, f"{url}/send")
    while run_next(house.app):
        pass
    page = browser.get(url).text

    assert question.status_code == 200
    assert answer.location.startswith("/tasks/")
    assert stored(house) == (1, 2)
    with house.reading() as session:
        found = session.scalars(select(Submission).where(Submission.source == "sheet")).all()
        actions = session.scalars(select(AuditEntry.action)).all()
    assert [one.content["child"] for one in found] == ["Noé", "Inès"]
    assert all(one.reference in page for one in found)
    assert actions.count("console.form.many_sent") == 1


def test_a_sheet_with_a_fault_is_explained_and_cannot_be_sent(lite_house: House) -> None:
    browser, url = checked(lite_house, book([HEAD, row(), row(email="aline@", until="31.02.2027")]))
    page = browser.get(url).text

    assert "31.02.2027" in page
    assert "aline@" in page
    assert f"{url}/send" not in page
    assert post(browser, f"{url}/send").status_code == 409
    assert stored(lite_house)[1] == 0


def test_faults_are_filtered_by_column_and_by_reason(lite_house: House) -> None:
    browser, url = checked(lite_house, book([HEAD, row(email="one@"), row(until="31.02.2027")]))

    by_reason = browser.get(f"{url}?reason=no_such_day").text
    table = by_reason[by_reason.index("<tbody>") :]

    assert "31.02.2027" in table
    assert "one@" not in table


def test_faulty_rows_are_taken_back_with_reasons_and_may_be_brought_again(lite_house: House) -> None:
    browser, url = checked(lite_house, book([HEAD, row(), row(email="one@")]))
    content = browser.get(f"{url}/faults.xlsx").data
    workbook = load_workbook(io.BytesIO(content))
    head, cells = ([cell.value for cell in line] for line in workbook.worksheets[0].iter_rows())

    assert cells[:4] == [AVS, "Exemple", "Aline", "one@"]
    assert cells[-2] == 3
    assert "one@" in cells[-1]
    workbook.worksheets[0]["D2"] = "one@example.org"
    corrected = io.BytesIO()
    workbook.save(corrected)
    again, other = checked(lite_house, corrected.getvalue())
    assert f"{other}/send" in again.get(other).text
    assert len(head) == len(HEAD) + 2


def test_the_empty_sheet_comes_in_the_language_of_the_reader(lite_house: House) -> None:
    answer = lite_house.browser("marc").get(f"/forms/sheet/{KEY}/template.xlsx")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert load_workbook(io.BytesIO(answer.data)).worksheets[0].max_column == len(HEAD)


@pytest.mark.parametrize("after", [1, 2])
def test_a_check_that_was_killed_goes_on_behind_the_last_piece(house: House, after: int) -> None:
    rows = [row(child=f"Enfant {n}") for n in range(2 * importing.PIECE + 10)]
    browser = house.browser("marc")
    bring(browser, book([HEAD, *rows]))
    with dying(after), suppress(Killed):
        run_next(house.app)
    assert stored(house) == (after, 0)

    with later(timedelta(minutes=2)):
        while run_next(house.app):
            pass

    assert stored(house) == (3, 0)
    with house.reading() as session:
        found = session.scalars(select(FormImport)).one()
        assert (found.good, found.faulty, found.state) == (len(rows), 0, "checked")


def test_a_sending_that_was_killed_doubles_nothing(house: House) -> None:
    rows = [row(child=f"Enfant {n}") for n in range(importing.PIECE + 10)]
    browser, url = checked(house, book([HEAD, *rows]))
    post(browser, f"{url}/send")
    with dying(1), suppress(Killed):
        run_next(house.app)
    assert stored(house) == (2, import_runs.SLICE)

    with later(timedelta(minutes=2)):
        while run_next(house.app):
            pass

    assert stored(house) == (2, len(rows))


def test_a_stopped_check_goes_on_when_the_person_wants_it(lite_house: House) -> None:
    browser = lite_house.browser("marc")
    task = bring(browser, book([HEAD, row()])).location
    post(browser, f"{task}/stop")
    with lite_house.reading() as session:
        reference = session.scalars(select(FormImport.reference)).one()
        assert session.scalar(select(func.count()).select_from(TaskClaim)) == 0
    url = f"/forms/sheet/checked/{reference}"

    assert f"{url}/go-on" in browser.get(url).text
    assert post(browser, f"{url}/go-on").status_code == 303
    run_next(lite_house.app)
    assert f"{url}/send" in browser.get(url).text


def far_cell() -> bytes:
    """Give a small file with one cell in the last corner of a sheet."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book([HEAD, row()]))) as source, zipfile.ZipFile(file, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                end = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", end)
            target.writestr(info.filename, content)
    return file.getvalue()


def bomb() -> bytes:
    """Give a small file that unpacks to very much."""
    file = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(book([HEAD, row()])))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                content += b" " * 30_000_000
            target.writestr(info.filename, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (far_cell, "columns"),
        (bomb, "unpacked"),
        (lambda: book([["Foo"], [1]]), "no_titles"),
        (lambda: book([HEAD, titles(TRAINING_DELEGATION), row()]), "two_headers"),
        (lambda: book([HEAD, row()], merged="B3:C4"), "merged"),
        (lambda: book([[*HEAD, *(f"X{n}" for n in range(300))], row()]), "columns"),
        (lambda: book([HEAD, *[[None]] * 100_000, row()]), "rows"),
    ],
    ids=["far cell", "bomb", "wrong sheet", "two headers", "merged", "300 columns", "100,001 rows"],
)
def test_a_sheet_that_cannot_be_read_is_answered_clearly_and_not_kept(
    lite_house: House, content: Any, code: str
) -> None:
    browser, url = checked(lite_house, content())

    with lite_house.reading() as session:
        assert [one["code"] for one in session.scalars(select(FormImport)).one().refusals] == [code]
    assert "<li>" in browser.get(url).text
    assert stored(lite_house) == (0, 0)


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"", "liste.xlsx", 422),
        (b"%PDF-1.4", "liste.xlsx", 422),
        (b"x;y", "liste.txt", 422),
        (b"x;y", "liste.xlsm", 422),
    ],
)
def test_a_file_that_is_no_sheet_is_told_so_at_once(
    lite_house: House, content: bytes, name: str, status: int
) -> None:
    answer = bring(lite_house.browser("marc"), content, name)

    assert answer.status_code == status
    assert 'aria-invalid="true"' in answer.text
    with lite_house.reading() as session:
        assert session.scalars(select(FormImport)).all() == []


def test_a_party_that_nobody_knows_is_a_fault_of_its_cell(lite_house: House) -> None:
    form = "ch_fund.general_question"
    browser = lite_house.browser("marc")
    head = titles(GENERAL_QUESTION)
    rows = [
        ["Allaitement", "Combien ?", "756.9999.9999.91", "message", None],
        ["Congé", "Combien ?", None, "message", None],
    ]
    bring(browser, book([head, *rows]), key=form)
    run_next(lite_house.app)
    with lite_house.reading() as session:
        found = session.scalars(select(FormImport)).one()
        page_url = f"/forms/sheet/checked/{found.reference}"
        assert (found.good, found.faulty) == (1, 1)

    page = browser.get(page_url).text
    assert "756.9999.9999.91" in page


def test_a_form_that_needs_a_document_does_not_come_from_a_sheet(lite_house: House) -> None:
    answer = lite_house.browser("marc").get("/forms/sheet/ch_fund.training_confirmation/")

    assert answer.status_code == 409


def test_who_may_only_prepare_checks_and_does_not_send(lite_house: House) -> None:
    browser, url = checked(lite_house, book([HEAD, row()]), person="nora")

    assert f"{url}/send" not in browser.get(url).text
    assert post(browser, f"{url}/send").status_code == 403
    assert stored(lite_house) == (1, 0)


def test_a_sheet_belongs_to_the_person_who_brought_it(lite_house: House) -> None:
    _, url = checked(lite_house, book([HEAD, row()]))

    for path in (url, f"{url}/faults.xlsx", f"{url}/send"):
        assert lite_house.browser("claire").get(path).status_code == 404


def test_sheets_are_removed_after_a_week(lite_house: House) -> None:
    checked(lite_house, book([HEAD, row()]))

    with later(timedelta(days=8)), lite_house.writing() as session:
        sweep(session)

    assert stored(lite_house) == (0, 0)


def test_the_entries_of_a_company_s_sheet_are_messages_that_lie_on_the_desk_once(house: House) -> None:
    rows = [row(child=f"Enfant {n}") for n in range(import_runs.SLICE + 3)]
    browser, url = checked(house, book([HEAD, *rows]), person="luca")
    post(browser, f"{url}/send")
    with dying(1), suppress(Killed):
        run_next(house.app)

    with later(timedelta(minutes=2)):
        while run_next(house.app):
            pass

    with house.reading() as session:
        found = session.scalars(select(Message)).all()
        assert len(found) == len(rows)
        assert {(one.state, one.type, one.origin) for one in found} == {("SENT", KEY, "company")}
        assert all(one.submission_id and one.person_number for one in found)
        assert len({one.submission_id for one in found}) == len(rows)


def test_the_proof_of_an_entry_is_made_when_somebody_asks_for_it(lite_house: House) -> None:
    browser, url = checked(lite_house, book([HEAD, row()]), person="luca")
    post(browser, f"{url}/send")
    run_next(lite_house.app)
    with lite_house.reading() as session:
        reference = session.scalars(select(Message.reference)).one()
    before = rendering.run_batch(lite_house.app)

    waiting = browser.get(f"/proofs/pdf/{reference}").status_code
    made = rendering.run_batch(lite_house.app)

    assert (before, waiting, made) == (0, 202, 1)
    assert browser.get(f"/proofs/pdf/{reference}").mimetype == "application/pdf"

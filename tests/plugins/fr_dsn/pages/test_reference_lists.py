"""Importing, replacing and removing the lists that controls need."""

from __future__ import annotations

import io
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import undefer
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from console.audit.models import AuditEntry
from console.jobs.running import run_next
from plugins.fr_dsn.formats.listing import restored
from plugins.fr_dsn.models import CodeList
from tests.plugins.fr_dsn.pages.trying import (
    FEBRUARY,
    FUND,
    GATEWAY,
    START,
    bring,
    brought,
    count_of,
    open_to_the_fund,
    take_the_right,
)
from tests.support.house import House, post, token_of

LISTS = "/fr_dsn/code_list/"
GOOD = b"code;label;valid from;valid until\n1486;Essai;;\n0044;Essai;01/01/2025;31/12/2025\n"
EDITION = {"edition": "P25V01 v1", "source": "Essai", "published_on": "2025-01-05"}


def import_list(browser: FlaskClient, content: bytes, name: str = "IDCC", **fields: str) -> Any:
    """Send a file with the form of a list."""
    values: Mapping[str, Any] = {
        "csrf_token": token_of(browser),
        "file": FileStorage(io.BytesIO(content), "liste.csv"),
        **EDITION,
        **fields,
    }
    boundary, body = encode_multipart(values)
    return browser.post(
        f"{LISTS}{name}/import", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def imported(house: House) -> CodeList | None:
    """Give the list of collective agreements as it is kept."""
    with house.reading(GATEWAY) as session:
        asked = select(CodeList).where(CodeList.name == "IDCC").options(undefer(CodeList.content))
        return session.scalars(asked).first()


def journal(house: House) -> list[tuple[str, str]]:
    """Give what the journal says of lists, with the edition."""
    with house.reading(GATEWAY) as session:
        found = session.scalars(
            select(AuditEntry).where(AuditEntry.subject == "fr_dsn.code_list").order_by(AuditEntry.id)
        )
        return [(one.action.rpartition(".")[2], one.facts["edition"]) for one in found]


def test_a_list_is_kept_with_where_it_comes_from_and_who_brought_it(house: House) -> None:
    browser = house.browser("camille")

    assert import_list(browser, GOOD).status_code == 303

    row = imported(house)
    assert row is not None
    assert (row.edition, row.source, row.published_on.isoformat(), row.codes) == (
        "P25V01 v1", "Essai", "2025-01-05", 2,
    )  # fmt: skip
    assert (row.file_name, row.digest) == ("liste.csv", sha256(GOOD).hexdigest())
    assert "Camille" in row.imported_by
    assert [one.code for one in restored(row.content)] == ["1486", "0044"]
    assert journal(house) == [("imported", "P25V01 v1")]


def test_a_list_with_a_wrong_row_leaves_the_edition_before_as_it_was(house: House) -> None:
    browser = house.browser("camille")
    import_list(browser, GOOD)

    answer = import_list(browser, GOOD + b"44;;;\n", edition="P25V01 v2")

    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Ligne 4" in page
    assert "«\N{NO-BREAK SPACE}44\N{NO-BREAK SPACE}»" in page
    row = imported(house)
    assert row is not None
    assert (row.edition, row.codes) == ("P25V01 v1", 2)
    assert journal(house) == [("imported", "P25V01 v1")]


def test_a_new_edition_takes_the_place_of_the_one_before(house: House) -> None:
    browser = house.browser("camille")
    import_list(browser, GOOD)

    assert import_list(browser, b"code\n1487\n", edition="P25V01 v2").status_code == 303

    row = imported(house)
    assert row is not None
    assert (row.edition, [one.code for one in restored(row.content)]) == ("P25V01 v2", ["1487"])
    assert journal(house) == [("imported", "P25V01 v1"), ("replaced", "P25V01 v2")]


def test_nothing_is_imported_without_edition_source_and_day(house: House) -> None:
    browser = house.browser("camille")

    assert import_list(browser, GOOD, edition=" ").status_code == 422
    assert import_list(browser, GOOD, source="").status_code == 422
    assert import_list(browser, GOOD, published_on="31.02.2025").status_code == 422
    assert import_list(browser, b"\x00\x01", edition="1").status_code == 422
    assert imported(house) is None


def test_a_removed_list_is_gone_and_its_controls_are_silent_again(house: House) -> None:
    browser = house.browser("camille")
    import_list(browser, b"code\n0044\n")
    place = brought(browser)
    assert "S21.G00.40.017/CRE-11" in browser.get(f"{place}?by=control").get_data(as_text=True)

    assert browser.get(f"{LISTS}IDCC/remove").status_code == 200
    assert post(browser, f"{LISTS}IDCC/remove").status_code == 303

    assert imported(house) is None
    assert "S21.G00.40.017/CRE-11" not in browser.get(f"{brought(browser)}?by=control").get_data(as_text=True)
    assert browser.get(f"{LISTS}IDCC/remove").status_code == 404
    assert [act for act, _ in journal(house)] == ["imported", "removed"]


def test_large_files_are_checked_with_the_lists_too(house: House, monkeypatch: Any) -> None:
    monkeypatch.setattr("plugins.fr_dsn.views.entering.AT_ONCE", 10)
    browser = house.browser("camille")
    import_list(browser, b"code\n0044\n")

    answer = bring(browser, dict([FEBRUARY]))
    assert run_next(house.app)
    task = browser.get(answer.location).get_data(as_text=True)
    [place] = {part.split('"')[0] for part in task.split('href="') if part.startswith(START)} - {START}

    assert "S21.G00.40.017/CRE-11" in browser.get(f"{place}?by=control").get_data(as_text=True)


def test_a_check_says_which_controls_were_not_made_for_want_of_a_list(house: House) -> None:
    browser = house.browser("camille")
    lacking = browser.get(brought(browser)).get_data(as_text=True)
    import_list(browser, GOOD)
    found = browser.get(brought(browser)).get_data(as_text=True)

    assert "IBCI, ICI, IDCC, INSEE" in lacking
    assert "IBCI, ICI, INSEE" in found


def test_the_pages_show_state_controls_and_codes(house: House) -> None:
    browser = house.browser("camille")
    import_list(browser, b"code;label\n" + b"".join(b"%04d;Essai %d\n" % (n, n) for n in range(150)))

    assert "P25V01 v1" in browser.get(LISTS).get_data(as_text=True)
    page = browser.get(f"{LISTS}IDCC").get_data(as_text=True)
    assert "S21.G00.40.017/CRE-11" in page
    assert "Essai 9<" in page
    assert "Essai 10<" not in page
    assert "Essai 149<" in browser.get(f"{LISTS}IDCC/codes?page=2").get_data(as_text=True)
    assert browser.get(f"{LISTS}IDCC/codes?page=0").status_code == 400
    assert browser.get(f"{LISTS}NAF/codes").status_code == 404
    assert browser.get(f"{LISTS}NONE").status_code == 404


def test_who_may_only_read_lists_imports_and_removes_none(house: House) -> None:
    browser = house.browser("camille")
    import_list(browser, GOOD)
    take_the_right(house, "can_write", "fr_dsn.code_list")
    reader = house.browser("camille")

    assert f"{LISTS}IDCC/import" not in reader.get(f"{LISTS}IDCC").get_data(as_text=True)
    assert import_list(reader, b"code\n1487\n").status_code == 403
    assert post(reader, f"{LISTS}IDCC/remove").status_code == 403
    row = imported(house)
    assert row is not None
    assert row.edition == "P25V01 v1"


def test_a_list_of_one_institution_says_nothing_in_another(house: House) -> None:
    open_to_the_fund(house)
    import_list(house.browser("camille"), b"code\n0044\n")

    other = house.browser("claire")
    assert "P25V01 v1" not in other.get(LISTS).get_data(as_text=True)
    assert "S21.G00.40.017/CRE-11" not in other.get(f"{brought(other)}?by=control").get_data(as_text=True)
    assert (count_of(house, CodeList), count_of(house, CodeList, FUND)) == (1, 0)


def test_people_of_companies_do_not_see_the_lists_but_are_checked_with_them(house: House) -> None:
    open_to_the_fund(house)
    import_list(house.browser("claire"), b"code\n0044\n")

    luca = house.browser("luca")
    assert luca.get(LISTS).status_code == 403
    assert "S21.G00.40.017/CRE-11" in luca.get(f"{brought(luca)}?by=control").get_data(as_text=True)

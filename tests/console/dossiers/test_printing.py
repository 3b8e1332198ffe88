"""What goes out by post is printed once, and known to be posted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest

from console.base import clock
from console.base.errors import Conflict, NotFound, Unavailable
from console.dossiers import binding, queries, service
from console.dossiers.document_models import CLOSED
from console.dossiers.kinds import POST
from tests.support.dossiers import (
    ACCOUNTING,
    ALLOWANCES,
    OF_PETRA,
    acts,
    add,
    company_of,
    document,
    open_dossier,
    small_pdf,
)
from tests.support.house import House


def by_post(house: House, *, theme: str = ALLOWANCES, company: str = "41002") -> str:
    """Give a decision that waits to be printed."""
    with house.writing() as session:
        service.choose_receipt(session, company_of(session, company), {"decision": POST}, by="Luca")
    with clock.at(clock.now() + timedelta(days=1)):
        return add(house, open_dossier(house, theme=theme, company=company))


def make(house: House, *themes: str) -> str:
    with house.writing() as session:
        return service.make_run(session, themes or (ALLOWANCES,), by="Marc Favre").reference


def test_a_run_takes_what_waits_in_these_themes_company_by_company(house: House) -> None:
    petra, luca = by_post(house, company=OF_PETRA), by_post(house)
    elsewhere = by_post(house, theme=ACCOUNTING)

    run = make(house)

    with house.reading() as session:
        found = queries.printed_in(session, service.run_of(session, run, [ALLOWANCES]))
        assert [one.document.reference for one in found] == [luca, petra]
        assert [(one.theme, one.documents) for one in queries.waiting(session, [ALLOWANCES, ACCOUNTING])] == [
            (ACCOUNTING, 1)
        ]
    assert document(house, elsewhere).print_run_id is None
    with pytest.raises(Conflict):
        make(house)


def test_of_two_runs_at_once_one_takes_each_document(house: House) -> None:
    reference = by_post(house)

    def run(_number: int) -> str:
        try:
            return make(house)
        except Conflict:
            return ""

    with ThreadPoolExecutor(2) as both:
        made = [one for one in both.map(run, range(2)) if one]

    assert len(made) == 1
    with house.reading() as session:
        run_key = service.run_of(session, made[0], [ALLOWANCES]).id
    assert document(house, reference).print_run_id == run_key


def test_a_run_is_seen_by_those_who_work_in_all_its_themes(lite_house: House) -> None:
    by_post(lite_house)
    by_post(lite_house, theme=ACCOUNTING)
    run = make(lite_house, ALLOWANCES, ACCOUNTING)

    with lite_house.reading() as session:
        with pytest.raises(NotFound):
            service.run_of(session, run, [ALLOWANCES])
        assert queries.runs(session, [ALLOWANCES]) == []
        assert [one.reference for one in queries.runs(session, [ALLOWANCES, ACCOUNTING])] == [run]


def test_posting_a_run_needs_its_pdf_and_closes_its_decisions(house: House) -> None:
    reference = by_post(house)
    run = make(house)

    with house.writing() as session, pytest.raises(Conflict):
        service.posted(session, service.run_of(session, run, [ALLOWANCES], lock=True), by="Marc Favre")
    with house.writing() as session:
        found = service.run_of(session, run, [ALLOWANCES], lock=True)
        service.printed(session, found, queries.file_of(session, service.document_of(session, reference)))
        for _again in "ab":
            service.posted(session, found, by="Marc Favre")

    stored = document(house, reference)
    with house.reading() as session:
        dossier = session.get_one(service.Dossier, stored.dossier_id).reference
    assert (stored.state, stored.posted_at is not None) == (CLOSED, True)
    assert [act for act, _by in acts(house, dossier)].count("document_posted") == 1


def test_each_letter_begins_on_a_fresh_sheet(tmp_path: Path) -> None:
    files = [tmp_path / f"{n}.pdf" for n in range(3)]
    for file, pages in zip(files, (1, 2, 1), strict=True):
        file.write_bytes(small_pdf(file.name, pages))

    binding.bind([files[:2], files[2:]], tmp_path / "all.pdf")

    texts = [page.extract_text().strip() for page in pypdf.PdfReader(tmp_path / "all.pdf").pages]
    assert texts == ["0.pdf", "1.pdf", "1.pdf", "", "2.pdf"]


def test_what_is_no_pdf_cannot_be_bound_and_says_so(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pdf"
    wrong.write_bytes(b"no pdf at all")

    with pytest.raises(Unavailable):
        binding.bind([[wrong]], tmp_path / "all.pdf")

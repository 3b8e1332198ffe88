"""What somebody with the database in his hands does to a sealed journal, and what the check says of it."""

from __future__ import annotations

import pytest

from console.audit.models import AuditEntry
from console.audit.sealed import line_digest
from tests.support.books import FUND, book, faults, lines, report, sealed, tamper, write
from tests.support.house import House

HERS = "institution_id = {fund} and number"


def test_an_untouched_journal_is_whole(house: House) -> None:
    book(house)
    write(house, "not yet")

    told = report(house)

    assert told.faults == ()
    assert (told.number, told.unsealed) == (6, 1)


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'Somebody'",
        'facts = \'{{"name": "x"}}\'',
        "action = 'console.other'",
        "kind = 'consulted'",
        "at = '2026-03-05 11:00:01'",
        "sealed_at = '2026-03-05 11:00:01'",
        "person = 'f00d'",
        "subject_id = '9'",
        "request_id = 'x'",
        "actor_id = 7",
    ],
)
def test_a_line_of_which_anything_was_changed_is_named(lite_house: House, change: str) -> None:
    book(lite_house)

    tamper(lite_house, f"update audit_entry set {change} where {HERS} = 3")

    assert faults(lite_house) == {("changed", 3, 3)}


def test_a_line_changed_and_given_a_digest_that_fits_breaks_the_next_one(house: House) -> None:
    book(house)
    line = lines(house)[2]
    line.action = "console.other"
    digest = line_digest(line, f"institution {line.institution_id}")

    tamper(house, f"update audit_entry set action = 'console.other', digest = '{digest}' where {HERS} = 3")

    assert faults(house) == {("severed", 4, 4)}


def test_a_line_taken_out_is_missed(house: House) -> None:
    book(house)

    tamper(house, f"delete from audit_entry where {HERS} = 3")

    assert faults(house) == {("missing", 3, 3)}


def test_a_line_taken_out_with_the_numbers_closed_up_is_missed(house: House) -> None:
    book(house)

    tamper(
        house,
        f"delete from audit_entry where {HERS} = 3",
        *(f"update audit_entry set number = {n - 1} where {HERS} = {n}" for n in (4, 5, 6)),
        "update audit_chain set number = 5 where institution_id = {fund}",
    )

    assert faults(house) == {("severed", 3, 3)}


def test_a_line_put_in_between_is_told_from_the_others(house: House) -> None:
    book(house)
    _make_room(house, 3)
    _put_in(house, 3)

    assert faults(house) == {("inserted", 3, 3)}


def test_a_line_put_in_with_a_digest_that_fits_is_told_from_the_others(house: House) -> None:
    book(house)
    before = lines(house)[1]
    _make_room(house, 3)
    _put_in(house, 3)
    forged = next(line for line in lines(house) if line.number == 3)
    forged.previous, forged.salt, forged.personal = before.digest, None, "0" * 64
    forged.facts, forged.person, forged.actor_name = {}, "", ""
    digest = line_digest(forged, f"institution {forged.institution_id}")

    tamper(
        house,
        f"update audit_entry set previous = '{before.digest}', salt = null, personal = '{'0' * 64}', "
        f"facts = '{{{{}}}}', actor_name = '', digest = '{digest}' where {HERS} = 3",
    )

    assert ("inserted", 3, 3) in faults(house)
    assert {first for _, first, _ in faults(house)} == {3}


def test_a_line_put_after_the_head_is_told(house: House) -> None:
    book(house)
    _put_in(house, 7)

    assert faults(house) == {("inserted", 7, 7)}


@pytest.mark.parametrize(("one", "other"), [(2, 5), (3, 4), (2, 4), (1, 6), (5, 6)])
def test_two_lines_that_changed_places_are_both_named(lite_house: House, one: int, other: int) -> None:
    book(lite_house)

    tamper(
        lite_house,
        f"update audit_entry set number = 99 where {HERS} = {one}",
        f"update audit_entry set number = {one} where {HERS} = {other}",
        f"update audit_entry set number = {other} where {HERS} = 99",
    )

    told = faults(lite_house)
    assert {"moved"} == {wrong for wrong, _, _ in told}
    assert {one, other} <= {n for _, first, last in told for n in range(first, last + 1)}


def test_two_lines_that_changed_their_contents_are_both_named(house: House) -> None:
    book(house)
    second, fifth = lines(house)[1].facts["name"], lines(house)[4].facts["name"]

    tamper(
        house,
        f'update audit_entry set facts = \'{{{{"name": "{fifth}"}}}}\' where {HERS} = 2',
        f'update audit_entry set facts = \'{{{{"name": "{second}"}}}}\' where {HERS} = 5',
    )

    assert faults(house) == {("changed", 2, 2), ("changed", 5, 5)}


def test_a_tail_cut_off_is_missed_by_its_numbers(house: House) -> None:
    book(house)

    tamper(house, f"delete from audit_entry where {HERS} > 4")

    assert faults(house) == {("missing", 5, 6)}


def test_a_tail_cut_off_with_its_head_is_missed_by_whoever_noted_the_head(house: House) -> None:
    book(house)
    noted = {6: lines(house)[5].digest or ""}
    fourth = lines(house)[3].digest

    tamper(
        house,
        f"delete from audit_entry where {HERS} > 4",
        f"update audit_chain set number = 4, digest = '{fourth}' where institution_id = {{fund}}",
    )

    assert faults(house) == set()
    assert {(f.wrong, f.first) for f in report(house, expected=noted).faults} == {("unexpected", 6)}


def test_a_head_that_is_gone_or_changed_is_told(house: House) -> None:
    book(house)
    tamper(house, "update audit_chain set digest = 'f00d' where institution_id = {fund}")
    assert faults(house) == {("headless", 6, 6)}

    tamper(house, "delete from audit_chain where institution_id = {fund}")
    assert faults(house) == {("headless", 1, 6)}


def test_a_line_dated_back_is_told_as_late(house: House) -> None:
    book(house)
    write(house, "slipped in")
    tamper(
        house,
        "update audit_entry set at = '2026-03-05 12:00:00' where institution_id = {fund} and number is null",
    )
    sealed(house)

    told = report(house)

    assert (told.faults, told.late) == ((), ((7, 7),))


def test_another_institutions_journal_is_a_chain_of_its_own(house: House) -> None:
    book(house)
    write(house, "theirs", institution="AK Aaretal")
    sealed(house, "AK Aaretal")

    tamper(house, f"delete from audit_entry where {HERS} = 1")

    assert report(house, FUND).faults
    assert report(house, "AK Aaretal").faults == ()


def _make_room(house: House, number: int) -> None:
    tamper(
        house,
        *(f"update audit_entry set number = {n + 1} where {HERS} = {n}" for n in range(6, number - 1, -1)),
        "update audit_chain set number = 7 where institution_id = {fund}",
    )


def _put_in(house: House, number: int) -> None:
    line: AuditEntry = lines(house)[0]
    tamper(
        house,
        "insert into audit_entry (id, institution_id, at, kind, actor_name, action, subject, subject_id, person, facts,"
        " request_id, number, sealed_at, salt, personal, previous, digest) select 9000, institution_id, at, kind,"
        " actor_name, action, subject, subject_id, person, facts, request_id,"
        f" {number}, sealed_at, salt, personal, previous, digest from audit_entry where id = {line.id}",
    )

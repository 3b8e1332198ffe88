"""Children's rights: kept by the staff, asked for in campaigns, continued when a training is accepted."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit.models import AuditEntry
from console.dossiers import service as dossiers
from console.plugin import mailbox
from plugins.ch_fund.campaigns import ending_in
from plugins.ch_fund.effects import confirmed_in, moved
from plugins.ch_fund.models import ChildAllowance
from plugins.ch_fund.rules.training_right import continued, may_go_on, month_of
from tests.support.house import House, post

LIST = "/ch_fund/child_allowance/list/"
VALUES = {"avs": "7560000000118", "kind": "studies", "period": {"from": "2026-12-01", "until": "2027-09-15"}}


def right_in(session: Session) -> ChildAllowance:
    """Give the first right of the demonstration, as that of the child in `VALUES`."""
    found = session.scalars(select(ChildAllowance).order_by(ChildAllowance.id)).first()
    assert found is not None
    found.child_number, found.valid_until = VALUES["avs"], date(2026, 11, 30)  # type: ignore[assignment]
    session.flush()
    return found


def settled(company: int = 1, dossier: str = "", **different: Any) -> mailbox.Moved:
    """Give the event of a settled training confirmation."""
    facts: dict[str, Any] = {
        "event": "settle", "reference": "AAAA-BBBB", "dossier": dossier, "company": company,
        "theme": "ch_fund.family_allowances", "type": "ch_fund.training_confirmation", "person_number": "",
        "outcome": "accepted", "values": VALUES,
    }  # fmt: skip
    return mailbox.Moved(**{**facts, **different})


def test_a_month_begins_and_ends_with_its_days() -> None:
    assert month_of(date(2028, 2, 12)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("birth", "goes_on"), [(date(2001, 12, 31), True), (date(2001, 11, 30), False), (date(2008, 5, 14), True)]
)
def test_no_right_goes_on_behind_the_month_of_the_twenty_fifth_birthday(birth: date, goes_on: bool) -> None:
    assert may_go_on(birth, date(2026, 11, 30)) is goes_on


def test_a_confirmation_never_shortens_a_right() -> None:
    assert continued(date(2027, 7, 31), date(2027, 1, 31)) == date(2027, 7, 31)


@pytest.mark.parametrize(
    "different",
    [
        {"event": "reopen"},
        {"outcome": "refused"},
        {"type": "ch_fund.instalment_request"},
        {"values": {}},
        {"values": {"avs": "7560000000118", "period": {"from": "2026-12-01"}}},
    ],
)
def test_nothing_else_confirms_a_training(different: Mapping[str, Any]) -> None:
    assert confirmed_in(settled(**different)) is None


def test_an_accepted_training_continues_the_right_and_the_dossier_says_until_when(lite_house: House) -> None:
    with lite_house.writing() as session:
        right = right_in(session)
        matter = dossiers.Matter(right.company_id, "ch_fund.family_allowances", "x", "Ausbildung")
        dossier = dossiers.open_dossier(session, matter, by="Marc")

        moved(settled(right.company_id, dossier.reference))

        assert (right.valid_until, right.training) == (date(2027, 9, 15), "studies")
        assert dossier.valid_until == date(2027, 9, 15)
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "ch_fund.child_allowance.changed")
        ).one()
        assert entry.facts["changes"]["valid_until"] == ["2026-11-30", "2027-09-15"]


def test_a_child_of_another_member_stays_as_it_is(lite_house: House) -> None:
    with lite_house.writing() as session:
        right = right_in(session)

        moved(settled(right.company_id + 1))

        assert right.valid_until == date(2026, 11, 30)


def test_the_list_of_a_month_names_the_employee_and_fills_in_the_child(lite_house: House) -> None:
    with lite_house.writing() as session:
        right = right_in(session)
        right.birth_date, right.training = date(2008, 5, 14), "school"
        session.flush()

        (row,) = [one for one in ending_in(date(2026, 11, 1)) if one.values["avs"] == right.child_number]

        assert (row.company, row.person, row.person_number) == (
            right.company_id,
            right.employee,
            right.employee_number,
        )
        assert row.about == f"{right.given_name} {right.family_name}"
        assert row.values["period"].start == date(2026, 12, 1)
        assert (row.values["kind"], row.values["birth"]) == ("school", date(2008, 5, 14))


def test_who_is_too_old_or_whose_right_is_ended_is_not_asked_for(lite_house: House) -> None:
    with lite_house.writing() as session:
        right = right_in(session)
        for change in ({"birth_date": date(2001, 10, 1)}, {"birth_date": date(2008, 1, 1), "state": "ended"}):
            for name, value in change.items():
                setattr(right, name, value)
            session.flush()

            assert right.child_number not in [one.values["avs"] for one in ending_in(date(2026, 11, 1))]


def test_the_staff_see_the_list_and_companies_do_not(lite_house: House) -> None:
    assert lite_house.browser("marc").get(LIST).status_code == 200
    assert lite_house.browser("luca").get(LIST).status_code == 403


def test_rights_come_from_a_sheet(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    sheet = (
        "company;employee_number;employee;child_number;family_name;given_name;birth_date;kind;valid_from;valid_until;state\r\n"
        "41002;756.0000.0001.18;Exemple Aline;756.0000.0011.15;Exemple;Noé;14.5.2008;training;1.8.2025;31.7.2027;in_force\r\n"
    )
    preview = post(
        marc,
        "/ch_fund/child_allowance/import",
        {"file": (io.BytesIO(sheet.encode()), "rights.csv")},
        content_type="multipart/form-data",
    )
    assert preview.status_code == 303, preview.text
    digest = marc.get(preview.location).text.split('name="digest" value="', 1)[1].split('"', 1)[0]

    assert post(marc, preview.location, {"digest": digest}).status_code == 303
    with lite_house.reading() as session:
        found = session.scalars(
            select(ChildAllowance).where(ChildAllowance.child_number == "7560000001115")
        ).one()
    assert (found.employee, found.valid_until) == ("Exemple Aline", date(2027, 7, 31))

"""What a company's message is called, read from the values of its form."""

from __future__ import annotations

from console.forms.declarations import Form, Section
from console.forms.fields import AvsNumber, Person, Text
from console.mailbox.headings import Heading, heading_of


def form(*fields: object) -> Form:
    """Give a form with these fields."""
    return Form(key="ch_fund.test", title="Test", sections=(Section("all", "All", fields),))  # type: ignore[arg-type]


def test_a_person_is_named_by_first_and_family_name_with_her_number() -> None:
    asked = form(AvsNumber("avs", "AVS"), Text("family_name", "Name"), Text("given_name", "First name"))
    values = {"avs": "7561234567897", "family_name": "Đorđević", "given_name": "Ana"}

    assert heading_of(asked, values, {}) == Heading("", "Ana Đorđević", "7561234567897")


def test_a_chosen_person_has_the_name_of_the_register() -> None:
    asked = form(Text("subject", "Subject"), Person("employee", "Employee", source="ch_fund.employee"))
    names = {("ch_fund.employee", "7561234567897"): "Ana Đorđević"}

    found = heading_of(asked, {"subject": "Congé", "employee": "7561234567897"}, names)

    assert found == Heading("Congé", "Ana Đorđević", "7561234567897")


def test_what_cannot_be_read_yet_leaves_the_heading_empty() -> None:
    assert heading_of(form(AvsNumber("avs", "AVS")), {}, {}) == Heading()

"""Whom the fund asks: the children whose right ends in a month, each in the inbox of the member that pays for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from console.plugin import CampaignList, CampaignRow, db, forms
from console.plugin import lazy_gettext as _l

from .forms.training_confirmation import TRAINING_CONFIRMATION
from .models import ChildAllowance
from .models.child_allowance import IN_FORCE
from .rules.training_right import may_go_on, month_of, next_start


def ending_in(month: date) -> Sequence[CampaignRow]:
    """Give a request for each child whose right ends in the month of this day and who may still be in training."""
    first, last = month_of(month)
    statement = (
        select(ChildAllowance)
        .where(
            ChildAllowance.valid_until >= first,
            ChildAllowance.valid_until <= last,
            ChildAllowance.state == IN_FORCE,
        )
        .order_by(ChildAllowance.company_id, ChildAllowance.employee, ChildAllowance.id)
    )
    rights = db.session.scalars(statement)
    return [request_for(right) for right in rights if may_go_on(right.birth_date, right.valid_until)]


def request_for(right: ChildAllowance) -> CampaignRow:
    """Give the request for one child. The person is the employee: it is her whom the member looks for."""
    return CampaignRow(
        company=right.company_id,
        person=right.employee,
        person_number=right.employee_number,
        about=f"{right.given_name} {right.family_name}",
        values=dict(_known(right)),
    )


def _known(right: ChildAllowance) -> Iterator[tuple[str, object]]:
    yield from (
        ("avs", right.child_number),
        ("family_name", right.family_name),
        ("given_name", right.given_name),
        ("birth", right.birth_date),
        ("period", forms.Span(next_start(right.valid_until))),
    )
    if right.training:
        yield "kind", right.training


LISTS = [
    CampaignList(
        "ending_rights", _l("Children whose right ends in a month"), TRAINING_CONFIRMATION.key, ending_in
    )
]

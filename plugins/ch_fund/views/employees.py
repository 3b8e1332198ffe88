"""The employees of the members."""

from __future__ import annotations

from typing import Any

from console.plugin import (
    ChoiceColumn,
    ChoiceFilter,
    Company,
    CrudView,
    DayColumn,
    DayFilter,
    Personal,
    RelatedColumn,
    RelatedFilter,
    TextColumn,
    gettext,
)
from console.plugin import lazy_gettext as _l
from plugins.ch_fund.models import Employee
from plugins.ch_fund.rules.cantons import CANTONS
from plugins.ch_fund.rules.numbers import read_avs, show_avs

_CANTONS = tuple((canton, canton) for canton in CANTONS)


class EmployeeView(CrudView):
    """People employed by the members of the fund."""

    key = "employee"
    model = Employee
    personal = Personal(number="avs_number")
    rows = _l("Employees")
    row = _l("employee")
    lead = _l("The people employed by the members of the fund.")
    columns = (
        RelatedColumn(
            key="company",
            label=_l("Member"),
            help=_l("Type the member number or the beginning of the name."),
            target=Company,
            foreign="company_id",
            required=True,
        ),
        TextColumn(
            key="avs_number",
            label=_l("AVS number"),
            help=_l("13 digits, on the insurance certificate"),
            required=True,
            check=read_avs,
            shown=show_avs,
        ),
        TextColumn(key="family_name", label=_l("Last name"), required=True, most=80),
        TextColumn(key="given_name", label=_l("First name"), required=True, most=80),
        DayColumn(key="birth_date", label=_l("Date of birth")),
        TextColumn(
            key="staff_number", label=_l("Staff number"), help=_l("The employer's own number"), most=24
        ),
        ChoiceColumn(key="canton", label=_l("Canton of work"), of=_CANTONS),
        DayColumn(
            key="entry_date", label=_l("Date of entry"), help=_l("First day of employment"), required=True
        ),
        DayColumn(
            key="exit_date",
            label=_l("Date of exit"),
            help=_l("Last day of employment; empty while it lasts."),
        ),
    )
    groups = (
        (_l("Person"), ("avs_number", ("family_name", "given_name"), "birth_date")),
        (_l("Employment"), ("company", ("staff_number", "canton"), ("entry_date", "exit_date"))),
    )
    listed = ("family_name", "given_name", "avs_number", "company", "canton", "entry_date", "exit_date")
    sorts = ("family_name", "entry_date")
    default_sort = "family_name"
    unique = "avs_number"
    import_key = ("company", "avs_number", "entry_date")
    joined = ("company",)
    suggested_from = {"company": "ch_fund__CompanyView"}
    filters = (
        RelatedFilter(name="company", label=_l("Member"), column=Employee.company_id, target=Company),
        ChoiceFilter(name="canton", label=_l("Canton of work"), column=Employee.canton, of=_CANTONS),
        DayFilter(
            name="entered_from",
            label=_l("Entry from"),
            column=Employee.entry_date,
            side="from",
        ),
        DayFilter(
            name="entered_until",
            label=_l("Entry until"),
            column=Employee.entry_date,
            side="until",
        ),
    )

    def check(self, values: dict[str, Any], form: Any, row: Any | None) -> bool:
        """Nobody leaves before she comes, or is employed before she is born."""
        entry, leaving, birth = values["entry_date"], values["exit_date"], values["birth_date"]
        if leaving and leaving < entry:
            form.exit_date.errors = [gettext("The employment ends before it begins. Check both days.")]
        elif birth and birth >= entry:
            form.birth_date.errors = [
                gettext("The date of birth lies after the start of employment. Check both days.")
            ]
        else:
            return True
        return False

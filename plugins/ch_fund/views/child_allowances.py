"""The rights of the children for whom allowances are paid."""

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
from plugins.ch_fund.forms.training_confirmation import KINDS
from plugins.ch_fund.models.child_allowance import CHILD, ENDED, IN_FORCE, TRAINING, ChildAllowance
from plugins.ch_fund.rules.numbers import read_avs, show_avs

_KINDS = ((CHILD, _l("Child allowance")), (TRAINING, _l("Training allowance")))
_STATES = ((IN_FORCE, _l("In force")), (ENDED, _l("Not continued")))
_TRAININGS = tuple((key, _l(label)) for key, label in KINDS)


class ChildAllowanceView(CrudView):
    """For which children the fund pays, and until when."""

    key = "child_allowance"
    model = ChildAllowance
    personal = Personal(number="child_number")
    rows = _l("Children’s rights")
    row = _l("child’s right")
    lead = _l("The children for whom allowances are paid, and until when.")
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
            key="employee_number",
            label=_l("Employee’s AVS number"),
            required=True,
            check=read_avs,
            shown=show_avs,
        ),
        TextColumn(key="employee", label=_l("Employee"), required=True),
        TextColumn(
            key="child_number", label=_l("Child’s AVS number"), required=True, check=read_avs, shown=show_avs
        ),
        TextColumn(key="family_name", label=_l("Last name"), required=True, most=60),
        TextColumn(key="given_name", label=_l("First name"), required=True, most=60),
        DayColumn(key="birth_date", label=_l("Date of birth"), required=True),
        ChoiceColumn(key="kind", label=_l("Allowance"), of=_KINDS, required=True),
        ChoiceColumn(key="training", label=_l("Kind of training"), of=_TRAININGS),
        DayColumn(key="valid_from", label=_l("Right since"), required=True),
        DayColumn(
            key="valid_until",
            label=_l("Right until"),
            help=_l("Last day of the right; a confirmed training moves it on."),
            required=True,
        ),
        ChoiceColumn(key="state", label=_l("State of the right"), of=_STATES, required=True),
    )
    groups = (
        (_l("Child"), ("child_number", ("family_name", "given_name"), "birth_date")),
        (_l("Employee"), ("company", "employee_number", "employee")),
        (_l("Entitlement"), (("kind", "training"), ("valid_from", "valid_until"), "state")),
    )
    listed = (
        "family_name",
        "given_name",
        "child_number",
        "employee",
        "company",
        "kind",
        "valid_until",
        "state",
    )
    sorts = ("family_name", "valid_until")
    default_sort = "family_name"
    unique = "child_number"
    import_key = ("company", "child_number")
    joined = ("company",)
    suggested_from = {"company": "ch_fund__CompanyView"}
    filters = (
        RelatedFilter(name="company", label=_l("Member"), column=ChildAllowance.company_id, target=Company),
        ChoiceFilter(name="kind", label=_l("Allowance"), column=ChildAllowance.kind, of=_KINDS),
        ChoiceFilter(name="state", label=_l("State of the right"), column=ChildAllowance.state, of=_STATES),
        DayFilter(name="from", label=_l("Right until, from"), column=ChildAllowance.valid_until, side="from"),
        DayFilter(
            name="until",
            label=_l("Right until, at the latest"),
            column=ChildAllowance.valid_until,
            side="until",
        ),
    )

    def check(self, values: dict[str, Any], form: Any, row: Any | None) -> bool:
        """No right begins before the child is born, or ends before it begins."""
        since, until, birth = values["valid_from"], values["valid_until"], values["birth_date"]
        if until < since:
            form.valid_until.errors = [gettext("The right ends before it begins. Check both days.")]
        elif birth > since:
            form.birth_date.errors = [gettext("The right begins before the birth. Check both days.")]
        else:
            return True
        return False

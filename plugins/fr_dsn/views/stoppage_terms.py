"""The list of terms of insured contracts, which the institution's staff keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from console.plugin import (
    ChoiceColumn,
    Column,
    ColumnFault,
    Company,
    CrudView,
    DayColumn,
    RelatedFilter,
    Style,
    TextColumn,
    gettext,
)
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.stoppages.checks import INSURED
from plugins.fr_dsn.stoppages.models import InsuredTerms
from plugins.fr_dsn.stoppages.terms import COUNTINGS
from plugins.fr_dsn.views.employer import EMPLOYER

LONGEST: Final = 3650
"""Days at most, whatever they count."""
_COUNTINGS: Final = tuple((str(key), _l(text)) for key, text in COUNTINGS.items())


@dataclass(frozen=True, kw_only=True)
class DaysColumn(Column):
    """A number of days."""

    @property
    def width(self) -> str:
        """A number is short."""
        return "short"

    def read(self, text: str, style: Style, session: Any) -> int:
        """Give the number of days."""
        typed = text.strip()
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= 4 and int(typed) <= LONGEST):
            raise ColumnFault(_l("Type a number of days from 0 to %(most)s.", most=LONGEST))
        return int(typed)

    @property
    def nothing(self) -> None:
        """Give the empty value."""
        return None


class TermsView(CrudView):
    """From which day the insurer pays, by contract."""

    key = "insured_terms"
    model = InsuredTerms
    rows = _l("Terms of insured contracts")
    row = _l("terms of a contract")
    lead = _l("They say from which day of a stoppage the insurer pays, and for how many days at most.")
    columns = (
        EMPLOYER,
        TextColumn(
            key="contract",
            label=_l("Reference of the contract"),
            help=_l("As it stands in the declaration (DSN), S21.G00.15.001."),
            required=True,
            most=INSURED,
        ),
        DayColumn(key="first", label=_l("For stoppages from"), required=True),
        DayColumn(key="until", label=_l("For stoppages until")),
        DaysColumn(key="deductible", label=_l("Deductible in days"), required=True),
        ChoiceColumn(key="counting", label=_l("How it is counted"), of=_COUNTINGS, required=True),
        DaysColumn(
            key="most_days", label=_l("Days paid at most"), help=_l("For one stoppage. Empty: no limit.")
        ),
    )
    groups = (
        (_l("Contract"), ("company", "contract", ("first", "until"))),
        (_l("Guarantee"), (("deductible", "most_days"), "counting")),
    )
    listed = ("contract", "company", "first", "until", "deductible", "counting", "most_days")
    sorts = ("contract", "first")
    default_sort = "contract"
    joined = ("company",)
    filters = (
        RelatedFilter(name="company", label=_l("Employer"), column=InsuredTerms.company_id, target=Company),
    )

    def check(self, values: dict[str, Any], form: Any, row: Any | None) -> bool:
        """No terms end before they begin."""
        if values["until"] is not None and values["until"] < values["first"]:
            form.until.errors = [gettext("The terms end before they begin. Check both days.")]
            return False
        return True

"""The rates of insured contracts, which the institution's staff keep: typed, or brought as a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final

from sqlalchemy import select

from console.plugin import (
    ChoiceColumn,
    Column,
    ColumnFault,
    Company,
    CrudView,
    DayColumn,
    Misread,
    RelatedFilter,
    Style,
    TextColumn,
    db,
    gettext,
)
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions.models import CODE, CONTRACT, ContributionRate
from plugins.fr_dsn.contributions.periods import PERIODICITIES
from plugins.fr_dsn.views import call_words as said
from plugins.fr_dsn.views.employer import EMPLOYER

PLACES: Final = 4
HIGHEST: Final = 100
_PERIODICITIES: Final = tuple((str(key), _l(text)) for key, text in PERIODICITIES.items())
_KINDS: Final = tuple(said.KINDS.items())


@dataclass(frozen=True, kw_only=True)
class RateColumn(Column):
    """A rate in per cent."""

    @property
    def width(self) -> str:
        """A rate is short."""
        return "short"

    def read(self, text: str, style: Style, session: Any) -> Decimal:
        """Give the rate."""
        fault = ColumnFault(_l("Type a rate from 0 to 100, with at most four decimals."))
        try:
            found = style.read_rate(text, places=PLACES)
        except Misread as misread:
            raise fault from misread
        if not 0 <= found <= HIGHEST:
            raise fault
        return found.quantize(Decimal("0.0001"))

    def show(self, value: Any, style: Style) -> str:
        """Give the rate in the reader's form."""
        return "" if value is None else style.show_rate(Decimal(value))

    @property
    def nothing(self) -> None:
        """Give the empty value."""
        return None


class RateView(CrudView):
    """What is owed on which base, by contract, population and option."""

    key = "contribution_rate"
    model = ContributionRate
    rows = _l("Contribution rates")
    row = _l("contribution rate")
    lead = _l(
        "The parameter sheets of your contracts: calls are drawn up from these rates and from accepted declarations."
    )
    columns = (
        EMPLOYER,
        TextColumn(
            key="contract",
            label=_l("Reference of the contract"),
            help=_l("As it stands in the declaration (DSN), S21.G00.15.001."),
            required=True,
            most=CONTRACT,
        ),
        TextColumn(
            key="population",
            label=_l("Population"),
            help=_l(
                "Code as in S21.G00.70.005; * for each. A rate for one population goes before one for each."
            ),
            required=True,
            most=CODE,
        ),
        TextColumn(
            key="option",
            label=_l("Option"),
            help=_l("Code as in S21.G00.70.004; * for each."),
            required=True,
            most=CODE,
        ),
        ChoiceColumn(key="base", label=_l("Base"), of=_KINDS, required=True),
        RateColumn(key="percent", label=_l("Rate in per cent"), required=True),
        DayColumn(
            key="first",
            label=_l("Valid from"),
            help=_l("For months that begin on this day or later."),
            required=True,
        ),
        DayColumn(key="until", label=_l("Valid until")),
        ChoiceColumn(
            key="periodicity",
            label=_l("Called how often"),
            help=_l("Of the rates of a contract, the one that began last decides."),
            of=_PERIODICITIES,
            required=True,
        ),
    )
    groups = (
        (_l("Contract"), ("company", "contract", ("population", "option"))),
        (_l("Rate"), ("base", "percent", ("first", "until"), "periodicity")),
    )
    listed = (
        "contract",
        "population",
        "option",
        "base",
        "percent",
        "first",
        "until",
    )
    beneath: ClassVar[Mapping[str, str]] = {"contract": "company", "base": "periodicity"}
    sorts = ("contract", "first")
    default_sort = "contract"
    joined = ("company",)
    filters = (
        RelatedFilter(
            name="company", label=_l("Employer"), column=ContributionRate.company_id, target=Company
        ),
    )
    import_key = ("company", "contract", "population", "option", "base", "first")

    def check(self, values: dict[str, Any], form: Any, row: Any | None) -> bool:
        """No rate ends before it begins, and none stands twice."""
        if values["until"] is not None and values["until"] < values["first"]:
            form.until.errors = [gettext("The rate ends before it begins. Check both days.")]
            return False
        same = select(ContributionRate.id).where(
            ContributionRate.company_id == values["company"].id,
            *(getattr(ContributionRate, key) == values[key] for key in self.import_key[1:]),
            ContributionRate.id != (row.id if row is not None and row.id is not None else 0),
        )
        with db.session.no_autoflush:
            known = db.session.scalars(same).first()
        if known is not None:
            form.first.errors = [
                gettext("There is a rate for the same from this day on already. Change that one.")
            ]
            return False
        return True

"""The members of the fund."""

from __future__ import annotations

from typing import Any

from console.plugin import (
    ChoiceColumn,
    ChoiceFilter,
    Company,
    CrudView,
    DayColumn,
    DayFilter,
    Related,
    TextColumn,
    db,
    gettext,
    rename_company,
)
from console.plugin import lazy_gettext as _l
from plugins.ch_fund.rules.addresses import read_email
from plugins.ch_fund.rules.numbers import read_uid, show_uid

LANGUAGES = (("fr", _l("French")), ("de", _l("German")), ("nl", _l("Dutch")), ("en", _l("English")))


class CompanyView(CrudView):
    """Members: companies affiliated to the fund."""

    key = "company"
    model = Company
    only = (Company.kind == "member",)
    rows = _l("Members")
    row = _l("member")
    lead = _l("The companies affiliated to the fund.")
    columns = (
        TextColumn(key="number", label=_l("Member number"), required=True, most=24),
        TextColumn(key="name", label=_l("Name"), required=True),
        TextColumn(
            key="official_number",
            label=_l("Company number (UID)"),
            help=_l("For example CHE-123.456.788"),
            check=read_uid,
            shown=show_uid,
        ),
        ChoiceColumn(key="language", label=_l("Language"), of=LANGUAGES, required=True),
        TextColumn(key="email", label=_l("E-mail"), most=254, check=read_email),
        TextColumn(key="phone", label=_l("Phone"), most=40),
        TextColumn(key="street", label=_l("Street")),
        TextColumn(key="house_number", label=_l("House number"), most=16),
        TextColumn(key="postcode", label=_l("Postcode"), most=16),
        TextColumn(key="town", label=_l("Town"), most=80),
        DayColumn(key="member_since", label=_l("Member since")),
        DayColumn(
            key="member_until",
            label=_l("Member until"),
            help=_l("Last day; empty while the membership lasts."),
        ),
    )
    groups = (
        (_l("Member"), ("number", "name", "official_number", "language")),
        (_l("Address"), (("street", "house_number"), ("postcode", "town"))),
        (_l("Contact"), (("email", "phone"),)),
        (_l("Membership"), (("member_since", "member_until"),)),
    )
    listed = ("number", "name", "official_number", "town", "member_since")
    sorts = ("number", "name", "town", "member_since")
    default_sort = "name"
    unique = "number"
    import_key = ("number",)
    filters = (
        ChoiceFilter(name="language", label=_l("Language"), column=Company.language, of=LANGUAGES),
        DayFilter(name="since", label=_l("Member since, from"), column=Company.member_since, side="from"),
        DayFilter(name="until", label=_l("Member since, until"), column=Company.member_since, side="until"),
    )
    related = (Related(view="ch_fund__EmployeeView", name="company", column="company_id"),)

    def name_of(self, row: Company) -> str:
        """Give number and name, parted as the fields that refer to a member read them back."""
        return f"{row.number}\u2003{row.name}"

    def check(self, values: dict[str, Any], form: Any, row: Any | None) -> bool:
        """A membership does not end before it begins."""
        since, until = values["member_since"], values["member_until"]
        if since and until and until < since:
            form.member_until.errors = [gettext("The membership ends before it begins. Check both days.")]
            return False
        return True

    def saved(self, row: Company, changes: dict[str, list[Any]]) -> None:
        """Keep the name that mandates show."""
        before, _now = changes.get("name", (None, None))
        if before:
            rename_company(db.session(), row)

"""What the compensation fund brings to the console."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from console.plugin import Health, MenuEntry, Resource, Right, Setting, Theme, Tile, View, forms, hookimpl
from console.plugin import lazy_gettext as _l

from . import samples, tiles
from .forms import FORMS
from .forms.contacts import contact_of
from .forms.sources import EMPLOYEES
from .models import Employee
from .rules.form_rules import RULES
from .settings import SETTINGS, health
from .views import CompanyView, EmployeeView

STAFF = ("administrator", "case_worker")
COMPANY = ("company_administrator", "company_user")


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """Employees; the members themselves are companies of the console."""
    return [Employee]


@hookimpl
def register_themes() -> Sequence[Theme]:
    """The subject areas of the members' daily exchange with the fund."""
    return [
        Theme("membership", _l("Membership"), _l("The member's own entry: address, contact, duration.")),
        Theme("employees", _l("Employees"), _l("Entries, exits and data of the employees.")),
        Theme("family_allowances", _l("Family allowances"), _l("Decisions, training confirmations.")),
        Theme("accounting", _l("Accounting"), _l("Statements, reminders, payment by instalments.")),
        Theme("other", _l("Other matters"), _l("General questions and help.")),
    ]


@hookimpl
def register_views() -> Sequence[View]:
    """Members and employees."""
    return [
        View(CompanyView, MenuEntry(_l("Members"), "company"), theme="membership"),
        View(EmployeeView, MenuEntry(_l("Employees"), "people"), theme="employees"),
    ]


@hookimpl
def register_rights() -> Sequence[Right]:
    """Staff keep the list of members; employees are also the company's own business."""
    return [
        Right("company", "read", _l("See members"), STAFF + COMPANY),
        Right("company", "write", _l("Add and edit members"), STAFF),
        Right("company", "delete", _l("Delete members"), ("administrator",)),
        Right("company", "export", _l("Export members"), STAFF),
        Right("company", "import", _l("Import members"), ("administrator",)),
        Right("employee", "read", _l("See employees"), STAFF + COMPANY),
        Right("employee", "write", _l("Add and edit employees"), STAFF + COMPANY),
        Right("employee", "delete", _l("Delete employees"), STAFF),
        Right("employee", "export", _l("Export employees"), STAFF + COMPANY),
        Right("employee", "import", _l("Import employees"), (*STAFF, "company_administrator")),
    ]


@hookimpl
def register_forms() -> Sequence[forms.Form]:
    """What members announce and ask."""
    return FORMS


@hookimpl
def register_rules() -> Sequence[forms.Rule]:
    """What must hold between several values of a form."""
    return RULES


@hookimpl
def register_sources() -> Sequence[forms.PartySource]:
    """Employees to choose from."""
    return [EMPLOYEES]


@hookimpl
def prefill_form(form: str, company: int | None) -> Sequence[forms.Prefill]:
    """How the company is reached, from its own entry."""
    return contact_of(company)


@hookimpl
def register_api() -> Sequence[Resource]:
    """Employees for the members' payroll software."""
    return [
        Resource(
            "employees",
            Employee,
            (
                "id",
                "avs_number",
                "family_name",
                "given_name",
                "birth_date",
                "staff_number",
                "canton",
                "entry_date",
                "exit_date",
                "company_id",
            ),
            sorts=("family_name", "entry_date"),
            theme="employees",
        )
    ]


@hookimpl
def register_settings() -> Sequence[Setting]:
    """The fund's own number and contact."""
    return SETTINGS


@hookimpl
def check_configuration(settings: dict[str, str]) -> Sequence[Health]:
    """The fund number is what other systems know the fund by."""
    return health(settings)


@hookimpl
def dashboard_tiles() -> Sequence[Tile]:
    """How many members and employees there are."""
    return tiles.tiles()


@hookimpl
def fill_demo() -> None:
    """Some employees for each member."""
    samples.fill()

"""What the compensation fund brings to the console."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from console.plugin import Health, MenuEntry, Resource, Right, Setting, Theme, Tile, View, hookimpl
from console.plugin import lazy_gettext as _l

from . import samples, tiles
from .models import Employee
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
    """The two subject areas of the first screen."""
    return [
        Theme("membership", _l("Membership"), _l("The member's own entry: address, contact, duration.")),
        Theme("employees", _l("Employees"), _l("Entries, exits and data of the employees.")),
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

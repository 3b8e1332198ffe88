"""What the compensation fund brings to the console."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from console.plugin import (
    AuditAction,
    CampaignList,
    Company,
    DeadlineRule,
    Erased,
    Health,
    MenuEntry,
    PersonRows,
    Resource,
    RetentionClass,
    Right,
    Setting,
    Simulator,
    Theme,
    Tile,
    Upsert,
    View,
    dispatch,
    forms,
    hookimpl,
    mailbox,
)
from console.plugin import lazy_gettext as _l

from . import campaigns, deadlines, effects, retention, samples, tiles
from .forms import FORMS
from .forms.contacts import contact_of
from .forms.sources import EMPLOYEES
from .gateways import core_simulator, core_system
from .models import ChildAllowance, Employee
from .models.child_allowance import FROM_EMPLOYEE
from .rules.form_rules import RULES
from .settings import SETTINGS, health
from .views import ChildAllowanceView, CompanyView, EmployeeView

STAFF = ("administrator", "case_worker")
COMPANY = ("company_administrator", "company_user")


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """Employees and children's rights; the members themselves are companies of the console."""
    return [Employee, ChildAllowance]


@hookimpl
def register_themes() -> Sequence[Theme]:
    """The subject areas of the members' daily exchange with the fund; a general question reaches it in all of them."""
    themes = (
        Theme("membership", _l("Membership"), _l("The member's own entry: address, contact, duration.")),
        Theme(
            "employees",
            _l("Employees"),
            _l("Entries, exits and data of the employees."),
            basic_forms=("ch_fund.employee_entry",),
        ),
        Theme("family_allowances", _l("Family allowances"), _l("Decisions, training confirmations.")),
        Theme("salaries", _l("Salaries"), _l("Announcements of salaries of every kind.")),
        Theme(
            "lpp",
            _l("Occupational benefits"),
            _l("Entries and exits, salaries and plans of the pension fund."),
        ),
        Theme("apg", _l("Loss of earnings (APG)"), _l("Service, maternity and the other parent’s leave.")),
        Theme("accounting", _l("Accounting"), _l("Statements, reminders, payment by instalments.")),
        Theme("other", _l("Other matters"), _l("General questions and help.")),
    )
    return [replace(theme, contact_form="ch_fund.general_question") for theme in themes]


@hookimpl
def register_views() -> Sequence[View]:
    """Members, employees, and the children for whom allowances are paid."""
    return [
        View(CompanyView, MenuEntry(_l("Members"), "company"), theme="membership"),
        View(EmployeeView, MenuEntry(_l("Employees"), "people"), theme="employees"),
        View(ChildAllowanceView, MenuEntry(_l("Children’s rights"), "people"), theme="family_allowances"),
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
        Right("child_allowance", "read", _l("See children’s rights"), STAFF),
        Right("child_allowance", "write", _l("Add and edit children’s rights"), STAFF),
        Right("child_allowance", "delete", _l("Delete children’s rights"), ("administrator",)),
        Right("child_allowance", "export", _l("Export children’s rights"), STAFF),
        Right("child_allowance", "import", _l("Import children’s rights"), STAFF),
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
def campaign_lists() -> Sequence[CampaignList]:
    """The children whose right ends in a month."""
    return campaigns.LISTS


@hookimpl
def message_moved(moved: mailbox.Moved) -> None:
    """A training that is accepted moves the end of the child's right on; what is sent goes to the core system."""
    effects.moved(moved)
    core_system.hand_over(moved)


@hookimpl
def register_channels() -> Sequence[dispatch.Channel]:
    """The fund's core system."""
    return [core_system.CHANNEL]


@hookimpl
def register_simulators() -> Sequence[Simulator]:
    """A core system that takes everything."""
    return [core_simulator.SIMULATOR]


@hookimpl
def acknowledged(news: dispatch.Acknowledged) -> None:
    """What the core system decided, or asks for, stands in the journal."""
    core_system.heard(news)


@hookimpl
def register_audit_actions() -> Sequence[AuditAction]:
    """What the core system decides and asks for."""
    return [
        AuditAction("ch_fund.core_system.accepted", _l("Core system: announcement %(name)s taken over")),
        AuditAction("ch_fund.core_system.refused", _l("Core system: announcement %(name)s refused")),
        AuditAction(
            "ch_fund.core_system.documents",
            _l("Core system: documents asked for about announcement %(name)s"),
        ),
    ]


@hookimpl
def register_api() -> Sequence[Resource]:
    """Employees for the members' payroll software; members, employees and children for the fund's core system."""
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
            upsert=Upsert("person"),
        ),
        Resource("members", Company, (), theme="membership", upsert=Upsert("company")),
        Resource(
            "children",
            ChildAllowance,
            (),
            theme="family_allowances",
            upsert=Upsert("child", of="person", takes=FROM_EMPLOYEE),
        ),
    ]


@hookimpl
def register_settings() -> Sequence[Setting]:
    """The fund's own number and contact."""
    return SETTINGS


@hookimpl
def register_retention() -> Sequence[RetentionClass]:
    """Employees from the end of their employment, children's rights from their last day."""
    return retention.CLASSES


@hookimpl
def register_deadlines() -> Sequence[DeadlineRule]:
    """Ten working days for the confirmation of a training, once the fund says so."""
    return deadlines.RULES


@hookimpl
def export_person(number: str) -> Sequence[PersonRows]:
    """Her employments, the rights she draws and those paid for her."""
    return retention.export(number)


@hookimpl
def erase_person(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """The same, as far as their time is over."""
    return retention.erase(number, before)


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
    """Some employees for each member, and some children of theirs."""
    samples.fill()

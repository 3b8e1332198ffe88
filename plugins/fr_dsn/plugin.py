"""What the plugin of the French DSN brings: its parts, hook by hook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from console.plugin import (
    ApiAct,
    AuditAction,
    DeadlineRule,
    Duty,
    Erased,
    Health,
    PersonRows,
    Resource,
    RetentionClass,
    Right,
    Scheduled,
    Setting,
    Simulator,
    TaskKind,
    Theme,
    Tile,
    View,
    db,
    dispatch,
    forms,
    hookimpl,
    mailbox,
)

from .benefits import brought as benefits
from .checking import brought as checking
from .contributions import brought as contributions
from .debits import brought as debits
from .deposits import brought as deposits
from .enrolments import brought as enrolments
from .gaps import brought as gaps
from .portfolio import brought as portfolio
from .reporting import brought as reporting
from .stoppages import brought as stoppages

PARTS = (
    checking.PART,
    portfolio.PART,
    deposits.PART,
    gaps.PART,
    contributions.PART,
    debits.PART,
    stoppages.PART,
    benefits.PART,
    enrolments.PART,
    reporting.PART,
)


@hookimpl
def register_models() -> Sequence[type[Any]]:
    """The tables of all parts."""
    return [one for part in PARTS for one in part.models]


@hookimpl
def register_themes() -> Sequence[Theme]:
    """What may be opened to a company one by one."""
    return [one for part in PARTS for one in part.themes]


@hookimpl
def register_views() -> Sequence[View]:
    """Their pages, in the order of the menu."""
    return [one for part in PARTS for one in part.views]


@hookimpl
def register_rights() -> Sequence[Right]:
    """Who may do what on them."""
    return [one for part in PARTS for one in part.rights]


@hookimpl
def register_audit_actions() -> Sequence[AuditAction]:
    """The sentences of the journal."""
    return [one for part in PARTS for one in part.actions]


@hookimpl
def register_tasks() -> Sequence[TaskKind]:
    """Long work, done beside the pages."""
    return [one for part in PARTS for one in part.tasks]


@hookimpl
def register_channels() -> Sequence[dispatch.Channel]:
    """The systems outside."""
    return [one for part in PARTS for one in part.channels]


@hookimpl
def register_simulators() -> Sequence[Simulator]:
    """Stand-ins for them."""
    return [one for part in PARTS for one in part.simulators]


@hookimpl
def register_settings() -> Sequence[Setting]:
    """Where they are, and who the institution is there."""
    return [one for part in PARTS for one in part.settings]


@hookimpl
def register_api() -> Sequence[Resource]:
    """What the software of an account may read."""
    return [one for part in PARTS for one in part.resources]


@hookimpl
def register_api_acts() -> Sequence[ApiAct]:
    """What it may do."""
    return [one for part in PARTS for one in part.acts]


@hookimpl
def register_forms() -> Sequence[forms.Form]:
    """Forms to fill in by hand."""
    return [one for part in PARTS for one in part.forms]


@hookimpl
def register_rules() -> Sequence[forms.Rule]:
    """What must hold between several values of a form."""
    return [one for part in PARTS for one in part.rules]


@hookimpl
def register_deadlines() -> Sequence[DeadlineRule]:
    """How long others may take."""
    return [one for part in PARTS for one in part.deadlines]


@hookimpl
def register_duties() -> Sequence[Duty]:
    """What companies owe month by month."""
    return [one for part in PARTS for one in part.duties]


@hookimpl
def register_retention() -> Sequence[RetentionClass]:
    """How long what is told about people is kept."""
    return [one for part in PARTS for one in part.retention]


@hookimpl
def register_jobs() -> Sequence[Scheduled]:
    """Work that is done again and again."""
    return [one for part in PARTS for one in part.jobs]


@hookimpl
def register_wordings() -> Sequence[dispatch.MailTemplate]:
    """What is written to companies."""
    return [one for part in PARTS for one in part.wordings]


@hookimpl
def dashboard_tiles() -> Sequence[Tile]:
    """What waits for the person at hand."""
    return [one for part in PARTS if part.tiles for one in part.tiles()]


@hookimpl
def check_configuration(settings: dict[str, str]) -> Sequence[Health]:
    """Whether the systems outside can be reached."""
    return [one for part in PARTS if part.health for one in part.health(settings)]


@hookimpl
def acknowledged(news: dispatch.Acknowledged) -> None:
    """What they answer moves what it is about."""
    for part in PARTS:
        if part.heard:
            part.heard(news)


@hookimpl
def message_moved(moved: mailbox.Moved) -> None:
    """What a company sends by form is declared like what its software sends."""
    for part in PARTS:
        if part.moved:
            part.moved(moved)


@hookimpl
def export_person(number: str) -> Sequence[PersonRows]:
    """What stands about a person in all parts."""
    return [one for part in PARTS if part.export for one in part.export(number)]


@hookimpl
def erase_person(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """The same, as far as its time is over."""
    return [one for part in PARTS if part.erase for one in part.erase(number, before)]


@hookimpl
def fill_demo() -> None:
    """An invented account with a year of declarations, what is missing in them, slips, enrolments, and checks."""
    from . import samples  # Only the demonstration needs the writer.
    from .benefits import samples as paid
    from .contributions import samples as called
    from .deposits import samples as deposited
    from .enrolments import samples as enrolled
    from .gaps import finding

    samples.fill()
    deposited.fill()
    enrolled.fill()
    paid.fill()
    called.fill()
    finding.look_everywhere(db.session())

"""What a plugin hands over: frozen values, checked by the console before anything is built from them.

Words: a *theme* is a subject area with its own rights; a *level* is what a person may do in it; a *right* is an
act on a view, written `<plugin>.<view>.<act>`; a *part* is anything below a plugin that has a switch of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any, Literal, Protocol, TypeAlias

from console.hooks.acts import ApiAct
from console.hooks.times import DeadlineRule, Duty, Scheduled

Text: TypeAlias = Any
"""A text of the interface: a `str` or a lazy translation, looked up when the page is made."""


class Level(IntEnum):
    """What a person may do in a theme; each level contains the ones below."""

    READ = 1
    PREPARE = 2
    SEND = 3


@dataclass(frozen=True)
class Manifest:
    """Facts about a plugin, readable without importing the rest of it."""

    name: str
    """Lower-case identifier; prefix of its tables, endpoints, rights and URLs."""
    title: Text
    description: Text
    version: str
    console: str
    """Versions of the console it works with, as a specifier: `>=0.1,<1`."""
    countries: tuple[str, ...] = ()
    """ISO 3166 codes of the institutions it is meant for; empty means any."""
    requires: tuple[str, ...] = ()
    """Names of plugins that must be enabled first."""
    author: str = ""


@dataclass(frozen=True)
class Theme:
    """A subject area of a plugin: people get rights in it, an institution can switch it."""

    key: str
    title: Text
    description: Text = ""
    contact_form: str = ""
    """The key of the plugin's form with which a company asks about it, offered on the page of contacts."""
    basic_forms: tuple[str, ...] = ()
    """Keys of forms that stay open to people with a password only, where the institution keeps that level.

    The contact form is always one of them.
    """


@dataclass(frozen=True)
class Right:
    """An act a role may be allowed, with the roles that have it from the start."""

    view: str
    act: str
    title: Text
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuEntry:
    """A line in the side navigation."""

    label: Text
    icon: str = "folder"


@dataclass(frozen=True)
class View:
    """A page class of the plugin, with its place in the menu and the theme that guards it."""

    view: type[Any]
    menu: MenuEntry | None = None
    theme: str | None = None


UpsertKind: TypeAlias = Literal["company", "person", "child", "establishment"]


@dataclass(frozen=True)
class Upsert:
    """Says that the institution's core system adds and changes rows by its own references.

    The list (`CrudView`) over the same model reads and checks the values, as it does for its pages and sheets.
    """

    kind: UpsertKind
    """What a row is: it stands in the address, and once among all resources of a plugin."""
    of: UpsertKind | None = None
    """The kind of the row to which each of these belongs: a child's is a person."""
    takes: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    """The columns that are not sent because they follow from that row, with how."""


@dataclass(frozen=True)
class Resource:
    """A collection of the open API over one model, to be read; without `fields` there is nothing to read.

    It can be searched when the model is, and when all that is searched stands in `fields`.
    """

    key: str
    model: type[Any]
    fields: tuple[str, ...]
    sorts: tuple[str, ...] = ()
    """Fields by which it can be ordered, each with an index; by `id` it always can."""
    theme: str | None = None
    upsert: Upsert | None = None
    """How the institution's core system writes its rows."""
    shapes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)
    """By field, the JSON Schema of one whose column holds JSON; the others are described by their columns."""


@dataclass(frozen=True)
class Setting:
    """One value an institution's administrator sets for a plugin."""

    key: str
    title: Text
    help: Text = ""
    kind: str = "text"
    """`text`, `yes_no`, `number`, `choice` or `secret`: kept encrypted, never shown again."""
    default: str = ""
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    check: Callable[[str], Text | None] | None = None
    """Gives the fault of a value in words, or nothing."""
    is_long: bool = False
    """A secret of several lines, such as a key with its certificate in PEM form."""


@dataclass(frozen=True)
class AuditAction:
    """A kind of journal line and the sentence that shows it; `%(name)s` placeholders come from the line's facts."""

    key: str
    sentence: Text


@dataclass(frozen=True)
class Tile:
    """A figure on the start page."""

    title: Text
    text: Text
    url: str
    count: int | None = None
    icon: str = "folder"


@dataclass(frozen=True)
class Health:
    """What a configuration check found: `state` is `ok`, `warn` or `bad`; `text` says what to do."""

    state: str
    text: Text


@dataclass(frozen=True)
class CampaignRow:
    """One request that a campaign would send: to which company, about whom, and what it knows already."""

    company: int
    """The key of a `Company` of the institution at hand."""
    person: str = ""
    """Whom the company looks for in its own books, with her official number, without signs between the figures."""
    person_number: str = ""
    about: str = ""
    """What tells it from other requests about the same person, such as a child's name; follows the subject."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Values of the form by field, as its readers would give them; a period may lack its end."""


@dataclass(frozen=True)
class CampaignList:
    """A list of requests that a plugin knows to draw up for a month."""

    key: str
    title: Text
    form: str
    """The key of the form that is asked for."""
    rows: Callable[[date], Sequence[CampaignRow]]
    """From the first day of a month; called in the scope of the staff who send the requests."""


@dataclass(frozen=True)
class RetentionClass:
    """Rows of one model that are erased together some months after a day of theirs.

    An administrator confirms the months in each institution; only those that a source proves count before that.
    """

    key: str
    """With its owner first: `ch_fund.employees`."""
    title: Text
    holds: Text
    """What these rows hold, in one sentence."""
    runs_from: Text
    """From which day the time runs, in words: the last day of employment."""
    model: type[Any]
    since: str
    """The column with that day or moment; while it is empty the time does not run."""
    persons: tuple[str, ...] = ()
    """The columns with official numbers of the people whom a row is about, without signs between the figures."""
    mentions: tuple[str, ...] = ()
    """Columns of JSON in which official numbers of people may stand."""
    months: int | None = None
    """How long the rows are kept; a proposal when there is no source."""
    ground: Text = ""
    """The law, or another reason, why they are kept so long."""
    source: str = ""
    """Where that can be read: an article of a law, an address."""

    @property
    def is_proven(self) -> bool:
        """Say whether the months count without anybody's confirmation."""
        return self.months is not None and bool(self.source)


@dataclass(frozen=True)
class PersonRows:
    """Rows that are held of one person, ready to be read."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Erased:
    """How many rows of a retention class were erased."""

    key: str
    count: int


class SimulatorServer(Protocol):
    """A running stand-in for an outside service."""

    address: str
    """Where it is reached: `http://127.0.0.1:8601`."""
    port: int

    def start(self) -> None:
        """Serve in a thread of its own."""

    def stop(self) -> None:
        """End, and let go of what is held back."""

    def release(self) -> None:
        """Let go of what is held back: answers that are late, connections without an answer."""


@dataclass(frozen=True)
class Simulator:
    """A stand-in for an outside service, on a loopback port; `guichet simulate` starts it."""

    key: str
    """With its owner first: `fr_dsn.gateway`; the console's own are one word."""
    title: Text
    protocol: Text
    """What it speaks, in one line."""
    port: int
    """Where it stands unless that port is taken."""
    make: Callable[[Any, Any, int], SimulatorServer]
    """From a `Ledger`, a `Scenario` and a port, 0 for any that is free."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Values of the plugin's settings that lead to it: `{port}` is the port it stands on, `{institution}` tells the
    institutions of a demonstration apart.
    """


@dataclass(frozen=True)
class Contribution:
    """Everything one plugin declared at start, in the order of its hooks."""

    manifest: Manifest
    package: str
    source: str
    """The distribution it came from, with its version."""
    models: tuple[type[Any], ...] = ()
    themes: tuple[Theme, ...] = ()
    rights: tuple[Right, ...] = ()
    views: tuple[View, ...] = ()
    resources: tuple[Resource, ...] = ()
    acts: tuple[ApiAct, ...] = ()
    settings: tuple[Setting, ...] = ()
    actions: tuple[AuditAction, ...] = ()
    forms: tuple[Any, ...] = ()
    """`console.forms.declarations.Form`."""
    rules: tuple[Any, ...] = ()
    """`console.forms.rules.Rule`."""
    sources: tuple[Any, ...] = ()
    """`console.forms.sources.PartySource`."""
    retention: tuple[RetentionClass, ...] = ()
    deadlines: tuple[DeadlineRule, ...] = ()
    duties: tuple[Duty, ...] = ()
    channels: tuple[Any, ...] = ()
    """Of `console.dispatch.declarations`: that package stands above this one and checks them."""
    simulators: tuple[Simulator, ...] = ()
    tasks: tuple[Any, ...] = ()
    """`console.jobs.declarations.TaskKind`: that package stands above this one."""
    jobs: tuple[Scheduled, ...] = ()
    wordings: tuple[Any, ...] = ()
    """`console.dispatch.declarations.MailTemplate`: that package stands above this one."""
    hooks: tuple[str, ...] = ()
    """Names of the hooks it implements."""

    @property
    def name(self) -> str:
        """Give the plugin's name."""
        return self.manifest.name

    def theme_of_view(self, view: str) -> str | None:
        """Give the theme that guards the view with this key, if any."""
        return next((v.theme for v in self.views if v.view.key == view), None)

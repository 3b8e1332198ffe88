"""Every hook a plugin may implement. The text of each one is what docs/hooks.md shows.

`register_…` hooks run once per process, for all installed plugins, and return declarations. The others run only for
plugins enabled in the institution at hand. Keyword arguments only; an implementation takes those it uses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pluggy

from console.hooks.acts import ApiAct
from console.hooks.commands import Command, FilesCommand
from console.hooks.declarations import (
    AuditAction,
    CampaignList,
    Erased,
    Health,
    PersonRows,
    Resource,
    RetentionClass,
    Right,
    Setting,
    Simulator,
    Theme,
    Tile,
    View,
)
from console.hooks.times import DeadlineRule, Duty, Scheduled

hookspec = pluggy.HookspecMarker("guichet")
hookimpl = pluggy.HookimplMarker("guichet")


@hookspec
def register_models() -> Sequence[type[Any]]:
    """Name the SQLAlchemy models of the plugin.

    When: once at start, before any view is built.
    Return: model classes; their tables start with the plugin's name, and each is either scoped to an institution
    or listed as shared with a reason.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_themes() -> Sequence[Theme]:
    """Name the subject areas in which people get rights.

    When: once at start.
    Return: themes; their keys are unique within the plugin.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_rights() -> Sequence[Right]:
    """Name the acts that a role may be allowed, and the roles that have them from the start.

    When: once at start; `guichet db upgrade` writes what is new and never takes back what an administrator changed.
    Return: rights; `view` is the key of a view of the plugin.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_views() -> Sequence[View]:
    """Hand over the pages of the plugin.

    When: once at start, after the models are mapped.
    Return: views with their menu entry and theme.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_api() -> Sequence[Resource]:
    """Hand over the collections that machines may read through the open API, and what the core system writes.

    When: once at start.
    Return: resources; only the fields they name leave the console. With an `Upsert` the institution's core system adds
    and changes rows by its own references; the list over the same model judges them. A field whose column holds JSON
    has its schema in `shapes`.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_api_acts() -> Sequence[ApiAct]:
    """Hand over what other systems may do through the open API beside reading collections.

    When: once at start.
    Return: acts; each has an address below the plugin's name, a theme, an operation that a key needs, and the schemas
    of what it takes and gives. Only keys of companies reach them.
    On error: the start stops and names the plugin. What an act raises is answered as a problem, and nothing is kept.
    """
    raise NotImplementedError


@hookspec
def register_settings() -> Sequence[Setting]:
    """Name the values that each institution's administrator sets on the Modules page.

    When: once at start.
    Return: settings.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_audit_actions() -> Sequence[AuditAction]:
    """Give the sentence for each kind of journal line the plugin writes.

    When: once at start; lines of a disabled plugin are still shown with their sentence.
    Return: actions; their keys start with the plugin's name.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_commands() -> Sequence[Command | FilesCommand]:
    """Hand over commands that read files and answer in JSON: `guichet <plugin> <command> FILE --json`.

    When: the command line is called with the plugin's name. Written in the plugin's module `commands`, not in
    `plugin`: nothing else of the plugin is loaded, and there is no application, no database and no setting.
    Return: commands; each is a pure function, over the bytes of one file (`Command`) or over files and options that it
    streams (`FilesCommand`).
    On error: the command line ends with 2 and names the plugin. When a command fails, its answer says that the file
    could not be read to its end.
    """
    raise NotImplementedError


@hookspec
def register_forms() -> Sequence[Any]:
    """Hand over the forms that people fill in.

    When: once at start, after themes, rules and sources.
    Return: `Form` values; their keys start with the plugin's name, each names one of its themes.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_rules() -> Sequence[Any]:
    """Hand over the rules over several values that forms name.

    When: once at start.
    Return: `Rule` values; a name ends with its version, and a changed meaning is a new version.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_sources() -> Sequence[Any]:
    """Say where choosers of forms find persons, companies and establishments.

    When: once at start; the functions are called in the scope of the person who fills in a form.
    Return: `PartySource` values.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def prefill_form(form: str, company: int | None) -> Sequence[Any]:
    """Give values for a form that are known before anybody fills it in.

    When: a person begins a form of the plugin, for a company or (`None`) as the institution's staff; the session is
    scoped to them.
    Return: `Prefill` values: the field, the value, where it comes from and of what day. They can be overwritten.
    On error: the form begins empty; logged.
    """
    raise NotImplementedError


@hookspec
def campaign_lists() -> Sequence[CampaignList]:
    """Offer lists of companies and people whom the institution may ask for a form of the plugin, all in one go.

    When: somebody of the staff chooses the recipients of a campaign for this form; the session is scoped to the
    institution.
    Return: lists; each is drawn up for the month that the person chooses, and shown to her before anything is sent.
    On error: the plugin's lists are not offered, or this one is refused; logged.
    """
    raise NotImplementedError


@hookspec
def message_moved(moved: Any) -> None:
    """Draw the plugin's conclusions from a message of one of its themes.

    When: a request was sent or withdrawn, an answer sent, recalled, registered, settled or reopened; in the transaction
    of that act, the session is writing and scoped to the person who acts.
    Return: nothing; `moved` is a `mailbox.Moved` with the event, the dossier, the person and the values that were sent.
    On error: the act is not done either, and its person is told.
    """
    raise NotImplementedError


@hookspec
def acknowledged(news: Any) -> None:
    """Draw the plugin's conclusions from what the other side answered to something the plugin sent.

    When: an answer was matched to its dispatch: by the reply to a call, polled, pushed or dropped as a file; in the
    transaction in which it is kept, the session is writing and scoped to the institution.
    Return: nothing; `news` is a `dispatch.Acknowledged` with the verdict, the body and what the dispatch was about.
    On error: the answer is kept and shown as not heard, and can be heard again.
    """
    raise NotImplementedError


@hookspec
def register_retention() -> Sequence[RetentionClass]:
    """Say which rows are kept for how long, from which day, and why.

    When: once at start. The console counts what is past its time each day, and erases it when an administrator of the
    institution confirms; also while the plugin is switched off, since its rows stay.
    Return: classes; their keys start with the plugin's name. A plugin with a class about people implements
    `export_person` and `erase_person` too.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_deadlines() -> Sequence[DeadlineRule]:
    """Say how long answers, decisions and acknowledgements may take.

    When: once at start. A request of the type gets its due day by it, a dossier of the kind is late when it is open
    after it, a dispatch of the kind when it is not acknowledged; alerts follow.
    Return: rules; their keys start with the plugin's name. Without a source a rule counts only once an administrator
    of the institution has confirmed it.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_duties() -> Sequence[Duty]:
    """Say what companies owe by moments that the plugin itself knows.

    When: once at start; each duty is then asked what is owed. What is late or coming stands among the deadlines and in
    the calendars of the company's people and of the staff; the company is told before, on and after the day, the
    institution's administrators when it stays late.
    Return: duties; their keys start with the plugin's name.
    On error: the start stops and names the plugin. A duty that fails when it is asked stops this round of alerts.
    """
    raise NotImplementedError


@hookspec
def export_person(number: str) -> Sequence[PersonRows]:
    """Give everything that the plugin holds of a person, for a person who asks what is held of her.

    When: a worker puts the export together; the session is reading and scoped to the institution, `number` is the
    official number without signs between. Asked of every installed plugin, also where it is switched off.
    Return: rows, ready to be read in the language of the administrator who started it; nothing about other people.
    On error: there is no export, since it would be incomplete, and the plugin is named.
    """
    raise NotImplementedError


@hookspec
def erase_person(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """Erase what the plugin holds of a person and need not keep.

    When: an administrator confirmed that she is erased; the session is writing and scoped to the institution, and no
    legal hold stands. `before` gives a day by retention class: rows whose time runs from that day on are kept, and so
    are all rows of a class that is not there. Asked of every installed plugin, also where it is switched off.
    Return: how many rows of each class were erased; why the others are kept, the console says by the class.
    On error: nothing of this plugin is erased, and it is named.
    """
    raise NotImplementedError


@hookspec
def register_channels() -> Sequence[Any]:
    """Hand over the ways in which the plugin's declarations leave, such as an agency's gateway.

    When: once at start, for all installed plugins; an envelope names a channel by its key.
    Return: `dispatch.Channel` objects, each for all threads; their keys start with the plugin's name and a point. One
    that is also `dispatch.Polled` is asked for answers by the schedule.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_simulators() -> Sequence[Simulator]:
    """Hand over stand-ins for the outside services that the plugin speaks to.

    When: once at start; `guichet simulate` and `guichet run --demo` make them, production never does.
    Return: simulators; their keys start with the plugin's name. Each speaks the real protocol on the loopback, checks
    what it gets, and notes it in the ledger.
    On error: the start stops and names the plugin.
    """
    raise NotImplementedError


@hookspec
def register_tasks() -> Sequence[Any]:
    """Hand over kinds of long work, so that a page can start it and a worker does it piece by piece.

    When: once at start, for all installed plugins; `start_task` names a kind by its key.
    Return: `TaskKind` values; their keys start with the plugin's name and a point. A run gets a `TaskRun`, whose
    session is scoped as the page was that started it.
    On error: the start stops and names the plugin. What a run raises ends its task with a sentence for its person.
    """
    raise NotImplementedError


@hookspec
def register_jobs() -> Sequence[Scheduled]:
    """Hand over work that is done again and again without anybody's asking, such as looking for what is missing.

    When: once at start, for all installed plugins; the schedule runs each in the institutions that have the plugin
    switched on, one after the other, each piece in a transaction of its own: the session is writing and scoped to it.
    Return: `Scheduled` values; their keys start with the plugin's name and a point. A worker that dies runs it again.
    On error: the start stops and names the plugin. What a run raises undoes its piece and ends it in that institution
    alone; logged, and the schedule shows it until the next run.
    """
    raise NotImplementedError


@hookspec
def register_wordings() -> Sequence[Any]:
    """Hand over the wording of e-mails that the plugin has the console write to people.

    When: once at start, for all installed plugins; `write_to_company` takes one of them.
    Return: `dispatch.MailTemplate` values; their keys start with the plugin's name and a point, and their texts stand
    in the plugin's catalogues, so that institutions change them by language where they change any text.
    On error: the start stops and names the plugin; also for a wording that says more than an e-mail may say.
    """
    raise NotImplementedError


@hookspec
def check_configuration(settings: dict[str, str]) -> Sequence[Health]:
    """Say whether the plugin can work in this institution.

    When: the Modules page and `guichet doctor` ask; `settings` are the institution's values.
    Return: findings; nothing means all is well.
    On error: shown as one finding "the check failed"; logged.
    """
    raise NotImplementedError


@hookspec
def dashboard_tiles() -> Sequence[Tile]:
    """Put figures on the start page of the person at hand.

    When: the start page is made; the session is reading and scoped to the institution.
    Return: tiles; a page the person may not open is dropped with its tile.
    On error: one line "part unavailable"; logged.
    """
    raise NotImplementedError


@hookspec
def fill_demo() -> None:
    """Add invented rows, so that a newcomer finds something to look at.

    When: `guichet run --demo` makes a demonstration institution with the plugin enabled; the session is writing.
    Return: nothing.
    On error: the demonstration is not made, and the plugin is named.
    """
    raise NotImplementedError

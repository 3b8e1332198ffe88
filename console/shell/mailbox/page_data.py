"""What the pages of the mailbox show, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from console.shell.desk.page_data import DeskPanel
from console.shell.dispatch.trail import Transmission
from console.shell.forms.reading import Answers
from console.shell.pages import Action, CellKind, Crumb, Empty, Fact, Pager, Row, Tag, TimelineEntry


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of a folder with the number of its messages."""

    label: str
    count: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chips:
    """Parts of a folder of which one is chosen; `label` is read out before them."""

    label: str
    chips: tuple[Chip, ...]


class MailColumn(NamedTuple):
    """A column of a list of messages."""

    label: str
    kind: CellKind = "text"


class MailCell(NamedTuple):
    """A text with a quiet second line, tags, or both; empty ones are shown as a dash.

    A page has so many of them that its template takes them apart instead of asking for each member.
    """

    text: str = ""
    detail: str = ""
    tags: tuple[Tag, ...] = ()


class MailRow(NamedTuple):
    """A message in a list: its title leads to it, what nobody of the reader's side has opened is bold.

    `tags` say what is particular about it.
    """

    title: str
    detail: str
    url: str
    labelled: tuple[tuple[MailColumn, MailCell], ...]
    """Its cells, each with its column."""
    tags: tuple[Tag, ...] = ()
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class MailTable:
    """Messages under columns, the first of which is their title."""

    caption: str
    columns: tuple[MailColumn, ...]
    rows: tuple[MailRow, ...]


@dataclass(frozen=True, slots=True)
class FolderPage:
    """One folder, or a part of it. `narrowed` names the person it is narrowed to, `whole_url` is the folder without."""

    title: str
    note: str
    chips: tuple[Chips, ...]
    table: MailTable
    empty: Empty
    pager: Pager
    actions: tuple[Action, ...] = ()
    narrowed: str = ""
    whole_url: str = ""


@dataclass(frozen=True, slots=True)
class CompanyFolders:
    """The counted folders of one mandate, which is posted to be changed to."""

    mandate: int
    name: str
    institution: str
    counts: tuple[str, ...]
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class EverywherePage:
    """The folders of all companies of a person who reads everywhere at once."""

    title: str
    lead: str
    folders: tuple[str, ...]
    companies: tuple[CompanyFolders, ...]
    empty: Empty


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found for some words; an empty `typed` asks for some."""

    title: str
    typed: str
    note: str
    table: MailTable
    empty: Empty


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody entered: sent, or saved among the drafts."""

    title: str
    lead: str
    chapters: tuple[Answers, ...]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One message as far as its reader sees it.

    `unsaved` leads on to what she typed and did not save. `delegation` says how the part of a person stands; `desk` is
    there for the institution's staff only.
    """

    title: str
    crumbs: tuple[Crumb, ...]
    tags: tuple[Tag, ...]
    actions: tuple[Action, ...]
    state: str
    facts: tuple[Fact, ...]
    request: str
    reply: str
    """What the institution wrote when it settled the message."""
    contents: tuple[Content, ...]
    delegation: tuple[Fact, ...]
    questions: tuple[Row, ...]
    timeline: tuple[TimelineEntry, ...]
    desk: DeskPanel | None
    unsaved: str = ""
    unsaved_url: str = ""
    warning: str = ""
    trail: tuple[Transmission, ...] = ()

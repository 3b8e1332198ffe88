"""What one part of the module (checks, portfolio, deposits, stoppages ...) brings to the console.

Each folder that brings something has a `brought.py` with its PART; `plugin.py` gathers them hook by hook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    dispatch,
    forms,
    mailbox,
)

FormDeclaration = forms.Form
FormRule = forms.Rule
STAFF = ("administrator", "case_worker")
ACCOUNT = ("company_administrator", "company_user")
EVERYBODY = STAFF + ACCOUNT


@dataclass(frozen=True)
class Part:
    """What one part brings; each field is the answer to the hook of the same name."""

    models: Sequence[type[Any]] = ()
    themes: Sequence[Theme] = ()
    views: Sequence[View] = ()
    rights: Sequence[Right] = ()
    actions: Sequence[AuditAction] = ()
    tasks: Sequence[TaskKind] = ()
    channels: Sequence[dispatch.Channel] = ()
    simulators: Sequence[Simulator] = ()
    settings: Sequence[Setting] = ()
    health: Callable[[dict[str, str]], Sequence[Health]] | None = None
    resources: Sequence[Resource] = ()
    acts: Sequence[ApiAct] = ()
    forms: Sequence[FormDeclaration] = ()
    rules: Sequence[FormRule] = ()
    deadlines: Sequence[DeadlineRule] = ()
    duties: Sequence[Duty] = ()
    retention: Sequence[RetentionClass] = ()
    export: Callable[[str], Sequence[PersonRows]] | None = None
    erase: Callable[[str, Mapping[str, date]], Sequence[Erased]] | None = None
    jobs: Sequence[Scheduled] = ()
    wordings: Sequence[dispatch.MailTemplate] = ()
    tiles: Callable[[], Sequence[Tile]] | None = None
    """Figures for the start page of the person at hand."""
    heard: Callable[[dispatch.Acknowledged], None] | None = None
    """What an acknowledgement or a message of an outside system does."""
    moved: Callable[[mailbox.Moved], None] | None = None
    """What a step of a message of the mailbox does."""
